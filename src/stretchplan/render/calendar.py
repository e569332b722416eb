"""Draw a programme as a calendar: a block for each week, with its days as columns and its stretches as rows.

Weeks are below one another, so that 28 days can be read on a phone. The shade of a cell is the dose, and its number
says the same; every other mark is a letter, a word or a shape, so nothing is told by colour alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from stretchplan.base.translation import in_its_language, say, spoken
from stretchplan.render.document.cells import pieces, width_of
from stretchplan.render.escape import escape_control_chars, escaped, lang
from stretchplan.results.plan import Prescription
from stretchplan.results.programme import Programme, ProgrammeDay, in_weeks
from stretchplan.words import calendar as words

__all__ = ["CALENDAR_STYLE", "PALETTES", "calendar_image", "calendar_key", "calendar_weeks", "programme_to_svg"]

_WIDTH: Final = 366
_NAMES: Final = 114
_DAY: Final = 36
_HEAD: Final = 58
_HEADING: Final = 24
"""The part of the head that only the line with the dates of the week needs."""
_ROW: Final = 28
_GAP: Final = 20
_KEY: Final = 66
_EDGE: Final = 4
_LEAST_ROWS: Final = 2
"""With fewer rows there is no room for the word of a day without a session."""
_CELLS_IN_A_LINE: Final = 18
"""What fits beside the cells, in the widths of :func:`stretchplan.render.document.cells.width_of`."""
_ROOM: Final = 110
"""The same in the units of the picture, for letters as broad as those of DejaVu Sans."""
_NARROW: Final = {**dict.fromkeys("ijlI.,:;'!|", 3.6), **dict.fromkeys("frt -()/", 4.7)}
_BROAD: Final = dict.fromkeys("mwMWOQ@%&", 10.6)
_LINES: Final = 2
_WEEKS_IN_A_BLOCK: Final = 4
_SHADES: Final = (15, 30, 45)
"""The most seconds per side of each shade but the darkest."""
_MOST_SHOWN: Final = 999

PALETTES: Final[dict[str, dict[str, str]]] = {
    "light": {
        "ground": "#ffffff",
        "text": "#1d2321",
        "quiet": "#56605c",
        "edge": "#707a76",
        "shade1": "#e4f3eb",
        "on1": "#1d2321",
        "shade2": "#9ad0b5",
        "on2": "#1d2321",
        "shade3": "#2a7a56",
        "on3": "#ffffff",
        "shade4": "#0e4a31",
        "on4": "#ffffff",
    },
    "dark": {
        "ground": "#161c1a",
        "text": "#eef2f0",
        "quiet": "#a9b4af",
        "edge": "#808b87",
        "shade1": "#1d3a2d",
        "on1": "#eef2f0",
        "shade2": "#2c6349",
        "on2": "#ffffff",
        "shade3": "#7fd0a9",
        "on3": "#10161a",
        "shade4": "#d3f7e4",
        "on4": "#10161a",
    },
}
"""The colours of a calendar on a light and on a dark ground."""


def _style() -> str:
    light, dark = ("".join(f"--sp-{n}:{c};" for n, c in PALETTES[scheme].items()) for scheme in ("light", "dark"))
    shades = "".join(
        f".sp-calendar .sp-s{n}{{fill:var(--sp-shade{n});stroke:var(--sp-edge)}}"
        f".sp-calendar .sp-n{n}{{fill:var(--sp-on{n})}}"
        for n in range(1, len(_SHADES) + 2)
    )
    return (
        f".sp-calendar{{{light[:-1]}}}@media screen and (prefers-color-scheme:dark){{.sp-calendar{{{dark[:-1]}}}}}"
        ".sp-calendar{forced-color-adjust:none}"
        ".sp-calendar text{font:12px system-ui,sans-serif;fill:var(--sp-text)}"
        ".sp-calendar .sp-week{font-size:14px;font-weight:700}"
        ".sp-calendar .sp-middle{text-anchor:middle}"
        ".sp-calendar .sp-strong{font-weight:700}"
        ".sp-calendar .sp-quiet{fill:var(--sp-quiet)}"
        ".sp-calendar .sp-ground{fill:var(--sp-ground)}"
        ".sp-calendar .sp-mark{fill:var(--sp-text)}"
        ".sp-calendar .sp-lines{fill:none;stroke:var(--sp-edge);stroke-width:1}"
        f"{shades}"
    )


CALENDAR_STYLE: Final = _style()
"""The exact text of the ``<style>`` in every calendar; a page's policy can allow it by its hash."""


