"""Write the safety notices of a plan, and the cues of pauses, changes of side and conditions.

Texts in capitals are English; :func:`stretchplan.base.translation.say` says them in the language that is spoken.
The planner writes these texts, and the check compares a plan with them. Each decides for itself which texts are due.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from stretchplan.base.translation import marked, say, say_count
from stretchplan.catalog.entries import Area
from stretchplan.catalog.stretch import filled
from stretchplan.catalog.vocabulary import Load
from stretchplan.inputs.conditions import Condition
from stretchplan.results.plan import FreeTimeUse, NoticeKind
from stretchplan.words.phrases import length_words, listed

__all__ = ["CONDITION_ADVICE", "CONDITION_CUES", "FALLBACKS", "NOT_MEDICAL_ADVICE"]
__all__ += [
    "BREAKS_RULES",
    "KEEPS_EARLIER",
    "MADE_BY_HAND",
    "NOT_PROVED_BEST",
    "ORDER_NOT_PROVED",
    "SHORT_IS_RIGHT",
]
__all__ += [
    "REST_CUE",
    "SEE_SOMEONE_SOON",
    "adapted",
    "caution",
    "caution_lead",
    "change_side_cue",
    "cleared",
    "condition_advice",
    "condition_cues",
    "general_information",
    "kind_of",
]
__all__ += [
    "MEANT_FOR_IT",
    "minutes_unfilled",
    "named_only",
    "not_screened",
    "over_time",
    "pain_lowest_doses",
    "partly_screened",
    "sentence",
    "stating",
    "step_down",
]

REST_CUE: Final = marked("Let go, rest and breathe easily.")

NOT_MEDICAL_ADVICE: Final = marked("General information, not medical advice.")
_STOP_IF: Final = marked("Stop if pain gets worse, and see a clinician when in doubt.")
_NOT_ASKED: Final = marked("This plan was made without asking about warning signs.")
_DO_NOT_STRETCH: Final = marked(
    "With numbness around the groin, new trouble with bladder or bowels, a weak leg, fever, or pain after a serious "
    "accident, do not stretch: get medical help first."
)
WITH_WARNING_SIGNS: Final = marked(
    "With numbness around the groin, new trouble with bladder or bowels, a weak leg, fever, or pain after a serious "
    "accident, get medical help now."
)
"""What a refusal for strong pain says where warning signs were not asked about."""
NOT_PROVED_BEST: Final = marked("The search stopped before it could prove this plan is the best one.")
ORDER_NOT_PROVED: Final = marked("The search stopped before it could prove that no order changes position less often.")
FALLBACKS: Final = {
    "greedy": marked("The search found no better plan than a simple one, which was built stretch by stretch."),
    "shortest": marked("The search found no other plan than the shortest session that does what was asked."),
}
"""What the planner fell back to when its search ended early, by the end of the notice's id."""
MADE_BY_HAND: Final = marked("The stretches and doses of this session were chosen by hand, not by the planner.")
BREAKS_RULES: Final = marked("This session breaks a safety rule. Do not do it as it is.")
"""What a session says that was chosen by hand and has violations."""
KEEPS_EARLIER: Final = marked("This plan keeps what it can of an earlier one, and a plan made afresh may be better.")
_OVER_TIME: Final = {
    "low-start": marked("New, or not known to have settled yet, so the lowest amount is right today: {stretches}."),
    "break-restart": marked("Not done for two weeks or more, so start low again: {stretches}."),
    "injury-restart": marked("Start low again after the new injury: {stretches}."),
    "aggravating-leave": marked(
        "Back after it made your back worse, so the lowest amount is right today: {stretches}."
    ),
    "one-step-up": marked(
        "More than last time, which takes a regular week that settled, one step at a time: {stretches}."
    ),
}
_KINDS: Final[dict[str, NoticeKind]] = {
    "not-proved-best": "search",
    "order-not-proved": "search",
    "made-by-hand": "search",
    "keeps-earlier": "search",
    **dict.fromkeys((f"fallback-{source}" for source in FALLBACKS), "search"),
    "minutes-unfilled": "session",
    "only-named": "session",
    **dict.fromkeys((*_OVER_TIME, "step-down"), "session"),
}
SEE_SOMEONE_SOON: Final = {
    "first_pain_by_age": marked("A first back pain under 20 or over 55 should be seen by a clinician soon."),
    "not_improving": marked("A back that does not get better should be seen by a clinician soon."),
    "pregnancy": marked("In pregnancy, ask the midwife or doctor before doing these stretches."),
}
"""The notice for a screening question answered yes, by the question's id."""

