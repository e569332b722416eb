"""Do the checker, the planner and the effects agree with one table of conditions and built-in stretches?"""

import itertools

import pytest

import stretchplan as sp
from stretchplan.results.plan import Plan
from stretchplan.safety.check import check
from tests.support.broken_plans.conditions import LEAST, let, one, unnoticed
from tests.support.broken_plans.signs import NO, STOPS
from tests.support.condition_facts import ADVICE, ALL, CUES, EARLY_PREGNANCY, FORMS, NAMES, rule_of
from tests.support.plan_builder import BUILTIN, build, notice, request
from tests.support.sample_plans import other

# Written by hand from the sources: out; another form, or only its setup; another form,
# at the lowest dose; or unchanged (-).
TABLE = """
                       knee_to_chest lying_knee_twist childs_pose cat_cow piriformis_stretch glute_bridge cobra_pose
osteoporosis           out           form             out         form    form               -            form
spinal_stenosis        -             form             -           form    -                  -            out
spondylolisthesis      -             form             -           form    -                  -            out
hip_replacement        out           out              out         form    out                form         form
knee_pain              -             -                out         setup   -                  setup        -
wrist_pain             -             -                setup       form    -                  -            out
pregnancy              out           out              form        form    out                out          out
recent_spinal_surgery  out           out              out         out     out                out          out
disc_leg_pain          lowform       form             lowform     form    form               form         form
"""
_ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = {(row[0], name): word for row in _ROWS[1:] for name, word in zip(_ROWS[0], row[1:], strict=True)}
OUT = [cell for cell, word in CELLS.items() if word == "out"]
MORE = {"knee_to_chest": (1, 15), "childs_pose": (2, 30), "cobra_pose": (2, 5), "glute_bridge": (2, 10)}
"""A dose above the lowest one; for the other stretches it is two sets of the smallest amount."""

SETUPS = {("knee_pain", "cat_cow"), ("knee_pain", "glute_bridge")}
"""Those of FORMS that change the setup alone."""


def rules_broken(plan, catalog=None):
    """Return the ids of the rules that a plan breaks."""
    return {violation.rule_id for violation in check(plan, catalog=catalog).violations}


def planned(conditions, day=None, planner=sp, **profile):
    """Return the planner's plan for half an hour with these conditions."""
    profile = {"conditions": conditions, **profile}
    return planner.plan(minutes=30, days_since_injury=day, profile=profile)


def cue_of(name, side):
    """Return the catalogue's cue of a stretch, for a side."""
    other_side = {"left": "right", "right": "left"}.get(side, "")
    return BUILTIN.by_id[name].cue.replace("{side}", side).replace("{other_side}", other_side)


def told(plan, condition):
    """Return the stretch and the kind of each effect of a condition in a plan."""
    return {(e.stretch_id, e.kind) for e in plan.effects if e.condition == condition}


def test_the_table_is_whole():
    assert [row[0] for row in _ROWS[1:]] == list(NAMES) == [entry.id for entry in sp.conditions()]
    assert set(_ROWS[0]) == set(ALL) == set(BUILTIN.by_id)
    assert set(CELLS.values()) == {"out", "form", "setup", "lowform", "-"}


@pytest.mark.parametrize(("condition", "name"), CELLS)
def test_the_judge_agrees_with_the_table(condition, name):
    """A plan with the stretch is refused, needs the cue, needs the lowest dose, or needs no change."""
    word, rule = CELLS[condition, name], rule_of(condition)
    plan = one(name, condition)
    assert rules_broken(plan) == ({rule} if word == "out" else set())
    if word == "out":
        return
    assert ((condition, name) in FORMS) is (word in {"form", "lowform"} or (condition, name) in SETUPS)
    bare = one(name, condition)
    for step in bare["schedule"]:
        if step["breathing"] and step["stretch_id"] == name:
            step["cue"] = cue_of(name, step["side"])
        elif word == "setup" and step["stretch_id"] == name:
            step["cue"] = BUILTIN.by_id[name].setup
    assert rules_broken(bare) == (set() if word == "-" else {rule})
    sets, amount = MORE.get(name, (2, LEAST[name][2]))
    lead = [LEAST["cat_cow"]] if name == "glute_bridge" else []
    more = build([*lead, (name, sets, amount)], request(profile={"conditions": [condition]}))
    assert rules_broken(more) == ({rule} if word.startswith("low") else set())


