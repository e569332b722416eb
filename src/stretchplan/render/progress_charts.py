"""Draw the charts of a person's progress: pain, days with a session, time of each area, and reach.

Marks are told apart by their shape (filled, striped, hollow), and have a contrast of 3:1 with white and with
near-black. Texts have the colour of the text around the chart. No chart needs its colours to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from typing import Final, get_args

from stretchplan.base.text import quoted
from stretchplan.base.translation import in_its_language, say
from stretchplan.render.document.cells import pieces, width_of
from stretchplan.render.escape import escape_control_chars
from stretchplan.results.progress import AreaTime, Progress, Week
from stretchplan.rulebook.bounds import MEASUREMENT_ERROR_MM, NO_IMPROVEMENT_FROM_DAY
from stretchplan.words import charts as words
from stretchplan.words import progress as sentences
from stretchplan.words.charts import Chart

__all__ = ["inline_charts", "progress_to_svg"]

_WIDTH: Final = 320
_LEFT: Final = 28
_RIGHT: Final = 308
_LINE: Final = 14
_ROOM: Final = 48
"""Cells of a line of text across a chart: half the letters of the font are wider than 6 units, half narrower."""
_MARK: Final = "#3b82c4"
_DOTTED: Final = {"stroke": "currentColor", "stroke-dasharray": "1 3"}
_DASHED: Final = {"stroke": "currentColor", "stroke-dasharray": "4 3"}
_RANGE: Final = {"stroke": _MARK, "stroke-width": "1"}
_HOLLOW: Final = {"fill": "none", "stroke": "currentColor", "stroke-opacity": "0.6", "stroke-width": "0.8"}
_THIN: Final = {"stroke": "currentColor", "stroke-opacity": "0.3"}
_STYLE: Final = (
    ".sp-chart{color:#1d2321}.sp-ground{fill:#fff}"
    "@media screen and (prefers-color-scheme:dark){.sp-chart{color:#eef2f0}.sp-ground{fill:#121715}}"
)
_INJURY_BEFORE: Final = 60
"""The chart begins with the injury when it was at most so many days before the first record."""
_MOST_BARS: Final = 53
_MOST_POINTS: Final = 150
_MOST_BINS: Final = 90


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is on a chart below its title, and how high it is."""

    height: int
    parts: tuple[str, ...]


@in_its_language
def progress_to_svg(shown: Progress, chart: Chart) -> str:
    """Return one chart of a progress as SVG, light or dark as the reader's system is.

    Parameters
    ----------
    shown
        Any progress, also one read from a file: its texts are escaped.
    chart
        ``pain`` (pain before a session, on the whole scale from 0 to 10), ``adherence`` (days with a session, week by
        week), ``areas`` (time for each area) or ``reach`` (from the fingertips to the floor).

    Returns
    -------
    str
        One ``<svg>`` element, 320 units wide, whose text alternative states its figures. The same progress gives the
        same text everywhere.

    Raises
    ------
    ValueError
        When there is no chart of that name.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import progress_to_svg
    >>> record = sp.record_of(sp.plan(minutes=5, days_since_injury=3, pain=4, on="2026-03-04"))
    >>> shown = sp.progress([record], on="2026-03-04")
    >>> drawn = progress_to_svg(shown, "pain")
    >>> drawn.startswith("<svg "), "4 of 10 on 2026-03-04" in drawn
    (True, True)
    """
    if chart not in get_args(Chart):
        raise ValueError(f"{quoted(chart)} is not a chart; give {', '.join(get_args(Chart))}")
    return _svg(shown, chart, alone=True)


def inline_charts(shown: Progress) -> str:
    """Return the charts that have something to show, for a page or a notebook, in the colour of its text."""
    known: dict[Chart, bool] = {
        "pain": bool(shown.pain.points),
        "adherence": bool(shown.weeks),
        "areas": any(map(_seconds, shown.areas)),
        "reach": bool(shown.finger_to_floor.points),
    }
    drawn = "".join(_svg(shown, chart, alone=False) for chart, is_known in known.items() if is_known)
    return f'<div class="sp-charts">{drawn}</div>' if drawn else ""


