"""Draw a stretch as one SVG, for a file or for a page.

Every figure has the same style, :data:`FIGURE_STYLE`. A page's Content-Security-Policy must allow its SHA-256 in
``style-src``; otherwise the figure keeps its colours for light pages and stays still. A figure holds no script, no
event handler, no ``style`` attribute and no address outside itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final, Literal, get_args

from stretchplan.base.svg import read_svg
from stretchplan.base.text import quoted
from stretchplan.base.translation import spoken
from stretchplan.catalog.entries import Area
from stretchplan.catalog.entry import is_language
from stretchplan.catalog.picture import DrawnPicture, Picture, PosedPicture
from stretchplan.catalog.stretch import Stretch
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.figures.pose import Pose
from stretchplan.render.figures.skeleton import between
from stretchplan.render.figures.start_poses import drawing_of, pose_of, seat_of, starting
from stretchplan.render.figures.strokes import Ink, Place, Stroke, sheet, strokes
from stretchplan.results.plan import Side
from stretchplan.words.figures import figure_description, figure_title
from stretchplan.words.languages import own_language

__all__ = ["FIGURE_STYLE", "figure", "shows_start_only", "shows_two_postures"]

WIDTH: Final = 480
HEIGHT: Final = 320
_MARGIN: Final = 0.03
_LARGEST: Final = 540.0
"""The largest drawn body height, in units, so that a small pose is not drawn too large."""
_SMALL: Final = 340.0
"""Below this body height, which standing and sitting poses have, limbs are drawn thicker."""
_THICKER: Final = 1.18

# For each kind of line: the property that a page may set, and the colours on a light and on a dark background.
_INKS: Final[dict[Ink, tuple[str, str, str]]] = {
    "body": ("line", "#33485c", "#e3eaf0"),
    "arm": ("arm", "#54718d", "#b4c3d0"),
    "far": ("far", "#8496a8", "#72879a"),
    "face": ("face", "#ffffff", "#1b2229"),
    "rim": ("rim", "#e2e9ef", "#2b343d"),
    "thing": ("thing", "#8a7a5c", "#a3926f"),
    "mat": ("mat", "#8fb09e", "#5d8071"),
    "sheet": ("sheet", "#d2dfd8", "#344641"),
    "tint": ("tint", "#f0794a", "#cf4f1d"),
    "soft": ("tint-soft", "#c8937f", "#a9705a"),
}
_FILLS: Final[Mapping[Ink, str]] = {"body": "panel", "thing": "slab", "mat": "pad", "sheet": "sheet"}
"""The class of a filled area, for each kind of line that has one."""


def _style() -> str:
    light = "".join(f"--sp-{name}:{on_light};" for name, (_, on_light, _) in _INKS.items())
    dark = "".join(f"--sp-{name}:{on_dark};" for name, (_, _, on_dark) in _INKS.items())
    rules = "".join(
        f".sp-figure .sp-{name}{{stroke:var(--sp-figure-{page_colour},var(--sp-{name}))}}"
        for name, (page_colour, _, _) in _INKS.items()
        if name != "sheet"  # it has no edge
    )
    fills = "".join(
        f".sp-figure .sp-{kind}{{fill:var(--sp-figure-{_INKS[ink][0]},var(--sp-{ink}))}}"
        for ink, kind in _FILLS.items()
    )
    return (
        f".sp-figure{{{light[:-1]}}}@media screen and (prefers-color-scheme:dark){{.sp-figure{{{dark[:-1]}}}}}{rules}"
        f"{fills}"
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
    pictures: Iterable[Picture] = (),
    posture: Literal[0, 1, "start"] | None = None,
    areas: Iterable[Area] = (),
) -> str:
    """Draw a stretch as SVG, for a file or for a page, with the areas it works tinted.

    A stretch is drawn as the picture that its ``figure`` names, or else its id: one of its catalogue's ``pictures``,
    or a figure of the library (:data:`stretchplan.catalog.FIGURES`) for the same start position and sides. Any other is
    drawn in its start position, and its text alternative says so. For a form of a stretch, give
    ``stretch.in_form(form)``.

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
    pictures
        The pictures of the stretch's catalogue, ``catalog.pictures``.
    posture
        Which position to draw, still: 0 where a movement begins, 1 at the end of the first half of its breath, or
        ``start`` for any stretch when its set-up is done and its cue has not begun, with no area tinted yet. ``None``
        draws the moving figure, or the more telling position: the end of a stretch that is held.
    areas
        The areas of the stretch's catalogue, ``catalog.areas``: the text alternative says their names. One that is not
        among them, nor of the library, is its id as words.

    Returns
    -------
    str
        One ``<svg>`` element, 480 by 320 units, less than 10 KB for a built-in stretch.

    Raises
    ------
    ValueError
        When ``side`` or ``unique`` has another value, ``language`` is not a language tag of BCP 47, or a drawing that
        was not checked by a catalogue is unsafe.

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
    own_pictures = tuple(pictures)
    if posture not in {None, 0, 1, "start"}:
        raise ValueError(f"{quoted(posture)} is not a posture; give 0, 1, start or None")
    starts = posture == "start"
    drawing = None if starts else drawing_of(stretch, own_pictures)
    pose, shown = (starting if starts else pose_of)(stretch, own_pictures)
    shows = drawing.description if drawing else shown.description if isinstance(shown, PosedPicture) else shown
    worked: Side = side if stretch.sides == "each" and side in {"left", "right"} else "both"
    # Neither an id nor a side has a hyphen in it, so no two figures get the same ids.
    name = "-".join(("sp", re.sub("[^a-z0-9_]", "_", stretch.id), *([side] if side else [])))
    name += f"--{unique}" if unique else ""
    foreign = own_language(language) != language
    head = title if title is not None and title.strip() else figure_title(stretch, "both" if foreign else worked)
    description = figure_description(
        stretch,
        worked,
        shows=shows,
        on=seat_of(stretch),
        with_side=foreign,
        starts=starts,
        areas=areas,
    )
    theirs, ours = (f' lang="{one}"' if foreign else "" for one in (language, spoken()))
    moves = animate and posture is None and len(pose.keys) > 1 and stretch.dose.kind != "hold"
    still = posture if posture in {0, 1} else pose.still
    mirrors = side == "left" and (drawing is None or drawing.mirrored)
    flip = f' transform="matrix(-1 0 0 1 {WIDTH} 0)"' if mirrors else ""
    lines = _drawing(drawing, name) if drawing is not None else _drawn(stretch, pose, moves, still, tinted=not starts)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sp-figure" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">',
            f'<title id="{name}-title"{theirs}>{_text(head)}</title>',
            f'<desc id="{name}-desc"{ours}>{_text(description)}</desc>',
            f"<style>{FIGURE_STYLE}</style>",
            f'<g{flip} fill="none" stroke-linecap="round" stroke-linejoin="round">',
            *lines,
            "</g>",
            "</svg>",
        )
    )