@pytest.mark.parametrize("condition", NAMES)
def test_the_planner_agrees_with_the_table(condition):
    words = {name: CELLS[condition, name] for name in ALL}
    if condition == "recent_spinal_surgery":
        with pytest.raises(sp.Infeasible) as refused:
            planned([condition])
        assert "recent-spinal-surgery" in str(refused.value.to_dict())
        return
    plan = planned([condition])
    assert {(e.stretch_id, e.kind, e.rule_id) for e in plan.left_out} == {
        (name, "forbidden", rule_of(condition)) for name, word in words.items() if word == "out"
    }
    doses = {p.stretch_id: (p.sets, p.hold_seconds or p.repetitions) for p in plan.prescriptions}
    for step in plan.schedule:
        if step.breathing is not None:
            word, own = words[step.stretch_id], cue_of(step.stretch_id, step.side)
            assert (step.cue == own) is (word not in {"form", "lowform"})
    for name, word in words.items():
        lowest = LEAST[name][1:]
        if word.startswith("low"):
            assert doses[name] == lowest
        elif word != "out":
            assert doses[name] != lowest or name == "cat_cow"  # cat-cow has one amount, and sets enough to differ
    assert check(plan).ok


@pytest.mark.parametrize("condition", NAMES)
def test_the_effects_agree_with_the_table(condition):
    """Exactly the effects of the table are shown, each with its rule, source and strength."""
    kinds = {"out": "excluded", **dict.fromkeys(("form", "setup", "lowform"), "adapted")}
    due = {(name, kinds[word]) for (c, name), word in CELLS.items() if c == condition and word != "-"}
    cleared = [let("cat_cow", condition)] if condition == "recent_spinal_surgery" else []
    plan = planned([condition], cleared=cleared)
    if cleared:
        due = due - {("cat_cow", "excluded")} | {("cat_cow", "cleared"), ("cat_cow", "adapted")}
    assert told(plan, condition) == due
    assert len(plan.effects) == len(due)
    rule = next(rule for rule in sp.rules() if rule.id == rule_of(condition))
    for effect in plan.effects:
        assert (effect.rule_id, effect.source, effect.strength) == (rule.id, rule.source, rule.strength)
        assert BUILTIN.by_id[effect.stretch_id].name in effect.text


@pytest.mark.parametrize("condition", NAMES)
def test_no_rule_is_dressed_as_a_stronger_one(condition):
    """A rule that rests on a study and a consensus has the weaker of the two strengths."""
    strength = {"osteoporosis": "consensus", "pregnancy": "guideline"}.get(condition, "practice")
    rule = next(rule for rule in sp.rules() if rule.id == rule_of(condition))
    assert (rule.strength, rule.family) == (strength, "person")


@pytest.mark.parametrize("trimester", [1, 2, 3, None])
def test_pregnancy_by_trimester(trimester):
    """Cobra is always out. The stretches on the back are out unless the first trimester is stated."""
    out = {"cobra_pose"}
    if trimester != 1:
        out |= {"knee_to_chest", "lying_knee_twist", "piriformis_stretch", "glute_bridge"}
    plan = planned(["pregnancy"], trimester=trimester)
    assert {entry.stretch_id for entry in plan.left_out} == out
    changed = {("cat_cow", "adapted"), ("childs_pose", "adapted")}
    assert told(plan, "pregnancy") == {(name, "excluded") for name in out} | changed
    assert {n.stretch_id for n in plan.notices if n.id == "pregnancy"} == {None, "cat_cow", "childs_pose"}
    for name in ALL:
        by_hand = one(name, "pregnancy", trimester=trimester)
        assert rules_broken(by_hand) == ({"pregnancy"} if name in out else set())