def _svg(shown: Progress, chart: Chart, *, alone: bool) -> str:
    drawing = {"pain": _pain, "adherence": _adherence, "areas": _areas, "reach": _reach}[chart](shown)
    name, title = f"sp-chart-{chart}", say(words.TITLES[chart])
    ground = f'<style>{_STYLE}</style><rect class="sp-ground" width="{_WIDTH}" height="{drawing.height}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sp-chart" viewBox="0 0 {_WIDTH} {drawing.height}" '
        f'width="{_WIDTH}" height="{drawing.height}" role="img" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc" font-family="system-ui,sans-serif" font-size="12" fill="currentColor">'
        f'<title id="{name}-title">{_text(title)}</title>'
        f'<desc id="{name}-desc">{_text(words.description(shown, chart))}</desc>'
        f"{ground if alone else ''}"
        # What follows is in the text alternative.
        f'<g aria-hidden="true">{_label(8, 16, title, bold=True)}{"".join(drawing.parts)}</g></svg>\n'
    )


def _text(text: str) -> str:
    """Escape a text for XML, with its control characters and the two characters that XML forbids."""
    return escape(escape_control_chars(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff"))


def _label(x: float, y: float, text: str, *, at: str = "start", bold: bool = False) -> str:
    anchor = "" if at == "start" else f' text-anchor="{at}"'
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}"{anchor}{weight}>{_text(text)}</text>'


def _sentence(y: int, text: str) -> tuple[int, list[str]]:
    """Return a sentence in lines across the chart, and where the next line goes."""
    lines: list[str] = [""]
    for word in escape_control_chars(text).split():
        for piece in pieces(word, _ROOM):
            if lines[-1] and width_of(f"{lines[-1]} {piece}") > _ROOM:
                lines.append("")
            lines[-1] = f"{lines[-1]} {piece}".strip()
    return y + _LINE * len(lines), [_label(8, y + _LINE * row, line) for row, line in enumerate(lines)]


def _path(steps: Iterable[str], look: Mapping[str, str]) -> str:
    """Return a path; empty without a step."""
    drawn = "".join(steps)
    attributes = "".join(f' {name}="{value}"' for name, value in look.items())
    return f'<path d="{drawn}"{attributes}/>' if drawn else ""


def _nothing(sentence: str) -> _Drawing:
    y, parts = _sentence(36, sentence)
    return _Drawing(y, tuple(parts))


# Pain and reach: values over days


@dataclass(frozen=True, slots=True)
class _Scale:
    """The plot of values over days: where a day and a value are."""

    first: int
    last: int
    most: int
    top: int = 56
    bottom: int = 160

    def x(self, day: int) -> float:
        if self.first == self.last:
            return (_LEFT + _RIGHT) / 2
        return round(_LEFT + 8 + (_RIGHT - _LEFT - 16) * (day - self.first) / (self.last - self.first), 1)

    def y(self, value: float) -> float:
        return round(self.bottom - (self.bottom - self.top) * value / self.most, 1)


def _pain(shown: Progress) -> _Drawing:
    points = [(point.on.toordinal(), point.pain) for point in shown.pain.points]
    if not points:
        return _nothing(sentences.pain_sentence(shown))
    scale = _Scale(*_days(shown, points), most=10)
    labels = {0: "0", 5: "5", 10: "10"}
    plot = _plot(shown, points, scale, labels, [str(points[0][1]), str(points[-1][1])])
    y, note = _note(196, points, scale)
    return _Drawing(y - 8 if note else 184, (*plot, *note))


def _note(y: int, points: Sequence[tuple[int, int]], scale: _Scale) -> tuple[int, list[str]]:
    """Return what a point stands for, where it is not one value, and where the next line goes."""
    days = _days_of_a_bin(points, scale)
    return (y, []) if days == 1 else _sentence(y, words.points_of(days))


def _reach(shown: Progress) -> _Drawing:
    points = [(point.on.toordinal(), point.millimetres) for point in shown.finger_to_floor.points]
    if not points:
        return _nothing(sentences.reach_sentence(shown))
    step = max(50, -(-max(value for _, value in points) // 200) * 100)  # two steps hold every value
    scale = _Scale(*_days(shown, points), most=2 * step)
    labels = {value: f"{value / 10:g}" for value in (0, step, 2 * step)}
    first = points[0][1]
    error = [max(first - MEASUREMENT_ERROR_MM, 0), min(first + MEASUREMENT_ERROR_MM, 2 * step)]
    ends = [sentences.centimetres(points[place][1]).removesuffix(" cm") for place in (0, -1)]
    band = _path((f"M{_LEFT} {scale.y(value):g}H{_RIGHT}" for value in error), _DOTTED)
    key = _path(["M8 196h20"], _DOTTED) + _label(34, 200, words.within_error())
    y, note = _note(218, points, scale)
    return _Drawing(y - 8, (band, *_plot(shown, points, scale, labels, ends), key, *note))


def _days(shown: Progress, points: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and the last day of a chart."""
    last = shown.on.toordinal()
    first = min(points[0][0], last if shown.first_on is None else shown.first_on.toordinal())
    injury = _injury(shown)
    return (injury if injury is not None and first - _INJURY_BEFORE <= injury < first else first), last


def _injury(shown: Progress) -> int | None:
    days = shown.days_since_injury
    day = None if days is None else shown.on.toordinal() - days
    return day if day is not None and day > 0 else None


def _plot(
    shown: Progress,
    points: Sequence[tuple[int, int]],
    scale: _Scale,
    labels: dict[int, str],
    numbers: Sequence[str],
) -> Iterator[str]:
    """Yield the axes, the days that matter, the line, the points and the numbers at its ends."""
    yield _path((f"M{_LEFT} {scale.y(value):g}H{_RIGHT}" for value in labels), _THIN)
    for value, label in labels.items():
        yield _label(_LEFT - 4, scale.y(value) + 4, label, at="end")
    yield from _marks(shown, scale)
    bins = _binned(points, scale)
    line: list[str] = []
    for place, one in enumerate(bins):
        joined = place > 0 and one.first - bins[place - 1].last <= words.JOINED_DAYS
        line.append(f"{'L' if joined else 'M'}{one.x:g} {scale.y(one.mean):g}")
    yield _path(
        (f"M{one.x:g} {scale.y(one.low):g}V{scale.y(one.high):g}" for one in bins if one.low < one.high), _RANGE
    )
    yield _path(line, {"fill": "none", "stroke": _MARK, "stroke-width": "1.5", "stroke-linejoin": "round"})
    ends = [(scale.x(day), scale.y(value)) for day, value in (points[0], points[-1])]
    dots = dict.fromkeys([*((one.x, scale.y(one.mean)) for one in bins), *ends])
    width = "6" if len(bins) <= 60 else "4"
    looks = {"stroke": _MARK, "stroke-width": width, "stroke-linecap": "round"}
    yield _path((f"M{x:g} {y:g}h0" for x, y in dots), looks)
    (x, y), (last_x, last_y) = ends
    yield _label(x + 4, _beside(x, y, dots, scale), numbers[0], bold=True)
    if points[0] != points[-1]:
        yield _label(last_x + 6, _beside(last_x, last_y, dots, scale), numbers[1], at="end", bold=True)
    first, last = (date.fromordinal(day).isoformat() for day in (scale.first, scale.last))
    if first == last:
        yield _label(scale.x(scale.first), scale.bottom + 16, first, at="middle")
    else:
        yield _label(_LEFT, scale.bottom + 16, first)
        yield _label(_RIGHT, scale.bottom + 16, last, at="end")


def _beside(x: float, y: float, dots: Iterable[tuple[float, float]], scale: _Scale) -> float:
    """Return where the number of a point goes: above it, or below where there is no room or another point is."""
    covered = any(abs(other - x) <= 16 and above < y - 2 for other, above in dots)
    return y + 17 if y - scale.top < 12 or (covered and y + 22 <= scale.bottom) else y - 8


@dataclass(frozen=True, slots=True)
class _Bin:
    """Values of neighbouring days: the first and the last day, where they are, and what the values are."""

    first: int
    last: int
    x: float
    low: int
    high: int
    mean: float


def _days_of_a_bin(points: Sequence[tuple[int, int]], scale: _Scale) -> int:
    """Return how many days are drawn as one: more than one where there is no room for each value."""
    return 1 if len(points) <= _MOST_POINTS else -(-(scale.last - scale.first + 1) // _MOST_BINS)


def _binned(points: Sequence[tuple[int, int]], scale: _Scale) -> list[_Bin]:
    if len(points) <= _MOST_POINTS:
        return [_Bin(day, day, scale.x(day), value, value, value) for day, value in points]
    size = _days_of_a_bin(points, scale)
    bins: list[_Bin] = []
    for _, group in groupby(points, lambda point: (point[0] - scale.first) // size):
        days, values = zip(*group, strict=True)
        x = round((scale.x(days[0]) + scale.x(days[-1])) / 2, 1)
        bins.append(_Bin(days[0], days[-1], x, min(values), max(values), sum(values) / len(values)))
    return bins


def _marks(shown: Progress, scale: _Scale) -> Iterator[str]:
    """Yield a line for the day of the injury and for the day by which a back should have improved."""
    injury = _injury(shown)
    begins = shown.first_on.toordinal() if shown.first_on is not None else scale.first
    marked = [] if injury is None else [(injury, say(words.INJURY))]
    marked.append(((begins if injury is None else injury) + NO_IMPROVEMENT_FROM_DAY, words.review_day()))
    seen = [(scale.x(day), label) for day, label in marked if scale.first <= day <= scale.last]
    yield _path((f"M{x:g} {scale.top - 12}V{scale.bottom}" for x, _ in seen), _DASHED)
    if len(seen) == 2 and seen[1][0] - seen[0][0] < 50:
        seen = [(seen[0][0], f"{say(words.INJURY)}, {words.review_day()}")]
    for x, label in seen:
        room = 6 * len(label)
        yield _label(x, scale.top - 16, label, at="start" if x + room < _WIDTH else "end")


# Days with a session


def _adherence(shown: Progress) -> _Drawing:
    if not shown.weeks:
        return _nothing(sentences.adherence(0, 0, None))
    grouped = -(-len(shown.weeks) // _MOST_BARS)
    bars = [shown.weeks[start : start + grouped] for start in range(0, len(shown.weeks), grouped)]
    pitch = min(18.0, (_RIGHT - _LEFT) / len(bars))
    width = round(pitch - (3 if pitch > 9 else 1), 2)
    cell, bottom = 14, 142
    filled: list[str] = []
    hollow: list[str] = []
    for number, weeks in enumerate(bars):
        x = round(_LEFT + number * pitch, 2)
        if grouped == 1:
            for day in range(weeks[0].days):
                box = f"M{x:g} {bottom - cell * (day + 1) + 1}h{width:g}v{cell - 2}h-{width:g}z"
                (filled if day < weeks[0].days_with_session else hollow).append(box)
        else:
            height = round(7 * cell * _share(weeks), 1)
            filled += [f"M{x:g} {bottom - height:g}h{width:g}v{height:g}h-{width:g}z"] if height else []
            rest = round(7 * cell - height, 1)
            hollow += [f"M{x:g} {bottom - 7 * cell}h{width:g}v{rest:g}h-{width:g}z"] if rest else []
    y, sentence = _sentence(32, sentences.adherence(shown.days_with_session, shown.days, shown.first_on))
    first, last = shown.weeks[0].starts_on, shown.on
    shift = y - 46  # a long sentence takes a second line
    plot = (
        _label(_LEFT - 6, 142 - 7 * cell + 10, "7", at="end"),
        _label(_LEFT - 6, 142, "0", at="end"),
        _path(hollow, _HOLLOW),
        _path(filled, {"fill": _MARK}),
        _label(_LEFT, 158, words.days_from(first, last)),
        f'<rect x="8" y="170" width="10" height="10" fill="{_MARK}"/>',
        _label(23, 179, say(words.WITH_A_SESSION)),
        '<rect x="92.5" y="170.5" width="9" height="9" fill="none" stroke="currentColor" stroke-opacity="0.6"/>',
        _label(107, 179, say(words.WITHOUT)),
        _label(8, 196, say(words.EACH_SQUARE) if grouped == 1 else words.bars_of(grouped)),
    )
    return _Drawing(206 + shift, (*sentence, f'<g transform="translate(0 {shift})">{"".join(plot)}</g>'))


def _share(weeks: Sequence[Week]) -> float:
    days = sum(week.days for week in weeks)
    return min(sum(week.days_with_session for week in weeks) / days, 1) if days else 0


# Time for each area


def _seconds(area: AreaTime) -> int:
    return area.primary_seconds + area.secondary_seconds + area.named_seconds


def _areas(shown: Progress) -> _Drawing:
    most = max(map(_seconds, shown.areas), default=0)
    y, parts = 36, list[str]()
    if not most:
        parts.append(_label(8, y, say(words.NONE)))
        y += _LINE
    for area in shown.areas:
        if not most:
            break
        times = (area.primary_seconds, area.secondary_seconds, area.named_seconds)
        name = next(pieces(escape_control_chars(area.name), _ROOM - 12), "")
        name = f"{name[:1].upper()}{name[1:]}" + ("" if name == escape_control_chars(area.name) else "…")
        if not any(times):
            parts.append(_label(8, y, f"{name}: {say(words.NONE)}"))
            y += 20
            continue
        parts.append(_label(8, y, name, bold=True))
        parts += _bar(y + 5, times, most)
        parts.append(_label(8, y + 30, words.area_parts(*times)))
        y += 50
    if shown.unknown_stretches or shown.uncounted_doses:
        y, more = _sentence(y, sentences.uncounted(len(shown.unknown_stretches), shown.uncounted_doses))
        parts += more
    if most:
        y += 2
        kinds = (
            (say(words.MAINLY_FOR_IT), (1, 0, 0)),
            (say(words.ALSO_FOR_IT), (0, 1, 0)),
            (say(words.ONLY_NAMED), (0, 0, 1)),
        )
        for (label, times), (x, row) in zip(kinds, ((8, 0), (116, 0), (8, 1)), strict=True):
            parts += _bar(y - 9 + 18 * row, times, 1, x, 12)
            parts.append(_label(x + 17, y + 18 * row, label))
        y += 18
        y += _LINE
    return _Drawing(y, tuple(parts))


def _bar(y: int, times: tuple[int, int, int], most: int, x: float = 8, width: float = 304) -> Iterator[str]:
    """Yield the time of an area: filled for a primary target, striped for a secondary one, hollow where only named."""
    for kind, seconds in enumerate(times):
        if not seconds:
            continue
        wide = max(round(width * seconds / most, 1), 1.0)
        if kind == 0:
            yield f'<rect x="{x:g}" y="{y}" width="{wide:g}" height="11" fill="{_MARK}"/>'
        else:
            stripes = (f"M{x + 2 + 4 * step:g} {y}v11" for step in range(int((wide - 1) // 4))) if kind == 1 else ()
            yield _path(stripes, {"stroke": _MARK, "stroke-width": "2"})
            inside = max(wide - 1, 0.5)
            yield (
                f'<rect x="{x + 0.5:g}" y="{y + 0.5:g}" width="{inside:g}" height="10" fill="none" stroke="{_MARK}"/>'
            )
        x = round(x + wide, 1)
