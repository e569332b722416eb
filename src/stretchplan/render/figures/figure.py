"""Draw a stretch as one SVG, for a file or for a page.

Every figure has the same style, :data:`FIGURE_STYLE`. A page's Content-Security-Policy must allow its SHA-256 in
``style-src``; otherwise the figure keeps its colours for light pages and stays still. A figure holds no script, no
event handler, no ``style`` attribute and no address outside itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final, get_args

from stretchplan.base.text import quoted
from stretchplan.catalog.entry import is_language
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.figures.poses import Pose
from stretchplan.render.figures.skeleton import between
from stretchplan.render.figures.start_poses import pose_of
from stretchplan.render.figures.strokes import Ink, Place, Stroke, strokes
from stretchplan.results.plan import Side
from stretchplan.words.figures import figure_description, figure_title
from stretchplan.words.languages import OWN, own_language

__all__ = ["FIGURE_STYLE", "figure"]

WIDTH: Final = 480
HEIGHT: Final = 320
_MARGIN: Final = 0.03
_LARGEST: Final = 540.0
"""The largest drawn body height, in units, so that a small pose is not drawn too large."""

# For each kind of line: the property that a page may set, and the colours on a light and on a dark background.
_INKS: Final[dict[Ink, tuple[str, str, str]]] = {
    "body": ("line", "#33485c", "#e3eaf0"),
    "arm": ("arm", "#54718d", "#b4c3d0"),
    "far": ("far", "#8496a8", "#72879a"),
    "face": ("face", "#ffffff", "#1b2229"),
    "tint": ("tint", "#f0794a", "#cf4f1d"),
    "soft": ("tint-soft", "#c8937f", "#a9705a"),
}
_MAT: Final = ("mat", "#8fb09e", "#5d8071")


def _style() -> str:
    colours: dict[str, tuple[str, str, str]] = {**dict(_INKS.items()), "mat": _MAT}
    light = "".join(f"--sp-{name}:{on_light};" for name, (_, on_light, _) in colours.items())
    dark = "".join(f"--sp-{name}:{on_dark};" for name, (_, _, on_dark) in colours.items())
    rules = "".join(
        f".sp-figure .sp-{name}{{stroke:var(--sp-figure-{page_colour},var(--sp-{name}))}}"
        for name, (page_colour, _, _) in colours.items()
    )
    return (
        f".sp-figure{{{light[:-1]}}}@media screen and (prefers-color-scheme:dark){{.sp-figure{{{dark[:-1]}}}}}{rules}"
        ".sp-figure .sp-panel{fill:var(--sp-figure-line,var(--sp-body))}"
        ".sp-figure .sp-sheet{fill:var(--sp-figure-mat,var(--sp-mat))}"
        "@media screen and (prefers-reduced-motion:no-preference){"
        ".sp-figure .sp-moving{display:inline}.sp-figure .sp-still{display:none}}"
    )


FIGURE_STYLE: Final = _style()
"""The exact text of the ``<style>`` in every figure; a page's policy can allow it by its hash."""


