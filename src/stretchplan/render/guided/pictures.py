"""Draw the figures of the guided page."""

from __future__ import annotations

from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.figures.figure import FIGURE_STYLE, figure
from stretchplan.results.plan import Plan, Side

__all__ = ["Pictures"]


class Pictures:
    """The figures of a plan's stretches; the arguments are those of :func:`stretchplan.render.guided.to_html`."""

    def __init__(self, plan: Plan, catalog: Catalog | None) -> None:
        source = builtin_catalog() if catalog is None else catalog
        known = source.by_id if catalog is not None or plan.catalog.digest == source.digest else {}
        self._stretches: tuple[Stretch | None, ...] = tuple(known.get(p.stretch_id) for p in plan.prescriptions)

    def stage(self) -> str:
        """Return the moving figure of each stretch; the script shows one, mirrored for the left side."""
        return "".join(
            f'<div class="figure" data-figure="{n}" hidden>{_figure(stretch, f"stage{n}", animate=True)}</div>'
            for n, stretch in enumerate(self._stretches)
            if stretch is not None
        )

    def still(self, number: int, side: Side | None) -> str:
        """Return the still figure of a stretch by its number, from 0; empty if the catalogue does not have it."""
        stretch = self._stretches[number]
        return "" if stretch is None else _figure(stretch, f"sheet{number}", side, animate=False)


def _figure(stretch: Stretch, unique: str, side: Side | None = None, *, animate: bool) -> str:
    # The page holds the style of all figures once.
    return figure(stretch, side=side, animate=animate, unique=unique).replace(f"<style>{FIGURE_STYLE}</style>\n", "")
