#!/bin/sh
# recurring-ical-events 3.8.2 with icalendar 7.3.2.
# Expected: what happens on a day is asked, so a session with STATUS:CANCELLED (RFC 5545, 3.8.1.11) is not among the
# answers, nor is the one date of a series that was cancelled by its RECURRENCE-ID.
# Found: both are given like any other. The caller must look at STATUS.
# Seen: ['20260131 CANCELLED', '20260201 -', '20260202 CANCELLED', '20260203 -']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet recurring-ical-events==3.8.2 icalendar==7.3.2
"$folder/venv/bin/python" - <<'P'
import icalendar
import recurring_ical_events

text = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//example//EN
BEGIN:VEVENT
UID:single
DTSTAMP:20260101T000000Z
DTSTART:20260131T073000Z
DURATION:PT8M
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:series
DTSTAMP:20260101T000000Z
DTSTART:20260201T073000Z
DURATION:PT8M
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:series
DTSTAMP:20260101T000000Z
RECURRENCE-ID:20260202T073000Z
DTSTART:20260202T073000Z
DURATION:PT8M
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""
calendar = icalendar.Calendar.from_ical(text.replace("\n", "\r\n"))
events = recurring_ical_events.of(calendar).between((2026, 1, 31), (2026, 2, 5))
seen = sorted(f"{event['DTSTART'].dt:%Y%m%d} {event.get('STATUS', '-')}" for event in events)
print(seen)
assert seen == ["20260131 CANCELLED", "20260201 -", "20260202 CANCELLED", "20260203 -"], seen
P
