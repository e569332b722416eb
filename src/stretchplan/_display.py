"""How a value is shown in a notebook: what Jupyter and marimo ask for, for models and refusals to inherit.

As in :mod:`stretchplan._rendering`, the renderer is imported when it is asked for something, and only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["Displayed"]


class Displayed:
    """A value that a notebook shows as HTML, and everything else as text."""

    def _repr_html_(self) -> str:
        """Return the value as HTML, for marimo and whoever else asks for this alone."""
        from stretchplan.render.notebook import shown

        return shown(self)

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """Return the value by media type, for Jupyter; it says which it can use, or cannot."""
        from stretchplan.render.notebook import bundle

        return {
            name: text
            for name, text in bundle(self).items()
            if (not include or name in include) and (not exclude or name not in exclude)
        }