CONDITION_CUES: Final[dict[tuple[Condition, Load], str]] = {
    ("osteoporosis", "spinal_rotation"): marked("Keep the turn small and slow."),
    ("osteoporosis", "mid_range_flexion"): marked("Keep the movement small; do not round your back to its end."),
    ("osteoporosis", "end_range_extension"): marked("Stay low: come up only a little."),
    ("wrist_pain", "wrist_support"): marked("Rest on your fists or forearms instead of flat hands."),
    ("disc_leg_pain", "end_range_flexion"): marked(
        "Go in slowly and with care. Stop if leg pain or tingling starts or grows."
    ),
}
"""The cue that a condition adds to a stretch with a load."""
CONDITION_ADVICE: Final[dict[Condition, str]] = {
    "hip_replacement": marked(
        "With a hip replacement, ask your surgeon or physiotherapist first. In the first weeks after it, stay off the "
        "floor: use a high chair or a bed. Sit high, on a firm chair with a cushion, hips above your knees, in every "
        "seated stretch."
    ),
    "knee_pain": marked("If kneeling hurts your knee, leave it out and stretch on a chair or a bed."),
    "pregnancy": marked(
        "In pregnancy, lying face down or on the back is left out unless a clinician has cleared it. "
        "Ask your midwife or doctor first."
    ),
    "recent_spinal_surgery": marked(
        "After spinal surgery, do only what your surgical team cleared. Ask first about getting down to the floor."
    ),
    "disc_leg_pain": marked(
        "If leg pain spreads further down, stop and see a clinician. Pain that draws back toward the spine is no "
        "reason to stop."
    ),
}
"""The notice that a stated condition adds to every session; :func:`condition_advice` minds the trimester."""
_FIRST_TRIMESTER: Final = marked(
    "In pregnancy, lying face down is left out unless a clinician has cleared it. "
    "Ask your midwife or doctor before you start."
)


def kind_of(notice_id: str) -> NoticeKind:
    """Return where a notice belongs, by its id."""
    return _KINDS.get(notice_id, "before")


def general_information() -> str:
    """Return what every plan says first."""
    return f"{say(NOT_MEDICAL_ADVICE)} {say(_STOP_IF)}"


def not_screened() -> str:
    """Return the notice of a plan for which no question about warning signs was answered."""
    return f"{say(_NOT_ASKED)} {say(_DO_NOT_STRETCH)}"


_CHANGE_SIDE: Final = {
    "left": marked("Change to the left side."),
    "right": marked("Change to the right side."),
    "both": marked("Change to both sides."),
}


def change_side_cue(side: str, how: str | None = None) -> str:
    """Return the cue of a change to the left or the right side; ``how`` is what the catalogue says of the way there."""
    change = say(_CHANGE_SIDE[side])
    return f"{change} {how}" if how else change


def condition_cues() -> tuple[str, ...]:
    """Return each cue that a condition adds."""
    return tuple(map(say, CONDITION_CUES.values()))


def condition_advice(condition: Condition, trimester: int | None) -> str | None:
    """Return the notice that a stated condition adds to every session, or None."""
    if condition == "pregnancy" and trimester == 1:
        return say(_FIRST_TRIMESTER)
    advice = CONDITION_ADVICE.get(condition)
    return None if advice is None else say(advice)


_STATING: Final[dict[Condition, str]] = {
    "osteoporosis": marked("with osteoporosis"),
    "spinal_stenosis": marked("with spinal stenosis"),
    "spondylolisthesis": marked("with spondylolisthesis"),
    "hip_replacement": marked("with a hip replacement"),
    "knee_pain": marked("with knee pain"),
    "wrist_pain": marked("with wrist pain"),
    "pregnancy": marked("in pregnancy"),
    "recent_spinal_surgery": marked("with recent spinal surgery"),
    "disc_leg_pain": marked("with pain down the leg"),
}


def stating(condition: Condition) -> str:
    """Return how to name a condition in the middle of a sentence: ``with knee pain``, ``in pregnancy``."""
    return say(_STATING[condition])


def pain_lowest_doses(pain: int) -> str:
    """Return the notice that pain keeps the doses low."""
    return say("Pain now is {pain} of 10, so only the lowest doses are right today; stop if it gets worse.", pain=pain)


def over_time(rule_id: str, names: Sequence[str]) -> str:
    """Return the notice that a rule over time sets the amounts of some stretches."""
    return say(_OVER_TIME[rule_id], stretches=listed(names))


def step_down(unsettled: date) -> str:
    """Return the notice that a session did not settle, so that amounts are lower."""
    return say(
        "The session on {day} was too much for your back, so lower amounts are right until a session has settled.",
        day=unsettled,
    )


def caution(name: str, until_day: int, cue: str) -> str:
    """Return the notice of a caution: the stretch's name, the day on which the caution ends, and its cue."""
    said = filled(cue.replace("{side}", "one").replace("{other_side}", "other"), "both")
    return f"{name}, {_early(until_day)}: {said}"


