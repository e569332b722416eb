"""Correct plans built by hand from docs/schedule.md.

It shares no code with the library's planning or safety: of the library it uses the catalogue, as data. Everything
is a plain dictionary in the JSON form, so that a test can break it in just one place.
"""

from copy import deepcopy
from datetime import date
from itertools import pairwise

from stretchplan.catalog import builtin_catalog
from stretchplan.words.moves import get_up_cue, move_cue
from tests.support import condition_facts as conditions
from tests.support import form_facts as forms
from tests.support.timing import change_seconds, pace_of, timing_of, words_of_change

BUILTIN = builtin_catalog()

# Seconds of a hold: inhale, exhale, breaths. By hand, from point 5 of docs/schedule.md.
BREATHS = {
    9: (4, 5, 1),
    10: (4, 6, 1),
    11: (4, 7, 1),
    12: (5, 7, 1),
    14: (3, 4, 2),
    15: (3, 4, 2),
    16: (3, 5, 2),
    19: (4, 5, 2),
    20: (4, 6, 2),
    21: (4, 6, 2),
    25: (3, 5, 3),
    29: (4, 5, 3),
    30: (4, 6, 3),
    31: (4, 6, 3),
    35: (3, 5, 4),
    40: (4, 6, 4),
    59: (4, 5, 6),
    60: (4, 6, 6),
}
WORK = {"hold": "hold", "flow": "flow", "repetitions": "repeat"}
CAUTION_ENDS = {"piriformis-light": 7, "twist-small": 42}
STANDARD = {}
"""The standard policy, which narrows nothing. Any other policy in JSON holds only the bounds that it narrows."""
GENERAL = "General information, not medical advice. Stop if pain gets worse, and see a clinician when in doubt."
NOT_SCREENED = (
    "This plan was made without asking about warning signs. With numbness around the groin, new trouble with "
    "bladder or bowels, a weak leg, fever, or pain after a serious accident, do not stretch: get medical help first."
)
POSITIONS = {
    "supine": "lying on the back",
    "prone": "lying face down",
    "quadruped": "on hands and knees",
    "kneeling": "kneeling, sitting back on the heels",
}
PACE = {
    "get_ready_seconds": 12,
    "change_position_seconds": 12,
    "settle_seconds": 5,
    "change_side_seconds": 5,
    "rest_seconds": 10,
    "get_up_seconds": 12,
}
PLACES = {"supine": "back", "prone": "front", "quadruped": "knees", "kneeling": "knees"}
DOWN = "Hold on to a firm chair and get down: one knee, the other, then hands or elbows."
TO_KNEES = "Push up on a forearm, onto knees and hands or elbows."
WAYS = {
    ("", "back"): f"{DOWN} Lower one hip, lie on your side and roll onto your back. ",
    ("", "front"): f"{DOWN} Walk your arms forward and lower your hips, then your chest. ",
    ("", "knees"): f"{DOWN} ",
    ("back", "front"): "Bend your knees and roll over your side onto your front. ",
    ("back", "knees"): f"Bend your knees and roll onto your side. {TO_KNEES} ",
    ("front", "back"): "Roll over your side onto your back, in one piece. ",
    ("front", "knees"): "Put hands or elbows under your shoulders and push your seat back until you kneel. ",
    ("knees", "back"): "Lower one hip, lie on your side and roll onto your back. ",
    ("knees", "front"): "Walk your arms forward and lower your hips, then your chest. ",
}
"""What is said on the way to a position; from nowhere it is the way down. By hand, from docs/schedule.md."""
UP = "Crawl to a firm chair, hold on to it, put one foot in front and stand up. Wait until any dizziness has passed."
WAYS_UP = {
    "back": f"Bend your knees and roll onto your side. {TO_KNEES} {UP}",
    "front": f"Put hands or elbows under your shoulders and push your seat back until you kneel. {UP}",
    "knees": f"Come up onto your knees. {UP}",
}


