"""Every step of two short plans, edited in each way there is, and what the checker says of it: golden/edits.txt."""

from copy import deepcopy
from pathlib import Path

from stretchplan.safety import check
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
"""A session with every kind of step, one with cautions and the lowest doses, and one that no catalogue knows."""

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
    "cue": ("Change to the left side.", "Rest and breathe easily."),
}


def edits(plan, place):
    """Yield the name and the result of each edit of one step, told anew where the builder can tell it."""
    for field, values in FIELDS.items():
        for value in values:
            edited = deepcopy(plan)
            if edited["schedule"][place][field] != value:
                edited["schedule"][place][field] = deepcopy(value)
                yield f"{field} {value!r}", edited if field == "start_seconds" else told(edited)
    for name, edit in {
        "left out": lambda steps: steps.pop(place),
        "twice": lambda steps: steps.insert(place, deepcopy(steps[place])),
        "later": lambda steps: steps.insert(place + 1, steps.pop(place)),
        "at the end": lambda steps: steps.append(steps.pop(place)),
    }.items():
        edited = deepcopy(plan)
        edit(edited["schedule"])
        if edited != plan:
            yield name, told(edited)


def edits_of_all(plan, kind):
    """Yield the name and the result of each edit of all steps of a kind at once."""
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
            yield f"all: {name}", told(edited)
    edited = deepcopy(plan)
    edited["schedule"] = [entry for entry in edited["schedule"] if entry["kind"] != kind]
    yield "all: left out", told(edited)


def told(plan):
    """Return a plan told anew from its schedule, or as it is when the builder cannot tell of it."""
    before = deepcopy(plan)
    try:
        return retell(plan)
    except (KeyError, ValueError, TypeError):
        return before


def pages():
    """Return the titles of the pages of golden/edits.txt: a step of a plan each, or all steps of a kind."""
    return {
        f"{name}, step {place}: {step['kind']} of {step['stretch_id']}": (edits, plan, place)
        for name, plan in PLANS.items()
        for place, step in enumerate(plan["schedule"])
    } | {
        f"{name}, every {kind}": (edits_of_all, plan, kind)
        for name, plan in PLANS.items()
        for kind in dict.fromkeys(step["kind"] for step in plan["schedule"])
    }


def page_of(edits, plan, which):
    """Return what is said of each edit, a line for each violation."""
    return [
        f"{name} | {line}"
        for name, edited in edits(plan, which)
        for line in (lines(check(edited)) or ["nothing"])
        if not line.startswith("true-summary")  # that the summary is no longer true, test_check_rules.py asks
    ]


def golden():
    """Return the lines of golden/edits.txt by the title of their page."""
    text = (Path(__file__).parents[1] / "safety/golden/edits.txt").read_text(encoding="utf-8")
    return {title: body for title, *body in (page.splitlines() for page in text.split("\n\n"))}
