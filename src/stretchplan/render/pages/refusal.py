"""The page of why there is no plan."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.render.document.blocks import Block, Bullet, Heading, Paragraph
from stretchplan.results.refusals import Infeasible, NoPlan

__all__ = ["refusal_page"]


def refusal_page(refusal: NoPlan) -> Iterator[Block]:
    """Return why there is no plan, and the nearest requests that have one, for who can pass them back."""
    yield Heading(refusal.title, "bad")
    message = str(refusal)
    yield Paragraph(f"{message[:1].upper()}{message[1:]}{'' if message.endswith('.') else '.'}")
    if isinstance(refusal, Infeasible) and refusal.relaxations:
        yield Heading("What would help")
        for number, relaxation in enumerate(refusal.relaxations):
            yield Bullet(relaxation.message, f".relaxations[{number}].request")