def _text(text: str) -> str:
    """Escape a text for XML, with its control characters and the two characters that XML forbids."""
    return escape(escape_control_chars(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff"))


def shows_start_only(stretch: Stretch, pictures: Iterable[Picture] = ()) -> bool:
    """Return whether the figure of a stretch is its start position, for want of a picture of its own."""
    own = tuple(pictures)
    return drawing_of(stretch, own) is None and pose_of(stretch, own)[1] is None


def shows_two_postures(stretch: Stretch, pictures: Iterable[Picture] = ()) -> bool:
    """Return whether a stretch is a movement whose figure has two positions."""
    own = tuple(pictures)
    return stretch.dose.kind != "hold" and drawing_of(stretch, own) is None and len(pose_of(stretch, own)[0].keys) > 1


def _drawing(picture: DrawnPicture, name: str) -> Iterator[str]:
    """Yield a drawing of a catalogue's own on light paper, which its colours were chosen for. It is read anew here."""
    svg = read_svg(picture.svg)
    box = " ".join(f"{number:g}" for number in svg.view_box)
    yield f'<rect fill="#ffffff" width="{WIDTH}" height="{HEIGHT}" rx="12"/>'
    yield (
        f'<svg x="8" y="8" width="{WIDTH - 16}" height="{HEIGHT - 16}" viewBox="{box}">'
        f'<g fill="#000000" stroke-linecap="butt" stroke-linejoin="miter">'
        f"<g{svg.paint(name + '-')}>{svg.inner(name + '-')}</g></g></svg>"
    )


def _drawn(stretch: Stretch, pose: Pose, moves: bool, still: int, *, tinted: bool = True) -> Iterator[str]:
    """Yield the mat and the strokes; a moving stroke is drawn twice, still and animated."""
    first, last = pose.keys[0], pose.keys[-1]
    keys = (first, pose.middle or between(first, last, 0.5), last) if len(pose.keys) > 1 else (first,)
    worked = (stretch.targets.primary, stretch.targets.secondary) if tinted else ((), ())
    frames = [strokes(pose, key, *worked) for key in keys]
    frame = _Frame(pose, [stroke for key_strokes in frames for stroke in key_strokes])
    if mat := frame.mat():
        yield mat
    shown = frames[-1] if still else frames[0]
    timing = _timing(stretch) if moves else ""
    for number, stroke in enumerate(shown):
        paths = [frame.path(key_strokes[number]) for key_strokes in frames]
        colour, size = _INKS[stroke.ink][1], frame.thickness(stroke)
        kind, paint = f"sp-{stroke.ink}", f'stroke="{colour}"'
        if stroke.shape == "area":
            kind, paint = f"{kind} sp-{_FILLS[stroke.ink]}", f'{paint} fill="{colour}"'
        path = frame.path(stroke)
        if stroke.shape == "sheet":
            yield frame.sheet(stroke.points)
        elif not moves or len(set(paths)) == 1:
            yield f'<path class="{kind}" {paint} stroke-width="{size}" d="{path}"/>'
        else:  # the animated one takes its colour from the style alone
            there_and_back = ";".join((*paths, *paths[-2::-1]))
            yield f'<path class="{kind} sp-still" {paint} stroke-width="{size}" d="{path}"/>'
            yield (
                f'<path class="{kind} sp-moving" display="none" stroke-width="{size}">'
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
        self._sheet = sheet(pose) if pose.mat == "sheet" else ()
        drawn = [*drawn, Stroke("thing", 0, self._sheet)] if self._sheet else drawn
        self._left, self._right = reach(0)
        self._low, self._high = reach(1)
        self._scale = min(WIDTH / (self._right - self._left), HEIGHT / (self._high - self._low), _LARGEST)

    def place(self, point: Place) -> tuple[int, int]:
        x = WIDTH / 2 + (point[0] - (self._left + self._right) / 2) * self._scale
        y = HEIGHT / 2 - (point[1] - (self._low + self._high) / 2) * self._scale
        return round(x), round(y)

    def size(self, length: float) -> int:
        return round(length * self._scale)

    def thickness(self, stroke: Stroke) -> int:
        """Return how thick a stroke is drawn: a body that must be drawn small has thicker limbs, to be seen at all."""
        is_body = stroke.ink not in {"thing", "mat", "sheet"}
        return self.size(stroke.width * (_THICKER if is_body and self._scale < _SMALL else 1))

    def path(self, stroke: Stroke) -> str:
        x, y = self.place(stroke.points[0])
        if len(stroke.points) == 1:
            return f"M{x} {y}h0"
        if stroke.shape == "curve":
            return f"M{x} {y}c{_steps(map(self.place, _smooth(stroke.points)), (x, y), 3)}"
        return f"M{x} {y}l{_steps(map(self.place, stroke.points[1:]), (x, y), 1)}{'z' * (stroke.shape == 'area')}"

    def mat(self) -> str:
        if self._pose.mat == "none":
            return ""
        if self._pose.mat in {"edge", "floor"}:
            ink: Ink = "mat" if self._pose.mat == "edge" else "thing"
            inset, width = _MARGIN / 2, 0.022 if ink == "mat" else 0.01
            low = -0.007 - width / 2
            (left, y), (right, _) = self.place((self._left + inset, low)), self.place((self._right - inset, low))
            colour, size = _INKS[ink][1], self.size(width)
            return f'<path class="sp-{ink}" stroke="{colour}" stroke-width="{size}" d="M{left} {y}H{right}"/>'
        return self.sheet(self._sheet)

    def sheet(self, corners: tuple[Place, ...]) -> str:
        """Return a light surface with no edge."""
        path = self.path(Stroke("mat", 0, corners))
        return f'<path class="sp-sheet" fill="{_INKS["sheet"][1]}" d="{path}z"/>'


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
