"""Build the page that says why there is no plan."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.translation import say
from stretchplan.render.document.blocks import Block, Bullet, Heading, Paragraph
from stretchplan.results.refusals import Infeasible, NoPlan
from stretchplan.words import pages
from stretchplan.words.phrases import capitalized

__all__ = ["refusal_page"]


def refusal_page(refusal: NoPlan) -> Iterator[Block]:
    """Return why there is no plan, and the nearest requests that have one, with their place in the refusal."""
    yield Heading(say(refusal.title), "bad")
    message = capitalized(str(refusal))
    yield Paragraph(message if message.endswith(".") else f"{message}.")
    if isinstance(refusal, Infeasible) and refusal.relaxations:
        yield Heading(say(pages.WHAT_WOULD_HELP))
        for number, relaxation in enumerate(refusal.relaxations):
            yield Bullet(relaxation.message, f".relaxations[{number}].request")
