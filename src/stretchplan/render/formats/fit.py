"""Write a plan as a Garmin FIT workout file for a watch, with a step for each step of the schedule.

Sets that are alike are written once, with a step that repeats them, because watches hold a limited number of steps.
Watches show workouts in different ways; no claim is made about any model. Nothing in the file comes from a clock
(docs/decisions/0026-calendars-and-watches-without-a-clock.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any, Final

from stretchplan.base.errors import MissingExtra
from stretchplan.base.translation import in_its_language, say_count
from stretchplan.catalog import Catalog, GarminExercise
from stretchplan.catalog.loader import builtin_of, valid_catalog
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.formats.playable import playable_steps
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words.phrases import capitalized
from stretchplan.words.steps import breathing_words, name_of, session_title, step_words, stretch_names

__all__ = ["plan_to_fit"]

_NOTE_BYTES: Final = 240  # a FIT field holds 255
_LEAST_CUE_BYTES: Final = 60  # with less room beside the breathing, the whole note is cut at its end
_NAME_BYTES: Final = 80
_MOST_STEPS_OF_A_SET: Final = 4  # both sides, and a change after each
_UNDATED: Final = date(2026, 1, 1)
"""The creation date of a plan without a date, or with one outside the years 1998 to 2100."""


@in_its_language
def plan_to_fit(plan: Plan, catalog: Catalog | None = None) -> bytes:
    """Return a plan as a Garmin FIT workout file.

    Parameters
    ----------
    plan
        Any plan whose steps follow one another from second 0.
    catalog
        The catalogue that the plan was made from, which has Garmin's numbers of the exercises. None: the built-in one,
        if the plan is from it; otherwise the steps have names and no numbers.

    Returns
    -------
    bytes
        A file of type workout, sport training, flexibility. Holds and flows are timed steps with the intensity active,
        counted repetitions are steps with a number of repetitions, and moves and rests are timed steps with the
        intensity rest. FIT has no field for a side: the name of the step holds it, with the set. The notes hold the
        seconds, the cue, the breathing and what to feel where there is room for it, in 240 bytes; a long
        cue is cut before the breathing is.

        Where it makes fewer steps, sets that are alike are written once, and a step that repeats them follows:
        ``hold left``, ``change to right``, ``hold right``, ``change to left``, ``2 sets``. Carried out, the repeats
        give the steps of the plan.

    Raises
    ------
    CatalogError
        When ``catalog`` is no valid catalogue.
    ValueError
        When the steps do not follow one another from second 0 to the plan's total, or the plan is not from ``catalog``.
    MissingExtra
        When fit-tool is not installed.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import plan_to_fit
    >>> plan_to_fit(sp.plan(minutes=10, days_since_injury=3))[8:12]
    b'.FIT'
    """
    try:
        from fit_tool.fit_file_builder import FitFileBuilder
    except ModuleNotFoundError:
        raise MissingExtra("fit", "a FIT workout") from None
    messages = list(_steps(plan, _numbers(plan, catalog)))
    builder = FitFileBuilder(auto_define=True)
    for message in (_file(plan), _workout(plan, len(messages)), *messages):
        builder.add(message)
    content: bytes = builder.build().to_bytes()
    return content


def _steps(plan: Plan, numbers: Mapping[str, GarminExercise]) -> Iterator[Any]:
    names = stretch_names(plan)
    index = 0
    for block, times in _blocks(playable_steps(plan, "a FIT workout")):
        first = index
        for step in block:
            yield _step(index, step, names, numbers.get(step.stretch_id or ""), numbered=times == 1)
            index += 1
        if times > 1:
            yield _repeat(index, first, times)
            index += 1


def _blocks(steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Yield the steps in blocks, and how many times each is done; alone where a repeat would not make fewer."""
    alike = [_without_place(step) for step in steps]
    at = 0
    while at < len(steps):
        saved, length, times = 0, 1, 1
        for span in range(1, _MOST_STEPS_OF_A_SET + 1):
            block = alike[at : at + span]
            count = 1
            while alike[at + count * span : at + (count + 1) * span] == block:
                count += 1
            if (count - 1) * span - 1 > saved and len({step.stretch_id for step in steps[at : at + span]}) == 1:
                saved, length, times = (count - 1) * span - 1, span, count
        yield steps[at : at + length], times
        at += length * times


def _without_place(step: Step) -> Step:
    return step.model_copy(update={"start_seconds": 0, "set_number": None})


