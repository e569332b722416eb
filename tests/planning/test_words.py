"""Does a plan say why each stretch is in, why each other one is not, and what a person must be told?"""

import re
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.results.reasons import Serves
from stretchplan.words.reasons import why_in

ROOT = Path(__file__).parent.parent.parent


def left_out(plan):
    """Return the entries of ``left_out`` by stretch id."""
    return {entry.stretch_id: entry for entry in plan.left_out}


def test_forbidden_stretch_names_the_rule():
    entry = left_out(sp.plan(minutes=20, days_since_injury=6))["glute_bridge"]
    assert (entry.kind, entry.rule_id) == ("forbidden", "recovery-window")
    assert entry.reason == "Glute Bridge is out before day 7 after an injury, and this is day 6."


@pytest.mark.parametrize(("seconds", "kind"), [(47, "forbidden"), (48, "not_targeted")])
def test_stretch_that_fits_no_session_is_forbidden_by_the_minutes(seconds, kind):
    """A knee to each side comes before the bridge; the moves are as long as their words, and getting up counts."""
    plan = sp.plan(minutes=2, seconds=seconds, days_since_injury=None, targets={"ankles"})
    entry = left_out(plan)["glute_bridge"]
    assert entry.kind == kind
    assert entry.rule_id == ("fits-the-minutes" if kind == "forbidden" else None)
    if kind == "forbidden":
        assert entry.reason == (
            "The shortest session with Glute Bridge takes 2 min 48 s, and there is time for 2 min 47 s."
        )


def test_stretch_of_no_demanded_area_is_not_targeted():
    entries = left_out(sp.plan(minutes=2, days_since_injury=None, targets={"ankles"}))
    assert entries["cobra_pose"].kind == "not_targeted"
    assert entries["cobra_pose"].rule_id is None


def test_allowed_stretch_outside_the_best_plan_is_beaten():
    plan = sp.plan(minutes=3, days_since_injury=None, targets={"lower_back"})
    entries = left_out(plan)
    assert {entry.kind for entry in entries.values()} == {"beaten"}
    assert entries["cat_cow"].because.outcome == "tie"
    assert entries["cat_cow"].reason == (
        "Cat-Cow Pose is allowed; without it this plan makes just as good use of 3 min."
    )
    assert entries["glute_bridge"].because.outcome == "worse"
    assert entries["glute_bridge"].reason == (
        "Glute Bridge is allowed; without it this plan makes better use of 3 min."
    )


def test_every_stretch_is_planned_or_left_out():
    for minutes in range(2, 20):
        plan = sp.plan(minutes=minutes, days_since_injury=10)
        planned = {p.stretch_id for p in plan.prescriptions}
        assert [e.stretch_id for e in plan.left_out] == [i for i in sp.builtin_catalog().by_id if i not in planned]


def test_why_names_the_areas_asked_for():
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"hips", "lower_back"})
    why = {p.stretch_id: p.why for p in plan.prescriptions}
    assert why["piriformis_stretch"] == "For your hips; also lower back."
    assert why["cobra_pose"] == "For your lower back."
    only_ankles = sp.plan(minutes=10, days_since_injury=3, targets={"ankles"})
    (cobra,) = (p.why for p in only_ankles.prescriptions if p.stretch_id == "cobra_pose")
    assert cobra == "Fills time that was left; no area asked of this session needs it."


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ((("hips",), (), ()), "For your hips."),
        (
            (("lower back", "spine"), ("hips", "glutes"), ("knees",)),
            "For your lower back and spine; also hips and glutes.",
        ),
        (((), ("hips",), ("knees",)), "Partly for your hips."),
        (((), (), ("hamstrings", "knees")), "Often named for your hamstrings and knees, but does little there."),
        (((), (), ()), "Fills time that was left; no area asked of this session needs it."),
    ],
)
def test_why_in_the_words_of_a_person(areas, said):
    primary, secondary, named = areas
    serves = Serves(primary=primary, secondary=secondary, named=named)
    names = {area: area for areas in (primary, secondary, named) for area in areas}
    assert why_in(serves, names) == said
    wanted = why_in(serves.model_copy(update={"included": True}), names)
    assert wanted == ("You asked for it." if not any(areas) else f"{said} You asked for it.")


def test_no_number_stands_in_a_reason_of_a_plan_but_its_day_and_its_minutes():
    for minutes, days in ((3, None), (10, 3), (10, 20), (15, None)):
        plan = sp.plan(minutes=minutes, days_since_injury=days)
        assert not [p.why for p in plan.prescriptions if re.search("[0-9]", p.why)]
        beaten = [entry.reason for entry in plan.left_out if entry.kind == "beaten"]
        assert all(re.findall("[0-9]+", reason) == [str(minutes)] for reason in beaten)


def test_first_notices_are_general_information_and_screening():
    notices = sp.plan(minutes=3, days_since_injury=None).notices
    assert [n.id for n in notices[:2]] == ["general-information", "not-screened"]
    assert "not medical advice" in notices[0].text
    assert "get medical help first" in notices[1].text


@pytest.mark.parametrize(("seconds", "said"), [(59, False), (60, True)])
def test_notice_of_a_free_minute(seconds, said):
    most = sp.plan(minutes=60, days_since_injury=3).total_seconds + seconds
    plan = sp.plan(minutes=most // 60, seconds=most % 60, days_since_injury=3)
    texts = [n.text for n in plan.notices if n.id == "minutes-unfilled"]
    assert bool(texts) is said
    if said:
        assert texts[0].startswith("1 min of the ")


FORBIDDEN_WORDS = (
    "heals",
    "treats",
    "treatment",
    "cure",
    "prevent",
    "guarantee",
    "diagnos",
    "provably",
    "clinically valid",
)


@pytest.mark.parametrize("document", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name)
def test_no_document_claims_too_much(document):
    text = document.read_text(encoding="utf-8").lower()
    for word in FORBIDDEN_WORDS:
        assert word not in text, word


def test_no_text_of_a_plan_claims_too_much():
    plan = sp.plan(minutes=20, days_since_injury=0)
    texts = plan.model_dump_json() + sp.builtin_catalog().model_dump_json()
    texts += "".join(rule.model_dump_json() for rule in sp.rules())
    for word in FORBIDDEN_WORDS:
        assert word not in texts.lower(), word