@pytest.mark.parametrize("stated", [[], ["pregnancy"]])
def test_a_yes_to_the_question_states_the_pregnancy(stated):
    """The profile may state it too, and may state a trimester in both cases."""
    asked = {"minutes": 30, "days_since_injury": None, "screening": NO | {"pregnancy": "yes"}}
    late = sp.plan(**asked, profile={"conditions": stated})
    first = sp.plan(**asked, profile={"conditions": stated, "trimester": 1})
    assert len(late.left_out) == 5
    assert [entry.stretch_id for entry in first.left_out] == ["cobra_pose"]
    for plan in (late, first):
        assert {n.id for n in plan.notices if "pregnan" in n.text} == {"pregnancy", "see-someone-soon-pregnancy"}
        assert len([n for n in plan.notices if n.id == "pregnancy" and n.stretch_id is None]) == 1
        assert check(plan).ok
    by_hand = unnoticed(build([LEAST["childs_pose"]], request(screening=NO | {"pregnancy": "yes"})), id="not-screened")
    text = "In pregnancy, ask the midwife or doctor before doing these stretches."
    by_hand["notices"].append(notice("see-someone-soon-pregnancy", text, "prompt-signs"))
    assert check(by_hand).violations == ()
    for answer in ("no", "unanswered"):
        screening = NO | {"pregnancy": answer}
        assert sp.plan(minutes=30, days_since_injury=None, screening=screening).effects == ()


@pytest.mark.parametrize(("condition", "name"), OUT)
def test_a_clearance_lifts_one_exclusion(condition, name):
    """The stretch may be planned, a notice says why, and every other effect stays."""
    cleared = [let(name, condition)]
    by_hand = one(name, condition, cleared=cleared)
    if condition == "recent_spinal_surgery" and name == "glute_bridge":
        # No cleared stretch may open the session, so cat-cow is cleared too.
        assert rules_broken(by_hand) == {"recent-spinal-surgery"}
        by_hand = one(name, condition, cleared=[*cleared, let("cat_cow", condition)])
        with pytest.raises(sp.Infeasible):
            planned([condition], cleared=cleared)
        cleared.append(let("cat_cow", condition))
    assert rules_broken(by_hand) == set()
    plan = planned([condition], cleared=cleared)
    free = {one["stretch_id"] for one in cleared}
    assert free <= {p.stretch_id for p in plan.prescriptions}
    before = {(n, w) for (c, n), w in CELLS.items() if c == condition and w != "-"}
    kinds = {"out": "excluded", **dict.fromkeys(("form", "setup", "lowform"), "adapted")}
    due = {(n, "cleared" if n in free and w == "out" else kinds[w]) for n, w in before}
    # A cleared cobra is done on the elbows with wrist pain, as its form names that condition.
    due |= {("cobra_pose", "adapted")} if (condition, name) == ("wrist_pain", "cobra_pose") else set()
    if condition == "recent_spinal_surgery":  # what is cleared has its gentlest form, at its lowest dose
        due |= {(n, "adapted") for n in free}
        assert {(p.stretch_id, p.sets, p.hold_seconds or p.set_seconds) for p in plan.prescriptions} == {
            (n, 1, LEAST[n][2] * {"glute_bridge": 5, "cobra_pose": 6}.get(n, 1)) for n in free
        }
    assert told(plan, condition) == due
    assert {(n.stretch_id, n.rule_id) for n in plan.notices if n.id == "cleared"} == {
        (n, rule_of(condition)) for n in free
    }
    out = {n for n, w in before if w == "out"} - free
    assert {e.stretch_id for e in plan.left_out if e.rule_id == rule_of(condition)} == out
    assert check(plan).ok


