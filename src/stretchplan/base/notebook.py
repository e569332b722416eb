"""How do notebooks show models and refusals? The methods that Jupyter and marimo call.

As in :mod:`stretchplan.results.formats`, the renderer is named here and imported when a notebook calls it.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

__all__ = ["NotebookRepr"]


class NotebookRepr:
    """A value that a notebook shows as HTML, and everything else as text."""

    def _repr_html_(self) -> str:
        """Return the value as HTML; marimo calls only this method."""
        return str(_renderer("as_html")(self))

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """Return the value by media type, for Jupyter, which says which types to include or exclude."""
        return {
            name: text
            for name, text in _renderer("by_media_type")(self).items()
            if (not include or name in include) and (not exclude or name not in exclude)
        }


def _renderer(function: str) -> Any:
    from pkgutil import resolve_name  # imported here to keep the first plan fast

    return resolve_name(f"stretchplan.render.notebook:{function}")
