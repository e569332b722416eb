"""Do readers that share no code with the writer find each session at its two moments, also where clocks change?

What is not installed is left out, with the reason. docs/readers.md has the result for all zones.
"""

import importlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

import stretchplan as sp
from stretchplan.render import to_ics
from tests.support.hostile_texts import PLAN

Moments = dict[str, tuple[int, int]]

ZONES = [
    "Europe/Berlin",
    "Europe/Dublin",  # summer is the standard time, by law
    "America/New_York",
    "America/Santiago",  # changes at midnight, from one date to the other
    "Africa/Casablanca",  # four times in two years, by the moon
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Chatham",
    "Antarctica/Troll",  # by two hours
    "UTC",
]


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """Return the hours of a year, in UTC, after which the offset of a zone is another one."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(8784)]
    return [
        hour
        for hour in hours
        if hour.astimezone(zone).utcoffset() != (hour + timedelta(hours=1)).astimezone(zone).utcoffset()
    ]


@cache
def session_times(name: str) -> list[datetime]:
    """Return evenings, the days of change with moments around each change, and three more years."""
    zone = ZoneInfo(name)
    found = {datetime(year, month, 15, 19) for year in (2026, 2027, 2028, 2029) for month in (1, 7)}
    for hour in changes(zone, 2026):
        after = (hour + timedelta(hours=1)).astimezone(zone).replace(tzinfo=None)
        before = after - timedelta(hours=1)
        found |= {start + timedelta(minutes=m) for start in (before, after) for m in (-65, -35, -5, 0, 30, 55, 60)}
        found |= {datetime.combine(after.date(), time(hour)) for hour in (8, 19, 23)}
    return sorted(found)


@cache
def written(name: str) -> tuple[str, Moments]:
    """Return the calendar of a zone, and the seconds since 1970 at which each event starts and ends, by its UID."""
    starts = session_times(name)
    plans = {day: planned_on(day) for day in {start.date() for start in starts}}
    text = to_ics(
        [plans[start.date()] for start in starts],
        at=[start.time() for start in starts],
        zone=name,
        slot=[start.isoformat() for start in starts],
        details="short",
    )
    begins = [round(start.replace(tzinfo=ZoneInfo(name)).timestamp()) for start in starts]
    uids = re.findall(r"(?m)^UID:(.*)\r$", text)
    return text, {uid: (at, at + PLAN.total_seconds) for uid, at in zip(uids, begins, strict=True)}


def planned_on(day: date) -> sp.Plan:
    """Return the plan on a day."""
    return PLAN.model_copy(update={"request": PLAN.request.model_copy(update={"on": day})})


def seconds(moment: datetime) -> int:
    """Return the seconds since 1970 of a moment with a zone."""
    assert moment.tzinfo is not None
    return round(moment.astimezone(UTC).timestamp())


def with_icalendar(text: str) -> Moments:
    """Read with the writer's own library, which knows the zones by their names."""
    icalendar = importlib.import_module("icalendar")
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(e["uid"]): (seconds(e["dtstart"].dt), seconds(e["dtend"].dt)) for e in events}


def with_ical(text: str) -> Moments:
    """Read with ical."""
    stream = importlib.import_module("ical.calendar_stream")
    events = stream.IcsCalendarStream.calendar_from_ics(text).events
    return {e.uid: (seconds(e.dtstart), seconds(e.dtend)) for e in events}


def with_dateutil(text: str) -> Moments:
    """Read the zone as the calendar describes it, with dateutil, and the events by their lines."""
    zones = importlib.import_module("dateutil.tz").tzical(io.StringIO(text.replace("\r\n", "\n")))
    found = {}
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        ends = []
        for _, zone, local, utc in re.findall(r"(DTSTART|DTEND)(?:;TZID=(.*))?:(\d{8}T\d{6})(Z?)", event):
            tzinfo = UTC if utc else zones.get(zone)
            ends.append(seconds(datetime.strptime(local, "%Y%m%dT%H%M%S").replace(tzinfo=tzinfo)))
        found[re.search(r"UID:(.*)\r", event)[1]] = (ends[0], ends[1])  # type: ignore[index]
    return found


def with_vobject(text: str) -> Moments:
    """Read with vobject, as Radicale does."""
    events = importlib.import_module("vobject").readOne(text).vevent_list
    return {e.uid.value: (seconds(e.dtstart.value), seconds(e.dtend.value)) for e in events}


def with_recurring(text: str) -> Moments:
    """Read with recurring-ical-events."""
    calendar = importlib.import_module("icalendar").Calendar.from_ical(text)
    query = importlib.import_module("recurring_ical_events").of(calendar)
    events = query.between((2025, 12, 1), (2030, 2, 1))
    return {str(e["uid"]): (seconds(e["dtstart"].dt), seconds(e["dtend"].dt)) for e in events}


def with_ics(text: str) -> Moments:
    """Read with ics.py."""
    return {
        e.uid: (e.begin.int_timestamp, e.end.int_timestamp)
        for e in importlib.import_module("ics").Calendar(text).events
    }


