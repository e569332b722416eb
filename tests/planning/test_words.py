"""Does a plan say why each stretch is in, why each other one is not, and what a person must be told?"""

from pathlib import Path

import pytest

import stretchplan as sp

ROOT = Path(__file__).parent.parent.parent


def left_out(plan):
    """Return the entries of ``left_out`` by stretch id."""
    return {entry.stretch_id: entry for entry in plan.left_out}


def test_forbidden_stretch_names_the_rule():
    entry = left_out(sp.plan(minutes=20, days_since_injury=6))["glute_bridge"]
    assert (entry.kind, entry.rule_id) == ("forbidden", "recovery-window")
    assert entry.reason == "Glute Bridge is out before day 7 after an injury, and this is day 6."


@pytest.mark.parametrize(("seconds", "kind"), [(31, "forbidden"), (32, "not_targeted")])
def test_stretch_that_fits_no_session_is_forbidden_by_the_minutes(seconds, kind):
    """Getting ready (12), a knee to each side first (25), settling (5) and ten bridges (50) take 92 s."""
    plan = sp.plan(minutes=1, seconds=seconds, days_since_injury=None, targets={"ankles"})
    entry = left_out(plan)["glute_bridge"]
    assert entry.kind == kind
    assert entry.rule_id == ("fits-the-minutes" if kind == "forbidden" else None)
    if kind == "forbidden":
        assert entry.reason == (
            "The shortest session with Glute Bridge takes 1 min 32 s, and there is time for 1 min 31 s."
        )


def test_stretch_of_no_demanded_area_is_not_targeted():
    entries = left_out(sp.plan(minutes=1, days_since_injury=None, targets={"ankles"}))
    assert entries["cobra_pose"].kind == "not_targeted"
    assert entries["cobra_pose"].rule_id is None


def test_allowed_stretch_outside_the_best_plan_is_beaten():
    plan = sp.plan(minutes=2, days_since_injury=None, targets={"lower_back"})
    entries = left_out(plan)
    assert {entry.kind for entry in entries.values()} == {"beaten"}
    assert all("the best plan for 2 min does without it" in entry.reason for entry in entries.values())


def test_every_stretch_is_planned_or_left_out():
    for minutes in range(1, 20):
        plan = sp.plan(minutes=minutes, days_since_injury=10)
        planned = {p.stretch_id for p in plan.prescriptions}
        assert [e.stretch_id for e in plan.left_out] == [i for i in sp.builtin_catalog().by_id if i not in planned]


def test_why_names_the_areas_asked_for():
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"hips", "lower_back"})
    why = {p.stretch_id: p.why for p in plan.prescriptions}
    assert why["piriformis_stretch"].startswith("Works hips; also lower back. ")
    assert why["knee_to_chest"].startswith("Works lower back. ")
    only_ankles = sp.plan(minutes=10, days_since_injury=3, targets={"ankles"})
    (cobra,) = (p.why for p in only_ankles.prescriptions if p.stretch_id == "cobra_pose")
    assert cobra.startswith("Works none of the areas asked for; it fills time that is left over. ")


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