def request(minutes=30, day=None, targets=(), seconds=0, pain=None, on=None, pace=PACE, screening=None, profile=None):
    """Return a request in its JSON form."""
    return {
        "minutes": minutes,
        "days_since_injury": day,
        "targets": sorted(targets),
        "seconds": seconds,
        "pain": pain,
        "on": on,
        "pace": dict(pace),
        "screening": screening,
        "profile": dict(profile or {}),
    }


def build(items, asked=None, catalog=BUILTIN, forbidden=(), kinds=(), policy=STANDARD, own_rules=()):
    """Return a plan that keeps every rule, if the doses and the order do.

    Parameters
    ----------
    items
        ``(stretch id, sets, amount)`` in the order of the session; an amount is seconds, or repetitions.
    asked
        The request.
    catalog
        Where the stretches are.
    forbidden
        ``stretch id: rule id`` of left-out stretches that are forbidden by another rule than those about the first day,
        conditions and the policy.
    kinds
        ``stretch id: kind`` of left-out stretches whose kind is not the one that the builder would give.
    policy
        What the caller's policy narrows.
    own_rules
        The caller's own rules that the plan names.
    """
    asked = asked or request()
    schedule = []
    before = None
    for name, sets, amount in items:
        schedule.append(move(catalog.by_id[name], before, asked, catalog, policy))
        schedule += sets_of(catalog.by_id[name], sets, amount, asked, policy)
        before = catalog.by_id[name].position
    schedule.append(get_up(before, asked, catalog, policy))
    plan = {
        "schema_version": "1.3",
        "request": asked,
        "catalog": {"id": catalog.id, "version": catalog.version, "digest": catalog.digest},
        "rules_version": "1.3",
        "total_seconds": 0,
        "prescriptions": [],
        "schedule": schedule,
        "coverage": {},
        "left_out": left_out(items, asked, catalog, dict(forbidden), dict(kinds), policy),
        "notices": notices(items, asked, catalog, policy),
        "optimal": True,
        "objective": {},
        "bound": {},
        "effects": conditions.effects(asked, catalog, policy),
        "policy": dict(policy),
        "own_rules": list(own_rules),
    }
    return retell(plan, catalog)


def step(stretch, kind, seconds, **more):
    """Return one step that starts at 0, for :func:`retell` to put in its place."""
    empty = {"side": None, "set_number": None, "sets": None, "repetitions": None, "breathing": None, "feel": None}
    return {
        "start_seconds": 0,
        "seconds": seconds,
        "kind": kind,
        "stretch_id": stretch and stretch.id,
        "cue": "On to the next.",
        **empty,
        **more,
    }


def move(stretch, before, asked, catalog=BUILTIN, policy=STANDARD, kind=None):
    """Return the move to a stretch from a position, or from standing when that is None; ``kind`` if it is another."""
    kind = kind or ("get_ready" if before is None else "settle" if before == stretch.position else "change_position")
    way = way_to(stretch.position, before)
    cue = f"{way}{setup_of(stretch, asked, policy)}"
    return step(stretch, kind, move_seconds(stretch, kind, asked, catalog, policy), cue=cue)


def way_to(position, before):
    """Return what is said on the way from a position, with a space after it; by hand for those of the seven."""
    if position in PLACES and (before is None or before in PLACES):
        return WAYS.get((PLACES.get(before, ""), PLACES[position]), "")
    words = move_cue(before, position)
    return f"{words} " if words else ""


def move_seconds(stretch, kind, asked, catalog=BUILTIN, policy=STANDARD):
    """Return how long a move takes: by the pace of the request or the policy, and by its words."""
    moves = timing_of(catalog, asked, policy)
    beyond = {"get_ready": moves.get_ready, "change_position": moves.change, "settle": 0}[kind]
    return beyond + moves.settling[stretch.id]


def get_up(position, asked, catalog=BUILTIN, policy=STANDARD):
    """Return the last step of a session."""
    return step(
        None,
        "get_up",
        timing_of(catalog, asked, policy).get_up,
        cue=WAYS_UP[PLACES[position]] if position in PLACES else get_up_cue(position),
    )


