"""Draw the figures of the guided page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Literal

from stretchplan.base.translation import say
from stretchplan.catalog import Catalog
from stretchplan.catalog.loader import builtin_of, valid_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.escape import escaped, lang
from stretchplan.render.figures.figure import FIGURE_STYLE, figure, shows_start_only, shows_two_postures
from stretchplan.results.plan import WORK_KINDS, Plan, Prescription, Side
from stretchplan.words.figures import START_LIKE_THIS, START_ONLY
from stretchplan.words.languages import language_of, own_language

__all__ = ["Pictures"]

_COLOUR: Final = re.compile(r'(?<= class="sp-)([a-z]+(?: sp-[a-z]+)*")(?: (?:stroke|fill)="#[0-9a-f]{6}")+')
_WORDS: Final = re.compile(r"<(title|desc) [^>]*>[^<]*</\1>\n| (?:role|aria-[a-z]+)=\"[^\"]*\"")
_POSTURES: Final[tuple[Literal[0], Literal[1]]] = (0, 1)


class Pictures:
    """The figures of a plan's stretches; the arguments are those of :func:`stretchplan.render.guided.to_html`."""

    def __init__(self, plan: Plan, catalog: Catalog | None) -> None:
        if catalog is not None:
            catalog = valid_catalog(catalog)
        source = builtin_of(plan.catalog.id, plan.catalog.language) if catalog is None else catalog
        drawn = source is not None and (catalog is not None or plan.catalog.digest == source.digest)
        known = source.by_id if source is not None and drawn else {}
        self._plan = plan
        self._language = language_of(plan)
        self._pictures = () if source is None else source.pictures
        self._areas = () if source is None else source.areas
        self._stretches = tuple(_as_planned(known.get(p.stretch_id), p, plan) for p in plan.prescriptions)

    def stage(self) -> str:
        """Return how each stretch starts and its moving figure; the script shows one, mirrored for the left side."""
        return "".join(self._staged(n, stretch) for n, stretch in enumerate(self._stretches) if stretch is not None)

    def _staged(self, number: int, stretch: Stretch) -> str:
        start = self._figure(stretch, f"start{number}", spoken=False, posture="start")
        work = self._figure(stretch, f"stage{number}", spoken=False)
        label = self._label(stretch) or self._small("start-like-this", say(START_LIKE_THIS))
        return (
            f'<div class="figure" data-figure="{number}" data-starts="true" hidden>{start}{label}</div>'
            f'<div class="figure" data-figure="{number}" data-starts="false" hidden>{work}{self._label(stretch)}</div>'
        )

    def first_side(self, number: int) -> Side | None:
        """Return the side that a stretch begins with, by its number, from 0."""
        name = self._plan.prescriptions[number].stretch_id
        steps = self._plan.schedule
        work: Iterator[Side | None] = (s.side for s in steps if s.stretch_id == name and s.kind in WORK_KINDS)
        return next(work, None)

    def still(self, number: int) -> str:
        """Return the still figure of a stretch on its first side; empty if the catalogue does not have the stretch.

        A movement has two, one for each of its positions; screen readers are told of the first.
        """
        stretch = self._stretches[number]
        if stretch is None:
            return ""
        side = self.first_side(number)
        if not shows_two_postures(stretch, self._pictures):
            return self._figure(stretch, f"sheet{number}", side, animate=False) + self._label(stretch)
        one, two = (
            self._figure(stretch, f"sheet{number}-{k}", side, spoken=k == _POSTURES[0], posture=k) for k in _POSTURES
        )
        return f'{one}<span aria-hidden="true">{two}</span>'

    def _label(self, stretch: Stretch) -> str:
        """Return the words under a figure that stands in for a missing one."""
        if not shows_start_only(stretch, self._pictures):
            return ""
        return self._small("start-only", say(START_ONLY))

    def _small(self, kind: str, words: str) -> str:
        ours = lang("" if (own := own_language(self._language)) == self._language else own)
        return f'<small class="{kind}"{ours}>{escaped(words)}</small>'

    def _figure(
        self, stretch: Stretch, unique: str, side: Side | None = None, *, spoken: bool = True, **how: Any
    ) -> str:
        drawn = figure(
            stretch,
            side=side,
            unique=unique,
            language=self._language,
            pictures=self._pictures,
            areas=self._areas,
            **how,
        )
        # The page holds the style of all figures once, and with it the colours of their lines.
        drawn = _COLOUR.sub(r"\1", drawn.replace(f"<style>{FIGURE_STYLE}</style>\n", ""))
        return drawn if spoken else _unspoken(drawn)


def _unspoken(drawn: str) -> str:
    """Return a figure without its words, for a place that screen readers are not told of."""
    return _WORDS.sub("", drawn)


def _as_planned(stretch: Stretch | None, prescription: Prescription, plan: Plan) -> Stretch | None:
    """Return a stretch in the form and with the breath that the plan has for it."""
    if stretch is None:
        return None
    form = next((form for form in stretch.forms if form.id == prescription.form), None)
    return stretch.in_form(form, effort_out=plan.request.breath == "effort_out")
