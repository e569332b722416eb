"""Every step of three short plans, edited in every way, and the violations: tests/safety/golden/edits.txt."""

from copy import deepcopy
from pathlib import Path

from stretchplan.safety.check import check
from tests.support.plan_builder import build, request, retell
from tests.support.violation_texts import lines


def renamed(plan, **names):
    """Return a plan with other ids in its schedule."""
    for entry in plan["schedule"]:
        entry["stretch_id"] = names.get(entry["stretch_id"], entry["stretch_id"])
    return retell(plan)


PLANS = {
    "late": build([("knee_to_chest", 2, 10), ("glute_bridge", 2, 10), ("cat_cow", 2, 30), ("childs_pose", 1, 30)]),
    "early": build(
        [("knee_to_chest", 1, 10), ("piriformis_stretch", 1, 10), ("cobra_pose", 1, 5)], request(day=3, pain=4)
    ),
    "unknown": renamed(
        build([("knee_to_chest", 1, 10), ("cat_cow", 2, 30)]), knee_to_chest="headstand", cat_cow="handstand"
    ),
}
"""A session with every kind of step, one with cautions and the lowest doses, and one of unknown stretches."""

GOLDEN = Path(__file__).parents[1] / "safety/golden/edits.txt"
SENTENCES = "every sentence"
FIELDS = {
    "seconds": (0, 1),
    "start_seconds": (-1,),
    "kind": ("get_ready", "settle", "hold", "repeat", "change_side", "rest"),
    "side": (None, "left", "right", "both"),
    "stretch_id": (None, "cobra_pose", "childs_pose", "headstand"),
    "set_number": (None, 2),
    "sets": (None, 3),
    "repetitions": (None, 6),
    "breathing": (None, {"inhale_seconds": 1, "exhale_seconds": 1, "cycles": 1}),
    "cue": ("Change to the left side.", "Let go, rest and breathe easily."),
}


def edits(plan, place):
    """Yield the name and the result of each edit of one step, summarised again where possible."""
    for field, values in FIELDS.items():
        for value in values:
            edited = deepcopy(plan)
            if edited["schedule"][place][field] != value:
                edited["schedule"][place][field] = deepcopy(value)
                yield f"{field} {value!r}", edited if field == "start_seconds" else summarised(edited)
    for name, edit in {
        "left out": lambda steps: steps.pop(place),
        "twice": lambda steps: steps.insert(place, deepcopy(steps[place])),
        "later": lambda steps: steps.insert(place + 1, steps.pop(place)),
        "at the end": lambda steps: steps.append(steps.pop(place)),
    }.items():
        edited = deepcopy(plan)
        edit(edited["schedule"])
        if edited != plan:
            yield name, summarised(edited)


def edits_of_all(plan, kind):
    """Yield the name and the result of each edit of all steps of a kind together."""
    for name, change in {
        "1 s": {"seconds": 1},
        "0 s": {"seconds": 0},
        "other words": {"cue": "?"},
        "no breath": {"breathing": None},
        "no side": {"side": None},
        "the other side": {"side": "right"},
        "no set": {"set_number": None, "sets": None},
        "no repetitions": {"repetitions": None},
        "no stretch": {"stretch_id": None},
    }.items():
        edited = deepcopy(plan)
        for entry in edited["schedule"]:
            if entry["kind"] == kind:
                entry.update(change)
        if edited != plan:
            yield f"all: {name}", summarised(edited)
    edited = deepcopy(plan)
    edited["schedule"] = [entry for entry in edited["schedule"] if entry["kind"] != kind]
    yield "all: left out", summarised(edited)


def summarised(plan):
    """Return a plan with its summary made again; unchanged when the builder cannot summarise its schedule."""
    before = deepcopy(plan)
    try:
        return retell(plan)
    except (KeyError, ValueError, TypeError):
        return before


def pages():
    """Return the pages of the golden file by title: the edits of one step of a plan, or of all its steps of a kind."""
    return {
        f"{name}, step {place}: {step['kind']} of {step['stretch_id']}": (edits, plan, place)
        for name, plan in PLANS.items()
        for place, step in enumerate(plan["schedule"])
    } | {
        f"{name}, every {kind}": (edits_of_all, plan, kind)
        for name, plan in PLANS.items()
        for kind in dict.fromkeys(step["kind"] for step in plan["schedule"])
    }


def reports(edits, plan, which):
    """Return each edit's violations as (rule, step, sentence), except true-summary (see test_broken_plans.py)."""
    return {
        name: [v for v in (line.split(" | ", 2) for line in lines(check(edited))) if v[0] != "true-summary"]
        for name, edited in edits(plan, which)
    }


def page(by_edit):
    """Return the lines of a page: edits with the same rules and steps share a line."""
    names = {}
    for name, violations in by_edit.items():
        steps = {}
        for rule, step, _ in violations:
            steps.setdefault(rule, []).append(step)
        outcome = "; ".join(f"{rule} {' '.join(places)}" for rule, places in steps.items()) or "nothing"
        names.setdefault(outcome, []).append(name)
    return [f"{' / '.join(edits)} => {outcome}" for outcome, edits in names.items()]


def sentences(by_page):
    """Return every sentence once, with its rule."""
    found = {(rule, text) for by_edit in by_page for violations in by_edit.values() for rule, _, text in violations}
    return [f"{rule} | {text}" for rule, text in sorted(found)]


def golden_text():
    """Return the text of the golden file: the pages, then every sentence once."""
    by_title = {title: reports(*step) for title, step in pages().items()}
    written = {title: page(by_edit) for title, by_edit in by_title.items()}
    written[SENTENCES] = sentences(by_title.values())
    return "\n".join(f"{title}\n" + "".join(f"{line}\n" for line in body) for title, body in written.items())


def golden():
    """Return the lines of the golden file by the title of their page."""
    return {title: body for title, *body in (text.splitlines() for text in GOLDEN.read_text().split("\n\n"))}