def caution_lead() -> str:
    """Return a pattern for what :func:`caution` writes between the name of the stretch and the catalogue's words."""
    ways = [_early(7), *(re.escape(_early(number)).replace(_NUMBER, "[0-9]+") for number in (_SOME_DAY, _SOME_WEEKS))]
    return f", (?:{'|'.join(ways)}): "


_NUMBER: Final = "987654"
_SOME_DAY: Final = int(_NUMBER)
_SOME_WEEKS: Final = 7 * _SOME_DAY


def _early(until_day: int) -> str:
    weeks, days = divmod(until_day, 7)
    if days or not weeks:
        return say("before day {day}", day=until_day)
    return say_count("in the first week", "in the first {count} weeks", weeks)


def sentence(form_name: str) -> str:
    """Return the name of a form as the end of a sentence."""
    return form_name if form_name.endswith((".", "!", "?", "…")) else f"{form_name}."


def adapted(name: str, condition: Condition, cue: str) -> str:
    """Return the notice that a condition changes how a stretch is done."""
    return f"{name}, {stating(condition)}: {cue}"


def cleared(name: str, condition: Condition) -> str:
    """Return the notice of a clearance that lifts an exclusion."""
    return say(
        "{name} is possible {with_condition} because the request states that a clinician has cleared it.",
        name=name,
        with_condition=stating(condition),
    )


FREE_TIME_USES: Final[dict[FreeTimeUse, str]] = {
    "quiet_end": marked("a quiet minute or two at the end, lying with your knees bent"),
    "second_round": marked("this session once more later in the day"),
    "slower_pace": marked("a slower pace"),
    "fewer_wishes": marked("a stretch that the request avoids or has no equipment for"),
    "larger_catalogue": marked("a catalogue with more stretches"),
}
"""What would use free minutes, in words."""
SHORT_IS_RIGHT: Final = marked("A short session is right for today.")
"""What is said of free minutes in the early days and with pain."""
MEANT_FOR_IT: Final = marked(" meant for it.")
"""The end of what this library says in :func:`named_only`; a sentence of the catalogue may follow."""


def minutes_unfilled(free_seconds: int, budget_seconds: int, uses: Sequence[FreeTimeUse]) -> str:
    """Return the notice that some of the time stays free, and what would use it; without uses, that this is right."""
    free = say(
        "{free} of the {budget} stay free: nothing that the rules allow can be added to this session.",
        free=length_words(free_seconds),
        budget=length_words(budget_seconds),
    )
    if not uses:
        return f"{free} {say(SHORT_IS_RIGHT)}"
    would = "; ".join(say(FREE_TIME_USES[use]) for use in uses)
    use_them = say("What would use them: {uses}.", uses=would)
    return f"{free} {use_them}"


def named_only(area: Area, named: Sequence[str], meant: Sequence[str]) -> str:
    """Return the notice that a plan works an area only by stretches that are named for it.

    ``named`` are the names of these stretches, and ``meant`` those of the stretches of the catalogue that are for it.
    """
    sentences = [
        say_count(
            "Nothing in this plan is mainly for the {area}: {stretches} is only named for it and hardly works it.",
            "Nothing in this plan is mainly for the {area}: {stretches} are only named for it and hardly work it.",
            len(named),
            area=area.name,
            stretches=listed(named),
        )
    ]
    if meant:
        which = say_count(
            "Of this catalogue, {stretches} is",
            "Of this catalogue, {stretches} are",
            len(meant),
            stretches=listed(meant),
        )
        sentences.append(f"{which}{say(MEANT_FOR_IT)}")
    else:
        sentences.append(say("No stretch of this catalogue is") + say(MEANT_FOR_IT))
    if area.mainly_by is not None:
        sentences.append(area.mainly_by)
    return " ".join(sentences)


def partly_screened(stops: list[str], soon: list[str]) -> str:
    """Return the notice about unanswered questions: with a yes, ``stops`` forbid a plan and ``soon`` add a notice."""
    sentences = []
    if stops:
        signs = "; ".join(map(say, stops))
        sentences.append(
            say_count(
                "Not answered about warning signs: {signs}. If this may be so, do not stretch: get medical help first.",
                "Not answered about warning signs: {signs}. If any of these may be so, do not stretch: get medical "
                "help first.",
                len(stops),
                signs=signs,
            )
        )
    if soon:
        signs = "; ".join(map(say, soon))
        sentences.append(
            say("Also not answered: {signs}. If so, see a clinician soon.", signs=signs)
            if stops
            else say("Not answered: {signs}. If so, see a clinician soon.", signs=signs)
        )
    return " ".join(sentences)
