"""Which refused requests have a page in golden/refusals.txt, and what is on a page?"""

from pathlib import Path

import stretchplan as sp

GOLDEN = Path(__file__).parents[1] / "planning/golden/refusals.txt"
BUILTIN = sp.builtin_catalog()


def catalog(change, **fields):
    """Return the built-in catalogue with each stretch changed, or removed where the change is None."""
    data = BUILTIN.model_dump(mode="json")
    changed = [(s, change(s["id"])) for s in data["stretches"]]
    stretches = [s | change for s, change in changed if change is not None]
    return sp.Catalog.model_validate(data | {"id": "mine", "stretches": stretches} | fields)


def only(*ids, **change):
    """Return a catalogue of some built-in stretches, without hints about their order."""
    return catalog(lambda name: {"ordering": {}} | change if name in ids else None)


class AllOrNothing:
    """A caller's own rule that allows all doses of a stretch or none."""

    sentence, source, strength = "Only on some days.", "a test", "policy"

    def __init__(self, name, allows):
        self.id, self.allows = name, allows

    def leaves(self, stretch, doses, request):
        return doses if self.allows(stretch, request) else ()

    def judge(self, plan, catalog):
        return ()


def from_day(first, *ids):
    """Return a rule that forbids some stretches before a day; all of them when none is named."""
    return AllOrNothing(
        f"from-day-{first}", lambda s, r: (r.days_since_injury or 0) >= first or (ids and s.id not in ids)
    )


# The quickest stretches to open with are allowed only for a request of at most one area.
ONE_AREA = AllOrNothing(
    "one-area", lambda s, r: s.id not in ("knee_to_chest", "piriformis_stretch") or len(r.targets) < 2
)

NO_BRIDGE = AllOrNothing("no-bridge", lambda s, r: s.id != "glute_bridge")


def needs(**pieces):
    """Return the built-in catalogue with equipment that some stretches need."""
    return catalog(lambda name: {"needs": pieces.get(name, [])})


NECK = [*BUILTIN.model_dump(mode="json")["areas"], *({"id": name, "name": name} for name in ("neck", "jaw", "toes"))]
BRIDGE_AND_CHILD = only("glute_bridge", "childs_pose")
TWO_SETS = {"kind": "hold", "min_seconds": 30, "max_seconds": 30, "step_seconds": 5, "min_sets": 2, "max_sets": 4}
NO_CAT = {"avoid_stretches": ["cat_cow"], "avoid_positions": ["quadruped"], "equipment": []}
PRONE_CHILD = {"avoid_stretches": ["childs_pose"], "avoid_positions": ["supine", "prone"]}

LATE_AND_SHORT = catalog(
    {
        "knee_to_chest": {"first_allowed_day": 9, "needs": ["chair"]},
        "lying_knee_twist": {"first_allowed_day": 7, "needs": ["chair"]},
    }.get
)

