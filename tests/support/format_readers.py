"""Readers of every format: another library's parser or a pattern, never the code that wrote it."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, NamedTuple

import fitdecode
import webvtt
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from markdown_it import MarkdownIt

import stretchplan as sp

_KINDS = {
    "move": "flow",
    "change side": "change_side",
    "get ready": "get_ready",
    "change position": "change_position",
    "get into place": "settle",
    "get up": "get_up",
}
_STEP = re.compile(
    r"([Gg]et up|get ready|change position|get into place|hold|move|repeat|change to|change side|rest)"
    r"(?: (left|right))?(?: (\d+) of (\d+))?"
)
_DOSE = re.compile(r"(\d+) × (\d+) (s|breaths?|slow repetitions?)(?: \(\d+ s\))?( each side)?")


class Step(NamedTuple):
    """A step as every format has it."""

    start: int
    seconds: int
    kind: str
    side: str | None
    set: tuple[int, int] | None


class Dose(NamedTuple):
    """The dose of a stretch as a format has it."""

    name: str
    sets: int
    amount: int
    unit: str
    each: bool


class Session(NamedTuple):
    """A session as a format has it: total, steps, names in order, and doses and counts if it has them."""

    total: int
    steps: list[Step]
    names: list[str]
    doses: list[Dose] | None = None
    repetitions: list[int | None] | None = None


def expected(plan: sp.Plan) -> Session:
    """Return the session of a plan."""
    steps = []
    for step in plan.schedule:
        counted = step.kind in {"hold", "flow", "repeat"} and step.sets is not None and step.sets > 1
        pair = (step.set_number or 0, step.sets or 0) if counted else None
        steps.append(Step(step.start_seconds, step.seconds, step.kind, _one_side(step.side), pair))
    units = {"hold": "s", "flow": "breath", "repetitions": "slow repetition"}
    doses = [
        Dose(
            f"{p.name} ({p.form_name})" if p.form_name else p.name,
            p.sets,
            p.hold_seconds or p.repetitions or 0,
            units[p.kind],
            p.sides == "each",
        )
        for p in plan.prescriptions
    ]
    counts = [step.repetitions for step in plan.schedule]
    return Session(plan.total_seconds, steps, [p.name for p in plan.prescriptions], doses, counts)


def _one_side(side: str | None) -> str | None:
    return side if side in {"left", "right"} else None


def words(start: int, seconds: int, text: str) -> Step:
    """Return the step of words such as ``hold left 1 of 2``."""
    match = _STEP.fullmatch(text)
    assert match, text
    kind = "change_side" if match[1] == "change to" else _KINDS.get(match[1].lower(), match[1])
    return Step(start, seconds, kind, match[2], (int(match[3]), int(match[4])) if match[3] else None)


def dose(name: str, text: str) -> Dose:
    """Return the dose of words such as ``2 × 20 s each side``."""
    match = _DOSE.fullmatch(text)
    assert match, text
    return Dose(name, int(match[1]), int(match[2]), match[3].rstrip("s") or "s", bool(match[4]))


def clock(text: str) -> int:
    """Return the seconds of ``4:05``."""
    minutes, seconds = text.split(":")
    return 60 * int(minutes) + int(seconds)


def _ordered(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


def read_text(text: str) -> Session:
    """Read plain text that is wide enough for no line to be broken."""
    todo, rest = text.split("\nWhat to do\n")[1].split("\nBefore you start\n")
    timeline = rest.split("\nStep by step\n")[1].split("\nAreas worked\n")[0]
    doses = []
    for line in todo.splitlines()[1:]:
        parts = re.split(r" {2,}", line.strip())
        if parts[0].isdigit():
            doses.append(dose(parts[1], parts[2]))
    steps, names, total = [], [], -1
    for line in timeline.splitlines():
        parts = re.split(r" {2,}", line.strip())
        if re.fullmatch(r"\d+:\d\d", parts[0]):
            if parts[1] == "end":
                total = clock(parts[0])
            else:
                steps.append(words(clock(parts[0]), int(parts[1].removesuffix(" s")), parts[2]))
        elif match := re.fullmatch(r"  \d+\. ([^(]*) \(.*\)", line):
            names.append(match[1])
    return Session(total, steps, names, doses)


def read_markdown(text: str) -> Session:
    """Read Markdown with a CommonMark parser."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    rows: list[list[str]] = []
    section, names, doses, steps, total = "", [], [], [], -1
    for before, token in pairwise(tokens):
        if token.type != "inline":
            rows += [[]] if token.type == "tr_open" else []
            continue
        shown = "".join(child.content for child in token.children or ())
        if before.type == "heading_open" and before.tag == "h2":
            section = shown
        elif before.type == "heading_open" and before.tag == "h3":
            if shown != "Get up":
                names.append(re.fullmatch(r"\d+\. ([^(]*) \(.*\)", shown)[1])  # type: ignore[index]
        elif before.type == "td_open":
            rows[-1].append(f"{section}\0{shown}")
    for row in filter(None, rows):
        section, cells = row[0].split("\0")[0], [cell.split("\0")[1] for cell in row]
        if section == "What to do":
            doses.append(dose(cells[1], cells[2]))
        elif section == "Step by step" and cells[2] == "end":
            total = clock(cells[0])
        elif section == "Step by step":
            steps.append(words(clock(cells[0]), int(cells[1].removesuffix(" s")), cells[2]))
    return Session(total, steps, names, doses)