BOTH = [(c, d, n) for c, d in itertools.permutations(NAMES, 2) for n in ALL if {CELLS[c, n], CELLS[d, n]} == {"out"}]


@pytest.mark.parametrize(("cleared_for", "condition", "name"), BOTH)
def test_a_clearance_for_one_condition_does_not_help_with_another(cleared_for, condition, name):
    profile = {"conditions": [cleared_for, condition], "cleared": [let(name, cleared_for)]}
    lead = [LEAST["cat_cow"]] if name == "glute_bridge" else []
    by_hand = build([*lead, LEAST[name]], request(profile=profile))
    found = {v.rule_id for v in check(by_hand).violations if v.step is not None and v.step == 2 * len(lead)}
    assert found == {rule_of(condition)}
    if "recent_spinal_surgery" in profile["conditions"]:
        profile["cleared"].append(let("cat_cow", "recent_spinal_surgery"))  # so that there is a plan to look at
    plan = sp.plan(minutes=30, days_since_injury=None, profile=profile)
    assert {e.rule_id for e in plan.left_out if e.stretch_id == name} == {rule_of(condition)}
    assert (name, "cleared") not in told(plan, cleared_for)
    assert {(name, "excluded")} <= told(plan, condition)
    for made in (plan, sp.Planner().assemble(plan.request, [(name, sp.Dosage(1, 10))]).plan):
        assert not [notice for notice in made.notices if (notice.id, notice.stretch_id) == ("cleared", name)]


EVERYTHING = {"conditions": list(NAMES), "cleared": [let(name, condition) for condition, name in OUT]}
"""Every condition, and a clearance of all that any of them excludes."""


def test_everything_cleared():
    """No stretch is excluded any more, and adapted ones stay adapted."""
    plan = sp.plan(minutes=30, days_since_injury=None, profile=EVERYTHING)
    assert {p.stretch_id for p in plan.prescriptions} == set(ALL)
    assert {e.kind for e in plan.effects} == {"cleared", "adapted"}
    # All rules apply, so the first form of each stretch is taken; what it does not name adds its sentence.
    adapted = {(e.condition, e.stretch_id) for e in plan.effects if e.kind == "adapted"}
    first = {name: {*s.forms[0].rules, *s.forms[0].also} for name, s in BUILTIN.by_id.items()}
    named = {(c, n) for n, rules in first.items() for c in NAMES if rule_of(c) in rules}
    assert adapted == named | {cell for cell in CUES if cell not in named}
    items = [LEAST[n] for n in ("knee_to_chest", "lying_knee_twist", "cat_cow", "cobra_pose", "childs_pose")]
    by_hand = build(items, request(profile=EVERYTHING))
    assert check(by_hand).violations == ()


@pytest.mark.parametrize(("day", "out"), [(0, True), (6, True), (7, False)])
def test_no_clearance_lifts_the_recovery_window(day, out):
    plan = planned(list(NAMES), day=day, cleared=EVERYTHING["cleared"])
    assert {(e.stretch_id, e.rule_id) for e in plan.left_out} == (
        {("glute_bridge", "recovery-window")} if out else set()
    )
    items = [("cat_cow", 1, 30), ("glute_bridge", 1, 10)]
    assert rules_broken(build(items, request(day=day, profile=EVERYTHING))) == ({"recovery-window"} if out else set())


@pytest.mark.parametrize("pain", [5, 6, 10])
def test_no_clearance_lifts_the_stop_for_pain(pain):
    asked = {"minutes": 30, "days_since_injury": None, "pain": pain, "profile": EVERYTHING}
    by_hand = build([LEAST["cobra_pose"]], request(pain=pain, profile=EVERYTHING))
    if pain < 6:
        assert check(sp.plan(**asked)).ok
        assert check(by_hand).ok
        return
    with pytest.raises(sp.Infeasible):
        sp.plan(**asked)
    assert rules_broken(by_hand) == {"pain-stop"}