def figure(
    stretch: Stretch,
    *,
    side: Side | None = None,
    animate: bool = True,
    title: str | None = None,
    unique: str = "",
    language: str = "en",
) -> str:
    """Draw a stretch as SVG, for a file or for a page, with the areas it works tinted.

    A stretch with the id, the start position and the sides of a built-in stretch is drawn in the pose of that stretch.
    Any other is drawn in its start position, and its text alternative says so.

    Parameters
    ----------
    stretch
        The entry of a catalogue.
    side
        The side that works: the figure for ``left`` is the mirror image of the one for ``right``. ``None`` and
        ``both`` draw the right one.
    animate
        Whether the figure of a moving stretch moves, in the rhythm of its breath. It stays still on paper and where
        the system asks for reduced motion.
    title
        The title of the text alternative; by default the stretch's name with its side.
    unique
        A part of the figure's ids, for a page that shows a stretch twice on the same side: at most 64 letters, digits,
        hyphens and underscores.
    language
        The language of the stretch's name, as its catalogue states it. If it is not English, the title is the name
        alone, and the description begins with the side; each states its language.

    Returns
    -------
    str
        One ``<svg>`` element, 480 by 320 units, less than 8 KB for a built-in stretch.

    Raises
    ------
    ValueError
        When ``side`` or ``unique`` has another value, or ``language`` is not a language tag of BCP 47.

    Examples
    --------
    >>> import stretchplan as sp
    >>> drawn = figure(sp.builtin_catalog().get("cat_cow"))
    >>> drawn.startswith("<svg "), "<title" in drawn, "<animate" in drawn
    (True, True, True)
    """
    if side is not None and side not in get_args(Side):
        raise ValueError(f"{quoted(side)} is not a side; give left, right, both or None")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", unique):
        raise ValueError(
            f"{quoted(unique)} cannot set ids apart; give at most 64 letters, digits, hyphens, underscores"
        )
    if not is_language(language):
        raise ValueError(f"{quoted(language)} is not a language tag of BCP 47; give one such as en, de or pt-BR")
    pose, own = pose_of(stretch)
    worked: Side = side if stretch.sides == "each" and side in {"left", "right"} else "both"
    # Neither an id nor a side has a hyphen in it, so no two figures get the same ids.
    name = "-".join(("sp", re.sub("[^a-z0-9_]", "_", stretch.id), *([side] if side else [])))
    name += f"--{unique}" if unique else ""
    foreign = own_language(language) != language
    head = title if title is not None and title.strip() else figure_title(stretch, "both" if foreign else worked)
    description = figure_description(stretch, worked, own_pose=own, with_side=foreign)
    theirs, ours = (f' lang="{one}"' if foreign else "" for one in (language, OWN))
    moves = animate and len(pose.keys) > 1 and stretch.dose.kind != "hold"
    flip = f' transform="matrix(-1 0 0 1 {WIDTH} 0)"' if side == "left" else ""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sp-figure" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">',
            f'<title id="{name}-title"{theirs}>{_text(head)}</title>',
            f'<desc id="{name}-desc"{ours}>{_text(description)}</desc>',
            f"<style>{FIGURE_STYLE}</style>",
            f'<g{flip} fill="none" stroke-linecap="round" stroke-linejoin="round">',
            *_drawn(stretch, pose, moves),
            "</g>",
            "</svg>",
        )
    )