class _Name(NamedTuple):
    stretch_id: str
    name: str


class _Week(NamedTuple):
    number: int
    days: tuple[ProgrammeDay, ...]


@in_its_language
def programme_to_svg(programme: Programme) -> str:
    """Return a programme as a calendar in SVG: weeks below one another, days as columns, stretches as rows.

    A cell has the seconds per side of its stretch as its number, and a shade of four steps: to 15 s, to 30 s, to 45 s,
    and more. A row says which side the session starts with, a diamond on which days something changes, and a corner
    which stretch does; what it is stands in the text forms of the programme. Rest days and days without a plan are
    columns with a word. The rows are the stretches of four weeks, so a stretch that comes once in a year has a row in
    four of its weeks alone. The picture of a year is 53 weeks high.

    Parameters
    ----------
    programme
        Any programme, also one read from a file: its texts are escaped, and a name that does not fit is cut.

    Returns
    -------
    str
        One ``<svg>`` element, 366 units wide, with a title and a description that names each day, its stretches and its
        doses. It is light or dark as the reader's system is, and light on paper. It holds no script, no event handler
        and no address outside itself. The same programme gives the same text everywhere.

    Examples
    --------
    >>> import stretchplan as sp
    >>> made = sp.Planner().programme(sp.PlanRequest(minutes=5, days_since_injury=0), "2026-03-02", days=2)
    >>> made.to_svg().startswith("<svg "), "<title" in made.to_svg()
    (True, True)
    """
    theirs = _names_language(programme)
    parts: list[str] = []
    top = 0
    for block in _blocks(_weeks(programme)):
        names = _names(block)
        for week in block:
            parts += _week(week, names, top, theirs, headed=True)
            top += _height(names)
    parts += _key(top)
    texts = words.picture_title(programme), " ".join(words.described(programme.days))
    return f"{_picture('sp-calendar', texts, top + _KEY, parts, CALENDAR_STYLE)}\n"


def calendar_weeks(programme: Programme) -> Iterator[str]:
    """Yield an SVG for each week, without its heading, for a page that holds :data:`CALENDAR_STYLE`."""
    theirs = _names_language(programme)
    for block in _blocks(_weeks(programme)):
        names = _names(block)
        for week in block:
            parts = _week(week, names, -_HEADING, theirs, headed=False)
            height = _height(names) - _HEADING
            texts = words.week_title(week.number, week.days), " ".join(words.described(week.days))
            yield _picture(f"sp-week-{week.number}", texts, height, parts)


def calendar_key() -> str:
    """Return what the shades and marks mean, as an SVG for the same page."""
    return _picture("sp-key", (say(words.KEY), words.key_in_words()), _KEY, _key(4))


def calendar_image(programme: Programme) -> str:
    """Return the calendar as an ``<img>`` that holds its picture, for notebooks that remove an inline ``<svg>``."""
    svg = b64encode(programme_to_svg(programme).encode()).decode()
    alt = escaped(words.picture_title(programme))
    return f'<img class="sp-calendar" alt="{alt}" src="data:image/svg+xml;base64,{svg}">'


def _weeks(programme: Programme) -> Iterator[_Week]:
    for number, days in enumerate(in_weeks(programme.days), start=1):
        yield _Week(number, days)


def _blocks(weeks: Iterable[_Week]) -> Iterator[list[_Week]]:
    left = iter(weeks)
    while block := list(islice(left, _WEEKS_IN_A_BLOCK)):
        yield block


