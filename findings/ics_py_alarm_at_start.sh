#!/bin/sh
# ics 0.7.3 (ics.py) read by vobject 0.9.9 and icalendar 7.3.2.
# Expected: an alarm at the start of an event, TRIGGER:P0D or PT0S in RFC 5545, stays one when ics.py writes the file.
# Found: ics.py writes "TRIGGER:P", which the grammar does not have (a date, a time or a week must follow). vobject then
# refuses the whole calendar ("TRIGGER with no VALUE not recognized as DURATION or as DATE-TIME"); icalendar reads 0.
# Seen: ['TRIGGER:P', 'TRIGGER:P', 'ParseError', '0:00:00']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ics==0.7.3 vobject==0.9.9 icalendar==7.3.2
"$folder/venv/bin/python" -W ignore - <<'P'
import icalendar
import ics
import vobject

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART:20260131T073000Z
DTEND:20260131T073753Z
SUMMARY:Stretching
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Stretching
TRIGGER:{}
END:VALARM
END:VEVENT
END:VCALENDAR
"""
seen = []
for trigger in ("P0D", "PT0S"):
    valid = LINES.format(trigger).replace("\n", "\r\n")
    vobject.readOne(valid)
    written = ics.Calendar(valid).serialize()
    seen += [line for line in written.splitlines() if line.startswith("TRIGGER")]
try:
    vobject.readOne(written)
    seen.append("read")
except vobject.base.ParseError as error:
    seen.append(type(error).__name__)
seen.append(str(icalendar.Calendar.from_ical(written).walk("VALARM")[0]["TRIGGER"].dt))
print(seen)
assert seen == ["TRIGGER:P", "TRIGGER:P", "ParseError", "0:00:00"], seen
P
