"""The figures of a page: one for each stretch on its stage, and a still one on its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchplan.catalog import Catalog
    from stretchplan.catalog.stretch import Stretch
    from stretchplan.plans import Plan

__all__ = ["Pictures"]


class Pictures:
    """The figures of a plan's stretches.

    Parameters
    ----------
    plan, catalog
        As for :func:`stretchplan.render.page.to_html`.
    """

    def __init__(self, plan: Plan, catalog: Catalog | None) -> None:
        source = _builtin(plan) if catalog is None else catalog
        known = {} if source is None else source.by_id
        self._stretches: tuple[Stretch | None, ...] = tuple(known.get(one.stretch_id) for one in plan.prescriptions)

    def stage(self) -> str:
        """Return the moving figures of all stretches; the script shows one, and turns it around for the right side."""
        drawn = (
            (number, _figure(stretch, f"stage{number}", animate=True))
            for number, stretch in enumerate(self._stretches)
            if stretch is not None
        )
        return "".join(f'<div class="figure" data-figure="{n}" hidden>{svg}</div>' for n, svg in drawn if svg)

    def still(self, number: int) -> str:
        """Return the still figure of the stretch with a number, from 0, or nothing."""
        stretch = self._stretches[number]
        return "" if stretch is None else _figure(stretch, f"sheet{number}", animate=False)


def _builtin(plan: Plan) -> Catalog | None:
    from stretchplan.catalog import builtin_catalog

    builtin = builtin_catalog()
    return builtin if plan.catalog.digest == builtin.digest else None


def _figure(stretch: Stretch, unique: str, *, animate: bool) -> str:
    return ""
