"""The rules, each once, with its sentence, bound, source and strength.

Their numbers are in :mod:`stretchplan.rulebook.bounds`. :mod:`stretchplan.safety.allowed` reads the rules to say which
doses may be planned, and :mod:`stretchplan.safety.checks` reads them again to check a finished plan, so that a mistake
in one reading is caught by the other.
"""

from __future__ import annotations

from typing import Final

from stretchplan.rulebook.bounds import (
    AIM_SECONDS_PER_SIDE,
    BREATH_SECONDS_IN_A_HOLD,
    EARLY_MAX_SETS,
    EARLY_UNTIL_DAY,
    LONGEST_BREATH_SECONDS,
    MAX_SETS,
    PAIN_LOWEST_DOSES_FROM,
    PAIN_STOP_FROM,
    PIRIFORMIS_LIGHT_UNTIL_DAY,
    REPAIR_MAX_SETS,
    REPAIR_UNTIL_DAY,
    SHORTEST_BREATH_SECONDS,
    SPOKEN_WORDS_A_MINUTE,
    TWIST_SMALL_UNTIL_DAY,
)
from stretchplan.rulebook.condition_rules import CONDITION_RULES
from stretchplan.rulebook.programme_rules import PROGRAMME_RULES
from stretchplan.rulebook.rule import Family, Rule, Strength
from stretchplan.rulebook.rules_over_time import RULES_OVER_TIME
from stretchplan.rulebook.screening_rules import SCREENING_RULES

__all__ = ["RULES", "RULES_VERSION", "Family", "Rule", "Strength", "rule", "rules"]

RULES_VERSION: Final = "1.3"
"""It changes with every change of a rule, of a bound or of its meaning."""

_ARTICLE = "the source article of the built-in catalogue, a web article for readers"
_OURS = "this library"

