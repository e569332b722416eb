"""Put a session into a time zone so that every reader of the calendar finds the same two moments.

Readers disagree about an hour that comes twice, and about lists of dates in the description of a zone; docs/calendar.md
says which. So nothing here leaves them a choice (docs/decisions/0036-which-session-an-event-is.md).
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stretchplan.base.text import did_you_mean, quoted

if TYPE_CHECKING:
    from icalendar import Timezone

__all__ = ["described_zone", "span", "time_zone"]

_NOWHERE: Final = frozenset({"Factory", "localtime", "posixrules"})
"""Names of files beside the zones: they are of no place, or of whatever place this machine is set to."""


def time_zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone of an IANA name, or raise ValueError with the nearest known name."""
    try:
        if name not in _NOWHERE:
            return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, TypeError, ValueError, OSError):
        pass
    zones = sorted(zoneinfo.available_timezones() - _NOWHERE)
    hint, _ = did_you_mean(name, zones, "give an IANA name such as 'Europe/Berlin'")
    raise ValueError(f"{quoted(name)} is not a time zone that this machine knows; {hint}")


def span(start: datetime, seconds: int) -> tuple[datetime, datetime]:
    """Return a start that exists in its zone, and the end that many seconds later.

    Local time has one name for both of the moments when clocks are put back, so both ends are in UTC where either has
    such a name: otherwise a reader may take the second of two starts and the end before it.
    """
    if start.tzinfo is None:
        return start, start + timedelta(seconds=seconds)
    utc_start = start.astimezone(UTC)
    utc_end = utc_start + timedelta(seconds=seconds)
    local = utc_start.astimezone(start.tzinfo), utc_end.astimezone(start.tzinfo)
    return (utc_start, utc_end) if any(map(_comes_twice, local)) else local


def _comes_twice(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def described_zone(zone: zoneinfo.ZoneInfo, years: Iterable[int]) -> Timezone:
    """Return the description of a zone in whole years, with one entry for each change of its clocks.

    An entry is a date of its own: vobject reads the first date of a list alone. The dates are in the local time before
    the change, as RFC 5545 asks for; icalendar's own descriptions have the time after it.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    described = Timezone()
    described.add("tzid", zone.key)
    for moment, before, after in _changes(zone, years):
        entry = TimezoneDaylight() if after.dst() else TimezoneStandard()
        offset = before.utcoffset() or timedelta()
        entry.add("dtstart", (moment + offset).replace(tzinfo=None))
        entry.add("tzoffsetfrom", offset)
        entry.add("tzoffsetto", after.utcoffset())
        entry.add("tzname", after.tzname())
        described.add_component(entry)
    return described


def _changes(zone: zoneinfo.ZoneInfo, years: Iterable[int]) -> Iterator[tuple[datetime, datetime, datetime]]:
    """Yield the moments in UTC when the clocks change, each with the local time before and after.

    The first is the day before the years begin, when nothing changes: readers need an entry before each event.
    """
    # A day more at both ends: a day in UTC begins up to 14 hours before or after a local one.
    ordinals = {day for year in set(years) for day in range(_ordinal(year, 1, 1) - 1, _ordinal(year, 12, 31) + 3)}
    allowed = range(date.min.toordinal() + 1, date.max.toordinal())
    days = [datetime.combine(date.fromordinal(n), time(), UTC) for n in sorted(ordinals) if n in allowed]
    yield days[0], days[0].astimezone(zone), days[0].astimezone(zone)
    for earlier, later in pairwise(days):
        if earlier.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            before, moment = _change(zone, earlier, later)
            yield moment, before.astimezone(zone), moment.astimezone(zone)


def _ordinal(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def _change(zone: zoneinfo.ZoneInfo, earlier: datetime, later: datetime) -> tuple[datetime, datetime]:
    """Return the last second before a zone's offset changes, and the first after it."""
    offset = earlier.astimezone(zone).utcoffset()
    while later - earlier > timedelta(seconds=1):
        middle = earlier + timedelta(seconds=(later - earlier) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            earlier = middle
        else:
            later = middle
    return earlier, later
