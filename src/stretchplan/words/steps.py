"""Put the doses, steps, breaths and times of a session into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from stretchplan.base.translation import LanguageName, marked, say, say_count, speaking, spoken
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Plan, Prescription, Step, StepKind
from stretchplan.words.languages import Phrase, joined, own_language
from stretchplan.words.notices import change_side_cue
from stretchplan.words.phrases import capitalized, length_words

__all__ = [
    "CALENDAR_NAME",
    "END",
    "MORE_IN_THE_PLAN",
    "area_words",
    "breathing_phrases",
    "breathing_words",
    "day_words",
]
__all__ += ["cancelled_title", "dose_words", "minutes_seconds", "name_of", "session_title", "step_line", "step_words"]
__all__ += ["stretch_names", "stretch_words", "told", "without_repeats"]

END: Final = marked("end")
CALENDAR_NAME: Final = marked("Stretching")
MORE_IN_THE_PLAN: Final = marked(
    "This is the short form. The plan itself says what to note before you start and how each stretch is done; "
    "read that first."
)
_STEPS: Final[dict[StepKind, str]] = {
    "get_ready": marked("get ready"),
    "change_position": marked("change position"),
    "settle": marked("get into place"),
    "hold": marked("hold"),
    "flow": marked("move"),
    "repeat": marked("repeat"),
    "change_side": marked("change side"),
    "rest": marked("rest"),
    "get_up": marked("get up"),
}
_CHANGE_TO: Final = {"left": marked("change to left"), "right": marked("change to right")}
_SIDES: Final = {"left": marked("left"), "right": marked("right")}


def session_title(plan: Plan) -> str:
    """Return what a session is called in a calendar, on a watch and on a phone: ``Stretching, 7 min 53 s``."""
    return say("Stretching, {length}", length=length_words(plan.total_seconds))


def cancelled_title(title: str) -> str:
    """Return what a session that is cancelled is called: many calendars show it like any other."""
    return say("Cancelled: {title}", title=title)


def minutes_seconds(seconds: int) -> str:
    """Return a moment of a session as minutes and seconds: ``4:05``."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02}"


def area_words(area_id: str, plan: Plan) -> str:
    """Return an area's name from a plan's coverage, or its id as words."""
    covered = plan.coverage.get(area_id)
    return covered.name if covered else area_id.replace("_", " ")


def stretch_words(stretch_id: str, plan: Plan) -> str:
    """Return a stretch's name from a plan, or its id as words."""
    return stretch_names(plan).get(stretch_id, stretch_id.replace("_", " "))


def stretch_names(plan: Plan) -> dict[str, str]:
    """Return the names of all planned and left-out stretches, by id."""
    return {entry.stretch_id: entry.name for entry in plan.left_out} | {
        p.stretch_id: p.name for p in plan.prescriptions
    }


def name_of(step: Step, names: Mapping[str, str]) -> str:
    """Return the name of a step's stretch, or its id; empty for getting up, and else a dash without a stretch."""
    return names.get(step.stretch_id or "", step.stretch_id or ("" if step.kind == "get_up" else "-"))


def day_words(request: PlanRequest) -> str:
    """Return how long ago the injury is, as the request states it."""
    days = request.days_since_injury
    if days is None:
        return say("no recent injury")
    return say("day of the injury (day 0)") if days == 0 else say("day {day} after the injury", day=days)


def dose_words(prescription: Prescription) -> str:
    """Return a dose: ``2 × 20 s each side``, ``1 × 8 slow repetitions``, ``2 × 5 breaths (30 s)``."""
    repetitions = prescription.repetitions or 0
    if prescription.hold_seconds is not None:
        amount = f"{prescription.hold_seconds} s"
    elif prescription.kind == "flow":
        amount = f"{say_count('{count} breath', '{count} breaths', repetitions)} ({prescription.set_seconds} s)"
    else:
        amount = say_count("{count} slow repetition", "{count} slow repetitions", repetitions)
    dose = f"{prescription.sets} × {amount}"
    return say("{dose} each side", dose=dose) if prescription.sides == "each" else dose


