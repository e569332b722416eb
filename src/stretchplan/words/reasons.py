"""Say why a stretch is in a plan or not, and why there is no plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never

from stretchplan.base.translation import marked, say, say_count
from stretchplan.catalog.vocabulary import EACH_PIECE, EQUIPMENT, LOADS, POSITIONS, Equipment, Position
from stretchplan.results import reasons
from stretchplan.results.plan import StandIn
from stretchplan.words.moves import position_words
from stretchplan.words.notices import CONDITION_ADVICE, WITH_WARNING_SIGNS, stating
from stretchplan.words.phrases import (
    capitalized,
    decimal,
    length_words,
    listed,
    number_words,
    spelled_length,
)

if TYPE_CHECKING:  # a plan needs none of them
    from stretchplan.results.conflicts import Change, Conflict, KeptOut, Member

__all__ = ["conflict_sentence", "relaxation_words", "stand_ins_sentence", "why_in", "why_in_compared", "why_out"]
__all__ += ["ADVICE_IN_A_REFUSAL", "gives_up", "why_out_compared"]

_RULES_ABOUT: Final = {
    "recovery-window": marked("the rule about the early days"),
    "early-dose": marked("the rule about the dose in the first weeks"),
    "aggravating-leave": marked("the rule about stretches that made the back worse"),
    "sixty-seconds": marked("the rule about 60 seconds per side"),
    "pain-stop": marked("the rule about the dose with pain"),
    "dose-range": marked("the rule about doses"),
    "gentle-first": marked("the rule about the order"),
    "osteoporosis": marked("the rule about osteoporosis"),
    "spinal-stenosis": marked("the rule about spinal stenosis"),
    "spondylolisthesis": marked("the rule about spondylolisthesis"),
    "hip-replacement": marked("the rule about a hip replacement"),
    "knee-pain": marked("the rule about knee pain"),
    "wrist-pain": marked("the rule about wrist pain"),
    "pregnancy": marked("the rule about pregnancy"),
    "recent-spinal-surgery": marked("the rule about recent spinal surgery"),
    "disc-leg-pain": marked("the rule about pain down the leg"),
    "caller-policy": marked("the caller's policy"),
}
"""What a rule is about, where a refusal speaks of it."""
ADVICE_IN_A_REFUSAL: Final = {
    "hip-replacement": CONDITION_ADVICE["hip_replacement"],
    "recent-spinal-surgery": marked(
        "Ask your surgeon or physiotherapist which stretches are cleared for you. Until then, follow their advice."
    ),
}
"""What a refusal says besides, by the rule that leaves no plan."""
_NAMED_STAND_INS: Final = 4
"""How many of what could stand in a sentence names when there are more than one more."""


def why_out(because: reasons.Because, name: str, names: Mapping[str, str]) -> str:
    """Return why the stretch called ``name`` is not in a plan; ``names`` has those of the catalogue's stretches."""
    match because:
        case reasons.TooEarly():
            return say(
                "{name} is out before day {first} after an injury, and this is day {day}.",
                name=name,
                first=because.first_allowed_day,
                day=because.day,
            )
        case reasons.Aggravated():
            return say(
                "{name} is left out until {until}: this movement made your back worse on {on}.",
                name=name,
                until=because.returns_on,
                on=because.on,
            )
        case reasons.ConditionForbids():
            return _condition(because, name)
        case reasons.TooManySets():
            return say(
                "{name} needs at least {least} sets, and at most {most} are planned on day {day}.",
                name=name,
                least=because.min_sets,
                most=because.most_sets,
                day=because.day,
            )
        case reasons.SetsPastAim():
            if because.min_sets > because.most_sets:
                return say(
                    "{name} needs at least {least} sets, and more than {most} are never planned.",
                    name=name,
                    least=because.min_sets,
                    most=because.most_sets,
                )
            return say(
                "{name} needs at least {least} sets, and fewer already give {aim} seconds per side.",
                name=name,
                least=because.min_sets,
                aim=because.aim_seconds_per_side,
            )
        case reasons.PainStops():
            return say("{name} is out today: pain now is {pain} of 10.", name=name, pain=because.pain)
        case reasons.PolicyForbids():
            return _policy(because, name)
        case reasons.OwnRuleForbids():
            return say(
                "{name} is out by a rule of the caller's own, {rule}: {sentence}",
                name=name,
                rule=because.rule_id,
                sentence=because.sentence,
            )
        case reasons.TooLong():
            return say(
                "The shortest session with {name} takes {takes}, and there is time for {budget}.",
                name=name,
                takes=length_words(because.least_seconds),
                budget=length_words(because.budget_seconds),
            )
        case reasons.Avoided():
            if because.position is not None:
                return say(
                    "{name} starts {position}, which the request avoids.",
                    name=name,
                    position=say(POSITIONS[because.position]),
                )
            return say("The request avoids {name}.", name=name)
        case reasons.NeedsEquipment():
            missing = listed(say(EACH_PIECE[piece]) for piece in because.missing)
            return say("{name} cannot be done without {equipment}.", name=name, equipment=missing)
        case reasons.StandsBy():
            return say_count(
                "{name} stands in for {others} when a condition or a wish rules it out.",
                "{name} stands in for {others} when a condition or a wish rules them out.",
                len(because.stretch_ids),
                name=name,
                others=listed(names.get(one, one) for one in because.stretch_ids),
            )
        case reasons.NotTargeted():
            return say("{name} works none of the areas asked of this session.", name=name)
        case reasons.Beaten():
            return _beaten(because, name)
    assert_never(because)


