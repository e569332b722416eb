"""Whether a plan may be there at all with its answers about warning signs, and says what should be seen soon.

Judges ``emergency-signs``, ``same-day-signs``, ``clinician-first-signs`` and ``prompt-signs``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.inputs.policy import Policy
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Session
from stretchplan.words import notices as wording

__all__ = ["SOON", "STOPS", "soon_notices", "unanswered", "unknown_notice", "violations"]

# Written from the rules a second time, not taken from the questions' own table.
STOPS: Final = {
    "emergency-signs": (
        "saddle_numbness",
        "bladder_or_bowel",
        "both_legs",
        "serious_accident",
        "small_fall_with_weak_bones",
        "chest_pain",
        "sudden_pain_and_faintness",
    ),
    "same-day-signs": ("leg_weakness", "fever_or_unwell", "weakened_immune_system", "injected_drugs"),
    "clinician-first-signs": (
        "cancer_history",
        "weight_loss",
        "night_pain",
        "lump_or_changed_shape",
        "unsteady_walking",
        "pulsing_belly",
    ),
}
"""Questions whose yes leaves no plan, by rule."""
SOON: Final = {
    "first_pain_by_age": "see-someone-soon-first-pain-by-age",
    "not_improving": "see-someone-soon-not-improving",
    "pregnancy": "see-someone-soon-pregnancy",
}
"""Questions whose yes needs a notice, and the notice."""


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule about warning signs.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    plan = session.plan
    screening = plan.request.screening
    if screening is None:
        return
    for rule, questions in STOPS.items():
        for question in questions:
            # Whatever is not one of the two other answers counts as a yes.
            if getattr(screening, question) not in ("no", "unanswered"):
                yield Violation(
                    rule_id=rule, step=None, message=f"The request answers {question!r} with yes, and there is a plan."
                )


def unanswered(plan: Plan) -> list[str]:
    """Return the questions that were not answered with yes or no, in asking order."""
    questions = [question for questions in STOPS.values() for question in questions] + list(SOON)
    screening = plan.request.screening
    return [q for q in questions if screening is None or getattr(screening, q) not in ("yes", "no")]


def soon_notices(plan: Plan, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each notice about what should be seen soon.

    Parameters
    ----------
    plan
        The plan, with its request.
    policy
        The bounds to judge by.
    """
    day, screening = plan.request.days_since_injury, plan.request.screening
    if screening is None:
        return
    for question, notice in SOON.items():
        if question == "not_improving" and day is not None and day < policy.no_improvement_from_day:
            continue
        if getattr(screening, question) not in ("no", "unanswered"):
            yield notice, wording.SEE_SOMEONE_SOON[question]


def unknown_notice(plan: Plan) -> tuple[str, str] | None:
    """Return the id and the text of the notice that says what was not answered, or None when all was.

    Parameters
    ----------
    plan
        The plan, with its request.
    """
    screening = plan.request.screening
    open_ones = unanswered(plan)
    if screening is None or len(open_ones) == sum(map(len, STOPS.values())) + len(SOON):
        return "not-screened", wording.NOT_SCREENED
    if not open_ones:
        return None
    # Which are open is worked out above; only how to name them shortly is asked of the questions.
    short: dict[str, str] = {question.id: question.short for question in screening.with_answer("unanswered")}
    return "partly-screened", wording.partly_screened(
        [short.get(question, question) for question in open_ones if question not in SOON],
        [short.get(question, question) for question in open_ones if question in SOON],
    )
