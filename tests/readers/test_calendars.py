"""What do programs of others find in our calendars beside the times, and what do they lose? docs/readers.md says it.

A reader that is not installed is left out, with the reason. tests/render/test_calendar_readers.py looks at the times,
zone by zone, and tests/render/test_caldav.py at a server.
"""

import importlib
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from tests.readers.running import PROGRAMS, need, need_command, need_source, output, with_node

Events = list[dict[str, Any]]


def calendar() -> str:
    """Return a calendar with two sessions that remind, and one that a shorter programme has cancelled."""
    planner, request = sp.Planner(), sp.PlanRequest(minutes=10, days_since_injury=3)
    before, after = (planner.programme(request, "2026-03-28", days) for days in (3, 2))
    return after.to_ics(at=time(19), zone="Europe/Berlin", alarm_minutes=10, revision=1, replaces=before)


TEXT = calendar()


def written() -> Events:
    """Return what stands in the calendar, read without a library: in Berlin the clocks change on its second day."""
    found = []
    for part in TEXT.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        fields = dict(re.findall(r"(?m)^([A-Z-]+)(?:;[^:\r]*)?:(.*)\r$", part.split("BEGIN:VALARM")[0]))
        hours = 1 if fields["DTSTART"] < "20260329" else 2
        moments = [datetime.strptime(fields[name], "%Y%m%dT%H%M%S") for name in ("DTSTART", "DTEND")]
        start, end = (round(moment.replace(tzinfo=UTC).timestamp()) - 3600 * hours for moment in moments)
        shown = {
            name: fields.get(name, "").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
            for name in ("SUMMARY", "DESCRIPTION")
        }
        found.append(
            {
                "uid": fields["UID"],
                "start": start,
                "end": end,
                "title": shown["SUMMARY"],
                "description": shown["DESCRIPTION"],
                "alarm": 10 if "TRIGGER:-PT10M" in part else None,
                "private": fields["CLASS"] == "PRIVATE",
                "cancelled": fields.get("STATUS") == "CANCELLED",
                "sequence": int(fields["SEQUENCE"]),
            }
        )
    return found


def with_ical() -> Events:
    stream = importlib.import_module("ical.calendar_stream")
    return [
        {
            "uid": one.uid,
            "start": round(one.dtstart.timestamp()),
            "end": round(one.dtend.timestamp()),
            "title": one.summary,
            "description": one.description or "",
            "alarm": -one.alarm[0].trigger.total_seconds() / 60 if one.alarm else None,
            "private": one.classification == "PRIVATE",
            "cancelled": one.status == "CANCELLED",
            "sequence": one.sequence,
        }
        for one in stream.IcsCalendarStream.calendar_from_ics(TEXT).events
    ]


def with_vobject() -> Events:
    need("vobject")
    return [
        {
            "uid": one.uid.value,
            "start": round(one.dtstart.value.timestamp()),
            "end": round(one.dtend.value.timestamp()),
            "title": one.summary.value,
            "description": one.getChildValue("description", ""),
            "alarm": -one.valarm.trigger.value.total_seconds() / 60 if "valarm" in one.contents else None,
            "private": one.getChildValue("class") == "PRIVATE",
            "cancelled": one.getChildValue("status") == "CANCELLED",
            "sequence": int(one.sequence.value),
        }
        for one in importlib.import_module("vobject").readOne(TEXT).vevent_list
    ]


def with_ics() -> Events:
    need("ics")
    return [
        {
            "uid": one.uid,
            "start": one.begin.int_timestamp,
            "end": one.end.int_timestamp,
            "title": one.name,
            "description": one.description or "",
            "alarm": -one.alarms[0].trigger.total_seconds() / 60 if one.alarms else None,
            "private": one.classification == "PRIVATE",
            "cancelled": one.status == "CANCELLED",
            "sequence": next((int(line.value) for line in one.extra if line.name == "SEQUENCE"), None),
        }
        for one in importlib.import_module("ics").Calendar(TEXT).events
    ]


def with_icalevents() -> Events:
    need("icalevents")
    parser = importlib.import_module("icalevents.icalparser")
    span = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    return [
        {
            "uid": one.uid,
            "start": round(one.start.timestamp()),
            "end": round(one.end.timestamp()),
            "title": one.summary,
            "description": one.description or "",
            "alarm": None,
            "private": one.private,
            "cancelled": one.status == "CANCELLED",
            "sequence": one.sequence,
        }
        for one in parser.parse_events(TEXT, start=span[0], end=span[1])
    ]


def with_khal() -> Events:
    need("khal")
    reading, events = importlib.import_module("khal.icalendar"), importlib.import_module("khal.khalendar.event")
    berlin = importlib.import_module("pytz").timezone("Europe/Berlin")
    locale = {"default_timezone": berlin, "local_timezone": berlin, "timeformat": "%H:%M", "dateformat": "%d.%m."}
    found = []
    for text in reading.split_ics(TEXT):
        parts = [part for part in reading.cal_from_ics(text).walk() if part.name == "VEVENT"]
        one = events.Event.fromVEvents(parts, calendar="any", locale=locale)
        found.append(
            {
                "uid": str(one.uid),
                "start": round(one.start.timestamp()),
                "end": round(one.end.timestamp()),
                "title": one.summary,
                "description": one.description,
                "alarm": -one.alarms[0][0].total_seconds() / 60 if one.alarms else None,
                "private": parts[0].get("CLASS") == "PRIVATE",
                "cancelled": one.status.strip() == "CANCELLED",
                "sequence": int(parts[0]["SEQUENCE"]),
            }
        )
    return found