# By title: the arguments of the planner, and the fields of the request: five minutes and no injury by default.
REFUSALS = {
    "strong pain and much else": ({}, {"pain": 8, "days_since_injury": 2, "targets": {"pelvis"}}),
    "pain just strong enough, and a day too early for anything": (
        {"catalog": only("cat_cow", first_allowed_day=9)},
        {"pain": 6, "days_since_injury": 3},
    ),
    "pain strong enough for a policy": ({"policy": sp.Policy(pain_stop_from=3)}, {"pain": 3}),
    "pain that keeps doses low, and a policy that forbids them": (
        {"rules": [AllOrNothing("never", lambda s, r: r.pain is None or r.pain < 4)]},
        {"pain": 4, "targets": {"hips"}},
    ),
    "an area that a rule keeps out": ({}, {"days_since_injury": 3, "targets": {"pelvis", "hips"}}),
    "the same with dates": ({}, {"days_since_injury": 3, "targets": {"pelvis"}, "on": "2026-02-26"}),
    "an area and too little time": ({}, {"minutes": 1, "targets": {"pelvis", "ankles"}}),
    "an area, too little time, and an early day": (
        {},
        {"minutes": 1, "days_since_injury": 6, "targets": {"pelvis", "ankles"}},
    ),
    "a minute and more to go": ({}, {"minutes": 1, "seconds": 59, "targets": {"pelvis", "ankles", "spine"}}),
    "two areas that each take too long": (
        {"catalog": catalog(lambda name: {"dose": TWO_SETS} if name == "childs_pose" else {})},
        {"minutes": 1, "targets": {"pelvis", "ankles"}},
    ),
    "two minutes to the second": ({}, {"minutes": 1, "pace": "slow", "targets": {"hips", "spine"}}),
    "a short stretch that comes later than a long one": (
        {"catalog": LATE_AND_SHORT},
        {"minutes": 1, "days_since_injury": 3, "pace": {"get_ready_seconds": 30}},
    ),
    "areas that nothing works": ({"catalog": catalog(lambda _: {}, areas=NECK)}, {"targets": {"neck", "hips", "jaw"}}),
    "three areas that nothing works, and little time": (
        {"catalog": catalog(lambda _: {}, areas=NECK)},
        {"minutes": 1, "targets": {"neck", "jaw", "toes", "pelvis", "ankles"}},
    ),
    "three areas that nothing works, and an early day": (
        {"catalog": catalog(lambda _: {}, areas=NECK)},
        {"days_since_injury": 3, "targets": {"neck", "jaw", "toes", "pelvis"}},
    ),
    "two areas that nothing works, and one on an early day": (
        {"catalog": catalog(lambda _: {}, areas=NECK)},
        {"days_since_injury": 3, "targets": {"neck", "jaw", "pelvis"}},
    ),
    "three areas, little time, and an early day": (
        {"catalog": catalog(lambda _: {}, areas=NECK)},
        {"minutes": 1, "days_since_injury": 3, "targets": {"neck", "jaw", "toes", "pelvis", "ankles"}},
    ),
    "what must be in and may not": ({}, {"days_since_injury": 0, "profile": {"include": ["glute_bridge"]}}),
    "what must be in and takes too long": (
        {},
        {"minutes": 1, "profile": {"include": ["cat_cow", "childs_pose", "cobra_pose"]}},
    ),
    "what must be in and works no area asked for, and time": (
        {},
        {"minutes": 1, "targets": {"pelvis"}, "profile": {"include": ["cobra_pose"]}},
    ),
    "what must be in, twice, and the rule": (
        {"catalog": catalog(lambda name: {"first_allowed_day": 9} if name in ("cat_cow", "cobra_pose") else {})},
        {"days_since_injury": 2, "profile": {"include": ["cat_cow", "cobra_pose"]}},
    ),
    "wishes against an area": ({}, {"targets": {"hips"}, "profile": PRONE_CHILD}),
    "wishes and a rule against an area": (
        {},
        {
            "targets": {"hips"},
            "profile": {"avoid_positions": ["supine"], "conditions": ["knee_pain"], "avoid_stretches": ["cobra_pose"]},
        },
    ),
    "every position avoided": (
        {"catalog": only("childs_pose", "cat_cow")},
        {"profile": {"avoid_positions": ["kneeling", "quadruped", "seated"]}},
    ),
    "equipment that is not there": (
        {"catalog": needs(glute_bridge=["chair"], childs_pose=["cushion", "strap"])},
        {"targets": {"pelvis", "ankles"}, "profile": {"equipment": ["mat"]}},
    ),
    "equipment that is not there, and an avoided stretch": (
        {"catalog": needs(childs_pose=["strap"])},
        {"targets": {"hips"}, "profile": {"equipment": ["mat"], "avoid_stretches": ["piriformis_stretch"]}},
    ),
    "everything against one stretch, and little time": (
        {"catalog": only("cat_cow", needs=["chair"])},
        {"minutes": 1, "pace": {"get_ready_seconds": 60}, "profile": NO_CAT},
    ),
    "everything against one stretch, and an early day": (
        {"catalog": only("cat_cow", needs=["chair"], first_allowed_day=9)},
        {"days_since_injury": 3, "profile": NO_CAT},
    ),
    "everything against one stretch, little time, and an early day": (
        {"catalog": only("cat_cow", needs=["chair"], first_allowed_day=9)},
        {"minutes": 1, "days_since_injury": 3, "pace": {"get_ready_seconds": 60}, "profile": NO_CAT},
    ),
    "everything against a short stretch that comes later than a long one": (
        {"catalog": LATE_AND_SHORT},
        {
            "minutes": 1,
            "days_since_injury": 3,
            "pace": {"get_ready_seconds": 30},
            "profile": {
                "avoid_stretches": ["knee_to_chest", "lying_knee_twist"],
                "avoid_positions": ["supine"],
                "equipment": [],
            },
        },
    ),
    "strengthening alone": ({"catalog": only("glute_bridge")}, {"targets": {"pelvis"}}),
    "strengthening, and what could open for it forbidden": (
        {"catalog": BRIDGE_AND_CHILD, "policy": sp.Policy(forbidden_stretches={"childs_pose"})},
        {"targets": {"pelvis"}},
    ),
    "strengthening, and what could open for it avoided": (
        {"catalog": BRIDGE_AND_CHILD},
        {"targets": {"pelvis"}, "profile": {"avoid_stretches": ["childs_pose"]}},
    ),
    "strengthening, and time for it alone": ({}, {"minutes": 1, "seconds": 31, "targets": {"pelvis"}}),
    "two conditions": (
        {},
        {"targets": {"hips", "spine"}, "profile": {"conditions": ["knee_pain", "pregnancy", "wrist_pain"]}},
    ),
    "a policy's longest session": (
        {"policy": sp.Policy(max_session_seconds=79)},
        {"minutes": 9, "targets": {"pelvis"}, "profile": {"include": ["childs_pose"]}},
    ),
    "a policy's longest session, just long enough for one of two areas": (
        {"policy": sp.Policy(max_session_seconds=92)},
        {"minutes": 9, "targets": {"pelvis", "ankles"}},
    ),
    "a policy's longest session, and fewer minutes": (
        {"policy": sp.Policy(max_session_seconds=100)},
        {"minutes": 1, "targets": {"pelvis", "ankles"}},
    ),
    "a policy that forbids and a request that is short": (
        {"policy": sp.Policy(forbidden_stretches={"childs_pose"}, max_session_seconds=600)},
        {"minutes": 1, "targets": {"hips"}, "pace": "slow"},
    ),
    "a policy that forbids": (
        {"policy": sp.Policy(forbidden_positions={"supine"}, first_allowed_days={"childs_pose": 30})},
        {"days_since_injury": 29, "targets": {"hips"}},
    ),
    "a policy that forbids, and a longest session that is no matter": (
        {"policy": sp.Policy(forbidden_stretches={"childs_pose", "piriformis_stretch"}, max_session_seconds=600)},
        {"minutes": 12, "targets": {"hips"}},
    ),
    "a policy's longest session, and an own rule": (
        {"policy": sp.Policy(max_session_seconds=79), "rules": [NO_BRIDGE]},
        {"minutes": 9, "targets": {"pelvis"}},
    ),
    "a policy's longest session, and two own rules": (
        {"policy": sp.Policy(max_session_seconds=95), "rules": [ONE_AREA, NO_BRIDGE]},
        {"minutes": 9, "targets": {"pelvis", "lower_back"}},
    ),
    "a policy's own early days": (
        {"policy": sp.Policy(first_allowed_days={"glute_bridge": 21})},
        {"days_since_injury": 10, "targets": {"pelvis"}},
    ),
    "an own rule about the day": (
        {"rules": [from_day(20, "glute_bridge")]},
        {"days_since_injury": 9, "targets": {"pelvis"}},
    ),
    "an own rule about tomorrow": ({"rules": [from_day(10)]}, {"days_since_injury": 9}),
    "an own rule about the sixtieth day": ({"rules": [from_day(69)]}, {"days_since_injury": 9}),
    "an own rule about the sixty-first day": ({"rules": [from_day(70)]}, {"days_since_injury": 9}),
    "an own rule about the minutes": (
        {"rules": [AllOrNothing("short", lambda s, r: r.minutes <= 1)]},
        {"minutes": 1, "days_since_injury": 3, "pace": "slow", "targets": {"hips", "spine"}},
    ),
    "an own rule about the areas": (
        {"rules": [AllOrNothing("hips", lambda s, r: "hips" in r.targets)]},
        {"targets": {"hips"}, "profile": {"avoid_stretches": ["piriformis_stretch", "childs_pose"]}},
    ),
    "an own rule about the areas, and little time": (
        {"rules": [ONE_AREA]},
        {"minutes": 1, "targets": {"pelvis", "lower_back"}},
    ),
    "an own rule about another area": (
        {"rules": [AllOrNothing("no-child-and-spine", lambda s, r: s.id != "childs_pose" or "spine" not in r.targets)]},
        {"targets": {"hips", "spine"}, "profile": {"avoid_stretches": ["piriformis_stretch"]}},
    ),
    "two own rules": (
        {"rules": [from_day(5, "childs_pose"), AllOrNothing("never", lambda s, r: s.id != "piriformis_stretch")]},
        {"days_since_injury": 3, "targets": {"hips"}},
    ),
    "an own rule about the last day there is": ({"rules": [from_day(36_500)]}, {"days_since_injury": 36_450}),
    "on the first of all days": (
        {"catalog": only("cat_cow", first_allowed_day=1)},
        {"days_since_injury": 0, "on": "2026-01-31"},
    ),
    "on the day after that": ({"catalog": only("cat_cow", first_allowed_day=2)}, {"days_since_injury": 1}),
    "surgery": ({}, {"profile": {"conditions": ["recent_spinal_surgery"]}}),
}


