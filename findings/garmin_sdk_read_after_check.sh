#!/bin/sh
# garmin-fit-sdk 21.218.0 (Garmin's own reader of FIT files for Python), with a file that fit-tool 0.9.16 writes.
# Expected: check_integrity() answers a question, so read() on the same Decoder then gives the messages.
# Found: it leaves the stream at its end, and read() gives no message and no error: ({}, []). A new Decoder on a new
# Stream, or stream.reset() in between, gives all of them.
# Seen: [True, 0, 0, 3, 3]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet garmin-fit-sdk==21.218.0 fit-tool==0.9.16
"$folder/venv/bin/python" - <<'P'
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import FileType, Manufacturer, Sport, WorkoutStepDuration
from garmin_fit_sdk import Decoder, Stream

file = FileIdMessage()
file.type = FileType.WORKOUT
file.manufacturer = Manufacturer.DEVELOPMENT.value
file.product = 0
file.serial_number = 7
file.time_created = 1_767_225_600_000
workout = WorkoutMessage()
workout.workout_name = "Back"
workout.sport = Sport.TRAINING
workout.num_valid_steps = 1
step = WorkoutStepMessage()
step.message_index = 0
step.duration_type = WorkoutStepDuration.TIME
step.duration_time = 20
builder = FitFileBuilder(auto_define=True)
for message in (file, workout, step):
    builder.add(message)
content = bytearray(builder.build().to_bytes())

stream = Stream.from_byte_array(content)
decoder = Decoder(stream)
whole = decoder.check_integrity()
messages, errors = decoder.read()
stream.reset()
again, _ = decoder.read()
afresh, _ = Decoder(Stream.from_byte_array(content)).read()
seen = [whole, len(messages), len(errors), len(again), len(afresh)]
print(seen)
assert seen == [True, 0, 0, 3, 3], seen
P
