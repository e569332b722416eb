"""Write the safety notices of a plan, and the cues of pauses, changes of side and conditions.

The planner writes these texts, and the check compares a plan with them. Each decides for itself which texts are due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from stretchplan.catalog.entries import Area
from stretchplan.catalog.vocabulary import Load
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.results.plan import FreeTimeUse, NoticeKind
from stretchplan.words.phrases import length_words, listed

__all__ = ["CONDITION_ADVICE", "CONDITION_CUES", "FALLBACKS", "GENERAL_INFORMATION", "NOT_MEDICAL_ADVICE"]
__all__ += [
    "BREAKS_RULES",
    "CAUTION_LEAD",
    "KEEPS_EARLIER",
    "MADE_BY_HAND",
    "NOT_PROVED_BEST",
    "ORDER_NOT_PROVED",
    "SHORT_IS_RIGHT",
]
__all__ += [
    "NOT_SCREENED",
    "REST_CUE",
    "SEE_SOMEONE_SOON",
    "adapted",
    "caution",
    "change_side_cue",
    "cleared",
    "condition_advice",
    "kind_of",
]
__all__ += [
    "MEANT_FOR_IT",
    "minutes_unfilled",
    "named_only",
    "over_time",
    "pain_lowest_doses",
    "partly_screened",
    "sentence",
    "stating",
    "step_down",
]

REST_CUE: Final = "Let go, rest and breathe easily."

NOT_MEDICAL_ADVICE: Final = "General information, not medical advice."
GENERAL_INFORMATION: Final = f"{NOT_MEDICAL_ADVICE} Stop if pain gets worse, and see a clinician when in doubt."
_SIGNS: Final = (
    "With numbness around the groin, new trouble with bladder or bowels, a weak leg, fever, or pain after a serious "
    "accident,"
)
NOT_SCREENED: Final = (
    f"This plan was made without asking about warning signs. {_SIGNS} do not stretch: get medical help first."
)
WITH_WARNING_SIGNS: Final = f"{_SIGNS} get medical help now."
"""What a refusal for strong pain says where warning signs were not asked about."""
NOT_PROVED_BEST: Final = "The search stopped before it could prove this plan is the best one."
ORDER_NOT_PROVED: Final = "The search stopped before it could prove that no order changes position less often."
FALLBACKS: Final = {
    "greedy": "The search found no better plan than a simple one, which was built stretch by stretch.",
    "shortest": "The search found no other plan than the shortest session that does what was asked.",
}
"""What the planner fell back to when its search ended early, by the end of the notice's id."""
MADE_BY_HAND: Final = "The stretches and doses of this session were chosen by hand, not by the planner."
BREAKS_RULES: Final = "This session breaks a safety rule. Do not do it as it is."
"""What a session says that was chosen by hand and has violations."""
KEEPS_EARLIER: Final = "This plan keeps what it can of an earlier one, and a plan made afresh may be better."
CAUTION_LEAD: Final = r", (?:before day [0-9]+|in the first (?:week|[0-9]+ weeks)): "
"""A pattern for what :func:`caution` writes between the name of the stretch and the catalogue's words."""
_OVER_TIME: Final = {
    "low-start": "New, or not known to have settled yet, so the lowest amount is right today: {}.",
    "break-restart": "Not done for two weeks or more, so start low again: {}.",
    "injury-restart": "Start low again after the new injury: {}.",
    "aggravating-leave": "Back after it made your back worse, so the lowest amount is right today: {}.",
    "one-step-up": "More than last time, which takes a regular week that settled, one step at a time: {}.",
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
    "first_pain_by_age": "A first back pain under 20 or over 55 should be seen by a clinician soon.",
    "not_improving": "A back that does not get better should be seen by a clinician soon.",
    "pregnancy": "In pregnancy, ask the midwife or doctor before doing these stretches.",
}
"""The notice for a screening question answered yes, by the question's id."""

CONDITION_CUES: Final[dict[tuple[Condition, Load], str]] = {
    ("osteoporosis", "spinal_rotation"): "Keep the turn small and slow.",
    ("osteoporosis", "mid_range_flexion"): "Keep the movement small; do not round your back to its end.",
    ("osteoporosis", "end_range_extension"): "Stay low: come up only a little.",
    ("wrist_pain", "wrist_support"): "Rest on your fists or forearms instead of flat hands.",
    ("disc_leg_pain", "end_range_flexion"): "Go in slowly and with care. Stop if leg pain or tingling starts or grows.",
}
"""The cue that a condition adds to a stretch with a load."""
CONDITION_ADVICE: Final[dict[Condition, str]] = {
    "hip_replacement": (
        "With a hip replacement, ask your surgeon or physiotherapist first. In the first weeks after it, stay off the "
        "floor: use a high chair or a bed. Sit high, on a firm chair with a cushion, hips above your knees, in every "
        "seated stretch."
    ),
    "knee_pain": "If kneeling hurts your knee, leave it out and stretch on a chair or a bed.",
    "pregnancy": (
        "In pregnancy, lying face down or on the back is left out unless a clinician has cleared it. "
        "Ask your midwife or doctor first."
    ),
    "recent_spinal_surgery": (
        "After spinal surgery, do only what your surgical team cleared. Ask first about getting down to the floor."
    ),
    "disc_leg_pain": (
        "If leg pain spreads further down, stop and see a clinician. Pain that draws back toward the spine is no "
        "reason to stop."
    ),
}
"""The notice that a stated condition adds to every session; :func:`condition_advice` minds the trimester."""
_FIRST_TRIMESTER: Final = (
    "In pregnancy, lying face down is left out unless a clinician has cleared it. "
    "Ask your midwife or doctor before you start."
)


