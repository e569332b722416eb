"""The words beside the controls of the explorer. Texts with braces are format templates of its script."""

from __future__ import annotations

from typing import Final

__all__ = ["LABELS"]

LABELS: Final = {
    "minutes": "Minutes",
    "day": "Days since the injury",
    "none": "No recent injury",
    "areas": "Areas that must be worked",
    "conditions": "Conditions",
    "answer": "The plan, or why there is none",
}
"""By the name that the script uses."""
