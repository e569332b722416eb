"""Draw a session as one strip, with the left side above and the right side below."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

from stretchplan.base.translation import say
from stretchplan.render.escape import escaped
from stretchplan.results.plan import WORK_KINDS, Plan, Side, Step
from stretchplan.words.pages import SIDES
from stretchplan.words.steps import name_of, step_line, stretch_names

__all__ = ["HEIGHT", "timeline", "timeline_image", "timeline_key"]

HEIGHT: Final = 24

# These colours have a contrast of 3:1 with white and with near-black, so a strip needs no style sheet.
_LOOKS: Final[dict[Side, tuple[str, int, int]]] = {
    "left": ("#3b82c4", 0, 11),
    "right": ("#c8732c", 13, 11),
    "both": ("#3f9d72", 0, HEIGHT),
}


def _image(svg: str, attributes: str) -> str:
    return f'<img {attributes} src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


_SQUARE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12"><rect width="12" height="12" fill="{}"/></svg>'
)
_NO_WORDS: Final = 'alt=""'
_MOVE: Final = ("#808080", 11, 2)
"""The look of moves and rests: a thin line, so that a stretch with two sides still reads as one block."""


def timeline(plan: Plan, marker: str) -> str:
    """Return the strip as one inline ``<svg>``, as wide as its container; one unit is one second.

    It is hidden from assistive technology. ``marker`` is the id of a line at second 0 that a script moves.
    """
    total = max(plan.total_seconds, 1)
    line = f'<rect id="{marker}" class="here" x="0" width="{total / 200:g}" height="{HEIGHT}"/>'
    return (
        f'<svg class="sp-strip" viewBox="0 0 {total} {HEIGHT}" width="100%" height="{HEIGHT}" '
        f'preserveAspectRatio="none" aria-hidden="true">{"".join(_pieces(plan))}{line}</svg>'
    )


def timeline_key() -> str:
    """Return the meaning of a strip's colours, as HTML."""
    entries = (
        f"{_image(_SQUARE.format(look[0]), _NO_WORDS)} {escaped(say(SIDES[side]))}" for side, look in _LOOKS.items()
    )
    return f'<p class="sp-key">{", ".join(entries)}</p>'


def timeline_image(plan: Plan, label: str) -> str:
    """Return the strip as an ``<img>`` that holds its picture, with ``label`` as the text alternative.

    Streamlit, and notebooks that do not trust an output, remove an inline ``<svg>`` and keep an image.
    """
    total = max(plan.total_seconds, 1)
    strip = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {HEIGHT}" width="{total}" height="{HEIGHT}" '
        f'preserveAspectRatio="none">{"".join(_pieces(plan, titled=False))}</svg>'
    )
    return _image(strip, f'class="sp-strip" alt="{escaped(label)}"')


def _pieces(plan: Plan, *, titled: bool = True) -> Iterator[str]:
    ends = {
        step.start_seconds
        for step in plan.schedule
        if step.kind in {"get_ready", "settle", "change_position", "get_up"}
    }
    names = stretch_names(plan)
    for step in plan.schedule:
        if step.seconds <= 0:
            continue
        kind, (colour, top, height) = _look(step)
        # A thin gap separates each stretch from the one before.
        gap = min(0.4, step.seconds / 4) if step.start_seconds in ends else 0.0
        title = ""
        if titled:
            title = f"<title>{escaped(step_line(step, name_of(step, names)))}</title>"
        yield (
            f'<rect class="{kind}" x="{step.start_seconds + gap:g}" y="{top}" width="{step.seconds - gap:g}" '
            f'height="{height}" fill="{colour}">{title}</rect>'
        )


def _look(step: Step) -> tuple[str, tuple[str, int, int]]:
    if step.kind in WORK_KINDS:
        side = step.side or "both"
        return side, _LOOKS[side]
    return "move", _MOVE
