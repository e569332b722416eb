"""The figures of a page: one for each stretch on its stage, and a still one on its sheet."""

from __future__ import annotations

from stretchplan.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.figures.figure import FIGURE_STYLE, figure
from stretchplan.results.plan import Plan, Side

__all__ = ["Pictures"]


class Pictures:
    """The figures of a plan's stretches.

    Parameters
    ----------
    plan, catalog
        As for :func:`stretchplan.render.guided.to_html`.
    """

    def __init__(self, plan: Plan, catalog: Catalog | None) -> None:
        source = _builtin(plan) if catalog is None else catalog
        known = {} if source is None else source.by_id
        self._stretches: tuple[Stretch | None, ...] = tuple(known.get(one.stretch_id) for one in plan.prescriptions)

    def stage(self) -> str:
        """Return the moving figures of all stretches; the script shows one, and turns it around for the left side."""
        drawn = (
            (number, _figure(stretch, f"stage{number}", animate=True))
            for number, stretch in enumerate(self._stretches)
            if stretch is not None
        )
        return "".join(f'<div class="figure" data-figure="{n}" hidden>{svg}</div>' for n, svg in drawn if svg)

    def still(self, number: int, side: Side | None) -> str:
        """Return the still figure of the stretch with a number, from 0, on a side; or nothing."""
        stretch = self._stretches[number]
        return "" if stretch is None else _figure(stretch, f"sheet{number}", side, animate=False)


def _builtin(plan: Plan) -> Catalog | None:
    from stretchplan.catalog import builtin_catalog

    builtin = builtin_catalog()
    return builtin if plan.catalog.digest == builtin.digest else None


def _figure(stretch: Stretch, unique: str, side: Side | None = None, *, animate: bool) -> str:
    # Each has the same style, which the page has once.
    return figure(stretch, side=side, animate=animate, unique=unique).replace(f"<style>{FIGURE_STYLE}</style>\n", "")
