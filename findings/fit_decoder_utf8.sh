#!/bin/sh
# fit-decoder 1.0.5 (npm) on Node.js, with a workout whose name is "Übung für den Rücken", written by fit-tool 0.9.16.
# Expected: strings of FIT are UTF-8, so the name of the workout is as it was written.
# Found: each byte becomes a letter of its own, and bytes from 0x80 to 0x9f control characters.
# Seen: "Ã" and a control character, then "bung fÃ¼r den RÃ¼cken"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet fit-tool==0.9.16 fitdecode==0.11.0
venv/bin/python - <<'P'
import fitdecode
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.profile_type import FileType, Manufacturer, Sport

file = FileIdMessage()
file.type = FileType.WORKOUT
file.manufacturer = Manufacturer.DEVELOPMENT.value
file.product = 0
file.serial_number = 7
file.time_created = 1_767_225_600_000
workout = WorkoutMessage()
workout.workout_name = "Übung für den Rücken"
workout.sport = Sport.TRAINING
workout.num_valid_steps = 0
builder = FitFileBuilder(auto_define=True)
builder.add(file)
builder.add(workout)
open("workout.fit", "wb").write(bytes(builder.build().to_bytes()))
with fitdecode.FitReader("workout.fit") as reader:
    data = [frame for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "workout"]
assert data[0].get_value("wkt_name") == "Übung für den Rücken"
P
npm init -y >/dev/null
npm install --silent fit-decoder@1.0.5
cat > try.cjs <<'P'
const { fit2json, parseRecords } = require("fit-decoder");
const { buffer } = new Uint8Array(require("node:fs").readFileSync("workout.fit"));
const { data } = parseRecords(fit2json(buffer)).records.find((one) => one.type === "workout");
const seen = data.wkt_name;
console.log(JSON.stringify(seen));
process.exit(seen === Buffer.from("Übung für den Rücken").toString("latin1") ? 0 : 1);
P
node try.cjs