def pause_seconds(stretch, asked, policy=STANDARD):
    """Return how long a pause of a stretch takes: by the pace of the request or the policy, and by its words."""
    return change_seconds(stretch, asked, policy) if stretch.sides == "each" else pace_of(asked, policy)["rest_seconds"]


def sets_of(stretch, sets, amount, asked, policy=STANDARD):
    """Return the work of a stretch and the pauses within it."""
    sides = ["both"] if stretch.sides == "both" else both_sides(asked["on"])
    steps = []
    for k in range(1, sets + 1):
        for side in sides:
            if steps:
                pause = "change_side" if len(sides) == 2 else "rest"
                to = side if len(sides) == 2 else None
                cue = words_of_change(stretch, side, asked, policy) if to else "Let go, rest and breathe easily."
                seconds = pause_seconds(stretch, asked, policy)
                steps.append(step(stretch, pause, seconds, cue=cue, side=to, set_number=k, sets=sets))
            steps.append(work(stretch, amount, asked, policy, side=side, set_number=k, sets=sets))
    return steps


def setup_of(stretch, asked, policy=STANDARD):
    """Return how to get into place, for the side that comes first."""
    side = both_sides(asked["on"])[0] if stretch.sides == "each" else "both"
    return forms.on(side, forms.text(stretch, forms.form_of(stretch, asked, policy), "setup"))


def cautions_of(stretch, asked, policy):
    """Return rule, cue, words and last day of the cautions that apply; the cue is None where a form has the words."""
    day, form = asked["days_since_injury"], forms.form_of(stretch, asked, policy)
    cues = {caution.rule: (caution.cue, caution.cue) for caution in stretch.cautions}
    cues |= {rule: (None, f"{form.name}.") for rule in CAUTION_ENDS if rule in forms.names(form)}
    found = []
    for rule, (cue, words) in cues.items():
        until = policy.get(f"{rule.replace('-', '_')}_until_day", CAUTION_ENDS.get(rule, 0))
        if day is not None and day < until:
            found.append((rule, cue, words, until))
    return found


def work(stretch, amount, asked, policy=STANDARD, **where):
    """Return one piece of work."""
    kind = stretch.dose.kind
    form = forms.form_of(stretch, asked, policy)
    cautions = [cue for _, cue, _, _ in cautions_of(stretch, asked, policy) if cue]
    cautions += [cue for _, cue, words in conditions.cues(stretch, asked, policy) if cue == words]
    cue = forms.on(where["side"], forms.text(stretch, form, "cue"))
    begins = "inhale"
    if kind == "hold":
        inhale, exhale, cycles = BREATHS[amount]
        seconds, repetitions, words = amount, None, (None, None)
    else:
        inhale, exhale = stretch.breath.inhale_seconds, stretch.breath.exhale_seconds
        *words, begins = forms.breath(stretch, form, asked)
        repetitions = cycles = amount if kind == "repetitions" else amount // (inhale + exhale)
        seconds = cycles * (inhale + exhale)
    return step(
        stretch,
        WORK[kind],
        seconds,
        repetitions=repetitions,
        cue=" ".join([*cautions, cue]),
        breathing={
            "inhale_seconds": inhale,
            "exhale_seconds": exhale,
            "cycles": cycles,
            "inhale_cue": words[0],
            "exhale_cue": words[1],
            "begins_with": begins,
        },
        feel=forms.on(where["side"], forms.text(stretch, form, "feel")),
        **where,
    )


def both_sides(on):
    """Return the two sides in the order of a date."""
    odd = on is not None and date.fromisoformat(on).toordinal() % 2 == 1
    return ["right", "left"] if odd else ["left", "right"]