RULES: Final[tuple[Rule, ...]] = (
    *SCREENING_RULES,
    Rule(
        id="recovery-window",
        family="recovery",
        sentence="A stretch is not planned before its first allowed day.",
        bound="each stretch's first_allowed_day; the glute bridge not on days 0 to 6",
        source=f"{_ARTICLE}; acute-phase leaflets list knee rolls and hugs early, bridges later",
        strength="article",
        note="The article says 'a week or so'; no clinical source dates it.",
    ),
    Rule(
        id="injury-stated",
        family="recovery",
        sentence="The caller states the days since the injury, or 'no recent injury'; neither is assumed.",
        bound="a whole number from 0, or an explicit None",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="early-dose",
        family="recovery",
        sentence="The nearer the injury, the smaller the dose.",
        bound=(
            f"days 0 to {EARLY_UNTIL_DAY - 1}: the lowest hold or repetition count, at most {EARLY_MAX_SETS} sets; "
            f"days {EARLY_UNTIL_DAY} to {REPAIR_UNTIL_DAY - 1}: up to the middle of the range, at most "
            f"{REPAIR_MAX_SETS} sets; from day {REPAIR_UNTIL_DAY} or with no recent injury: the full range"
        ),
        source=f"{_OURS}, shaped by soft-tissue healing phases and acute leaflets that give 10 to 30 s, 2 to 4 times",
        strength="policy",
    ),
    Rule(
        id="piriformis-light",
        family="recovery",
        sentence="In the first week the piriformis stretch is kept light.",
        bound=f"before day {PIRIFORMIS_LIGHT_UNTIL_DAY}; shown as a form or a cue, and as a notice",
        source=_ARTICLE,
        strength="article",
        note="The article says to keep it light following an injury; the day is this library's.",
    ),
    Rule(
        id="twist-small",
        family="recovery",
        sentence="In the first six weeks the twist is bent-kneed and small.",
        bound=f"before day {TWIST_SMALL_UNTIL_DAY}; shown as a form (knee rolls) or a cue, and as a notice",
        source=(
            "patient texts, which conflict: A.D.A.M. advises against twisting for 6 weeks, NHS leaflets give knee "
            "rolls at once"
        ),
        strength="practice",
    ),
    Rule(
        id="early-form",
        family="recovery",
        sentence="In the early days a stretch is done in its early form, where the catalogue has one.",
        bound=(
            f"before day {EARLY_UNTIL_DAY}: the texts, breath cues and figure of the form in place of the stretch's "
            "own (knee to chest with a small pull, cat-cow small)"
        ),
        source="acute-phase leaflets: Camden MSK NHS, Guy's and St Thomas' NHS, NHS inform 2020",
        strength="practice",
        note="No leaflet dates all forms; the days are this library's.",
    ),
    Rule(
        id="repair-form",
        family="recovery",
        sentence="In the first six weeks a stretch is done in its form for that time, where the catalogue has one.",
        bound=(
            f"before day {REPAIR_UNTIL_DAY}: the texts, breath cues and figure of the form in place of the stretch's "
            "own (child's pose half way, cobra on the elbows, a low bridge)"
        ),
        source="steps of a press-up in order: Healthwise, Cambridge University Hospitals NHS; low bridges: practice",
        strength="practice",
        note="No leaflet dates all forms; the days are this library's.",
    ),
    *RULES_OVER_TIME,
    *CONDITION_RULES,
    Rule(
        id="dose-range",
        family="dose",
        sentence="Hold, repetitions and sets stay inside the catalogue's range, at the amounts that it chooses.",
        bound="each stretch's dose, and its choices if it lists any",
        source=_ARTICLE,
        strength="article",
        note="For another catalogue, the source that it names.",
    ),
    Rule(
        id="both-sides",
        family="dose",
        sentence="A one-sided stretch is done on both sides with the same dose, or not at all.",
        bound="the second side is as long as the first, in every set",
        source=f"{_OURS}; users of other timers report the second side cut short",
        strength="policy",
    ),
    Rule(
        id="sixty-seconds",
        family="dose",
        sentence=(
            f"A stretch aims for {AIM_SECONDS_PER_SIDE} seconds per side over the session: a further set is added "
            f"only below that, and there are never more than {MAX_SETS}."
        ),
        bound=f"the sets before the last give less than {AIM_SECONDS_PER_SIDE} s per side; at most {MAX_SETS} sets",
        source="ACSM position stand, Garber et al. 2011, doi:10.1249/MSS.0b013e318213fefb",
        strength="guideline",
        note="The aim and the 2 to 4 repetitions are the guideline's; adding no set beyond the aim is ours.",
    ),
    Rule(
        id="fits-the-minutes",
        family="minutes",
        sentence="Everything counts, and the whole session fits the minutes.",
        bound=(
            "holds, repetitions, rests, changes of side and position, getting down and getting up again, at the "
            f"request's pace or slower; without a stated pace, unhurried on days 0 to {EARLY_UNTIL_DAY - 1} and with "
            f"pain, slow with pain from {PAIN_LOWEST_DOSES_FROM}; where no stretch is on the floor, three fifths of "
            "getting ready and a quarter of getting up"
        ),
        source=(
            f"{_OURS}; floor to standing takes well adults of 50 to 90 about 4.1 ± 1.1 s (Bohannon 2004) and women "
            "of 55 and over 5.8 ± 2.9 s (Moffett 2020); no study timed sore backs"
        ),
        strength="policy",
    ),
    Rule(
        id="words-in-time",
        family="minutes",
        sentence="What is said before a stretch has been said before its hold or movement begins.",
        bound=(
            f"a move lasts as long as its words at {SPOKEN_WORDS_A_MINUTE} a minute, and as long as its pace: "
            "settling for the name, the setup, the side, the cue and all that is not said in the work; a change of "
            "position, getting ready and getting up also for the way there; a change of side for its cue"
        ),
        source="advice on guided speech: 120 to 140 words a minute for set-up; eight leaflets' set-ups take 14 to 27 s",
        strength="practice",
        note="No measured rate of guided stretching was found; ordinary speech has about 150 words a minute.",
    ),
    Rule(
        id="calm-breath",
        family="breath",
        sentence="Every hold and movement has calm breathing; no step says to hold the breath.",
        bound=(
            f"whole breaths nearest to {BREATH_SECONDS_IN_A_HOLD} s in a hold ({SHORTEST_BREATH_SECONDS} to "
            f"{LONGEST_BREATH_SECONDS} s; one breath in a shorter hold), never a longer breath in than out; one breath "
            "a movement, at the catalogue's tempo"
        ),
        source="common teaching of relaxed breathing, about 6 breaths a minute",
        strength="practice",
    ),
    Rule(
        id="gentle-first",
        family="order",
        sentence=(
            "A session opens with a gentle mobilising stretch when it has one and never with strengthening; "
            "positions change as seldom as possible, or the plan says that this is not proved; in one position "
            "strengthening comes last; a stretch follows those that the catalogue puts before it."
        ),
        bound=(
            "child's pose after cobra; the twist straight after knee to chest; the fewest changes of position that "
            "leaves"
        ),
        source=f"common teaching; that the twist follows knee to chest is from {_ARTICLE}",
        strength="practice",
    ),
    Rule(
        id="pain-stop",
        family="pain",
        sentence="With strong pain nothing is planned today, and with moderate pain only the lowest doses are.",
        bound=(
            f"pain now, 0 to 10: up to {PAIN_LOWEST_DOSES_FROM - 1} as planned; {PAIN_LOWEST_DOSES_FROM} to "
            f"{PAIN_STOP_FROM - 1} the lowest amount and the fewest sets, with a notice; from {PAIN_STOP_FROM} no plan"
        ),
        source="pain-monitoring model, Silbernagel et al. 2007, doi:10.1177/0363546506298279",
        strength="study",
        note="Extrapolated: the model was made for Achilles tendons and is not validated for back stretching.",
    ),
    Rule(
        id="pain-form",
        family="pain",
        sentence="With moderate pain a stretch is done in its gentle form, where the catalogue has one.",
        bound=(
            f"pain now from {PAIN_LOWEST_DOSES_FROM} of 10: the texts, breath cues and figure of the form in place of "
            "the stretch's own"
        ),
        source=f"{_OURS}: the forms that leaflets give for the first days",
        strength="policy",
    ),
    Rule(
        id="caller-policy",
        family="policy",
        sentence="Nothing is planned that the caller's policy forbids.",
        bound=(
            "forbidden stretches and positions, the most seconds of a hold, repetitions and seconds of a session, "
            "whether every question about warning signs must have been answered, and whether a stretch works an area "
            "that it is only named for"
        ),
        source="the caller, with every planner; the standard policy forbids nothing",
        strength="policy",
        note="Narrower bounds of a rule of the library are reported under that rule.",
    ),
    Rule(
        id="own-rules",
        family="policy",
        sentence="The caller's own rules are kept, and a plan made under them is checked against them.",
        bound="what the rule says; it may allow fewer doses than the library does, and never others",
        source="the caller",
        strength="policy",
        note="A plan that names an own rule cannot be checked without that rule.",
    ),
    Rule(
        id="areas-worked",
        family="demand",
        sentence="Every area that the request demands is worked.",
        bound="at least one stretch in the plan has it as a primary, secondary or named target",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="wishes-kept",
        family="demand",
        sentence="A plan leaves out what the person avoids, has what must be in, and needs only what is at hand.",
        bound=(
            "profile.include; profile.avoid_stretches and avoid_positions; what a stretch needs, when the equipment at "
            "hand is stated"
        ),
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="known-stretch",
        family="record",
        sentence="A plan has only stretches of the catalogue that it names.",
        bound="catalogue id, version and digest agree; every stretch id is in it",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="whole-schedule",
        family="record",
        sentence=(
            "The schedule runs from second 0 without gaps or overlaps, each stretch's steps in one run and in order."
        ),
        bound="each step starts where the one before ended and lasts at least 1 s",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="true-summary",
        family="record",
        sentence="The summary of a plan agrees with its schedule.",
        bound="total, prescriptions, coverage, objective and left-out entries, recounted from the schedule",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="honest-notice",
        family="record",
        sentence=(
            "A plan has its notices: what it is, when to stop, which answers are missing, and which areas it works "
            "only by name."
        ),
        bound=(
            "the notice 'general-information'; 'not-screened' when no question about warning signs was answered, "
            "'partly-screened' when only some were; 'only-named' for each area asked for that no planned stretch has "
            "as a primary or secondary target"
        ),
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="known-version",
        family="record",
        sentence="A plan is checked only under the versions that it was made with.",
        bound="the same major version of the schema, the same version of the rules",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="plan-shape",
        family="record",
        sentence="A plan has the shape that the published JSON Schema gives it.",
        bound="every required field, each of its type",
        source=_OURS,
        strength="policy",
    ),
)

_ALL: Final = (*RULES, *PROGRAMME_RULES)
_BY_ID: Final = {entry.id: entry for entry in _ALL}


def rules() -> tuple[Rule, ...]:
    """Return every rule the library plans and checks by.

    Returns
    -------
    tuple of Rule
        In the order of the documentation: screening, recovery, person, dose, minutes, breath, order, pain, policy,
        demand, record, programme.

    Examples
    --------
    >>> import stretchplan as sp
    >>> next(rule for rule in sp.rules() if rule.id == "recovery-window").bound
    "each stretch's first_allowed_day; the glute bridge not on days 0 to 6"
    """
    return _ALL


def rule(rule_id: str) -> Rule:
    """Return one rule by its id, which must be known."""
    return _BY_ID[rule_id]