def step_words(step: Step) -> str:
    """Return what a step is: ``hold left 1 of 2``, ``change to right``, ``repeat``."""
    if step.kind == "change_side" and step.side in {"left", "right"}:
        return say(_CHANGE_TO[step.side])
    parts = [say(_STEPS[step.kind])]
    if step.side in {"left", "right"}:
        parts.append(say(_SIDES[step.side]))
    if step.kind != "rest" and step.sets is not None and step.sets > 1:
        parts.append(say("{number} of {all}", number=step.set_number, all=step.sets))
    return " ".join(parts)


def step_line(step: Step, name: str) -> str:
    """Return a step in one line, with its stretch's name: ``0:12 Child's Pose: hold, 30 s``."""
    words = f"{name}: {step_words(step)}" if name else capitalized(step_words(step))
    return f"{minutes_seconds(step.start_seconds)} {words}, {step.seconds} s"


def breathing_words(step: Step) -> str:
    """Return how to breathe in a step: ``2 breaths: in 4 s, out 6 s.``; in a movement also what to do on each half."""
    return " ".join(phrase.text for phrase in breathing_phrases(step, spoken()))


def breathing_phrases(step: Step, language: str) -> tuple[Phrase, ...]:
    """Return how to breathe in a step, with the catalogue's cues in its language."""
    breathing = step.breathing
    if breathing is None:
        return ()
    own = own_language(language)
    if step.kind == "repeat":
        count = say_count("{count} repetition", "{count} repetitions", breathing.cycles)
    else:
        count = say_count("{count} breath", "{count} breaths", breathing.cycles)
    inhale, exhale = breathing.inhale_seconds, breathing.exhale_seconds
    if breathing.inhale_cue is None and breathing.exhale_cue is None:
        text = say(
            "{count}: in {inhale_seconds} s, out {exhale_seconds} s.",
            count=count,
            inhale_seconds=inhale,
            exhale_seconds=exhale,
        )
        return (Phrase(text, own),)
    phrases = [Phrase(f"{count}.", own)]
    halves = [
        (say("In, {seconds} s", seconds=inhale), breathing.inhale_cue),
        (say("Out, {seconds} s", seconds=exhale), breathing.exhale_cue),
    ]
    for half, cue in halves if breathing.begins_with == "inhale" else reversed(halves):
        phrases += [Phrase(f"{half}{':' if cue else '.'}", own), Phrase(cue or "", language)]
    return joined(phrases)


def without_repeats(schedule: Iterable[Step]) -> Iterator[tuple[Step, bool, str, str]]:
    """Yield each step, whether a stretch begins with it, its cue with what to feel, and its breathing.

    A text that the same stretch had before, even with the other side's name, is left empty.
    """
    given: set[str] = set()
    before: Step | None = None
    for step in schedule:
        begins = before is None or step.stretch_id != before.stretch_id
        if begins:
            given = set()
        cue = _if_not_given(_beyond_words(step), given)
        yield step, begins, cue, _if_not_given(breathing_words(step), given)
        before = step


def told(step: Step) -> str:
    """Return the cue of a step, and what to feel in it."""
    return step.cue if step.feel is None else f"{step.cue} {step.feel}"


def _beyond_words(step: Step) -> str:
    """Return what is told in a step, without what only repeats its words, ``change to right``."""
    if step.kind == "change_side" and step.side is not None:
        return step.cue.removeprefix(change_side_cue(step.side)).strip()
    return told(step)


@cache
def _side_words(language: LanguageName) -> re.Pattern[str]:
    with speaking(language):
        # Translators: a regular expression for every form of the words that name a side, such as links|linken.
        sides = say("left|right")
    return re.compile(rf"\b({sides})\b")


def _if_not_given(text: str, given: set[str]) -> str:
    key = _side_words(spoken()).sub("", text)
    if key in given:
        return ""
    given.add(key)
    return text