def notices(items, asked, catalog, policy=STANDARD):
    """Return the two notices of every plan, and one for each condition and caution that applies."""
    found = [
        notice("general-information", GENERAL, "honest-notice"),
        notice("not-screened", NOT_SCREENED, "honest-notice"),
    ]
    lowest, stop = policy.get("pain_lowest_doses_from", 4), policy.get("pain_stop_from", 6)
    if asked["pain"] is not None and lowest <= asked["pain"] < stop:
        text = f"Pain now is {asked['pain']} of 10, so only the lowest doses are right today; stop if it gets worse."
        found.append(notice("pain-lowest-doses", text, "pain-stop"))
    found += [notice(*entry) for entry in conditions.notices(items, asked, catalog, policy)]
    for name, _, _ in items:
        for rule, _, words, until in cautions_of(catalog.by_id[name], asked, policy):
            early = {7: "in the first week", 42: "in the first 6 weeks", 14: "in the first 2 weeks"}
            when = early.get(until, f"before day {until}")
            found.append(notice(rule, f"{catalog.by_id[name].name}, {when}: {words}", rule, name))
    return found + only_named(items, asked, catalog, policy)


def named_areas(stretch, policy):
    """Return the areas that a stretch is only named for, as far as the policy counts them."""
    return stretch.targets.named if policy.get("named_targets", True) else ()


def only_named(items, asked, catalog, policy):
    """Return a notice for each demanded area that the stretches are only named for."""
    found = []
    stretches = [catalog.by_id[name] for name, _, _ in items]
    for area in catalog.areas:
        names = [s.name for s in stretches if area.id in named_areas(s, policy)]
        better = [s for s in stretches if area.id in {*s.targets.primary, *s.targets.secondary}]
        if area.id not in asked["targets"] or better or not names:
            continue
        joined = listed(names)
        they = (
            "are only named for it and hardly work it" if len(names) > 1 else "is only named for it and hardly works it"
        )
        text = f"Nothing in this plan is mainly for the {area.name}: {joined} {they}. "
        text += f"No stretch of this catalogue is meant for it.{f' {area.mainly_by}' if area.mainly_by else ''}"
        found.append(notice("only-named", text, "honest-notice") | {"area_id": area.id, "kind": "session"})
    return found


