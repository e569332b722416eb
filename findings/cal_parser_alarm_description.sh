#!/bin/sh
# cal-parser 1.0.2 (npm) on Node.js.
# Expected: an event's description is the DESCRIPTION of the VEVENT; the one of a VALARM inside is the reminder's.
# Found: the properties of the VALARM are written over the event's, so an event with a reminder loses its description
# without a word, and has the fields action and trigger instead.
# Seen: {"without":"Lie on your back.","with":"Reminder","action":"DISPLAY"}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent cal-parser@1.0.2
cat > try.cjs <<'P'
const { parseString } = require("cal-parser");
const alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-PT10M", "END:VALARM"];
const read = (inside) => parseString([
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1",
  "DTSTAMP:20260101T000000Z", "DTSTART:20260131T073000Z", "DTEND:20260131T073753Z", "SUMMARY:Stretching",
  "DESCRIPTION:Lie on your back.", ...inside, "END:VEVENT", "END:VCALENDAR", "",
].join("\r\n")).events[0];
console.log(JSON.stringify({
  without: read([]).description.value, with: read(alarm).description.value, action: read(alarm).action.value,
}));
P
seen=$(node try.cjs)
echo "$seen"
[ "$seen" = '{"without":"Lie on your back.","with":"Reminder","action":"DISPLAY"}' ]