def _repeat(index: int, first: int, times: int) -> Any:
    from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
    from fit_tool.profile.profile_type import WorkoutStepDuration

    message = WorkoutStepMessage()
    message.message_index = index
    message.workout_step_name = say_count("{count} set", "{count} sets", times)
    message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT  # first: it says what the two values are
    message.duration_step = first
    message.target_repeat_steps = times
    return message


def _numbers(plan: Plan, catalog: Catalog | None) -> Mapping[str, GarminExercise]:
    """Return Garmin's numbers by stretch id, from the catalogue that the plan was made from."""
    if catalog is not None:
        catalog = valid_catalog(catalog)
    if catalog is None:
        builtin = builtin_of(plan.catalog.id, plan.catalog.language)
        if builtin is None or builtin.digest != plan.catalog.digest:
            return {}
        known = builtin
    elif catalog.digest != plan.catalog.digest:
        raise ValueError(
            f"the plan is from {plan.catalog.id} {plan.catalog.version}, and the catalogue given is "
            f"{catalog.id} {catalog.version}, or another form of it; give the one it was made from"
        )
    else:
        known = catalog
    references = {stretch.id: stretch.references.garmin for stretch in known.stretches}
    return {stretch_id: garmin for stretch_id, garmin in references.items() if garmin is not None}


def _file(plan: Plan) -> Any:
    from fit_tool.profile.messages.file_id_message import FileIdMessage
    from fit_tool.profile.profile_type import FileType, Manufacturer

    day = plan.request.on
    if day is None or not 1998 <= day.year <= 2100:
        day = _UNDATED
    message = FileIdMessage()
    message.type = FileType.WORKOUT
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    # A device tells files apart by time and serial number, so the same session is the same file.
    message.time_created = round(datetime.combine(day, time(), UTC).timestamp() * 1000)
    session = f"{plan.request.on} {plan.model_dump_json(include={'schedule'})}"
    message.serial_number = int.from_bytes(sha256(session.encode()).digest()[:4], "big") or 1
    return message


def _workout(plan: Plan, steps: int) -> Any:
    from fit_tool.profile.messages.workout_message import WorkoutMessage
    from fit_tool.profile.profile_type import Sport, SubSport

    message = WorkoutMessage()
    message.workout_name = session_title(plan)
    message.sport = Sport.TRAINING
    message.sub_sport = SubSport.FLEXIBILITY_TRAINING
    message.num_valid_steps = steps
    return message


def _step(index: int, step: Step, names: Mapping[str, str], number: GarminExercise | None, *, numbered: bool) -> Any:
    from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
    from fit_tool.profile.profile_type import Intensity, WorkoutStepDuration, WorkoutStepTarget

    message = WorkoutStepMessage()
    message.message_index = index
    words = step_words(step if numbered else step.model_copy(update={"sets": None}))
    name = _cut(name_of(step, names), _NAME_BYTES - len(words) - 2)
    message.workout_step_name = f"{name}: {words}" if name else capitalized(words)
    message.notes = _notes(step)
    message.target_type = WorkoutStepTarget.OPEN
    if step.kind == "repeat" and step.repetitions is not None and 1 <= step.repetitions <= 2**16:
        message.duration_type = WorkoutStepDuration.REPS
        message.duration_reps = step.repetitions
    else:
        message.duration_type = WorkoutStepDuration.TIME
        message.duration_time = step.seconds
    if step.kind in WORK_KINDS:
        message.intensity = Intensity.ACTIVE
        if number is not None:
            message.exercise_category = number.category
            message.exercise_name = number.name
    else:
        message.intensity = Intensity.REST
    return message


def _notes(step: Step) -> str:
    """Return the seconds, the cue, the breathing and what to feel; a long cue leaves room for the breathing."""
    seconds, breathing = f"{step.seconds} s.", breathing_words(step)
    room = _NOTE_BYTES - len(f"{seconds} {escape_control_chars(breathing)} ".encode())
    cue = _cut(step.cue, room) if room > _LEAST_CUE_BYTES else step.cue
    told = " ".join(filter(None, (seconds, cue, breathing)))
    left = _NOTE_BYTES - len(escape_control_chars(told).encode()) - 1
    if step.feel and left >= len(escape_control_chars(step.feel).encode()):  # whole or not at all
        told += f" {step.feel}"
    return _cut(told, _NOTE_BYTES)


def _cut(text: str, most: int) -> str:
    """Return a text in at most ``most`` bytes of UTF-8, with an ellipsis where it was cut."""
    shown = escape_control_chars(text)
    encoded = shown.encode()
    if len(encoded) <= most:
        return shown
    return encoded[: most - 3].decode(errors="ignore").rstrip() + "\u2026"
