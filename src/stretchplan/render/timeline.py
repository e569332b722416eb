"""Draw a session as one strip, with the left side above and the right side below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.render.escape import escaped
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words import pages
from stretchplan.words.steps import step_line, stretch_words

__all__ = ["HEIGHT", "KEY", "timeline"]

HEIGHT: Final = 24

# These colours have a contrast of 3:1 with white and with near-black, so a strip needs no style sheet.
_LOOKS: Final[dict[str, tuple[str, int, int]]] = {
    "left": ("#3b82c4", 0, 11),
    "right": ("#c8732c", 13, 11),
    "both": ("#3f9d72", 0, HEIGHT),
}
_SQUARE: Final = (
    '<svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" fill="{colour}"/></svg> {words}'
)
_KEY_ENTRIES: Final = " ".join(
    _SQUARE.format(colour=_LOOKS[side][0], words=words)
    for side, words in (("left", f"{pages.LEFT},"), ("right", f"{pages.RIGHT},"), ("both", pages.BOTH_SIDES))
)
KEY: Final = f'<p class="sp-key">{_KEY_ENTRIES}</p>'
"""The meaning of a strip's colours, as HTML."""
_MOVE: Final = ("#808080", 11, 2)
"""The look of moves and rests: a thin line, so that a stretch with two sides still reads as one block."""


def timeline(plan: Plan, label: str = "", marker: str = "") -> str:
    """Return the strip as one inline ``<svg>``, as wide as its container; one unit is one second.

    ``label`` is the text alternative; without it the strip is hidden from assistive technology. ``marker`` is the id of
    a line at second 0 that a script moves; without it there is no line.
    """
    total = max(plan.total_seconds, 1)
    role = f'role="img" aria-label="{escaped(label)}"' if label else 'aria-hidden="true"'
    line = f'<rect id="{marker}" class="here" x="0" width="{total / 200:g}" height="{HEIGHT}"/>' if marker else ""
    return (
        f'<svg class="sp-strip" viewBox="0 0 {total} {HEIGHT}" width="100%" height="{HEIGHT}" '
        f'preserveAspectRatio="none" {role}>{"".join(_pieces(plan))}{line}</svg>'
    )


def _pieces(plan: Plan) -> Iterator[str]:
    ends = {step.start_seconds for step in plan.schedule if step.kind in {"get_ready", "settle", "change_position"}}
    for step in plan.schedule:
        if step.seconds <= 0:
            continue
        kind, (colour, top, height) = _look(step)
        # A thin gap separates each stretch from the one before.
        gap = min(0.4, step.seconds / 4) if step.start_seconds in ends else 0.0
        name = stretch_words(step.stretch_id, plan) if step.stretch_id else "-"
        yield (
            f'<rect class="{kind}" x="{step.start_seconds + gap:g}" y="{top}" width="{step.seconds - gap:g}" '
            f'height="{height}" fill="{colour}"><title>{escaped(step_line(step, name))}</title></rect>'
        )


def _look(step: Step) -> tuple[str, tuple[str, int, int]]:
    if step.kind in WORK_KINDS:
        side = step.side or "both"
        return side, _LOOKS[side]
    return "move", _MOVE