def with_khal(text: str) -> Moments:
    """Read with khal, event by event as it imports them."""
    reading, events = importlib.import_module("khal.icalendar"), importlib.import_module("khal.khalendar.event")
    berlin = importlib.import_module("pytz").timezone("Europe/Berlin")
    locale = {"default_timezone": berlin, "local_timezone": berlin, "timeformat": "%H:%M", "dateformat": "%d.%m."}
    found = {}
    for one in reading.split_ics(text):
        parts = [part for part in reading.cal_from_ics(one).walk() if part.name == "VEVENT"]
        event = events.Event.fromVEvents(parts, calendar="any", locale=locale)
        found[str(event.uid)] = (seconds(event.start), seconds(event.end))
    return found


NODE = {
    "ical.js": """
        const ICAL = require("ical.js").default ?? require("ical.js");
        const calendar = new ICAL.Component(ICAL.parse(text));
        for (const zone of calendar.getAllSubcomponents("vtimezone")) {
          ICAL.TimezoneService.register(new ICAL.Timezone(zone));
        }
        for (const part of calendar.getAllSubcomponents("vevent")) {
          const event = new ICAL.Event(part);
          found[event.uid] = [event.startDate.toUnixTime(), event.endDate.toUnixTime()];
        }
    """,
    "node-ical": """
        for (const event of Object.values(require("node-ical").sync.parseICS(text))) {
          if (event.type === "VEVENT") found[event.uid] = [event.start.getTime() / 1000, event.end.getTime() / 1000];
        }
    """,
}


def with_node(package: str) -> Callable[[str], Moments]:
    """Return a reader on Node.js, whose packages lie where NODE_PATH says."""

    def read(text: str) -> Moments:
        node = shutil.which("node")
        if (
            node is None
            or subprocess.run([node, "-e", f"require.resolve('{package}')"], capture_output=True).returncode
        ):
            pytest.skip(f"needs Node.js and its package {package}, where NODE_PATH points")
        program = (
            f'const text = require("fs").readFileSync(0, "utf8"); const found = {{}};{NODE[package]}'
            "process.stdout.write(JSON.stringify(found));"
        )
        done = subprocess.run(
            [node, "-e", program], input=text.encode(), capture_output=True, check=True, env={**os.environ, "TZ": "UTC"}
        )
        return {uid: (start, end) for uid, (start, end) in json.loads(done.stdout).items()}

    return read


READERS: dict[str, Callable[[str], Moments]] = {
    "icalendar": with_icalendar,
    "ical": with_ical,
    "dateutil": with_dateutil,
    "vobject": with_vobject,
    "recurring_ical_events": with_recurring,
    "ics": with_ics,
    "khal": with_khal,
    **{package: with_node(package) for package in NODE},
}

KNOWN_WRONG = {
    ("ics", "Europe/Dublin"): 1,  # ics.py 0.7.3: the first hour after a change is taken for the one before
    ("ics", "Africa/Casablanca"): 1,
    ("khal", "Africa/Casablanca"): 5,  # khal 0.14.1: an hour late from 2027 on
    ("node-ical", "Africa/Casablanca"): 1,  # node-ical 0.27.2: on the second day of a change, 2029-01-15
}
"""How many events the reader puts at another hour, where others read the same file right."""


@pytest.mark.filterwarnings("ignore")  # of the readers
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_both_ends(reader: str, zone: str):
    if reader in {"vobject", "recurring_ical_events", "ics", "khal"}:
        pytest.importorskip(reader, exc_type=ImportError)
    if zone == "UTC" and reader == "dateutil":
        pytest.skip("a calendar in UTC describes no zone")
    text, expected = written(zone)
    found = READERS[reader](text)
    assert found.keys() == expected.keys()
    wrong = [uid for uid in expected if found[uid] != expected[uid]]
    assert len(wrong) <= KNOWN_WRONG.get((reader, zone), 0)


def test_a_zone_is_described_by_single_dates_in_the_time_before_the_change():
    text, _ = written("Europe/Berlin")
    description = text[: text.index("BEGIN:VEVENT")]
    assert "RDATE" not in description
    summers = re.findall(r"BEGIN:DAYLIGHT\r\nDTSTART:(.*)\r\n", description)
    assert summers == ["20260329T020000", "20270328T020000", "20280326T020000", "20290325T020000"]
    winters = re.findall(r"BEGIN:STANDARD\r\nDTSTART:(.*)\r\n", description)
    assert winters[1:] == ["20261025T030000", "20271031T030000", "20281029T030000", "20291028T030000"]


def test_the_description_stays_as_it_is_when_a_day_of_the_same_years_is_added():
    def described(*days: date) -> str:
        text = to_ics(map(planned_on, days), zone="Europe/Berlin")
        return text[: text.index("BEGIN:VEVENT")]

    assert described(date(2026, 1, 31)) == described(date(2026, 1, 1), date(2026, 7, 1), date(2026, 12, 31))
    assert described(date(2026, 1, 31), date(2028, 1, 31)).count("DTSTART") == 1 + 2 * 2  # 2027 has no session