def read_vtt(text: str) -> Session:
    """Read WebVTT with cues for people."""
    steps, names, counts = [], [], []
    captions = list(webvtt.from_string(text))
    for caption in captions:
        shown = html.unescape(caption.raw_text)
        *name, step_words = shown.splitlines()[0].rsplit(": ", 1)
        start, end = round(caption.start_in_seconds), round(caption.end_in_seconds)
        steps.append(words(start, end - start, step_words))
        names += name
        count = re.search(r"^(\d+) (?:repetition|breath)s?\.", shown, re.MULTILINE)
        counts.append(int(count[1]) if count else None)
    return Session(round(captions[-1].end_in_seconds), steps, _ordered(names), None, counts)


def read_json_vtt(text: str) -> Session:
    """Read WebVTT with cues for programs."""
    captions = list(webvtt.from_string(text))
    rows = [json.loads(caption.raw_text) for caption in captions]
    for caption, row in zip(captions, rows, strict=True):
        assert caption.start_in_seconds == row["start_seconds"]
        assert caption.end_in_seconds == row["start_seconds"] + row["seconds"]
    return read_rows(rows)


def read_csv(text: str) -> Session:
    """Read CSV."""
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    numbers = ("start_seconds", "seconds", "set_number", "sets", "repetitions")
    return read_rows([{**row, **{name: int(row[name]) if row[name] else None for name in numbers}} for row in rows])


def read_rows(rows: Any) -> Session:
    """Read rows of any kind."""
    steps = []
    for row in rows:
        counted = row["kind"] in {"hold", "flow", "repeat"} and (row["sets"] or 0) > 1
        pair = (row["set_number"], row["sets"]) if counted else None
        steps.append(Step(row["start_seconds"], row["seconds"], row["kind"], _one_side(row["side"]), pair))
    names = _ordered([row["name"] for row in rows if row["name"]])
    return Session(sum(step.seconds for step in steps), steps, names, None, [row["repetitions"] for row in rows])


def calendar(text: str) -> Calendar:
    """Return a calendar as an independent reader reads it."""
    return IcsCalendarStream.calendar_from_ics(text)


def read_ics(text: str) -> Session:
    """Read the one event of a calendar."""
    (event,) = calendar(text).events
    return _event(event.description or "", event.dtend - event.dtstart)


def _event(description: str, length: timedelta) -> Session:
    steps, names, doses = [], [], []
    for line in description.splitlines():
        if match := re.fullmatch(r"\d+\. (.*): (\d+ × .*)", line):
            doses.append(dose(match[1], match[2]))
        elif match := re.match(r"(\d+:\d\d) (?:(.*?): )?([A-Za-z0-9 ]+), (\d+) s\.", line):
            steps.append(words(clock(match[1]), int(match[4]), match[3]))
            names += [match[2]] if match[2] else []
    return Session(round(length.total_seconds()), steps, _ordered(names), doses)