def _text(text: str) -> str:
    """Escape a text for XML, with its control characters and the two characters that XML forbids."""
    return escape(escape_control_chars(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff"))


def _drawn(stretch: Stretch, pose: Pose, moves: bool) -> Iterator[str]:
    """Yield the mat and the strokes; a moving stroke is drawn twice, still and animated."""
    first, last = pose.keys[0], pose.keys[-1]
    keys = (first, between(first, last, 0.5), last) if len(pose.keys) > 1 else (first,)
    frames = [strokes(pose, key, stretch.targets.primary, stretch.targets.secondary) for key in keys]
    frame = _Frame(pose, [stroke for key_strokes in frames for stroke in key_strokes])
    yield frame.mat()
    shown = frames[-1] if pose.still else frames[0]
    timing = _timing(stretch) if moves else ""
    for number, stroke in enumerate(shown):
        paths = [frame.path(key_strokes[number]) for key_strokes in frames]
        colour, size = _INKS[stroke.ink][1], frame.size(stroke.width)
        kind = f"sp-{stroke.ink}{' sp-panel' * (stroke.shape == 'area')}"
        paint = f'stroke="{colour}"{f" fill={chr(34)}{colour}{chr(34)}" * (stroke.shape == "area")}'
        path = frame.path(stroke)
        if not moves or len(set(paths)) == 1:
            yield f'<path class="{kind}" {paint} stroke-width="{size}" d="{path}"/>'
        else:  # the animated one takes its colour from the style alone
            there_and_back = ";".join((*paths, *paths[-2::-1]))
            yield f'<path class="{kind} sp-still" {paint} stroke-width="{size}" d="{path}"/>'
            yield (
                f'<path class="{kind} sp-moving" display="none" stroke-width="{size}" d="{path}">'
                f'<animate attributeName="d" {timing} values="{there_and_back}"/></path>'
            )


def _timing(stretch: Stretch) -> str:
    """Return the SVG timing of one breath: to the second key position on its first half, and back on the other."""
    into, out = (stretch.breath.inhale_seconds, stretch.breath.exhale_seconds) if stretch.breath else (3, 3)
    if stretch.breath is not None and stretch.breath.begins_with == "exhale":
        into, out = out, into
    whole = into + out
    times = ";".join(f"{part / whole:.3f}".rstrip("0").rstrip(".") for part in (0, into / 2, into, into + out / 2))
    start, stop = ".5 0 .8 .6", ".2 .4 .5 1"  # faster up to the middle, then slower to a stop
    return (
        f'dur="{whole}s" repeatCount="indefinite" calcMode="spline" keyTimes="{times};1" '
        f'keySplines="{start};{stop};{start};{stop}"'
    )


class _Frame:
    """Converts body heights to units of the picture, in which the body is centred and as large as fits."""

    def __init__(self, pose: Pose, drawn: Sequence[Stroke]) -> None:
        def reach(axis: int) -> tuple[float, float]:
            return (
                min(point[axis] - stroke.width / 2 for stroke in drawn for point in stroke.points) - _MARGIN,
                max(point[axis] + stroke.width / 2 for stroke in drawn for point in stroke.points) + _MARGIN,
            )

        self._pose = pose
        self._left, self._right = reach(0)
        self._low, self._high = reach(1)
        self._scale = min(WIDTH / (self._right - self._left), HEIGHT / (self._high - self._low), _LARGEST)

    def place(self, point: Place) -> tuple[int, int]:
        x = WIDTH / 2 + (point[0] - (self._left + self._right) / 2) * self._scale
        y = HEIGHT / 2 - (point[1] - (self._low + self._high) / 2) * self._scale
        return round(x), round(y)

    def size(self, length: float) -> int:
        return round(length * self._scale)

    def path(self, stroke: Stroke) -> str:
        x, y = self.place(stroke.points[0])
        if len(stroke.points) == 1:
            return f"M{x} {y}h0"
        if stroke.shape == "curve":
            return f"M{x} {y}c{_steps(map(self.place, _smooth(stroke.points)), (x, y), 3)}"
        return f"M{x} {y}l{_steps(map(self.place, stroke.points[1:]), (x, y), 1)}{'z' * (stroke.shape == 'area')}"

    def mat(self) -> str:
        if self._pose.mat == "edge":
            inset = _MARGIN / 2
            (left, y), (right, _) = self.place((self._left + inset, -0.018)), self.place((self._right - inset, -0.018))
            return (
                f'<path class="sp-mat" stroke="{_MAT[1]}" stroke-width="{self.size(0.022)}" d="M{left} {y}H{right}"/>'
            )
        (left, top), (right, low) = self.place((self._left, 0.17)), self.place((self._right, -0.17))
        size = f'width="{right - left}" height="{low - top}" rx="12"'
        return f'<rect class="sp-sheet" fill="{_MAT[1]}" opacity=".4" x="{left}" y="{top}" {size}/>'


def _steps(places: Iterable[tuple[int, int]], start: tuple[int, int], group_size: int) -> str:
    """Return places as numbers of a relative path command; each group starts where the group before it ended."""
    numbers: list[str] = []
    x, y = start
    for number, (right, low) in enumerate(places, start=1):
        numbers += (str(right - x), str(low - y))
        if number % group_size == 0:
            x, y = right, low
    return " ".join(numbers).replace(" -", "-")


def _smooth(points: Sequence[Place]) -> Iterator[Place]:
    """Yield the Bézier points, after the first, of the Catmull-Rom curve through all points."""
    padded = (points[0], *points, points[-1])
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        yield start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        yield end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        yield end