@pytest.mark.parametrize("question", " ".join(STOPS.values()).split())
def test_no_clearance_lifts_a_warning_sign(question):
    screening = NO | {question: "yes"}
    with pytest.raises(sp.SeeAClinician) as stopped:
        sp.plan(minutes=30, days_since_injury=None, screening=screening, profile=EVERYTHING)
    by_hand = unnoticed(
        build([LEAST["cobra_pose"]], request(screening=screening, profile=EVERYTHING)), id="not-screened"
    )
    assert rules_broken(by_hand) == set(stopped.value.rule_ids)


@pytest.mark.parametrize(("day", "amount", "broken"), [(6, 10, False), (6, 15, True), (None, 15, False)])
def test_no_clearance_lifts_the_early_dose(day, amount, broken):
    profile = {"conditions": ["hip_replacement"], "cleared": [let("knee_to_chest", "hip_replacement")]}
    plan = build([("knee_to_chest", 1, amount)], request(day=day, targets=["glutes"], profile=profile))
    assert rules_broken(plan) == ({"early-dose"} if broken else set())


ORDERS = {
    "osteoporosis": "cat_cow lying_knee_twist piriformis_stretch glute_bridge cobra_pose",
    "spinal_stenosis": "knee_to_chest lying_knee_twist piriformis_stretch glute_bridge cat_cow childs_pose",
    "spondylolisthesis": "knee_to_chest lying_knee_twist piriformis_stretch glute_bridge cat_cow childs_pose",
    "hip_replacement": "cat_cow glute_bridge cobra_pose",
    "knee_pain": "knee_to_chest lying_knee_twist piriformis_stretch glute_bridge cat_cow cobra_pose",
    "wrist_pain": "knee_to_chest lying_knee_twist piriformis_stretch glute_bridge cat_cow childs_pose",
    "pregnancy": "cat_cow childs_pose",
    "disc_leg_pain": "knee_to_chest lying_knee_twist piriformis_stretch glute_bridge cat_cow cobra_pose childs_pose",
}


@pytest.mark.parametrize("condition", ORDERS)
@pytest.mark.parametrize("day", [None, 3, 20])
def test_correct_plans_pass(condition, day):
    names = [n for n in ORDERS[condition].split() if day != 3 or n != "glute_bridge"]
    plan = build([LEAST[n] for n in names], request(day=day, profile={"conditions": [condition]}))
    assert check(plan).violations == ()
    assert check(Plan.model_validate(plan)).violations == ()
    made = planned([condition], day=day)
    assert check(made.model_dump_json()).violations == ()
    assert {p.stretch_id for p in made.prescriptions} == set(names)


def test_a_condition_without_advice_or_change_adds_no_notice():
    """Wrist pain excludes cobra, and the effects show it; it changes nothing but cat-cow and child's pose."""
    plan = planned(["wrist_pain"], avoid_stretches=["cat_cow", "childs_pose"])
    assert "wrist-pain" not in {n.rule_id for n in plan.notices}
    assert "wrist-pain" in {e.rule_id for e in plan.effects}


@pytest.mark.parametrize("trimester", [1, 2, 3, None])
def test_what_is_said_of_pregnancy_by_trimester(trimester):
    plan = planned(["pregnancy"], trimester=trimester)
    (said,) = [n.text for n in plan.notices if n.id == "pregnancy" and n.stretch_id is None]
    first, later = EARLY_PREGNANCY, ADVICE["pregnancy"]
    assert said == (first if trimester == 1 else later)
    other = plan.model_dump(mode="json")
    for entry in other["notices"]:
        if entry["text"] == said:
            entry["text"] = later if trimester == 1 else first
    assert rules_broken(other) == {"pregnancy"}


