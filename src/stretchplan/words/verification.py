"""Put what a verification found into sentences.

They are English, whatever is spoken: they are for the developers who keep a catalogue, and are stored with what was
found, so that the same grid gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from stretchplan.base.translation import in_english
from stretchplan.inputs.request import PACES, PlanRequest
from stretchplan.results.verification import Grid
from stretchplan.words.phrases import capitalized, counted, listed

__all__ = ["area_needs_long", "area_never_worked", "caution_never_due", "dose_never_allowed", "dose_never_used"]
__all__ += ["form_never_used", "loads_unknown", "never_allowed", "never_best", "no_answer", "not_proved"]
__all__ += [
    "answer_words",
    "days_words",
    "grid_words",
    "refused_words",
    "request_words",
    "requests_words",
    "rule_broken",
    "rule_failed",
]
__all__ += ["title", "too_late", "too_long", "versions", "without_place"]


def _by(rules: Collection[str]) -> str:
    return f" ({', '.join(sorted(rules))})" if rules else ""


def requests_words(count: int) -> str:
    """Return how many requests, in words."""
    return f"{count:,} request{'' if count == 1 else 's'}"


def versions(catalog: str, version: str, rules: str, library: str) -> str:
    """Return which catalogue, rules and library something was made with."""
    return f"{catalog} {version}, rules {rules}, stretchplan {library}"


def rule_broken(rule_id: str, message: str) -> str:
    """Say that a plan breaks a rule, with what the checker said."""
    return f"A plan breaks {rule_id}: {message}"


def rule_failed(rule_id: str, how: str) -> str:
    """Say that an own rule failed."""
    return f"The rule {rule_id} failed: {how.rstrip('.')}."


def no_answer(requests: int, nodes: int) -> str:
    """Say that the search ended without an answer."""
    have = "has" if requests == 1 else "have"
    return f"{requests_words(requests)} {have} no answer within {nodes:,} nodes."


def not_proved(requests: int, nodes: int) -> str:
    """Say that plans are not proved the best."""
    return f"The plans for {requests_words(requests)} are not proved the best within {nodes:,} nodes."


def area_never_worked(area: str, rules: Collection[str]) -> str:
    """Say that no request of the grid gets an area."""
    return f"{capitalized(area)} can be had with no request of the grid{_by(rules)}."


def area_needs_long(area: str, minutes: int) -> str:
    """Say that an area can be had only with many minutes."""
    return f"{capitalized(area)} can be had only from {minutes} minutes on."


def never_allowed(stretch: str, rules: Collection[str]) -> str:
    """Say that a stretch may be planned in no situation of the grid."""
    return f"{stretch} may be planned in no situation of the grid{_by(rules)}."


def too_late(stretch: str, day: int, rules: Collection[str]) -> str:
    """Say that a stretch may be planned on no day after an injury."""
    return f"{stretch} may be planned without a recent injury only, and on no day up to {day} after one{_by(rules)}."


def too_long(stretch: str, least: int, most: int) -> str:
    """Say that no session of the grid is long enough for a stretch."""
    return f"The shortest session with {stretch} takes {least} s, and the longest of the grid has {most} s."


def without_place(stretch: str) -> str:
    """Say that the order leaves a stretch no place in any session."""
    return f"{stretch} may be planned, but no session has a place for it, however long: nothing may come before it."


def never_best(stretch: str) -> str:
    """Say that no best plan has a stretch."""
    return f"{stretch} may be planned, but no plan of the grid has it: each time another plan is better."


@in_english
def loads_unknown(stretch: str, rules: Collection[str]) -> str:
    """Say that conditions exclude a stretch because its loads are not stated."""
    return f"The catalogue does not say what {stretch} loads, so {listed(sorted(rules))} rule it out."


def form_never_used(stretch: str, form: str) -> str:
    """Say that a form is never used although its rules apply."""
    return (
        f"The form {form!r} of {stretch} is never used: where its rules apply, an earlier form is taken or the stretch "
        "may not be planned."
    )


def caution_never_due(stretch: str, rule_id: str) -> str:
    """Say that a caution is never shown although its rule applies on some days."""
    return f"The caution {rule_id} of {stretch} is never shown: where its rule applies, the stretch may not be planned."


def dose_never_allowed(stretch: str, doses: Sequence[str]) -> str:
    """Say that the rules allow some doses of a stretch in no situation."""
    return f"The rules allow these doses of {stretch} in no situation of the grid: {_some(doses)}."


def dose_never_used(stretch: str, doses: Sequence[str]) -> str:
    """Say that no plan has some doses of a stretch."""
    return f"No plan of the grid has these doses of {stretch}: {_some(doses)}."


def _some(doses: Sequence[str]) -> str:
    shown = ", ".join(doses[:12])
    return f"{shown} and {len(doses) - 12} more" if len(doses) > 12 else shown


# --- Pages

KINDS: Final = {
    "rule_broken": "a plan breaks a rule",
    "rule_failed": "an own rule fails",
    "no_answer": "a request has no answer",
    "area_never_worked": "an area is never worked",
    "area_needs_long": "an area needs many minutes",
    "stretch_never_allowed": "a stretch may never be planned",
    "stretch_too_late": "a stretch is out after every injury",
    "stretch_too_long": "a stretch is too long for every session",
    "stretch_without_place": "a stretch has no place in the order",
    "stretch_never_best": "a stretch is never planned",
    "loads_unknown": "the loads of a stretch are not stated",
    "form_never_used": "a form is never used",
    "caution_never_due": "a caution is never shown",
    "dose_never_allowed": "a dose may never be planned",
    "dose_never_used": "a dose is never planned",
    "not_proved": "a plan is not proved the best",
}
"""What each kind of finding is, in a few words."""

REFUSED_KINDS: Final = {
    "nothing_allowed": "every stretch is forbidden",
    "area_not_worked": "no stretch that may be planned works {}",
    "no_order": "no session keeps the order",
    "too_few_minutes": "too few minutes",
    "search_ended": "the search ended without an answer",
    "rule_failed": "an own rule failed",
    "unknown_area": "the catalogue lacks an area",
}
CHANGES: Final = {
    "lost": "lose their plan",
    "gained": "get a plan that they had not",
    "other_plan": "get another plan",
    "other_words": "get the same session in other words",
    "other_reason": "have no plan, for another reason",
}

COVERED: Final = "What was gone through"
HONEST: Final = (
    "This is what was gone through, and all that is said here is about it. It says nothing of other requests, and "
    "nothing of whether the rules are right for a person."
)
WITH_PLAN: Final = "Catalogue {}. {} requests have a plan."
GONE_THROUGH: Final = (
    "{} requests come to {} distinct problems, for which there were {} searches; "
    "{} plans were made in full and checked."
)
LONGEST: Final = "The longest search took {} nodes: {}."
DIGESTS: Final = "Catalogue {}. Verification {}."
COUNTED: Final = "{} requests, {} distinct problems"
SAME_ANSWER: Final = "{} of {} requests: the same answer"
MORE: Final = "{} more."
WITH_POLICY: Final = ", with a policy ({})"
WITH_RULES: Final = ", with own rules ({})"
AREA: Final = "Area"
STRETCH: Final = "Stretch"
WORTH_KNOWING: Final = "Worth knowing"
WITHOUT_PLAN: Final = "Without a plan"
AREAS_REACHED: Final = "From how many minutes each area can be had"
STRETCHES_USED: Final = "How often each stretch is planned"
SMALLEST: Final = "Smallest example"
REQUESTS: Final = "Requests"
REASON: Final = "Why"
DAYS: Final = "Days since the injury"
FROM_MINUTES: Final = "From minutes"
NEVER: Final = "never"
NO_INJURY: Final = "no recent injury"
DOSES_PLANNED: Final = "Doses planned"
DOSES_ALLOWED: Final = "Doses allowed"
DOSES_STATED: Final = "Doses stated"
BEFORE: Final = "Before: {}"
NOW: Final = "Now: {}"
ENTRIES_DIFFER: Final = "Entries that differ"
NO_CHANGE: Final = "The same answers to {} requests"
WITH_CHANGE: Final = "{} of {} requests get another answer"


def title(faults: int, requests: int) -> str:
    """Return the title of the page of a verification."""
    found = "No fault" if not faults else counted(faults, "fault")
    return f"{found} found in {requests:,} requests"


def grid_words(grid: Grid) -> tuple[str, ...]:
    """Return what each axis of a grid holds."""
    return (
        f"days since the injury: {_values(grid.days, NO_INJURY)}",
        f"minutes: {_values(grid.minutes)}",
        f"sets of areas: {len(grid.areas):,}, of up to {max(map(len, grid.areas))}",
        f"sets of conditions: {len(grid.conditions):,}, of up to {max(map(len, grid.conditions))}",
        f"pain: {_values(grid.pain, 'not asked')}",
        f"paces: {', '.join(pace or 'as suits the day' for pace in grid.paces)}",
    )


def _values(values: Sequence[int | None], none: str = "") -> str:
    """Return values in order, those in a row as a range."""
    shown = [none] if None in values else []
    numbers = [value for value in values if value is not None]
    start = 0
    for place, number in enumerate(numbers):
        if place + 1 < len(numbers) and numbers[place + 1] == number + 1:
            continue
        first = numbers[start]
        shown.append(str(number) if first == number else f"{first} to {number}")
        start = place + 1
    return ", ".join(shown)


@in_english
def request_words(request: PlanRequest) -> str:
    """Return a request of a grid in a line."""
    day = request.days_since_injury
    said = [counted(request.minutes, "minute"), NO_INJURY if day is None else f"day {day}"]
    if request.pain is not None:
        said.append(f"pain {request.pain}")
    if request.targets:
        said.append(listed(sorted(request.targets)))
    if request.profile.conditions:
        said.append(f"with {listed(sorted(request.profile.conditions))}")
    if request.pace is not None:
        said.append(f"pace {next((name for name, pace in PACES.items() if pace == request.pace), 'of its own')}")
    return ", ".join(said)


@in_english
def refused_words(kind: str, area_ids: Sequence[str], rule_ids: Sequence[str]) -> str:
    """Say why there is no plan."""
    return f"{REFUSED_KINDS[kind].format(listed(area_ids))}{_by(rule_ids)}"


def answer_words(text: str) -> str:
    """Return an answer that a verification holds, for people."""
    if not text.startswith("none: "):
        return text
    kind, areas, rules = text.removeprefix("none: ").split("; ")
    none = refused_words(kind, areas.split(",") if areas else (), rules.split(",") if rules else ())
    return f"no plan: {none}"


def days_words(first: int | None, last: int | None) -> str:
    """Return days in a row."""
    if first is None:
        return NO_INJURY
    return str(first) if first == last else f"{first} to {last}"
