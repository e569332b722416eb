"""Write the titles, columns and sentences around the data on the pages. Texts with braces are format templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Equipment
from stretchplan.results.plan import Notice, Plan
from stretchplan.results.reasons import Aggravated, ConditionForbids, TooEarly
from stretchplan.rulebook.rules import Family
from stretchplan.words.moves import holds_a_chair
from stretchplan.words.notices import KEEPS_EARLIER, MADE_BY_HAND, sentence
from stretchplan.words.phrases import counted, length_words, listed

# --- Words of several pages
AREA: Final = "Area"
AREAS: Final = "Areas"
BOUND: Final = "Bound"
DAY: Final = "Day"
DOSE: Final = "Dose"
HOW: Final = "How"
LENGTH: Final = "Length"
NOTE: Final = "Note"
POSITION: Final = "Position"
RULE: Final = "Rule"
SOURCE: Final = "Source"
STEP: Final = "Step"
STRETCH: Final = "Stretch"

# --- A plan
MADE_FROM: Final = "Made from version {version} of the catalogue {catalog} under version {rules} of the rules."
OWN_RULE_NAMES: Final = "Rules of the caller's own: {}."
WHAT_TO_DO: Final = "What to do"
WHY: Final = "Why"
_NEEDED: Final = "Needed: {}."
_GOOD_TO_HAVE: Final = "Good to have at hand: {}."
_FIRM_CHAIR: Final = "a firm chair to get down and up by, without wheels and against a wall"
_CHAIR: Final = "a firm chair without wheels"
BEFORE_YOU_START: Final = "Before you start"
ABOUT_THIS_SESSION: Final = "About this session"
HARDLY_WORKED: Final = "Nothing here is mainly for the {}."
STAYS_FREE: Final = "{} stay free."
NOT_SAFE_NAMES: Final = "Left out for safety: {}."
LEFT_OUT_NAMES: Final = "Left out: {}."
AND_MORE: Final = "{} more"
_MOST_NAMES: Final = 7
"""The most stretches that are named as left out in brief."""
_BETTER_MAY_EXIST: Final = {
    "not-proved-best": "A better plan may exist: the search for it ended early.",
    "keeps-earlier": KEEPS_EARLIER,
    "made-by-hand": MADE_BY_HAND,
}
"""What is said of a plan that is not proved the best, by the notice that says how it was made, the last one first."""
STEP_BY_STEP: Final = "Step by step"
TIME: Final = "Time"
AREAS_WORKED: Final = "Areas worked"
MAIN_TARGET: Final = "Main target"
SECONDARY_TARGET: Final = "Worked besides"
ASKED_FOR: Final = "asked for"
ONLY_NAMED: Final = "Only named"
SECONDS_PER_SIDE: Final = (
    "Seconds per side, at most 60 from each stretch. When plans are compared, a main target counts in full, one worked "
    "besides half, and one only named a quarter."
)
NOT_WORKED: Final = "Not worked: {}."
CONDITIONS_CHANGE: Final = "What the stated conditions change"
NO_EFFECT: Final = "No stretch is changed by: {}."
STAND_BY_NOTE: Final = "Kept for when a condition or a wish rules out what they stand in for: {}."
LEFT_OUT: Final = "Left out"
RULE_IN_BRACKETS: Final = "In brackets is the name of the rule behind it; stretchplan rules NAME shows the rule."
OWN_RULES: Final = "Rules of the caller's own"
HOW_GOOD: Final = "How good this plan is"
MORE: Final = "How to see more"
LONG_SHOWS: Final = "Add --long for every step: how to do it, how to breathe, and all reasons."
PAGE_SHOWS: Final = "Add --output plan.html for a page with pictures that guides you."
WHY_SHOWS: Final = "stretchplan why {}, with the same options, says more about why it is in."
TIMELINE: Final = "Timeline of the session, {} long"
LEFT: Final = "left"
RIGHT: Final = "right"
BOTH_SIDES: Final = "both sides"

# --- A catalogue and one stretch
CATALOG_SIZE: Final = "{catalog} {version}, {count} stretches"
STRETCHES: Final = "Stretches"
FROM_DAY: Final = "From day"
AREAS_IN_BRACKETS: Final = (
    "Areas in brackets are worked besides; those after the word named are only named for the stretch. Days count from "
    "an injury, which is day 0."
)
AREAS_TO_ASK_FOR: Final = "Areas to ask for"
ALIASES: Final = "Also found as {}."
BREATH_IN: Final = "In, {seconds} s: {cue}"
BREATH_OUT: Final = "Out, {seconds} s: {cue}"
EFFORT_OUT: Final = "The other way, with the effort on the out-breath (breath=effort_out): in: {inhale} Out: {exhale}"
FORM: Final = "Another way: {}"
FORM_WHEN: Final = "In place of the above while a rule applies: {}."
FORM_ALSO: Final = "{rules}, together with {also}"
FACTS: Final = "Facts"
STYLE: Final = "Style"
FIRST_DAY: Final = "First day"
DAYS_AFTER_INJURY: Final = "{} after an injury"
WORKS_BESIDES: Final = "Works besides"
NAMED_FOR: Final = "Only named for"
CAUTION: Final = "Caution"
ORDER: Final = "Order"
MAY_OPEN: Final = "may open a session"
AFTER: Final = "after {}"
STRAIGHT_AFTER: Final = "straight after {}"
ASKS: Final = "Asks"
ASKS_UNKNOWN: Final = "the catalogue does not say; with most conditions it is left out"
ASKS_NOTHING: Final = "nothing that a condition forbids"
NEEDS: Final = "Needs"
HELPS: Final = "Helps"
WORD_OF_CARE: Final = "Word of care"
GARMIN_NUMBERS: Final = "category {category}, exercise {name}"
WHERE_FROM: Final = "Where each fact comes from"
FACT: Final = "Fact"
SOURCES: Final = "Sources"

# --- A check's report, a refusal, why and why not
NO_VIOLATION: Final = "No violation found"
WHAT_IS_WRONG: Final = "What is wrong"
CHECKED_AGAINST: Final = "Checked against rules version {}."
LOOSER: Final = "Where the catalogue allows more than the built-in one"
STEPS_COUNT: Final = "Steps count from 0, as in the file."
WHAT_WOULD_HELP: Final = "What would help"
IN_THE_PLAN: Final = "{} ({}) is in the plan"
NOT_IN_THE_PLAN: Final = "{} ({}) is not in the plan"
DOSE_IS: Final = "Dose: {}."
THE_RULE: Final = "The rule"
BEST_PLAN_WITH_IT: Final = "The best plan with it"
WITH_IT: Final = "With it"
WITHOUT_IT: Final = "Without it"
HOW_COUNTED: Final = (
    "Seconds per side, at most 60 from each stretch: in full for an area that a stretch is mainly for, half for one "
    "that it works besides, a quarter for one that it is only named for."
)
HOW_COUNTED_IN_A_WEEK: Final = (
    "Counted are today and the six days before. Today a stretch counts for a seventh for each day since it was last "
    "done, and in full from the seventh day on."
)

# --- Rules, conditions, screening
RULES_TITLE: Final = "{} rules, version {}"
STRENGTHS: Final = "In brackets, what each rests on: guideline, study, consensus, practice, article or policy (ours)."
FAMILIES: Final[dict[Family, str]] = {
    "screening": "Warning signs",
    "recovery": "After an injury",
    "history": "The sessions before",
    "person": "Stated conditions",
    "dose": "How much",
    "minutes": "Time",
    "breath": "Breath",
    "order": "Order",
    "pain": "Pain now",
    "policy": "Bounds of the caller's own",
    "demand": "What was asked for",
    "record": "What a plan must be",
    "programme": "The days of a programme",
}
"""The heading of each family of rules, in the order of the page."""
CONDITIONS_TITLE: Final = "{} conditions that may be stated"
HOW_TO_STATE: Final = (
    "State them with --condition ID. In brackets: the rule of each, and what that rests on. "
    "Nothing here diagnoses: state what a clinician has said."
)
QUESTIONS_ANSWERED: Final = "{} of {} questions answered"
SAVE_ANSWERS: Final = "Save the answers with --output FILE, and plan with them: stretchplan plan --screening FILE."
SIGN: Final = "Sign"
ANSWER: Final = "Answer"
NO_MEDICAL_CHECK: Final = "This is no medical check. When in doubt, see a clinician."


def plan_title(plan: Plan) -> str:
    """Return ``6 stretches, 7 min 53 s of 10 min``."""
    return f"{session_heading(plan)} of {length_words(plan.request.budget_seconds)}"


def session_heading(plan: Plan) -> str:
    """Return ``6 stretches, 7 min 53 s``."""
    return f"{counted(len(plan.prescriptions), 'stretch', 'stretches')}, {length_words(plan.total_seconds)}"


def needed(plan: Plan) -> str:
    """Return what the session cannot be done without; empty if nothing is."""
    pieces = _needed(plan)
    return _NEEDED.format(listed(map(_called, sorted(pieces)))) if pieces else ""


def _called(piece: str) -> str:
    return _CHAIR if piece == "chair" else f"a {piece}"


def _needed(plan: Plan) -> set[Equipment]:
    return {piece for prescription in plan.prescriptions for piece in prescription.needs}


def good_to_have(plan: Plan) -> str:
    """Return what is good to have at hand besides what is needed; empty if nothing is.

    Of equipment that was stated, only that is named.
    """
    pieces = {piece for prescription in plan.prescriptions for piece in prescription.equipment}
    if plan.request.profile.equipment is not None:
        pieces &= plan.request.profile.equipment
    pieces -= _needed(plan)
    holds_on = any(holds_a_chair(step.cue) for step in plan.schedule if step.kind in ("get_ready", "get_up"))
    found = [
        *[_called(piece) for piece in sorted(pieces)],
        *([_FIRM_CHAIR] if holds_on and "chair" not in pieces | _needed(plan) else []),
    ]
    return _GOOD_TO_HAVE.format(listed(found)) if found else ""


def to_mind(plan: Plan) -> list[Notice]:
    """Return what to mind before the start, but for what the name of a stretch says already with its form."""
    forms = {p.stretch_id: sentence(p.form_name) for p in plan.prescriptions if p.form_name is not None}
    told = [(notice, forms.get(notice.stretch_id or "")) for notice in plan.notices if notice.kind == "before"]
    return [notice for notice, form in told if form is None or not notice.text.endswith(f": {form}")]


def left_out_in_brief(plan: Plan, *, for_safety: bool) -> list[str]:
    """Return the first few names of what is left out for safety, or for another reason.

    For safety are an early day, a condition, and what made the back worse.
    """
    names = [
        e.name for e in plan.left_out if isinstance(e.because, TooEarly | ConditionForbids | Aggravated) is for_safety
    ]
    more = len(names) - _MOST_NAMES
    return names if more < 2 else [*names[:_MOST_NAMES], AND_MORE.format(more)]


def violations_title(count: int) -> str:
    """Return ``2 violations``."""
    return counted(count, "violation")


def better_may_exist(plan: Plan) -> str:
    """Return that a better plan may exist than one that is not proved the best, and why."""
    stated = {notice.id for notice in plan.notices}
    made = next((name for name in reversed(_BETTER_MAY_EXIST) if name in stated), "not-proved-best")
    return _BETTER_MAY_EXIST[made]


def quality(plan: Plan) -> str:
    """Return whether a plan is proved the best; if not, the first measure in which a better plan may exist."""
    if plan.optimal:
        return "The best there is: the search proved that no plan within these rules and this time scores better."
    here, best = plan.objective, plan.bound
    least, least_bound = here.least_served_quarter_seconds, best.least_served_quarter_seconds
    total, total_bound = here.total_served_quarter_seconds, best.total_served_quarter_seconds
    when = "" if plan.request.history is None else " in these seven days"
    measures = (
        (least, least_bound, f"the area that gets least{when} gets {{}} s", "more", 4),
        (total, total_bound, f"the areas together get {{}} s{when}", "more", 4),
        (here.stretches, best.stretches, "it has {} different stretches", "more", 1),
        (
            here.rested_days or 0,
            best.rested_days or 0,
            "the days since each stretch was last done add up to {}",
            "more",
            1,
        ),
        (here.stretching_seconds, best.stretching_seconds, "{} s of it are stretching", "more", 1),
        (here.position_changes, best.position_changes, "it changes position {} times", "fewer", 1),
    )
    distance = "By every measure it reaches the bound; only the order of ties is open."
    for reached, bound, words, better, parts in measures:
        if reached != bound:
            amount = f"{reached / parts:g}" if reached % parts else reached // parts
            distance = f"In it {words.format(amount)}; no plan can reach {better} than {bound / parts:g}."
            break
    stated = {notice.id for notice in plan.notices}
    if stated.isdisjoint({"made-by-hand", "keeps-earlier"}):
        return f"Not proved the best: the search ended at its budget. {distance}"
    return f"Not made to be the best. {distance}"


def dose_range(stretch: Stretch) -> str:
    """Return the doses that a stretch may have: ``1-3 × 10-30 s each side``, ``1-2 × 5-10 times``."""
    dose = stretch.dose
    if dose.kind == "repetitions":
        amount = f"{_range(dose.min_repetitions, dose.max_repetitions)} times"
    else:
        amount = f"{_range(dose.min_seconds, dose.max_seconds)} s"
    return f"{_range(dose.min_sets, dose.max_sets)} × {amount}{' each side' if stretch.sides == 'each' else ''}"


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}-{most}"


def left_out(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield why each stretch is out, with its rule; those that stand by are in one sentence, the last."""
    waiting = [entry.name for entry in plan.left_out if entry.kind == "standing_by"]
    for entry in plan.left_out:
        if entry.kind != "standing_by":
            yield entry.reason, entry.rule_id or ""
    if waiting:
        yield STAND_BY_NOTE.format(listed(waiting)), ""