def stand_ins_sentence(stand_ins: Sequence[StandIn]) -> str:
    """Return what takes the place of a stretch that is left out, or what could; empty when nothing does."""
    here = [one.name for one in stand_ins if one.catalog is None]
    if here:
        names = capitalized(listed(here))
        return say_count("{names} takes its place.", "{names} take its place.", len(here), names=names)
    catalogs = dict.fromkeys(one.catalog for one in stand_ins)
    return " ".join(
        _could_stand_in([one.name for one in stand_ins if one.catalog == catalog], catalog or "")
        for catalog in catalogs
    )


def _could_stand_in(names: Sequence[str], catalog: str) -> str:
    """Return the sentence that names the first few of what could stand in, and counts the others."""
    few = list(names)
    if len(names) > _NAMED_STAND_INS + 1:
        others = say("{count} others", count=len(names) - _NAMED_STAND_INS)
        few = [*names[:_NAMED_STAND_INS], others]
    return say("{names} could stand in (catalogue {catalog}).", names=listed(few, "or"), catalog=catalog)


def _condition(because: reasons.ConditionForbids, name: str) -> str:
    stated = stating(because.condition)
    if because.unknown:
        return say(
            "{name} is out {with_condition}: the catalogue does not say what it asks of the body.",
            name=name,
            with_condition=stated,
        )
    if because.load is not None:
        return say(
            "{name} is out {with_condition}: in it {load}.",
            name=name,
            with_condition=stated,
            load=say(LOADS[because.load]),
        )
    if because.position is not None:
        return say(
            "{name} is out {with_condition}: it starts {position}.",
            name=name,
            with_condition=stated,
            position=say(POSITIONS[because.position]),
        )
    return say("{name} is out {with_condition} until a clinician has cleared it.", name=name, with_condition=stated)


def _policy(because: reasons.PolicyForbids, name: str) -> str:
    match because.what:
        case "stretch":
            return say("{name} is out by the caller's policy.", name=name)
        case "position":
            return say("{name} is out by the caller's policy, which forbids its position.", name=name)
        case "max_hold_seconds":
            return say(
                "{name} is out by the caller's policy, which allows at most {most} seconds a set.",
                name=name,
                most=because.most,
            )
        case "max_repetitions":
            return say(
                "{name} is out by the caller's policy, which allows at most {most} repetitions a set.",
                name=name,
                most=because.most,
            )
    assert_never(because.what)


def why_out_compared(because: reasons.Beaten, name: str, *, of_a_week: bool) -> str:
    """Return why a stretch is not in a plan, and what the best plan with it would give up, in numbers.

    ``of_a_week`` says whether the numbers count the days before, as those of a plan with a history do.
    """
    plain = _beaten(because, name)
    if because.outcome == "worse" and because.gives_up is not None:
        clause = gives_up(because.gives_up, say("with it"), of_a_week)
        return f"{plain} {capitalized(clause)}."
    if because.outcome == "tie":
        decides = say("Where two plans are as good, the order of the catalogue decides.")
        return f"{plain} {decides}"
    return plain


