"""Check that a move and a change of side are long enough for what is said in them: ``words-in-time``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stretchplan.base.translation import marked, say
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Side
from stretchplan.results.report import Violation
from stretchplan.safety.checks.conditions import condition_cues
from stretchplan.safety.checks.minutes import too_short
from stretchplan.safety.checks.recount import Session, violation
from stretchplan.safety.checks.recovery import caution_until
from stretchplan.safety.checks.speech import say_seconds
from stretchplan.safety.checks.texts_due import Due, form_due, named, texts_due

__all__ = ["said_before", "said_in_change", "violations"]


# The library's own words; what they are in another language is no matter of planning or checking.
_FIRST: Final[dict[Side, str]] = {"left": marked("Left side first."), "right": marked("Right side first.")}
_START: Final[dict[Side, str]] = {
    "left": marked("Left side."),
    "right": marked("Right side."),
    "both": marked("Hold."),
}
_HALVES: Final = (marked("As you breathe in: {cue}"), marked("As you breathe out: {cue}"))


def violations(session: Session) -> Iterator[Violation]:
    """Yield each move and change of side that is shorter than its words; too short for the pace breaks another rule."""
    settle = session.pace["settle"]
    for run in session.runs:
        if run.stretch is None or run.needs is None or run.body != run.first + 1 or not run.work:
            continue
        step = session.steps[run.first]
        if step.kind != run.needs or too_short(session, run.first, run.needs) or step.seconds < 1:
            continue
        said = max(said_before(run.stretch, session.plan.request, session.policy).values())
        least = session.beyond_settling[run.needs] + max(settle, said)
        if step.seconds < least:
            message = f"This {step.kind} step lasts {step.seconds} s; what is said and done in it takes {least} s."
            yield violation("words-in-time", run.first, message)
    yield from _changes_of_side(session)
    up = session.get_up
    if up is not None and session.pace["get_up"] <= session.steps[up].seconds < session.get_up_seconds:
        message = f"This step lasts {session.steps[up].seconds} s; what is said in it takes {session.get_up_seconds} s."
        yield violation("words-in-time", up, message)


def _changes_of_side(session: Session) -> Iterator[Violation]:
    for run in session.runs:
        if run.stretch is None or run.stretch.sides != "each":
            continue
        least = said_in_change(run.stretch, session.plan.request, session.policy)
        for before, i in pairwise(run.work):
            step = session.steps[before + 1]
            if i == before + 1 or step.kind != "change_side" or too_short(session, before + 1, "change_side"):
                continue
            if 1 <= step.seconds < least:
                message = f"This change_side step lasts {step.seconds} s; what is said in it takes {least} s."
                yield violation("words-in-time", before + 1, message)


def said_in_change(stretch: Stretch, request: PlanRequest, policy: Policy) -> int:
    """Return the seconds of what is said in a change of side, to the side that takes longer; 0 without sides."""
    return max((say_seconds(cue) for cue in texts_due(stretch, request, policy).changes.values()), default=0)


def said_before(stretch: Stretch, request: PlanRequest, policy: Policy) -> dict[Side, int]:
    """Return the seconds of what is said in the move to a stretch, by the side that may come first."""
    sides: tuple[Side, ...] = ("left", "right") if stretch.sides == "each" else ("both",)
    day = request.days_since_injury
    in_form = named(form_due(stretch, request, policy)[0])
    added = [
        caution.cue
        for caution in stretch.cautions
        if day is not None and caution.rule not in in_form and day < caution_until(caution.rule, policy)
    ]
    added += [cue for _, _, cue in condition_cues(stretch, request, policy)]
    texts = texts_due(stretch, request, policy)
    return {side: _seconds(stretch, texts, added, side) for side in sides}


def _seconds(stretch: Stretch, texts: Due, added: list[str], side: Side) -> int:
    said = [stretch.name + ".", texts.setups[side], *added, texts.cues[side]]
    if side != "both":
        said.append(say(_FIRST[side]))
    if texts.breaths is not None and stretch.breath is not None:
        halves = zip(texts.breaths, (stretch.breath.inhale_seconds, stretch.breath.exhale_seconds), strict=True)
        if any(say_seconds(cue) > seconds for cue, seconds in halves):
            # There is no time for these words in the first breaths.
            said += [say(way, cue=cue) for way, cue in zip(_HALVES, texts.breaths, strict=True)]
    feel = texts.feels[side]
    if feel is not None:
        start = say(_START[side])
        if stretch.dose.kind != "hold" or say_seconds(f"{start} {feel}") > stretch.dose.min_seconds:
            said.append(feel)
    return say_seconds(" ".join(said))
