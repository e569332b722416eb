"""Check that the answers about warning signs allow a plan, and find the notices that they require.

Checks ``emergency-signs``, ``same-day-signs``, ``clinician-first-signs`` and ``prompt-signs``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.base.translation import say
from stretchplan.inputs.policy import Policy
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Session, violation
from stretchplan.words import notices as texts

__all__ = ["SOON", "STOPS", "soon_notices", "unanswered", "unknown_notice", "violations"]

# Written from the rules, not taken from the table of questions that the planner uses.
STOPS: Final[dict[str, tuple[str, ...]]] = {
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
"""Questions whose yes forbids every plan, by rule."""
SOON: Final = {
    "first_pain_by_age": "see-someone-soon-first-pain-by-age",
    "not_improving": "see-someone-soon-not-improving",
    "pregnancy": "see-someone-soon-pregnancy",
}
"""Questions whose yes requires a notice, with the id of the notice."""


def violations(session: Session) -> Iterator[Violation]:
    """Yield the answers that forbid a plan; ``record`` checks the notices."""
    screening = session.plan.request.screening
    if screening is None:
        return
    for rule, questions in STOPS.items():
        for question in questions:
            # Any other value than these two counts as a yes.
            if getattr(screening, question) not in ("no", "unanswered"):
                message = f"The request answers {question!r} with yes; no plan is allowed with that answer."
                yield violation(rule, None, message)


def unanswered(plan: Plan) -> list[str]:
    """Return the questions without a yes or a no, in the order of the questions."""
    questions = [question for questions in STOPS.values() for question in questions] + list(SOON)
    screening = plan.request.screening
    return [q for q in questions if screening is None or getattr(screening, q) not in ("yes", "no")]


def soon_notices(plan: Plan, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each notice to see someone soon."""
    day, screening = plan.request.days_since_injury, plan.request.screening
    if screening is None:
        return
    for question, notice in SOON.items():
        if question == "not_improving" and day is not None and day < policy.no_improvement_from_day:
            continue
        if getattr(screening, question) not in ("no", "unanswered"):
            yield notice, say(texts.SEE_SOMEONE_SOON[question])


def unknown_notice(plan: Plan) -> tuple[str, str] | None:
    """Return the id and the text of the notice about unanswered questions; None when all are answered."""
    screening = plan.request.screening
    missing = unanswered(plan)
    if screening is None or len(missing) == sum(map(len, STOPS.values())) + len(SOON):
        return "not-screened", texts.not_screened()
    if not missing:
        return None
    # Only the short names come from the table of questions.
    short: dict[str, str] = {question.id: question.short for question in screening.with_answer("unanswered")}
    return "partly-screened", texts.partly_screened(
        [short.get(question, question) for question in missing if question not in SOON],
        [short.get(question, question) for question in missing if question in SOON],
    )
