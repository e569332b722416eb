"""``python3 libical.py < calendar.ics`` prints what libical finds; Debian has its binding for the system's Python."""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

kinds, properties = ICalGLib.ComponentKind, ICalGLib.PropertyKind
calendar = ICalGLib.Component.new_from_string(sys.stdin.buffer.read().decode())
assert "X-LIC-ERROR" not in calendar.as_ical_string()


def text(component, kind):
    """Return the value of a property as it stands there."""
    found = component.get_first_property(kind)
    return found.get_value_as_string() if found else None


def seconds(moment):
    """Return the seconds since 1970."""
    return moment.as_timet_with_zone(moment.get_timezone())


found = []
event = calendar.get_first_component(kinds.VEVENT_COMPONENT)
while event:
    alarm = event.get_first_component(kinds.VALARM_COMPONENT)
    trigger = alarm and alarm.get_first_property(properties.TRIGGER_PROPERTY).get_trigger().get_duration().as_int()
    found.append(
        {
            "uid": event.get_uid(),
            "start": seconds(event.get_dtstart()),
            "end": seconds(event.get_dtend()),
            "title": event.get_summary(),
            "description": event.get_description() or "",
            "alarm": -trigger / 60 if alarm else None,
            "private": text(event, properties.CLASS_PROPERTY) == "PRIVATE",
            "cancelled": text(event, properties.STATUS_PROPERTY) == "CANCELLED",
            "sequence": event.get_sequence(),
        }
    )
    event = calendar.get_next_component(kinds.VEVENT_COMPONENT)
print(json.dumps(found))
