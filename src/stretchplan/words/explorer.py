"""The words beside the controls of the explorer."""

from __future__ import annotations

from typing import Final

from stretchplan.base.translation import marked, say

__all__ = ["labels"]

_LABELS: Final = {
    "minutes": marked("Minutes"),
    "day": marked("Days since the injury"),
    "none": marked("No recent injury"),
    "areas": marked("Areas that must be worked"),
    "conditions": marked("Conditions"),
    "answer": marked("The plan, or why there is none"),
}


def labels() -> dict[str, str]:
    """Return the words, by the name that the script uses."""
    return {name: say(text) for name, text in _LABELS.items()}
