"""Draw the figures of the guided page."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.figures.figure import FIGURE_STYLE, figure
from stretchplan.results.plan import WORK_KINDS, Plan, Prescription, Side
from stretchplan.words.languages import language_of

__all__ = ["Pictures"]


class Pictures:
    """The figures of a plan's stretches; the arguments are those of :func:`stretchplan.render.guided.to_html`."""

    def __init__(self, plan: Plan, catalog: Catalog | None) -> None:
        source = builtin_catalog() if catalog is None else catalog
        known = source.by_id if catalog is not None or plan.catalog.digest == source.digest else {}
        self._plan = plan
        self._language = language_of(plan)
        self._stretches = tuple(_as_planned(known.get(p.stretch_id), p, plan) for p in plan.prescriptions)

    def stage(self) -> str:
        """Return the moving figure of each stretch; the script shows one, mirrored for the left side."""
        return "".join(
            f'<div class="figure" data-figure="{n}" hidden>{self._figure(stretch, f"stage{n}", animate=True)}</div>'
            for n, stretch in enumerate(self._stretches)
            if stretch is not None
        )

    def first_side(self, number: int) -> Side | None:
        """Return the side that a stretch begins with, by its number, from 0."""
        name = self._plan.prescriptions[number].stretch_id
        steps = self._plan.schedule
        work: Iterator[Side | None] = (s.side for s in steps if s.stretch_id == name and s.kind in WORK_KINDS)
        return next(work, None)

    def still(self, number: int) -> str:
        """Return the still figure of a stretch on its first side; empty if the catalogue does not have the stretch."""
        stretch = self._stretches[number]
        return (
            "" if stretch is None else self._figure(stretch, f"sheet{number}", self.first_side(number), animate=False)
        )

    def _figure(self, stretch: Stretch, unique: str, side: Side | None = None, *, animate: bool) -> str:
        drawn = figure(stretch, side=side, animate=animate, unique=unique, language=self._language)
        return drawn.replace(f"<style>{FIGURE_STYLE}</style>\n", "")  # the page holds the style of all figures once


def _as_planned(stretch: Stretch | None, prescription: Prescription, plan: Plan) -> Stretch | None:
    """Return a stretch in the form and with the breath that the plan has for it."""
    if stretch is None:
        return None
    form = next((form for form in stretch.forms if form.id == prescription.form), None)
    return stretch.in_form(form, effort_out=plan.request.breath == "effort_out")
