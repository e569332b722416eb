"""Say why a stretch is in a plan or not, and why there is no plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final, assert_never

from stretchplan.catalog.vocabulary import LOADS, POSITIONS
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.results import reasons
from stretchplan.results.plan import StandIn
from stretchplan.results.refusals import Change, Conflict, KeptOut
from stretchplan.words.notices import CONDITION_ADVICE, WITH_WARNING_SIGNS, stating
from stretchplan.words.phrases import capitalized, counted, length_words, listed, number_words, spelled_length

__all__ = ["conflict_sentence", "relaxation_words", "stand_ins_sentence", "why_in", "why_in_compared", "why_out"]
__all__ += ["ADVICE_IN_A_REFUSAL", "gives_up", "why_out_compared"]

_RULES_ABOUT: Final = {
    "recovery-window": "the early days",
    "early-dose": "the dose in the first weeks",
    "aggravating-leave": "stretches that made the back worse",
    "sixty-seconds": "60 seconds per side",
    "pain-stop": "the dose with pain",
    "dose-range": "doses",
    "gentle-first": "the order",
    **{condition.rule_id: condition.name for condition in CONDITIONS.values()},
}
"""What a rule is about, where a refusal speaks of it."""
ADVICE_IN_A_REFUSAL: Final = {
    "hip-replacement": CONDITION_ADVICE["hip_replacement"],
    "recent-spinal-surgery": (
        "Ask your surgeon or physiotherapist which stretches are cleared for you. Until then, follow their advice."
    ),
}
"""What a refusal says besides, by the rule that leaves no plan."""
_NAMED_STAND_INS: Final = 4
"""How many of what could stand in a sentence names when there are more than one more."""


def why_out(because: reasons.Because, name: str) -> str:
    """Return why the stretch called ``name`` is not in a plan."""
    match because:
        case reasons.TooEarly():
            first = because.first_allowed_day
            return f"{name} is out before day {first} after an injury, and this is day {because.day}."
        case reasons.Aggravated():
            return f"{name} is left out until {because.returns_on}: this movement made your back worse on {because.on}."
        case reasons.ConditionForbids():
            return _condition(because, name)
        case reasons.TooManySets():
            needs = f"{name} needs at least {because.min_sets} sets"
            return f"{needs}, and at most {because.most_sets} are planned on day {because.day}."
        case reasons.SetsPastAim():
            needs = f"{name} needs at least {because.min_sets} sets"
            if because.min_sets > because.most_sets:
                return f"{needs}, and more than {because.most_sets} are never planned."
            return f"{needs}, and fewer already give {because.aim_seconds_per_side} seconds per side."
        case reasons.PainStops():
            return f"{name} is out today: pain now is {because.pain} of 10."
        case reasons.PolicyForbids():
            return _policy(because, name)
        case reasons.OwnRuleForbids():
            return f"{name} is out by a rule of the caller's own, {because.rule_id}: {because.sentence}"
        case reasons.TooLong():
            takes, budget = length_words(because.least_seconds), length_words(because.budget_seconds)
            return f"The shortest session with {name} takes {takes}, and there is time for {budget}."
        case reasons.Avoided():
            if because.position is not None:
                return f"{name} starts {POSITIONS[because.position]}, which the request avoids."
            return f"The request avoids {name}."
        case reasons.NeedsEquipment():
            return f"{name} cannot be done without {listed(f'a {piece}' for piece in because.missing)}."
        case reasons.StandsBy():
            them = "it" if len(because.names) == 1 else "them"
            return f"{name} stands in for {listed(because.names)} when a condition or a wish rules {them} out."
        case reasons.NotTargeted():
            return f"{name} works none of the areas asked of this session."
        case reasons.Beaten():
            return _beaten(because, name)
    assert_never(because)


def stand_ins_sentence(stand_ins: Sequence[StandIn]) -> str:
    """Return what takes the place of a stretch that is left out, or what could; empty when nothing does."""
    here = [one.name for one in stand_ins if one.catalog is None]
    if here:
        return f"{capitalized(listed(here))} {'takes' if len(here) == 1 else 'take'} its place."
    catalogs = dict.fromkeys(one.catalog for one in stand_ins)
    return " ".join(
        _could_stand_in([one.name for one in stand_ins if one.catalog == catalog], catalog or "")
        for catalog in catalogs
    )


def _could_stand_in(names: Sequence[str], catalog: str) -> str:
    """Return the sentence that names the first few of what could stand in, and counts the others."""
    few = (
        names
        if len(names) <= _NAMED_STAND_INS + 1
        else [*names[:_NAMED_STAND_INS], f"{len(names) - _NAMED_STAND_INS} others"]
    )
    return f"{listed(few, 'or')} could stand in (catalogue {catalog})."


def _condition(because: reasons.ConditionForbids, name: str) -> str:
    stated = stating(because.condition)
    if because.unknown:
        return f"{name} is out {stated}: the catalogue does not say what it asks of the body."
    if because.load is not None:
        return f"{name} is out {stated}: in it {LOADS[because.load]}."
    if because.position is not None:
        return f"{name} is out {stated}: it starts {POSITIONS[because.position]}."
    return f"{name} is out {stated} until a clinician has cleared it."


def _policy(because: reasons.PolicyForbids, name: str) -> str:
    if because.what == "stretch":
        return f"{name} is out by the caller's policy."
    if because.what == "position":
        return f"{name} is out by the caller's policy, which forbids its position."
    unit = "seconds a set" if because.what == "max_hold_seconds" else "repetitions a set"
    return f"{name} is out by the caller's policy, which allows at most {because.most} {unit}."


def why_out_compared(because: reasons.Beaten, name: str, *, of_a_week: bool) -> str:
    """Return why a stretch is not in a plan, and what the best plan with it would give up, in numbers.

    ``of_a_week`` says whether the numbers count the days before, as those of a plan with a history do.
    """
    plain = _beaten(because, name)
    if because.outcome == "worse" and because.gives_up is not None:
        return f"{plain} {capitalized(gives_up(because.gives_up, 'with it', of_a_week))}."
    if because.outcome == "tie":
        return f"{plain} Where two plans are as good, the order of the catalogue decides."
    return plain


def _beaten(because: reasons.Beaten, name: str) -> str:
    budget = length_words(because.budget_seconds)
    match because.outcome:
        case "worse":
            return f"{name} is allowed; without it this plan makes better use of {budget}."
        case "tie":
            return f"{name} is allowed; without it this plan makes just as good use of {budget}."
        case "impossible":
            return f"{name} is allowed, but with it no plan of {budget} does all that was asked."
        case "not_worked_out":
            which = "best plan" if because.proved else "plan found"
            return f"{name} is allowed; the {which} for {budget} does without it."
    assert_never(because.outcome)


def why_in(serves: reasons.Serves) -> str:
    """Return why a stretch is in a plan, for the person who does it: ``For your lower back; also hips.``."""
    wanted = "You asked for it." if serves.included else ""
    if serves.included and not (serves.primary or serves.secondary or serves.named):
        return wanted
    return " ".join(filter(None, (_is_for(serves), wanted)))


def why_in_compared(serves: reasons.Serves, *, of_a_week: bool) -> str:
    """Return why a stretch is in a plan, and what the best plan without it would lose, in numbers.

    ``of_a_week`` is as for :func:`why_out_compared`.
    """
    sentences = [why_in(serves)]
    if serves.outcome in ("worse", "better") and serves.loses is not None:
        sentences.append(f"{capitalized(gives_up(serves.loses, 'without it', of_a_week))}.")
    elif serves.outcome == "impossible":
        sentences.append("Without it there is no plan that does what is asked.")
    elif serves.outcome == "tie":
        sentences.append("Another plan without it is as good; the order of the catalogue decides.")
    return " ".join(sentences)


def _is_for(serves: reasons.Serves) -> str:
    """Return what a stretch is for. What it is only named for is said where it is for nothing else."""
    primary, secondary, named = (listed(areas) for areas in (serves.primary, serves.secondary, serves.named))
    if primary and secondary:
        return f"For your {primary}; also {secondary}."
    if primary:
        return f"For your {primary}."
    if secondary:
        return f"Partly for your {secondary}."
    if named:
        return f"Often named for your {named}, but does little there."
    return "Fills time that was left; no area asked of this session needs it."


def gives_up(difference: reasons.Difference, otherwise: str, of_a_week: bool) -> str:
    """Return, as a clause, how the other plan differs in the first measure that differs."""
    here, there = difference.here, difference.there
    when = " in these seven days" if of_a_week else ""
    match difference.measure:
        case "least_served_quarter_seconds":
            seconds = f"{_parts(there, 4)} s instead of {_parts(here, 4)} s"
            return f"{otherwise} the area that gets least{when} would get {seconds}"
        case "least_served_half_seconds":
            seconds = f"{_parts(there, 2)} s instead of {_parts(here, 2)} s"
            return f"{otherwise} the area that gets least{when} would get {seconds}"
        case "total_served_quarter_seconds":
            seconds = f"{_parts(there, 4)} s instead of {_parts(here, 4)} s"
            return f"{otherwise} the areas together would get {seconds}{when}"
        case "total_served_half_seconds":
            seconds = f"{_parts(there, 2)} s instead of {_parts(here, 2)} s"
            return f"{otherwise} the areas together would get {seconds}{when}"
        case "stretches":
            stretches = counted(number_words(there), "different stretch", "different stretches")
            return f"{otherwise} there would be {stretches} instead of {number_words(here)}"
        case "rested_days":
            return f"{otherwise} the days since each stretch was last done would add up to {there} instead of {here}"
        case "stretching_seconds":
            return f"{otherwise} {length_words(there)} would be stretching instead of {length_words(here)}"
        case "position_changes":
            times = counted(number_words(there), "time")
            return f"{otherwise} the position would change {times} instead of {number_words(here)}"


def _parts(count: int, of_a_second: int) -> str:
    """Return halves or quarters of a second as seconds: ``30``, ``22.5``, ``7.25``."""
    whole, part = divmod(count, of_a_second)
    return f"{whole}{f'{part / of_a_second:g}'[1:]}" if part else str(whole)


def conflict_sentence(conflict: Conflict, advised: Collection[str] = (), *, screened: bool = True) -> str:
    """Return why demands and rules conflict, as one sentence: ``Because …, and …, no plan …``; and what could help.

    ``advised`` are the rules whose advice an earlier conflict has given. With strong pain, a person who was not
    ``screened`` is told the warning signs.
    """
    sentences = [_why_not_together(conflict)]
    if conflict.pain is not None and not screened:
        sentences.append(WITH_WARNING_SIGNS)
    sentences += [
        text for rule, text in ADVICE_IN_A_REFUSAL.items() if rule in conflict.rule_ids and rule not in advised
    ]
    if conflict.stand_ins:
        sentences.append(_could_stand_in(conflict.stand_ins, "anywhere"))
    return " ".join(sentences)


def _why_not_together(conflict: Conflict) -> str:
    if conflict.pain is not None:
        return (
            f"Because pain now is {conflict.pain} of 10, and nothing is planned from {conflict.pain_stop_from} on, "
            "there is no stretching today. Keep moving gently and change position often. See a clinician if it lasts."
        )
    areas = [member.name for member in conflict.members if member.kind == "area"]
    included = [member.name for member in conflict.members if member.kind == "include"]
    if conflict.least_seconds is not None:
        wish = _wish(areas, included, "that works", "has")
        timed = any(member.kind == "minutes" for member in conflict.members)
        there = "the request has" if timed else "the caller's policy allows"
        takes, has = length_words(conflict.least_seconds), length_words(conflict.budget_seconds)
        return f"Because the shortest session {wish or 'there is'} takes {takes} and {there} {has}, none fits."
    serving = [stretch for stretch in conflict.kept_out if stretch.serves]
    if len(areas) == 1 and not included and not serving:
        return f"No stretch of this catalogue works the {areas[0]}."
    clauses = [*_demanded(areas, included, serving), *_causes(conflict, bool(areas or included))]
    return f"Because {_joined(clauses)}, {_outcome(_wish(areas, included, 'can work', 'have'))}."


def _joined(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])}, and {clauses[-1]}"


def _outcome(wish: str) -> str:
    return f"no plan {wish}" if wish else "there is no plan"


def _wish(areas: list[str], included: list[str], works: str, has: str) -> str:
    parts = [f"{works} {listed(f'the {area}' for area in areas)}"] if areas else []
    if included:
        start = has if areas else {"has": "that has", "have": "can have"}[has]
        parts.append(f"{start} {listed(included)}")
    return " and ".join(parts)


def _demanded(areas: list[str], included: list[str], serving: Sequence[KeptOut]) -> Iterator[str]:
    if len(areas) == 1 and not included:
        yield f"only {listed(s.name for s in serving)} {'works' if len(serving) == 1 else 'work'} the {areas[0]}"
    elif areas or included:
        yield f"the request asks for {listed([*(f'the {area}' for area in areas), *included])}"


def _causes(conflict: Conflict, demanded: bool) -> Iterator[str]:
    """Yield what keeps out the stretches that would meet the demand."""
    rules = [rule for rule in conflict.rule_ids if rule != "gentle-first"]
    ordered = len(rules) < len(conflict.rule_ids)
    if ordered:
        yield "a session never opens with strengthening and keeps to the catalogue's order"
    if rules:
        yield from _rules_keep_out(conflict, rules, demanded, ordered)
    avoided = [member.name for member in conflict.members if member.kind == "avoid_stretch"]
    if avoided:
        yield f"the request avoids {listed(avoided)}"
    positions = [member.name for member in conflict.members if member.kind == "avoid_position"]
    if positions:
        yield f"the request avoids what starts {listed(positions, 'or')}"
    missing = [member.name for member in conflict.members if member.kind == "equipment"]
    if missing:
        yield f"no {listed(missing, 'or')} is at hand"
    if any(member.kind == "minutes" for member in conflict.members):
        yield f"the request has {length_words(conflict.budget_seconds)}"


def _rules_keep_out(conflict: Conflict, rules: list[str], demanded: bool, ordered: bool) -> Iterator[str]:
    today = " today"
    if conflict.days_since_injury is not None and not {"recovery-window", "early-dose"}.isdisjoint(rules):
        today = f" on day {conflict.days_since_injury}"
    single = len(rules) == 1
    alone = not ordered and all(member.kind in ("rule", "area", "include") for member in conflict.members)
    if alone and not demanded:
        yield f"{listed(map(_rule, rules))} {'leaves' if single else 'leave'} no stretch{today}"
    elif alone and all(stretch.by for stretch in conflict.kept_out if stretch.serves):
        them = "it" if sum(stretch.serves for stretch in conflict.kept_out) == 1 else "them"
        yield f"{listed(map(_rule, rules))} {'keeps' if single else 'keep'} {them} out{today}"
    else:
        for rule in rules:
            names = listed(stretch.name for stretch in conflict.kept_out if stretch.by == rule)
            # A rule without a stretch of its own lowers the doses, and then another rule forbids the stretch.
            yield f"{_rule(rule)} keeps {f'{names} out' if names else 'doses low'}{today}"


def _rule(rule_id: str) -> str:
    """Return a rule as a person may read it; a rule of the caller's own by its name."""
    if rule_id == "caller-policy":
        return "the caller's policy"
    about = _RULES_ABOUT.get(rule_id)
    return f"the rule {rule_id}" if about is None else f"the rule about {about}"


def relaxation_words(changes: Sequence[Change], not_before: date | None) -> str:
    """Return how a nearby request differs, in words and numbers: ``from day 7, in 5 days``.

    ``not_before`` is the date of the later day, if one is known: ``from day 7, in 5 days (2026-02-05)``.
    """
    return ", and ".join(_change(change, not_before) for change in changes)


def _change(change: Change, not_before: date | None) -> str:
    match change.kind:
        case "more_time":
            return f"{spelled_length(change.amount)} more ({length_words(change.until)} in all)"
        case "wait":
            when = f" ({not_before.isoformat()})" if not_before else ""
            later = f"in {counted(change.amount, 'day')}{when}"
            return f"from day {change.until}, {later}" if change.until else later
        case "without_area" | "without_stretch":
            return f"without {change.name}"
        case "with_equipment":
            return f"with a {change.name}"
        case "allow_stretch":
            return f"with {change.name} allowed, which the request avoids"
        case "allow_position":
            return f"with what starts {change.name} allowed, which the request avoids"