def fit_messages(content: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Return the messages of a FIT file as an independent decoder finds them; a wrong checksum is an error."""
    with fitdecode.FitReader(
        io.BytesIO(content),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    ) as reader:
        return [
            (frame.name, {field.name: field.value for field in frame.fields if field.value is not None})
            for frame in reader
            if frame.frame_type == fitdecode.FIT_FRAME_DATA
        ]


def fit_steps(content: bytes) -> list[tuple[dict[str, Any], tuple[int, int] | None]]:
    """Return the steps of a FIT workout in the order in which they are done, with the round and the rounds of a repeat.

    A repeat names the step to go back to, and how often the steps from there on are done in all (Garmin's profile,
    ``repeat_until_steps_cmplt``).
    """
    done: list[tuple[dict[str, Any], tuple[int, int] | None]] = []
    starts: list[int] = []  # where in ``done`` the step with an index stands
    for name, fields in fit_messages(content):
        if name != "workout_step":
            continue
        assert fields["message_index"] == len(starts)
        starts.append(len(done))
        if fields["duration_type"] == "repeat_until_steps_cmplt":
            rounds = fields["repeat_steps"]
            block = [step for step, _ in done[starts[fields["duration_step"]] :]]
            del done[starts[fields["duration_step"]] :]
            done += [(step, (n, rounds)) for n in range(1, rounds + 1) for step in block]
        else:
            done.append((fields, None))
    return done


def read_fit(content: bytes) -> Session:
    """Read a FIT workout: of a set in a repeat the name has no number, so it is the round."""
    steps, names, counts, at = [], [], [], 0
    sets: dict[str, int] = {}
    for fields, _ in fit_steps(content):  # how many sets there are, by the numbers that stand there
        if match := re.search(r"^(.*): .* \d+ of (\d+)$", fields["wkt_step_name"]):
            sets[match[1]] = int(match[2])
    for fields, rounds in fit_steps(content):
        stretch, _, step_words = fields["wkt_step_name"].rpartition(": ")
        noted = int(re.match(r"(\d+) s\.", fields["notes"])[1])  # type: ignore[index]
        if fields["duration_type"] == "time":
            assert fields["duration_time"] == noted
        step = words(at, noted, step_words)
        if rounds and step.kind in {"hold", "flow", "repeat"}:
            step = step._replace(set=(rounds[0], sets.get(stretch, rounds[1])))
        steps.append(step)
        names += [stretch] if stretch else []
        count = re.search(r"(\d+) breaths?\.", fields["notes"])  # a flow is timed, and counted in words
        counts.append(fields.get("duration_reps") or (int(count[1]) if count else None))
        at += noted
    return Session(at, steps, _ordered(names), None, counts)


class _Page(HTMLParser):
    """The titles of the strip, and the names and doses of the sheet."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"title": [], "h3": [], "dose": []}
        self.total = -1
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        given = dict(attrs)
        if given.get("class") == "sp-strip":
            self.total = int((given["viewbox"] or "").split()[2])
        name = "dose" if given.get("class") == "dose" else tag
        if name in self.found and (tag != "title" or self.total >= 0):
            self._in = name
            self.found[name].append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        if tag in {"title", "h3", "p"}:
            self._in = ""

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self._in:
            self.found[self._in][-1] += data


def read_html(text: str) -> Session:
    """Read the strip's steps and the sheet's stretches."""
    page = _Page(text)
    steps, names = [], []
    for title in page.found["title"]:
        match = re.fullmatch(r"(\d+:\d\d) (?:(.*): )?([A-Za-z0-9 ]+), (\d+) s", title)
        if match:  # a figure's title has another form
            steps.append(words(clock(match[1]), int(match[4]), match[3]))
            names += [match[2]] if match[2] else []
    first = re.compile(", (left|right) first$")
    doses = [dose(n, first.sub("", d)) for n, d in zip(page.found["h3"], page.found["dose"], strict=True)]
    return Session(page.total, steps, _ordered(names), doses)


def read_health(record: dict[str, Any]) -> Session:
    """Read the fields of a planned session for Health Connect."""
    steps, names, doses, counts, at = [], [], [], [], 0
    for block in record["blocks"]:
        name, _, dose_words = block["description"].rpartition(": ")
        if name:  # getting up has none
            names.append(name.partition(" (")[0])
            doses.append(dose(name, dose_words))
        for fields in block["steps"]:
            shown, seconds = re.match(r"([a-z0-9 ]+), (\d+) s\.", fields["description"]).groups()  # type: ignore[union-attr]
            goal = fields["completionGoal"]
            assert goal in ({"type": "DurationGoal", "duration": f"PT{seconds}S"}, goal | {"type": "RepetitionsGoal"})
            steps.append(words(at, int(seconds), shown))
            count = re.search(r"(\d+) breaths?\.", fields["description"])
            counts.append(goal.get("repetitions") or (int(count[1]) if count else None))
            at += int(seconds)
    assert record["duration"] == f"PT{at}S"
    return Session(at, steps, names, doses, counts)


READERS: dict[str, Callable[[sp.Plan], Session]] = {
    "text": lambda plan: read_text(plan.to_text(width=20_000)),
    "markdown": lambda plan: read_markdown(plan.to_markdown()),
    "vtt": lambda plan: read_vtt(plan.to_vtt()),
    "vtt with json": lambda plan: read_json_vtt(plan.to_vtt("json")),
    "csv": lambda plan: read_csv(plan.to_csv()),
    "rows": lambda plan: read_rows(plan.to_rows()),
    "pandas": lambda plan: read_rows(json.loads(plan.to_pandas().to_json(orient="records"))),
    "polars": lambda plan: read_rows(plan.to_polars().to_dicts()),
    "ics": lambda plan: read_ics(plan.to_ics(zone="Europe/Berlin")),
    "fit": lambda plan: read_fit(plan.to_fit()),
    "health connect": lambda plan: read_health(plan.to_health_connect()),
    "html": lambda plan: read_html(plan.to_html()),
}
"""Each format, made and read back."""