def test_one_stretch_changed_in_several_ways():
    """Each cue is shown, and each has its own effect."""
    loads = ["end_range_extension", "spinal_rotation", "mid_range_flexion"]
    breath = {**BUILTIN.by_id["cobra_pose"].breath.model_dump(), "inhale_cue": "Come up.", "effort_out": None}
    catalog = other(cobra_pose={"loads": loads, "forms": [], "breath": breath})
    plan = planned(["osteoporosis"], planner=sp.Planner(catalog))
    of_cobra = [e for e in plan.effects if e.stretch_id == "cobra_pose"]
    assert [e.kind for e in of_cobra] == ["adapted"] * 3
    assert check(plan, catalog=catalog).ok
    (cue,) = {s.cue for s in plan.schedule if s.stretch_id == "cobra_pose" and s.breathing is not None}
    assert all(words in cue for (c, n), words in CUES.items() if c == "osteoporosis" and n != "piriformis_stretch")
    for effect in of_cobra:
        fewer = plan.model_copy(update={"effects": tuple(e for e in plan.effects if e is not effect)})
        assert rules_broken(fewer, catalog) == {"osteoporosis"}
    more = plan.model_copy(update={"effects": (*plan.effects, of_cobra[-1])})
    assert rules_broken(more, catalog) == {"true-summary"}


@pytest.mark.parametrize("condition", NAMES)
def test_what_a_catalogue_does_not_say_is_not_planned(condition):
    catalog = other(glute_bridge={"loads": None})
    read = condition not in {"pregnancy", "recent_spinal_surgery"}
    plan = planned(
        [condition],
        planner=sp.Planner(catalog),
        trimester=1 if condition == "pregnancy" else None,
        cleared=[let(n, condition) for n in ("cat_cow", "glute_bridge") if condition == "recent_spinal_surgery"],
    )
    out = {(e.stretch_id, e.rule_id) for e in plan.left_out if e.stretch_id == "glute_bridge"}
    assert out == ({("glute_bridge", rule_of(condition))} if read else set())
    assert check(plan, catalog=catalog).ok


def test_no_care_where_the_back_is_not_rounded():
    """With leg pain the other stretches keep their doses. With pain too, or on an early day, both rules are broken."""
    items = [("knee_to_chest", 1, 15), ("piriformis_stretch", 2, 20), ("cobra_pose", 1, 10)]
    leg = {"conditions": ["disc_leg_pain"]}
    assert rules_broken(build(items[1:], request(profile=leg))) == set()
    assert rules_broken(build(items[:1], request(profile=leg, pain=4))) == {"pain-stop", "disc-leg-pain"}
    assert rules_broken(build(items[:1], request(profile=leg, day=3, targets=["glutes"]))) == {
        "early-dose",
        "disc-leg-pain",
    }


def test_wishes_are_kept_on_both_sides():
    profile = {"avoid_stretches": ["cobra_pose"], "avoid_positions": ["kneeling"], "include": ["piriformis_stretch"]}
    plan = sp.plan(minutes=2, days_since_injury=None, profile=profile)
    assert "piriformis_stretch" in {p.stretch_id for p in plan.prescriptions}
    assert {e.stretch_id for e in plan.left_out if e.kind == "avoided"} == {"cobra_pose", "childs_pose"}
    assert check(plan).ok
    by_hand = build([LEAST["cat_cow"], LEAST["piriformis_stretch"]], request(profile=profile))
    assert check(by_hand).violations == ()


@pytest.mark.parametrize(
    ("equipment", "out"), [(None, False), ([], True), (["mat"], True), (["chair"], False), (["chair", "mat"], False)]
)
def test_what_is_needed_is_at_hand(equipment, out):
    catalog = other(cobra_pose={"needs": ["chair"]})
    profile = {"equipment": equipment}
    plan = sp.Planner(catalog).plan(minutes=30, days_since_injury=None, profile=profile)
    assert [(e.stretch_id, e.kind) for e in plan.left_out] == ([("cobra_pose", "avoided")] if out else [])
    assert check(plan, catalog=catalog).ok
    by_hand = build([LEAST["cobra_pose"]], request(profile=profile), catalog)
    assert rules_broken(by_hand, catalog) == ({"wishes-kept"} if out else set())
