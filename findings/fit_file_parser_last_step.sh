#!/bin/sh
# fit-file-parser 6.1.2 (npm) on Node.js, with a workout of three steps that fit-tool 0.9.16 writes.
# Expected: the parsed workout has its three steps, as it has a list of laps or records.
# Found: workout_step is one object, the last step, in each mode and without an error; the steps before it are only in
# messages.workout_step.
# Seen: {"list":"Get up","cascade":"Get up","both":"Get up","messages":["Hold left","Hold right","Get up"]}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet fit-tool==0.9.16
venv/bin/python - <<'P'
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import FileType, Manufacturer, Sport, WorkoutStepDuration

file = FileIdMessage()
file.type = FileType.WORKOUT
file.manufacturer = Manufacturer.DEVELOPMENT.value
file.product = 0
file.serial_number = 7
file.time_created = 1_767_225_600_000
workout = WorkoutMessage()
workout.workout_name = "Back"
workout.sport = Sport.TRAINING
workout.num_valid_steps = 3
builder = FitFileBuilder(auto_define=True)
builder.add(file)
builder.add(workout)
for index, name in enumerate(("Hold left", "Hold right", "Get up")):
    step = WorkoutStepMessage()
    step.message_index = index
    step.workout_step_name = name
    step.duration_type = WorkoutStepDuration.TIME
    step.duration_time = 20
    builder.add(step)
open("workout.fit", "wb").write(bytes(builder.build().to_bytes()))
P
npm init -y >/dev/null
npm install --silent fit-file-parser@6.1.2
cat > try.cjs <<'P'
const found = require("fit-file-parser");
const Parser = found.default ?? found;
const content = require("node:fs").readFileSync("workout.fit");
const parse = (mode) => new Promise((done, failed) => {
  new Parser({ mode }).parse(content, (error, data) => (error ? failed(error) : done(data)));
});
(async () => {
  const seen = {};
  for (const mode of ["list", "cascade", "both"]) seen[mode] = (await parse(mode)).workout_step.wkt_step_name;
  seen.messages = (await parse("list")).messages.workout_step.map((step) => step.wkt_step_name);
  console.log(JSON.stringify(seen));
})();
P
seen=$(node try.cjs)
echo "$seen"
[ "$seen" = '{"list":"Get up","cascade":"Get up","both":"Get up","messages":["Hold left","Hold right","Get up"]}' ]