def _names_language(programme: Programme) -> str:
    """Return the language of the names; empty for this library's."""
    language = words.names_language(programme)
    return "" if language == spoken() else language


def _height(names: tuple[_Name, ...]) -> int:
    """Return the height of a week with these rows, and of the gap below it."""
    return _HEAD + _ROW * (max(len(names), _LEAST_ROWS) + 2) + _GAP


def _picture(name: str, texts: tuple[str, str], height: int, parts: Iterable[str], style: str = "") -> str:
    """Return a picture with its title and description."""
    title, description = texts
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sp-calendar" viewBox="0 0 {_WIDTH} {height}" '
            f'role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc">',
            f'<title id="{name}-title">{_text(title)}</title>',
            f'<desc id="{name}-desc">{_text(description)}</desc>',
            *([f"<style>{style}</style>"] if style else []),
            f'<rect class="sp-ground" width="{_WIDTH}" height="{height}" rx="6" fill="#ffffff"/>',
            *parts,
            "</svg>",
        )
    )


def _names(weeks: Iterable[_Week]) -> tuple[_Name, ...]:
    """Return the stretches of some weeks, as they first come."""
    found: dict[str, str] = {}
    for week in weeks:
        for day in week.days:
            for entry in day.plan.prescriptions if day.plan is not None else ():
                found.setdefault(entry.stretch_id, entry.name)
    return tuple(_Name(*pair) for pair in found.items())