def _beaten(because: reasons.Beaten, name: str) -> str:
    budget = length_words(because.budget_seconds)
    match because.outcome:
        case "worse":
            text = marked("{name} is allowed; without it this plan makes better use of {budget}.")
        case "tie":
            text = marked("{name} is allowed; without it this plan makes just as good use of {budget}.")
        case "impossible":
            text = marked("{name} is allowed, but with it no plan of {budget} does all that was asked.")
        case "not_worked_out" if because.proved:
            text = marked("{name} is allowed; the best plan for {budget} does without it.")
        case "not_worked_out":
            text = marked("{name} is allowed; the plan found for {budget} does without it.")
        case _:
            assert_never(because.outcome)
    return say(text, name=name, budget=budget)


def why_in(serves: reasons.Serves, names: Mapping[str, str]) -> str:
    """Return why a stretch is in a plan, for the person who does it: ``For your lower back; also hips.``.

    ``names`` has the names of the areas by their ids.
    """
    wanted = say("You asked for it.") if serves.included else ""
    if serves.included and not (serves.primary or serves.secondary or serves.named):
        return wanted
    return " ".join(filter(None, (_is_for(serves, names), wanted)))


def why_in_compared(serves: reasons.Serves, names: Mapping[str, str], *, of_a_week: bool) -> str:
    """Return why a stretch is in a plan, and what the best plan without it would lose, in numbers.

    ``names`` and ``of_a_week`` are as for :func:`why_in` and :func:`why_out_compared`.
    """
    sentences = [why_in(serves, names)]
    if serves.outcome in ("worse", "better") and serves.loses is not None:
        clause = gives_up(serves.loses, say("without it"), of_a_week)
        sentences.append(f"{capitalized(clause)}.")
    elif serves.outcome == "impossible":
        sentences.append(say("Without it there is no plan that does what is asked."))
    elif serves.outcome == "tie":
        sentences.append(say("Another plan without it is as good; the order of the catalogue decides."))
    return " ".join(sentences)


def _is_for(serves: reasons.Serves, names: Mapping[str, str]) -> str:
    """Return what a stretch is for. What it is only named for is said where it is for nothing else."""
    primary, secondary, named = (
        listed(names.get(area, area) for area in areas) for areas in (serves.primary, serves.secondary, serves.named)
    )
    if primary and secondary:
        return say("For your {areas}; also {others}.", areas=primary, others=secondary)
    if primary:
        return say("For your {areas}.", areas=primary)
    if secondary:
        return say("Partly for your {areas}.", areas=secondary)
    if named:
        return say("Often named for your {areas}, but does little there.", areas=named)
    return say("Fills time that was left; no area asked of this session needs it.")


def gives_up(difference: reasons.Difference, otherwise: str, of_a_week: bool) -> str:
    """Return, as a clause, how the other plan differs in the first measure that differs.

    ``otherwise`` says which plan that is, such as ``without it``.
    """
    here, there = difference.here, difference.there
    match difference.measure:
        case "least_served_quarter_seconds" | "least_served_half_seconds":
            text = marked("{otherwise} the area that gets least would get {there} s instead of {here} s")
            if of_a_week:
                text = marked(
                    "{otherwise} the area that gets least in these seven days would get {there} s instead of {here} s"
                )
        case "total_served_quarter_seconds" | "total_served_half_seconds":
            text = marked("{otherwise} the areas together would get {there} s instead of {here} s")
            if of_a_week:
                text = marked(
                    "{otherwise} the areas together would get {there} s instead of {here} s in these seven days"
                )
        case "stretches":
            return say_count(
                "{otherwise} there would be {there} different stretch instead of {here}",
                "{otherwise} there would be {there} different stretches instead of {here}",
                there,
                otherwise=otherwise,
                there=number_words(there),
                here=number_words(here),
            )
        case "rested_days":
            text = marked(
                "{otherwise} the days since each stretch was last done would add up to {there} instead of {here}"
            )
            return say(text, otherwise=otherwise, there=there, here=here)
        case "stretching_seconds":
            text = marked("{otherwise} {there} would be stretching instead of {here}")
            return say(text, otherwise=otherwise, there=length_words(there), here=length_words(here))
        case "position_changes":
            return say_count(
                "{otherwise} the position would change {there} time instead of {here}",
                "{otherwise} the position would change {there} times instead of {here}",
                there,
                otherwise=otherwise,
                there=number_words(there),
                here=number_words(here),
            )
    parts = 4 if difference.measure.endswith("quarter_seconds") else 2
    return say(text, otherwise=otherwise, there=_parts(there, parts), here=_parts(here, parts))


