"""A session as one strip: what happens when, with the left side above and the right side below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.render.escape import escaped
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words.steps import clock, step_words, stretch_words

__all__ = ["HEIGHT", "KEY", "timeline"]

HEIGHT: Final = 24

# The middle tones keep 3:1 against white and against near-black, so that a strip needs no style sheet.
_LOOKS: Final[dict[str, tuple[str, int, int]]] = {
    "left": ("#3b82c4", 0, 11),
    "right": ("#c8732c", 13, 11),
    "both": ("#3f9d72", 0, HEIGHT),
}
KEY: Final = (
    '<p class="sp-key">'
    + " ".join(
        f'<svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" fill="{_LOOKS[side][0]}"/></svg> '
        f"{words}"
        for side, words in (("left", "left,"), ("right", "right,"), ("both", "both sides"))
    )
    + "</p>"
)
"""What the colours of a strip mean, as HTML."""
_MOVE: Final = ("#808080", 11, 2)
"""Moves and rests: a thin line, so that a stretch with two sides still reads as one block."""


def timeline(plan: Plan, label: str = "", marker: str = "") -> str:
    """Return the strip as inline SVG, without ids, styles or scripts; it takes the width that it is given.

    Parameters
    ----------
    plan
        Any plan.
    label
        The text alternative; without one the strip is hidden from assistive technology, for where the same is told
        in words next to it.
    marker
        The id of a line at the moment 0, to be moved; without one there is no such line.

    Returns
    -------
    str
        One ``<svg>`` element. Its width is the session's seconds.
    """
    total = max(plan.total_seconds, 1)
    heard = f'role="img" aria-label="{escaped(label)}"' if label else 'aria-hidden="true"'
    here = f'<rect id="{marker}" class="here" x="0" width="{total / 200:g}" height="{HEIGHT}"/>' if marker else ""
    return (
        f'<svg class="sp-strip" viewBox="0 0 {total} {HEIGHT}" width="100%" height="{HEIGHT}" '
        f'preserveAspectRatio="none" {heard}>{"".join(_pieces(plan))}{here}</svg>'
    )


def _pieces(plan: Plan) -> Iterator[str]:
    ends = {step.start_seconds for step in plan.schedule if step.kind in {"get_ready", "settle", "change_position"}}
    for step in plan.schedule:
        if step.seconds <= 0:
            continue
        kind, (colour, top, height) = _look(step)
        # A hair of background before each stretch sets it apart from the one before.
        gap = min(0.4, step.seconds / 4) if step.start_seconds in ends else 0.0
        name = stretch_words(step.stretch_id, plan) if step.stretch_id else "-"
        told = f"{clock(step.start_seconds)} {name}: {step_words(step)}, {step.seconds} s"
        yield (
            f'<rect class="{kind}" x="{step.start_seconds + gap:g}" y="{top}" width="{step.seconds - gap:g}" '
            f'height="{height}" fill="{colour}"><title>{escaped(told)}</title></rect>'
        )


def _look(step: Step) -> tuple[str, tuple[str, int, int]]:
    if step.kind in WORK_KINDS:
        side = step.side or "both"
        return side, _LOOKS[side]
    return "move", _MOVE