def _week(week: _Week, names: tuple[_Name, ...], top: int, language: str, *, headed: bool) -> Iterator[str]:
    first = top + _HEAD  # the row of the first side, then the stretches, then the changes
    rows = first + _ROW
    below = rows + _ROW * max(len(names), _LEAST_ROWS)
    if headed:
        yield _label(_EDGE, top + 22, words.week_title(week.number, week.days), "week")
    yield _label(_EDGE, first + 18, say(words.FIRST_SIDE), "quiet")
    for number, (_, name) in enumerate(names):
        yield from _name(name, rows + number * _ROW, language)
    yield _label(_EDGE, below + 18, say(words.CHANGES), "quiet")
    for column, day in enumerate(week.days):
        left = _NAMES + column * _DAY
        yield _label(left + _DAY // 2, top + 40, words.weekday(day.on), "quiet", "middle")
        yield _label(left + _DAY // 2, top + 54, words.day_number(day.on), "strong", "middle")
        yield from _day(day, names, left, (first, rows, below))


def _day(day: ProgrammeDay, names: tuple[_Name, ...], left: int, tops: tuple[int, int, int]) -> Iterator[str]:
    first, rows, below = tops
    middle = left + _DAY // 2
    if day.plan is None:
        yield from _without_session(day, left, rows, below)
    else:
        if side := words.first_side(day.plan):
            yield _label(middle, first + 18, say(words.LETTERS[side]), "strong", "middle")
        planned = {entry.stretch_id: entry for entry in day.plan.prescriptions}
        changed = {change.stretch_id for change in day.changes}
        for number, (stretch_id, _) in enumerate(names):
            if stretch_id in planned:
                yield from _cell(planned[stretch_id], left, rows + number * _ROW, changed=stretch_id in changed)
    if words.change_texts(day):
        yield f'<path class="sp-mark" d="{_diamond(middle, below + 14)}"/>'


def _without_session(day: ProgrammeDay, left: int, top: int, below: int) -> Iterator[str]:
    """Yield the column of a rest day, or of a day without a plan, which is crossed out."""
    x, y, width, height = left + 4, top + 2, _DAY - 8, below - top - 4
    yield f'<rect class="sp-lines" x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>'
    refused = day.kind == "refused"
    middle = (top + below) // 2
    if refused:
        half = width // 2
        yield f'<path class="sp-lines" d="M{x} {y}l{width} {half}m0 {-half}l{-width} {half}"/>'
        middle += half // 2
    word = say(words.NO_PLAN) if refused else say(words.REST)
    yield (
        f'<text class="sp-quiet sp-middle" transform="translate({left + _DAY // 2 + 4} {middle}) rotate(-90)">'
        f"{_text(word)}</text>"
    )


def _cell(entry: Prescription, left: int, top: int, *, changed: bool) -> Iterator[str]:
    shade = _shade(entry.seconds_per_side)
    x, y, width, height = left + 2, top + 2, _DAY - 4, _ROW - 4
    yield f'<rect class="sp-s{shade}" x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>'
    number = str(entry.seconds_per_side) if 0 <= entry.seconds_per_side <= _MOST_SHOWN else f">{_MOST_SHOWN}"
    yield _label(left + _DAY // 2, top + 18, number, f"n{shade}", "middle")
    if changed:
        yield f'<path class="sp-n{shade}" d="M{x + width - 2} {y + 2}v8l-8-8z"/>'


def _shade(seconds: int) -> int:
    return 1 + sum(seconds > most for most in _SHADES)


def _diamond(x: int, y: int) -> str:
    return f"M{x} {y - 6}l6 6-6 6-6-6z"


def _name(name: str, top: int, language: str) -> Iterator[str]:
    """Yield a name in one or two lines; what does not fit is cut."""
    lines = list(_lines(escape_control_chars(name)))
    first = top + (18 if len(lines) == 1 else 12)
    for number, line in enumerate(lines):
        yield _label(_EDGE, first + 13 * number, line, language=language)


def _lines(name: str) -> Iterator[str]:
    words_left = [piece for word in name.split() for piece in _pieces_that_fit(word)]
    lines: list[str] = []
    for word in words_left:
        if lines and _fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    yield from lines[: _LINES - 1]
    if len(lines) > _LINES:
        yield next(pieces(lines[_LINES - 1], _CELLS_IN_A_LINE - 1)) + "…"
    else:
        yield from lines[_LINES - 1 :]


def _pieces_that_fit(word: str) -> list[str]:
    """Cut a word into the largest pieces that fit into a line."""
    for cells in range(_CELLS_IN_A_LINE, 2, -1):
        cut = list(pieces(word, cells))
        if all(map(_fits, cut)):
            return cut
    return list(pieces(word, 2))


def _fits(line: str) -> bool:
    """Return whether a line ends before the cells; letters differ in breadth, and no font is at hand to measure."""
    broad = sum(
        _NARROW.get(char) or _BROAD.get(char) or (8.0 if char.isupper() else 7.5) * width_of(char) for char in line
    )
    return broad <= _ROOM and width_of(line) <= _CELLS_IN_A_LINE


def _key(top: int) -> Iterator[str]:
    """Yield what the shades and marks mean."""
    yield _label(_EDGE, top + 12, say(words.KEY_SHADES_LEAD), "quiet")
    for number, label in enumerate(words.KEY_SHADES):
        left = _NAMES + number * 63
        yield f'<rect class="sp-s{number + 1}" x="{left + 2}" y="{top}" width="16" height="16" rx="3"/>'
        yield _label(left + 22, top + 12, say(label), "quiet")
    yield _label(_EDGE, top + 34, say(words.KEY_SIDES), "quiet")
    yield f'<path class="sp-mark" d="{_diamond(10, top + 50)}"/>'
    yield f'<rect class="sp-s1" x="22" y="{top + 42}" width="16" height="16" rx="3"/>'
    yield f'<path class="sp-n1" d="M36 {top + 44}v8l-8-8z"/>'
    yield _label(44, top + 54, say(words.KEY_CHANGES), "quiet")


def _label(x: int, y: int, text: str, *kinds: str, language: str = "") -> str:
    names = " ".join(f"sp-{kind}" for kind in kinds)
    role = f' class="{names}"' if names else ""
    return f'<text{role} x="{x}" y="{y}"{lang(language)}>{_text(text)}</text>'


def _text(text: str) -> str:
    """Escape a text for XML, with its control characters and the two characters that XML forbids."""
    return escaped(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