def listed(words):
    """Return words as a list in English."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def notice(name, text, rule=None, stretch=None):
    """Return one notice."""
    return {"id": name, "text": text, "rule_id": rule, "stretch_id": stretch}


def rule_against(stretch, asked, policy):
    """Return a rule that forbids a stretch by its first day, a condition or the policy; None when none does."""
    day, dose = asked["days_since_injury"], stretch.dose
    later = policy.get("first_allowed_days", {}).get(stretch.id, 0)
    if day is not None and day < max(stretch.first_allowed_day, later):
        return "recovery-window"
    for rule in conditions.excluding(stretch, asked):
        return rule
    least, most = (
        (dose.min_repetitions, policy.get("max_repetitions"))
        if dose.kind == "repetitions"
        else (dose.min_seconds, policy.get("max_hold_seconds"))
    )
    if (
        stretch.id in policy.get("forbidden_stretches", ())
        or stretch.position in policy.get("forbidden_positions", ())
        or (most is not None and least > most)
    ):
        return "caller-policy"
    return None


def unwanted(stretch, asked):
    """Return whether a wish keeps a stretch out."""
    profile = asked["profile"]
    at_hand = profile.get("equipment")
    return (
        stretch.id in profile.get("avoid_stretches", ())
        or stretch.position in profile.get("avoid_positions", ())
        or (at_hand is not None and not {*stretch.needs} <= {*at_hand})
    )


def left_out(items, asked, catalog, forbidden, kinds, policy=STANDARD):
    """Return every stretch that is not in, in catalogue order."""
    chosen = {name for name, _, _ in items}
    targets = set(asked["targets"])
    found = []
    for stretch in catalog.stretches:
        if stretch.id in chosen:
            continue
        rule = forbidden.get(stretch.id) or rule_against(stretch, asked, policy)
        areas = {*stretch.targets.primary, *stretch.targets.secondary, *named_areas(stretch, policy)}
        kind = "not_targeted" if targets and not targets & areas else "beaten"
        kind = "forbidden" if rule else "avoided" if unwanted(stretch, asked) else kind
        kind = kinds.get(stretch.id, kind)
        found.append({"stretch_id": stretch.id, "name": stretch.name, "kind": kind, "rule_id": rule, "reason": ""})
    return found


def retell(plan, catalog=BUILTIN):
    """Set the summary of a plan to what its schedule shows: starts, total, prescriptions, coverage, objective."""
    at = 0
    for entry in plan["schedule"]:
        entry["start_seconds"] = at
        at += entry["seconds"]
    plan["total_seconds"] = at
    by_stretch = {}
    for entry in plan["schedule"]:
        if entry["kind"] in WORK.values():
            by_stretch.setdefault(entry["stretch_id"], []).append(entry)
    known = {name: steps for name, steps in by_stretch.items() if name in catalog.by_id}
    plan["prescriptions"] = [
        prescription(catalog, name, steps, plan["policy"])
        | {"why": works(catalog.by_id[name], plan["request"], catalog, plan["policy"])}
        | shape(catalog.by_id[name], plan)
        for name, steps in known.items()
    ]
    demanded = set(plan["request"]["targets"])
    served = {area.id: [0, 0, 0] for area in catalog.areas}
    for entry in plan["prescriptions"]:
        stretch = catalog.by_id[entry["stretch_id"]]
        kinds = (stretch.targets.primary, stretch.targets.secondary, named_areas(stretch, plan["policy"]))
        for part, areas in enumerate(kinds):
            for area in areas:
                served[area][part] += min(60, entry["seconds_per_side"])
    plan["coverage"] = {
        area: {
            "name": next(entry.name for entry in catalog.areas if entry.id == area),
            "demanded": area in demanded,
            "kind": "primary" if primary else "secondary" if secondary else "named" if named else None,
            "primary_seconds": primary,
            "secondary_seconds": secondary,
            "named_seconds": named,
            "served_half_seconds": (4 * primary + 2 * secondary + named) // 2,
            "served_quarter_seconds": 4 * primary + 2 * secondary + named,
        }
        for area, (primary, secondary, named) in served.items()
    }
    plan["objective"] = objective(plan, catalog, by_stretch)
    plan["bound"] = deepcopy(plan["objective"])
    for entry in plan["left_out"]:
        entry["reason"] = reason(entry, plan, catalog)
    return plan


def prescription(catalog, name, steps, policy=STANDARD):
    """Return the prescription of a stretch from its work steps, by the side that comes first."""
    stretch = catalog.by_id[name]
    leads = [entry for entry in steps if entry["side"] == steps[0]["side"]]
    order = [area.id for area in catalog.areas]
    holds = stretch.dose.kind == "hold"
    return {
        "stretch_id": name,
        "name": stretch.name,
        "position": stretch.position,
        "kind": stretch.dose.kind,
        "sets": len(leads),
        "hold_seconds": leads[0]["seconds"] if holds else None,
        "repetitions": None if holds else leads[0]["repetitions"],
        "set_seconds": leads[0]["seconds"],
        "sides": stretch.sides,
        "seconds_per_side": sum(entry["seconds"] for entry in leads),
        "areas": [
            *sorted(stretch.targets.primary, key=order.index),
            *sorted(stretch.targets.secondary, key=order.index),
            *sorted(named_areas(stretch, policy), key=order.index),
        ],
        "equipment": [*stretch.needs, *(piece for piece in stretch.equipment if piece not in stretch.needs)],
        "needs": list(stretch.needs),
    }


def shape(stretch, plan):
    """Return the form and the figure of a stretch."""
    form = forms.form_of(stretch, plan["request"], plan["policy"])
    named = {"form": form and form.id, "form_name": form and form.name}
    return named | {"figure": forms.text(stretch, form, "figure")}


def works(stretch, asked, catalog, policy=STANDARD):
    """Return why a stretch is in, without a comparison."""
    names = [
        listed([a.name for a in catalog.areas if a.id in areas and (not asked["targets"] or a.id in asked["targets"])])
        for areas in (stretch.targets.primary, stretch.targets.secondary, named_areas(stretch, policy))
    ]
    main, besides, named = names
    if main:
        words = f"For your {main}; also {besides}." if besides else f"For your {main}."
    elif besides:
        words = f"Partly for your {besides}."
    elif named:
        words = f"Often named for your {named}, but does little there."
    else:
        words = "Fills time that was left; no area asked of this session needs it."
    wanted = "You asked for it." if stretch.id in asked["profile"].get("include", ()) else ""
    return f"{words} {wanted}".strip() if main or besides or named or not wanted else wanted


def length(seconds):
    """Return a length of time in words."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(f"{n} {unit}" for n, unit in ((minutes, "min"), (rest, "s")) if n)