def page(title):
    """Return a refusal as text: its conflicts with their members and stretches, and its relaxations."""
    arguments, fields = REFUSALS[title]
    try:
        sp.Planner(**arguments).plan(**{"minutes": 5, "days_since_injury": None} | fields)
    except sp.Infeasible as error:
        return "\n".join([title, *(f"    {line}" for line in _lines(error))])
    raise AssertionError(f"{title}: there is a plan")


def _lines(error):
    for conflict in error.conflicts:
        yield conflict.message
        yield "  of " + "; ".join(f"{m.kind} {m.id} ({m.name})" for m in conflict.members)
        for stretch in conflict.kept_out:
            yield f"  {'serves' if stretch.serves else 'could open'}: {stretch.name}, {stretch.by!r} keeps it out"
        numbers = (conflict.days_since_injury, conflict.pain, conflict.pain_stop_from)
        yield f"  day, pain, stop: {numbers}; seconds: {conflict.budget_seconds}, {conflict.least_seconds}"
        yield f"  shortest: {', '.join(conflict.session) or '-'}"
    for relaxation in error.relaxations:
        yield f"> {relaxation.message}"
        request = relaxation.request
        yield f"  {request.minutes}:{request.seconds:02} day {request.days_since_injury} on {request.on}"
        yield from (f"  {change}" for change in relaxation.changes)


def golden():
    """Return the pages by title."""
    pages = GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return {text.partition("\n")[0]: text for text in pages}