def with_calcurse(folder: Path) -> Events:
    """Import into an empty calcurse and read the file in which it keeps the sessions."""
    need_command("calcurse")
    (folder / "in.ics").write_text(TEXT, encoding="utf-8", newline="")
    command = ["calcurse", "-D", str(folder), "-i", str(folder / "in.ics")]
    subprocess.run(command, check=True, capture_output=True, env={"TZ": "UTC", "LC_ALL": "C.UTF-8"})
    found = []
    for line in (folder / "apts").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"(\S+ @ \S+) -> (\S+ @ \S+)(?:>(\w+) )?([!|])(.*)", line)
        assert match, line
        start, end = (datetime.strptime(one, "%m/%d/%Y @ %H:%M").replace(tzinfo=UTC) for one in match.group(1, 2))
        note = (folder / "notes" / match[3]).read_text(encoding="utf-8") if match[3] else ""
        by_title = next((one["uid"] for one in written() if one["title"] == match[5]), None)
        found.append(
            {
                "uid": by_title,  # it keeps none
                "start": round(start.timestamp()),
                "end": round(end.timestamp()),
                "title": match[5],
                "description": note.partition("-- \nImport:")[0].strip(),  # it adds the zone
                "alarm": match[4] == "!" or None,
                "private": False,
                "cancelled": False,
                "sequence": None,
            }
        )
    return found


def with_libical() -> Events:
    need_command("/usr/bin/python3")
    if subprocess.run(["/usr/bin/python3", "-c", "import gi.repository.ICalGLib"], capture_output=True).returncode:
        pytest.skip("needs gir1.2-ical-3.0 and python3-gi of Debian")
    return output(["/usr/bin/python3", str(PROGRAMS / "libical.py")], TEXT.encode())


def with_kcalendarcore(folder: Path) -> Events:
    need_command("g++", "pkg-config")
    names = ["KF5CalendarCore", "Qt5Core"]
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", *names], capture_output=True, text=True)
    if flags.returncode:
        pytest.skip("needs libkf5calendarcore-dev of Debian")
    program = folder / "kcalendarcore"
    include = "-I/usr/include/KF5/KCalendarCore"
    command = ["g++", "-fPIC", include, str(PROGRAMS / "kcalendarcore.cpp"), "-o", str(program), *flags.stdout.split()]
    subprocess.run(command, check=True, capture_output=True)
    return output([str(program)], TEXT.encode())


def with_sabre() -> Events:
    source = need_source("SABRE_VOBJECT")
    need_command("php")
    program = ["php", str(PROGRAMS / "sabre.php"), source]
    assert output([*program, "warnings"], TEXT.encode()) == []
    return output([*program, "events"], TEXT.encode())


def with_ruby() -> Events:
    source = need_source("RUBY_ICALENDAR")
    need_command("ruby")
    return output(["ruby", str(PROGRAMS / "ruby_icalendar.rb"), source], TEXT.encode())


def with_ical4j(folder: Path) -> Events:
    classes = need_source("ICAL4J")
    need_command("java")
    (folder / "in.ics").write_text(TEXT, encoding="utf-8", newline="")
    cache = "-Dnet.fortuna.ical4j.timezone.cache.impl=net.fortuna.ical4j.util.MapTimeZoneCache"
    return output(["java", "-cp", classes, cache, str(PROGRAMS / "Ical4j.java"), str(folder / "in.ics")])


READERS: dict[str, Callable[[Path], Events]] = {
    "ical": lambda _: with_ical(),
    "vobject": lambda _: with_vobject(),
    "ics": lambda _: with_ics(),
    "icalevents": lambda _: with_icalevents(),
    "khal": lambda _: with_khal(),
    "ical.js": lambda _: with_node("ical.js", "calendars", TEXT.encode()),
    "node-ical": lambda _: with_node("node-ical", "calendars", TEXT.encode()),
    "ts-ics": lambda _: with_node("ts-ics", "calendars", TEXT.encode()),
    "cal-parser": lambda _: with_node("cal-parser", "calendars", TEXT.encode()),
    "calcurse": with_calcurse,
    "libical": lambda _: with_libical(),
    "KCalendarCore": with_kcalendarcore,
    "sabre/vobject": lambda _: with_sabre(),
    "icalendar of Ruby": lambda _: with_ruby(),
    "ical4j": with_ical4j,
}

LOST = {
    "icalevents": {"alarm"},
    # It takes the local time for UTC, and the reminder's description for the event's.
    "cal-parser": {"start", "end", "description"},
    # Whole minutes; a reminder is on or off. It asks for no UID, so an import adds every session again.
    "calcurse": {"end", "alarm", "private", "cancelled", "sequence"},
}
"""What a reader gives otherwise than it stands in the calendar."""


@pytest.mark.filterwarnings("ignore")  # of the readers
@pytest.mark.parametrize("reader", READERS)
def test_what_a_reader_shows_and_what_it_loses(reader: str, tmp_path: Path):
    expected = {one["uid"]: one for one in written()}
    found = {one["uid"]: one for one in READERS[reader](tmp_path)}
    assert found.keys() == expected.keys()
    other = {name for uid in expected for name, value in expected[uid].items() if found[uid][name] != value}
    assert other == LOST.get(reader, set())


def test_what_is_compared_has_each_case():
    first, second, gone = written()
    assert first["title"].startswith("Stretching, ")
    assert gone["title"].startswith("Cancelled: Stretching, ")
    assert (first["cancelled"], second["cancelled"], gone["cancelled"]) == (False, False, True)
    assert second["start"] - first["start"] == 23 * 3600
    assert {"Cobra Pose" in one["description"] for one in (first, second)} == {True}
    assert (first["alarm"], gone["alarm"], gone["description"]) == (10, None, "")