def _parts(count: int, of_a_second: int) -> str:
    """Return halves or quarters of a second as seconds: ``30``, ``22.5``, ``7.25``."""
    whole, part = divmod(count, of_a_second)
    return decimal(f"{whole}{f'{part / of_a_second:g}'[1:]}") if part else str(whole)


def conflict_sentence(
    conflict: Conflict, advised: Collection[str] = (), *, screened: bool = True, stand_ins: Sequence[str] = ()
) -> str:
    """Return why demands and rules conflict, as one sentence: ``Because …, and …, no plan …``; and what could help.

    ``advised`` are the rules whose advice an earlier conflict has given. With strong pain, a person who was not
    ``screened`` is told the warning signs. ``stand_ins`` are the names of the conflict's.
    """
    sentences = [_why_not_together(conflict)]
    if conflict.pain is not None and not screened:
        sentences.append(say(WITH_WARNING_SIGNS))
    sentences += [
        say(text) for rule, text in ADVICE_IN_A_REFUSAL.items() if rule in conflict.rule_ids and rule not in advised
    ]
    if stand_ins:
        sentences.append(_could_stand_in(stand_ins, "anywhere"))
    return " ".join(sentences)


def _why_not_together(conflict: Conflict) -> str:
    if conflict.pain is not None:
        return say(
            "Because pain now is {pain} of 10, and nothing is planned from {stop} on, there is no stretching today. "
            "Keep moving gently and change position often. See a clinician if it lasts.",
            pain=conflict.pain,
            stop=conflict.pain_stop_from,
        )
    areas = [member.name for member in conflict.members if member.kind == "area"]
    included = [member.name for member in conflict.members if member.kind == "include"]
    if conflict.least_seconds is not None:
        return _too_short(conflict, areas, included)
    serving = [stretch for stretch in conflict.kept_out if stretch.serves]
    if len(areas) == 1 and not included and not serving:
        return say("No stretch of this catalogue works the {area}.", area=areas[0])
    clauses = [*_demanded(areas, included, serving), *_causes(conflict, bool(areas or included))]
    return say("Because {causes}, {outcome}.", causes=_joined(clauses), outcome=_outcome(areas, included))


def _too_short(conflict: Conflict, areas: list[str], included: list[str]) -> str:
    takes, has = length_words(conflict.least_seconds or 0), length_words(conflict.budget_seconds)
    session = _shortest(areas, included)
    if any(member.kind == "minutes" for member in conflict.members):
        return say(
            "Because {session} takes {takes} and the request has {has}, none fits.",
            session=session,
            takes=takes,
            has=has,
        )
    return say(
        "Because {session} takes {takes} and the caller's policy allows {has}, none fits.",
        session=session,
        takes=takes,
        has=has,
    )


def _shortest(areas: list[str], included: list[str]) -> str:
    if areas and included:
        return say(
            "the shortest session that works {areas} and has {stretches}", areas=_the(areas), stretches=listed(included)
        )
    if areas:
        return say("the shortest session that works {areas}", areas=_the(areas))
    if included:
        return say("the shortest session that has {stretches}", stretches=listed(included))
    return say("the shortest session there is")


def _outcome(areas: list[str], included: list[str]) -> str:
    if areas and included:
        return say("no plan can work {areas} and have {stretches}", areas=_the(areas), stretches=listed(included))
    if areas:
        return say("no plan can work {areas}", areas=_the(areas))
    if included:
        return say("no plan can have {stretches}", stretches=listed(included))
    return say("there is no plan")


def _the(areas: Sequence[str]) -> str:
    return listed(_the_area(area) for area in areas)


def _the_area(area: str) -> str:
    return say("the {area}", area=area)


def _joined(clauses: Sequence[str]) -> str:
    if len(clauses) == 1:
        return clauses[0]
    return say("{first}, and {last}", first=", ".join(clauses[:-1]), last=clauses[-1])


def _demanded(areas: list[str], included: list[str], serving: Sequence[KeptOut]) -> Iterator[str]:
    if len(areas) == 1 and not included:
        yield say_count(
            "only {stretches} works the {area}",
            "only {stretches} work the {area}",
            len(serving),
            stretches=listed(s.name for s in serving),
            area=areas[0],
        )
    elif areas or included:
        yield say("the request asks for {wishes}", wishes=listed([*map(_the_area, areas), *included]))


