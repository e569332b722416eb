"""Write the titles, columns and sentences around the data on the pages.

Texts in capitals are English; :func:`stretchplan.base.translation.say` says them in the language that is spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from stretchplan.base.translation import marked, say, say_count
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import EACH_PIECE, Equipment, Style
from stretchplan.inputs.screening import Answer
from stretchplan.results.plan import Notice, Plan, Side
from stretchplan.results.reasons import Aggravated, ConditionForbids, TooEarly
from stretchplan.rulebook.rules import Family
from stretchplan.words.moves import holds_a_chair
from stretchplan.words.notices import KEEPS_EARLIER, MADE_BY_HAND, sentence
from stretchplan.words.phrases import length_words, listed

# --- Words of several pages
AREA: Final = marked("Area")
AREAS: Final = marked("Areas")
# Translators: what a rule allows at most or at least
BOUND: Final = marked("Bound")
DAY: Final = marked("Day")
DOSE: Final = marked("Dose")
# Translators: a heading and a column, above how a stretch is done
HOW: Final = marked("How")
LENGTH: Final = marked("Length")
NOTE: Final = marked("Note")
POSITION: Final = marked("Position")
RULE: Final = marked("Rule")
SOURCE: Final = marked("Source")
STEP: Final = marked("Step")
STRETCH: Final = marked("Stretch")

# --- A plan
MADE_FROM: Final = marked("Made from version {version} of the catalogue {catalog} under version {rules} of the rules.")
OWN_RULE_NAMES: Final = marked("Rules of the caller's own: {rules}.")
WHAT_TO_DO: Final = marked("What to do")
WHY: Final = marked("Why")
_NEEDED: Final = marked("Needed: {things}.")
_GOOD_TO_HAVE: Final = marked("Good to have at hand: {things}.")
_FIRM_CHAIR: Final = marked("a firm chair to get down and up by, without wheels and against a wall")
_CHAIR: Final = marked("a firm chair without wheels")
BEFORE_YOU_START: Final = marked("Before you start")
ABOUT_THIS_SESSION: Final = marked("About this session")
HARDLY_WORKED: Final = marked("Nothing here is mainly for the {areas}.")
STAYS_FREE: Final = marked("{length} stay free.")
NOT_SAFE_NAMES: Final = marked("Left out for safety: {stretches}.")
LEFT_OUT_NAMES: Final = marked("Left out: {stretches}.")
_MOST_NAMES: Final = 7
"""The most stretches that are named as left out in brief."""
_BETTER_MAY_EXIST: Final = {
    "not-proved-best": marked("A better plan may exist: the search for it ended early."),
    "keeps-earlier": KEEPS_EARLIER,
    "made-by-hand": MADE_BY_HAND,
}
"""What is said of a plan that is not proved the best, by the notice that says how it was made, the last one first."""
_BEST: Final = marked(
    "The best there is: the search proved that no plan within these rules and this time scores better."
)
_NOT_PROVED: Final = marked("Not proved the best: the search ended at its budget.")
_NOT_MADE_FOR_IT: Final = marked("Not made to be the best.")
_LEAST: Final = marked("In it the area that gets least gets {amount} s; no plan can reach more than {bound}.")
_LEAST_IN_A_WEEK: Final = marked(
    "In it the area that gets least in these seven days gets {amount} s; no plan can reach more than {bound}."
)
_TOGETHER: Final = marked("In it the areas together get {amount} s; no plan can reach more than {bound}.")
_TOGETHER_IN_A_WEEK: Final = marked(
    "In it the areas together get {amount} s in these seven days; no plan can reach more than {bound}."
)
_DIFFERENT: Final = marked("In it it has {amount} different stretches; no plan can reach more than {bound}.")
_RESTED: Final = marked(
    "In it the days since each stretch was last done add up to {amount}; no plan can reach more than {bound}."
)
_IN_WORK: Final = marked("In it {amount} s of it are stretching; no plan can reach more than {bound}.")
_POSITION_CHANGES: Final = marked("In it it changes position {amount} times; no plan can reach fewer than {bound}.")
_TIES: Final = marked("By every measure it reaches the bound; only the order of ties is open.")
STEP_BY_STEP: Final = marked("Step by step")
TIME: Final = marked("Time")
AREAS_WORKED: Final = marked("Areas worked")
MAIN_TARGET: Final = marked("Main target")
SECONDARY_TARGET: Final = marked("Worked besides")
ASKED_FOR: Final = marked("asked for")
ONLY_NAMED: Final = marked("Only named")
SECONDS_PER_SIDE: Final = marked(
    "Seconds per side, at most 60 from each stretch. When plans are compared, a main target counts in full, one worked "
    "besides half, and one only named a quarter."
)
NOT_WORKED: Final = marked("Not worked: {areas}.")
CONDITIONS_CHANGE: Final = marked("What the stated conditions change")
NO_EFFECT: Final = marked("No stretch is changed by: {conditions}.")
STAND_BY_NOTE: Final = marked("Kept for when a condition or a wish rules out what they stand in for: {stretches}.")
LEFT_OUT: Final = marked("Left out")
RULE_IN_BRACKETS: Final = marked(
    "In brackets is the name of the rule behind it; stretchplan rules NAME shows the rule."
)
OWN_RULES: Final = marked("Rules of the caller's own")
HOW_GOOD: Final = marked("How good this plan is")
MORE: Final = marked("How to see more")
LONG_SHOWS: Final = marked("Add --long for every step: how to do it, how to breathe, and all reasons.")
PAGE_SHOWS: Final = marked("Add --output plan.html for a page with pictures that guides you.")
WHY_SHOWS: Final = marked("stretchplan why {stretch}, with the same options, says more about why it is in.")
TIMELINE: Final = marked("Timeline of the session, {length} long")
SIDES: Final[dict[Side, str]] = {"left": marked("left"), "right": marked("right"), "both": marked("both sides")}

# --- A catalogue and one stretch
STRETCHES: Final = marked("Stretches")
FROM_DAY: Final = marked("From day")
AREAS_IN_BRACKETS: Final = marked(
    "Areas in brackets are worked besides; those after the word named are only named for the stretch. Days count from "
    "an injury, which is day 0."
)
AREAS_TO_ASK_FOR: Final = marked("Areas to ask for")
ALIASES: Final = marked("Also found as {names}.")
BREATH_IN: Final = marked("In, {seconds} s: {cue}")
BREATH_OUT: Final = marked("Out, {seconds} s: {cue}")
EFFORT_OUT: Final = marked(
    "The other way, with the effort on the out-breath (breath=effort_out): in: {inhale} Out: {exhale}"
)
FORM: Final = marked("Another way: {form}")
# Translators: between names of rules, as in: recovery-window or knee-pain
_OR: Final = marked("or")
FORM_WHEN: Final = marked("In place of the above while a rule applies: {rules}.")
FORM_ALSO: Final = marked("{rules}, together with {also}")
FACTS: Final = marked("Facts")
STYLE: Final = marked("Style")
STYLES: Final[dict[Style, str]] = {
    "static": marked("static"),
    "dynamic": marked("dynamic"),
    "strengthening": marked("strengthening"),
}
FIRST_DAY: Final = marked("First day")
DAYS_AFTER_INJURY: Final = marked("{day} after an injury")
WORKS_BESIDES: Final = marked("Works besides")
NAMED_FOR: Final = marked("Only named for")
ALSO_NAMED: Final = marked("named: {areas}")
CAUTION: Final = marked("Caution")
# Translators: before where a stretch may stand in a session
ORDER: Final = marked("Order")
MAY_OPEN: Final = marked("may open a session")
AFTER: Final = marked("after {stretches}")
STRAIGHT_AFTER: Final = marked("straight after {stretches}")
# Translators: before what a stretch demands of the body
ASKS: Final = marked("Asks")
ASKS_UNKNOWN: Final = marked("the catalogue does not say; with most conditions it is left out")
ASKS_NOTHING: Final = marked("nothing that a condition forbids")
# Translators: before equipment that a stretch cannot do without
NEEDS: Final = marked("Needs")
# Translators: before equipment that helps with a stretch
HELPS: Final = marked("Helps")
WORD_OF_CARE: Final = marked("Word of care")
GARMIN_NUMBERS: Final = marked("category {category}, exercise {name}")
WHERE_FROM: Final = marked("Where each fact comes from")
FACT: Final = marked("Fact")
SOURCES: Final = marked("Sources")

# --- A check's report, a refusal, why and why not
NO_VIOLATION: Final = marked("No violation found")
WHAT_IS_WRONG: Final = marked("What is wrong")
CHECKED_AGAINST: Final = marked("Checked against rules version {version}.")
LOOSER: Final = marked("Where the catalogue allows more than the built-in one")
STEPS_COUNT: Final = marked("Steps count from 0, as in the file.")
WHAT_WOULD_HELP: Final = marked("What would help")
IN_THE_PLAN: Final = marked("{stretch} ({stretch_id}) is in the plan")
NOT_IN_THE_PLAN: Final = marked("{stretch} ({stretch_id}) is not in the plan")
DOSE_IS: Final = marked("Dose: {dose}.")
THE_RULE: Final = marked("The rule")
BEST_PLAN_WITH_IT: Final = marked("The best plan with it")
WITH_IT: Final = marked("With it")
WITHOUT_IT: Final = marked("Without it")
HOW_COUNTED: Final = marked(
    "Seconds per side, at most 60 from each stretch: in full for an area that a stretch is mainly for, half for one "
    "that it works besides, a quarter for one that it is only named for."
)
HOW_COUNTED_IN_A_WEEK: Final = marked(
    "Counted are today and the six days before. Today a stretch counts for a seventh for each day since it was last "
    "done, and in full from the seventh day on."
)

# --- Rules, conditions, screening
STRENGTHS: Final = marked(
    "In brackets, what each rests on: guideline, study, consensus, practice, article or policy (ours)."
)
FAMILIES: Final[dict[Family, str]] = {
    "screening": marked("Warning signs"),
    "recovery": marked("After an injury"),
    "history": marked("The sessions before"),
    "person": marked("Stated conditions"),
    "dose": marked("How much"),
    "minutes": marked("Time"),
    "breath": marked("Breath"),
    "order": marked("Order"),
    "pain": marked("Pain now"),
    "policy": marked("Bounds of the caller's own"),
    "demand": marked("What was asked for"),
    "record": marked("What a plan must be"),
    "programme": marked("The days of a programme"),
}
"""The heading of each family of rules, in the order of the page."""
HOW_TO_STATE: Final = marked(
    "State them with --condition ID. In brackets: the rule of each, and what that rests on. "
    "Nothing here diagnoses: state what a clinician has said."
)
QUESTIONS_ANSWERED: Final = marked("{answered} of {questions} questions answered")
SAVE_ANSWERS: Final = marked(
    "Save the answers with --output FILE, and plan with them: stretchplan plan --screening FILE."
)
SIGN: Final = marked("Sign")
ANSWER: Final = marked("Answer")
ANSWERS: Final[dict[Answer, str]] = {"yes": marked("yes"), "unanswered": marked("unanswered"), "no": marked("no")}
NO_MEDICAL_CHECK: Final = marked("This is no medical check. When in doubt, see a clinician.")


def plan_title(plan: Plan) -> str:
    """Return ``6 stretches, 7 min 53 s of 10 min``."""
    return say_count(
        "{count} stretch, {length} of {budget}",
        "{count} stretches, {length} of {budget}",
        len(plan.prescriptions),
        length=length_words(plan.total_seconds),
        budget=length_words(plan.request.budget_seconds),
    )


def session_heading(plan: Plan) -> str:
    """Return ``6 stretches, 7 min 53 s``."""
    return say_count(
        "{count} stretch, {length}",
        "{count} stretches, {length}",
        len(plan.prescriptions),
        length=length_words(plan.total_seconds),
    )


def needed(plan: Plan) -> str:
    """Return what the session cannot be done without; empty if nothing is."""
    pieces = _needed(plan)
    return say(_NEEDED, things=listed(map(_called, sorted(pieces)))) if pieces else ""


def _called(piece: Equipment) -> str:
    return say(_CHAIR) if piece == "chair" else say(EACH_PIECE[piece])


def _needed(plan: Plan) -> set[Equipment]:
    return {piece for prescription in plan.prescriptions for piece in prescription.needs}


def good_to_have(plan: Plan) -> str:
    """Return what is good to have at hand besides what is needed; empty if nothing is.

    Of equipment that was stated, only that is named.
    """
    pieces: set[Equipment] = {piece for prescription in plan.prescriptions for piece in prescription.equipment}
    if plan.request.profile.equipment is not None:
        pieces &= plan.request.profile.equipment
    pieces -= _needed(plan)
    holds_on = any(holds_a_chair(step.cue) for step in plan.schedule if step.kind in ("get_ready", "get_up"))
    found = [
        *[_called(piece) for piece in sorted(pieces)],
        *([say(_FIRM_CHAIR)] if holds_on and "chair" not in pieces | _needed(plan) else []),
    ]
    return say(_GOOD_TO_HAVE, things=listed(found)) if found else ""


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
    return names if more < 2 else [*names[:_MOST_NAMES], say_count("{count} more", "{count} more", more)]


def violations_title(count: int) -> str:
    """Return ``2 violations``."""
    return say_count("{count} violation", "{count} violations", count)


def better_may_exist(plan: Plan) -> str:
    """Return that a better plan may exist than one that is not proved the best, and why."""
    stated = {notice.id for notice in plan.notices}
    made = next((name for name in reversed(_BETTER_MAY_EXIST) if name in stated), "not-proved-best")
    return say(_BETTER_MAY_EXIST[made])


def quality(plan: Plan) -> str:
    """Return whether a plan is proved the best; if not, the first measure in which a better plan may exist."""
    if plan.optimal:
        return say(_BEST)
    here, best = plan.objective, plan.bound
    least, least_bound = here.least_served_quarter_seconds, best.least_served_quarter_seconds
    total, total_bound = here.total_served_quarter_seconds, best.total_served_quarter_seconds
    alone = plan.request.history is None
    measures = (
        (least, least_bound, _LEAST if alone else _LEAST_IN_A_WEEK, 4),
        (total, total_bound, _TOGETHER if alone else _TOGETHER_IN_A_WEEK, 4),
        (here.stretches, best.stretches, _DIFFERENT, 1),
        (here.rested_days or 0, best.rested_days or 0, _RESTED, 1),
        (here.stretching_seconds, best.stretching_seconds, _IN_WORK, 1),
        (here.position_changes, best.position_changes, _POSITION_CHANGES, 1),
    )
    distance = say(_TIES)
    for reached, bound, text, parts in measures:
        if reached != bound:
            amount = f"{reached / parts:g}" if reached % parts else reached // parts
            most = f"{bound / parts:g}"
            distance = say(text, amount=amount, bound=most)
            break
    stated = {notice.id for notice in plan.notices}
    by_search = stated.isdisjoint({"made-by-hand", "keeps-earlier"})
    return f"{say(_NOT_PROVED if by_search else _NOT_MADE_FOR_IT)} {distance}"


def catalog_size(catalog: str, version: str, count: int) -> str:
    """Return how many stretches a version of a catalogue has: ``lower_back_seven 1.0.0, 7 stretches``."""
    return say_count(
        "{catalog} {version}, {count} stretch",
        "{catalog} {version}, {count} stretches",
        count,
        catalog=catalog,
        version=version,
    )


def rules_title(count: int, version: str) -> str:
    """Return ``78 rules, version 5``."""
    return say_count("{count} rule, version {version}", "{count} rules, version {version}", count, version=version)


def conditions_title(count: int) -> str:
    """Return ``13 conditions that may be stated``."""
    return say_count("{count} condition that may be stated", "{count} conditions that may be stated", count)


def either(ids: Iterable[str]) -> str:
    """Return ids of which one is enough: ``a or b or c``."""
    return f" {say(_OR)} ".join(ids)


def dose_range(stretch: Stretch) -> str:
    """Return the doses that a stretch may have: ``1-3 × 10-30 s each side``, ``1-2 × 5-10 times``."""
    dose = stretch.dose
    if dose.kind == "repetitions":
        amount = say("{repetitions} times", repetitions=_range(dose.min_repetitions, dose.max_repetitions))
    else:
        amount = f"{_range(dose.min_seconds, dose.max_seconds)} s"
    sets = f"{_range(dose.min_sets, dose.max_sets)} × {amount}"
    return say("{dose} each side", dose=sets) if stretch.sides == "each" else sets


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}-{most}"


def left_out(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield why each stretch is out, with its rule; those that stand by are in one sentence, the last."""
    waiting = [entry.name for entry in plan.left_out if entry.kind == "standing_by"]
    for entry in plan.left_out:
        if entry.kind != "standing_by":
            yield entry.reason, entry.rule_id or ""
    if waiting:
        yield say(STAND_BY_NOTE, stretches=listed(waiting)), ""