def budget(plan):
    """Return the seconds of the request, or of the policy if they are fewer."""
    asked = plan["request"]
    return min(60 * asked["minutes"] + asked["seconds"], plan["policy"].get("max_session_seconds") or 10**6)


def least_seconds(stretch, asked, policy):
    """Return the seconds of the smallest dose and its pauses."""
    dose, pieces = stretch.dose, stretch.dose.min_sets * (2 if stretch.sides == "each" else 1)
    if dose.kind == "repetitions":
        seconds = dose.min_repetitions * (stretch.breath.inhale_seconds + stretch.breath.exhale_seconds)
    else:
        seconds = dose.min_seconds
    return pieces * seconds + (pieces - 1) * pause_seconds(stretch, asked, policy)


def shortest_with(stretch, plan, catalog):
    """Return the seconds of the shortest session with a stretch; strengthening needs another stretch before it."""
    asked, policy = plan["request"], plan["policy"]
    moves = timing_of(catalog, asked, policy)
    alone = moves.get_ready + moves.settling[stretch.id] + least_seconds(stretch, asked, policy) + moves.get_up
    if stretch.style != "strengthening":
        return alone
    return alone + min(
        least_seconds(other, asked, policy)
        + moves.settling[other.id]
        + (0 if other.position == stretch.position else moves.change)
        for other in catalog.stretches
        if other.style != "strengthening" and not rule_against(other, asked, policy) and not unwanted(other, asked)
    )


def reason(entry, plan, catalog):
    """Return why a stretch is left out, as a sentence: by the kind and the rule that its entry states."""
    asked, policy, rule = plan["request"], plan["policy"], entry["rule_id"]
    if entry["stretch_id"] not in catalog.by_id:
        return "No."
    stretch = catalog.by_id[entry["stretch_id"]]
    name, profile, day = stretch.name, asked["profile"], asked["days_since_injury"]
    if entry["kind"] == "not_targeted":
        return f"{name} works none of the areas asked of this session."
    if entry["kind"] == "beaten":
        best = "the best plan" if plan["optimal"] else "the plan found"
        return f"{name} is allowed; {best} for {length(budget(plan))} does without it."
    if entry["kind"] == "avoided":
        if stretch.id in profile.get("avoid_stretches", ()):
            return f"The request avoids {name}."
        if stretch.position in profile.get("avoid_positions", ()):
            return f"{name} starts {POSITIONS[stretch.position]}, which the request avoids."
        missing = [f"a {piece}" for piece in stretch.needs if piece not in (profile.get("equipment") or ())]
        return f"{name} cannot be done without {' and '.join(missing)}."
    if rule == "recovery-window":
        first = max(stretch.first_allowed_day, policy.get("first_allowed_days", {}).get(stretch.id, 0))
        return f"{name} is out before day {first} after an injury, and this is day {day}."
    if rule == "early-dose":
        early = day is not None and day < policy.get("early_until_day", 7)
        most = policy.get("early_max_sets", 2) if early else policy.get("repair_max_sets", 3)
        least = stretch.dose.min_sets
        return f"{name} needs at least {least} sets, and at most {most} are planned on day {day}."
    if rule == "sixty-seconds":
        most, aim = policy.get("max_sets", 4), policy.get("aim_seconds_per_side", 60)
        tail = f"more than {most} are never planned" if stretch.dose.min_sets > most else None
        return f"{name} needs at least {stretch.dose.min_sets} sets, and " + (
            f"{tail}." if tail else f"fewer already give {aim} seconds per side."
        )
    if rule == "fits-the-minutes":
        takes = length(max(shortest_with(stretch, plan, catalog), budget(plan) + 1))
        return f"The shortest session with {name} takes {takes}, and there is time for {length(budget(plan))}."
    if rule == "caller-policy":
        out = f"{name} is out by the caller's policy"
        if stretch.id in policy.get("forbidden_stretches", ()):
            return f"{out}."
        if stretch.position in policy.get("forbidden_positions", ()):
            return f"{out}, which forbids its position."
        unit, bound = ("repetitions", "max_repetitions"), ("seconds", "max_hold_seconds")
        words, field = unit if stretch.dose.kind == "repetitions" else bound
        return f"{out}, which allows at most {policy.get(field)} {words} a set."
    for condition in conditions.against(stretch, asked):
        if conditions.rule_of(condition) == rule:
            return conditions.why_out(stretch, condition)
    for own in plan["own_rules"]:
        if own["id"] == rule:
            return f"{name} is out by a rule of the caller's own, {rule}: {own['sentence']}"
    return "No."