def _causes(conflict: Conflict, demanded: bool) -> Iterator[str]:
    """Yield what keeps out the stretches that would meet the demand."""
    rules = [rule for rule in conflict.rule_ids if rule != "gentle-first"]
    ordered = len(rules) < len(conflict.rule_ids)
    if ordered:
        yield say("a session never opens with strengthening and keeps to the catalogue's order")
    if rules:
        yield from _rules_keep_out(conflict, rules, demanded, ordered)
    avoided = [member.name for member in conflict.members if member.kind == "avoid_stretch"]
    if avoided:
        yield say("the request avoids {stretches}", stretches=listed(avoided))
    positions = [position_words(_position(m)) for m in conflict.members if m.kind == "avoid_position"]
    if positions:
        yield say("the request avoids what starts {positions}", positions=listed(positions, "or"))
    missing = [say(EQUIPMENT[_piece(member)]) for member in conflict.members if member.kind == "equipment"]
    if missing:
        yield say("no {equipment} is at hand", equipment=listed(missing, "or"))
    if any(member.kind == "minutes" for member in conflict.members):
        yield say("the request has {time}", time=length_words(conflict.budget_seconds))


def _rules_keep_out(conflict: Conflict, rules: list[str], demanded: bool, ordered: bool) -> Iterator[str]:
    today = say("today")
    if conflict.days_since_injury is not None and not {"recovery-window", "early-dose"}.isdisjoint(rules):
        today = say("on day {day}", day=conflict.days_since_injury)
    alone = not ordered and all(member.kind in ("rule", "area", "include") for member in conflict.members)
    which = listed(map(_rule, rules))
    if alone and not demanded:
        yield say_count(
            "{rules} leaves no stretch {today}",
            "{rules} leave no stretch {today}",
            len(rules),
            rules=which,
            today=today,
        )
    elif alone and all(stretch.by for stretch in conflict.kept_out if stretch.serves):
        if sum(stretch.serves for stretch in conflict.kept_out) == 1:
            yield say_count(
                "{rules} keeps it out {today}", "{rules} keep it out {today}", len(rules), rules=which, today=today
            )
        else:
            yield say_count(
                "{rules} keeps them out {today}", "{rules} keep them out {today}", len(rules), rules=which, today=today
            )
    else:
        for rule in rules:
            names = listed(stretch.name for stretch in conflict.kept_out if stretch.by == rule)
            # A rule without a stretch of its own lowers the doses, and then another rule forbids the stretch.
            if names:
                yield say("{rule} keeps {stretches} out {today}", rule=_rule(rule), stretches=names, today=today)
            else:
                yield say("{rule} keeps doses low {today}", rule=_rule(rule), today=today)


def _rule(rule_id: str) -> str:
    """Return a rule as a person may read it; a rule of the caller's own by its name."""
    about = _RULES_ABOUT.get(rule_id)
    return say("the rule {rule}", rule=rule_id) if about is None else say(about)


def relaxation_words(changes: Sequence[Change], not_before: date | None) -> str:
    """Return how a nearby request differs, in words and numbers: ``from day 7, in 5 days``.

    ``not_before`` is the date of the later day, if one is known: ``from day 7, in 5 days (2026-02-05)``.
    """
    words = [_change(change, not_before) for change in changes]
    return words[0] if len(words) == 1 else say(", and ").join(words)


def _change(change: Change, not_before: date | None) -> str:
    match change.kind:
        case "more_time":
            return say(
                "{more} more ({all} in all)",
                more=spelled_length(change.amount or 0),
                all=length_words(change.until or 0),
            )
        case "wait":
            later = say_count("in {count} day", "in {count} days", change.amount or 0)
            when = f"{later} ({not_before.isoformat()})" if not_before else later
            return say("from day {day}, {later}", day=change.until, later=when) if change.until else when
        case "without_area" | "without_stretch":
            return say("without {name}", name=change.name)
        case "with_equipment":
            return say("with {equipment}", equipment=say(EACH_PIECE[_piece(change)]))
        case "allow_stretch":
            return say("with {name} allowed, which the request avoids", name=change.name)
        case "allow_position":
            return say(
                "with what starts {position} allowed, which the request avoids",
                position=position_words(_position(change)),
            )


def _position(of: Member | Change) -> Position:
    return of.id  # type: ignore[return-value]  # the id of a member about a position is a position


def _piece(of: Member | Change) -> Equipment:
    return of.id  # type: ignore[return-value]  # the id of a member about equipment is a piece of it