def kind_of(notice_id: str) -> NoticeKind:
    """Return where a notice belongs, by its id."""
    return _KINDS.get(notice_id, "before")


def change_side_cue(side: str, how: str | None = None) -> str:
    """Return the cue of a change to the left or the right side; ``how`` is what the catalogue says of the way there."""
    change = f"Change to the {side} side."
    return f"{change} {how}" if how else change


def condition_advice(condition: Condition, trimester: int | None) -> str | None:
    """Return the notice that a stated condition adds to every session, or None."""
    if condition == "pregnancy" and trimester == 1:
        return _FIRST_TRIMESTER
    return CONDITION_ADVICE.get(condition)


def stating(condition: Condition) -> str:
    """Return how to name a condition in the middle of a sentence: ``with knee pain``, ``in pregnancy``."""
    return "in pregnancy" if condition == "pregnancy" else f"with {CONDITIONS[condition].name}"


def pain_lowest_doses(pain: int) -> str:
    """Return the notice that pain keeps the doses low."""
    return f"Pain now is {pain} of 10, so only the lowest doses are right today; stop if it gets worse."


def over_time(rule_id: str, names: Sequence[str]) -> str:
    """Return the notice that a rule over time sets the amounts of some stretches."""
    return _OVER_TIME[rule_id].format(listed(names))


def step_down(unsettled: date) -> str:
    """Return the notice that a session did not settle, so that amounts are lower."""
    until = "so lower amounts are right until a session has settled"
    return f"The session on {unsettled} was too much for your back, {until}."


def caution(name: str, until_day: int, cue: str) -> str:
    """Return the notice of a caution: the stretch's name, the day on which the caution ends, and its cue."""
    return f"{name}, {_early(until_day)}: {cue.replace('{side}', 'one').replace('{other_side}', 'other')}"


def _early(until_day: int) -> str:
    weeks, days = divmod(until_day, 7)
    if days or not weeks:
        return f"before day {until_day}"
    return "in the first week" if weeks == 1 else f"in the first {weeks} weeks"


def sentence(form_name: str) -> str:
    """Return the name of a form as the end of a sentence."""
    return form_name if form_name.endswith((".", "!", "?", "…")) else f"{form_name}."


def adapted(name: str, condition: Condition, cue: str) -> str:
    """Return the notice that a condition changes how a stretch is done."""
    return f"{name}, {stating(condition)}: {cue}"


def cleared(name: str, condition: Condition) -> str:
    """Return the notice of a clearance that lifts an exclusion."""
    stated = "the request states that a clinician has cleared it"
    return f"{name} is possible {stating(condition)} because {stated}."


FREE_TIME_USES: Final[dict[FreeTimeUse, str]] = {
    "quiet_end": "a quiet minute or two at the end, lying with your knees bent",
    "second_round": "this session once more later in the day",
    "slower_pace": "a slower pace",
    "fewer_wishes": "a stretch that the request avoids or has no equipment for",
    "larger_catalogue": "a catalogue with more stretches",
}
"""What would use free minutes, in words."""
SHORT_IS_RIGHT: Final = "A short session is right for today."
"""What is said of free minutes in the early days and with pain."""
MEANT_FOR_IT: Final = " meant for it."
"""The end of what this library says in :func:`named_only`; a sentence of the catalogue may follow."""


def minutes_unfilled(free_seconds: int, budget_seconds: int, uses: Sequence[FreeTimeUse]) -> str:
    """Return the notice that some of the time stays free, and what would use it; without uses, that this is right."""
    free = f"{length_words(free_seconds)} of the {length_words(budget_seconds)} stay free"
    would = f"What would use them: {'; '.join(FREE_TIME_USES[use] for use in uses)}." if uses else SHORT_IS_RIGHT
    return f"{free}: nothing that the rules allow can be added to this session. {would}"


def named_only(area: Area, named: Sequence[str], meant: Sequence[str]) -> str:
    """Return the notice that a plan works an area only by stretches that are named for it.

    ``named`` are the names of these stretches, and ``meant`` those of the stretches of the catalogue that are for it.
    """
    is_, works = ("is", "works") if len(named) == 1 else ("are", "work")
    sentences = [
        f"Nothing in this plan is mainly for the {area.name}: {listed(named)} {is_} only named for it "
        f"and hardly {works} it."
    ]
    if meant:
        sentences.append(f"Of this catalogue, {listed(meant)} {'is' if len(meant) == 1 else 'are'}{MEANT_FOR_IT}")
    else:
        sentences.append(f"No stretch of this catalogue is{MEANT_FOR_IT}")
    if area.mainly_by is not None:
        sentences.append(area.mainly_by)
    return " ".join(sentences)


def partly_screened(stops: list[str], soon: list[str]) -> str:
    """Return the notice about unanswered questions: with a yes, ``stops`` forbid a plan and ``soon`` add a notice."""
    sentences = []
    if stops:
        sentences.append(
            f"Not answered about warning signs: {'; '.join(stops)}. "
            f"If {'this' if len(stops) == 1 else 'any of these'} may be so, do not stretch: get medical help first."
        )
    if soon:
        also = "Also not answered" if stops else "Not answered"
        sentences.append(f"{also}: {'; '.join(soon)}. If so, see a clinician soon.")
    return " ".join(sentences)