def objective(plan, catalog, by_stretch):
    """Return how good a plan is, from its prescriptions and its schedule."""
    asked, policy = plan["request"], plan["policy"]
    counted = set(asked["targets"])
    for stretch in catalog.stretches:
        if not asked["targets"] and not rule_against(stretch, asked, policy) and not unwanted(stretch, asked):
            counted |= {*stretch.targets.primary, *stretch.targets.secondary}
    had, rested = last_days(asked, catalog, policy)
    gets = {area.id: had.get(area.id, 0) for area in catalog.areas}
    for entry in plan["prescriptions"]:
        targets = catalog.by_id[entry["stretch_id"]].targets
        seconds = min(60, entry["seconds_per_side"])
        days = max(1, rested.get(entry["stretch_id"], 14))  # one seventh a day, and a part of a second counts as one
        seconds = seconds if days >= 7 else (seconds * days + 6) // 7
        for area in gets:
            worth = 4 * (area in targets.primary) + 2 * (area in targets.secondary)
            gets[area] += seconds * (worth + (area in named_areas(catalog.by_id[entry["stretch_id"]], policy)))
    served = [gets[area] for area in counted if area in gets]
    days = {"rested_days": sum(rested.get(name, 14) for name in by_stretch if name in catalog.by_id)}
    positions = [catalog.by_id[name].position for name in by_stretch if name in catalog.by_id]
    return {
        "least_served_quarter_seconds": min(served, default=0),
        "total_served_quarter_seconds": sum(served),
        "least_served_half_seconds": min(served, default=0) // 2,
        "total_served_half_seconds": sum(served) // 2,
        "stretches": len(positions),
        "stretching_seconds": sum(entry["seconds"] for steps in by_stretch.values() for entry in steps),
        "position_changes": sum(a != b for a, b in pairwise(positions)),
        **({} if asked.get("history") is None else days),
    }


def last_days(asked, catalog, policy):
    """Return what each area had in the last six days, in quarter-seconds, and when each stretch was last done."""
    had, rested = {}, {}
    for session in asked.get("history") or ():
        ago = (date.fromisoformat(str(asked["on"])) - date.fromisoformat(str(session["on"]))).days
        for entry in session.get("stretches", ()):
            done, stretch = entry.get("done"), catalog.by_id.get(entry["stretch_id"])
            if not done or not stretch:
                continue
            rested[stretch.id] = min(ago, 14, rested.get(stretch.id, 14))
            breath = stretch.breath.inhale_seconds + stretch.breath.exhale_seconds if stretch.breath else 0
            seconds = min(60, done["sets"] * (done.get("hold_seconds") or done["repetitions"] * breath))
            for worth, areas in (
                (4, stretch.targets.primary),
                (2, stretch.targets.secondary),
                (1, named_areas(stretch, policy)),
            ):
                for area in areas if ago <= 6 else ():
                    half = stretch.sides == "each" and done["sides"] in ("left", "right")
                    had[area] = had.get(area, 0) + worth * seconds // (2 if half else 1)
    return had, rested
