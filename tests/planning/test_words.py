"""Does a plan say why each stretch is in, why each other one is not, and what a person must be told?"""

from pathlib import Path

import pytest

import stretchplan as sp

ROOT = Path(__file__).parent.parent.parent


def left_out(plan):
    """Return what is left out by id."""
    return {entry.stretch_id: entry for entry in plan.left_out}


def test_a_stretch_that_a_rule_keeps_out_names_the_rule():
    """The bridge on day 6, with the day from which it may come."""
    entry = left_out(sp.plan(minutes=20, days_since_injury=6))["glute_bridge"]
    assert (entry.kind, entry.rule_id) == ("forbidden", "recovery-window")
    assert entry.reason == "Glute Bridge is out before day 7 after an injury, and this is day 6."


@pytest.mark.parametrize(("seconds", "kind"), [(31, "forbidden"), (32, "not_targeted")])
def test_a_stretch_that_fits_no_session_is_kept_out_by_the_minutes(seconds, kind):
    """Getting ready (12), a knee to each side first (25), settling (5) and ten bridges (50): 92 s, or no bridge."""
    plan = sp.plan(minutes=1, seconds=seconds, days_since_injury=None, targets={"ankles"})
    entry = left_out(plan)["glute_bridge"]
    assert entry.kind == kind
    assert entry.rule_id == ("fits-the-minutes" if kind == "forbidden" else None)
    if kind == "forbidden":
        assert entry.reason == (
            "The shortest session with Glute Bridge takes 1 min 32 s, and there is time for 1 min 31 s."
        )


def test_what_works_no_area_asked_for_is_not_called_beaten():
    """In one minute for the ankles: child's pose is in, and cobra works no ankle."""
    entries = left_out(sp.plan(minutes=1, days_since_injury=None, targets={"ankles"}))
    assert entries["cobra_pose"].kind == "not_targeted"
    assert entries["cobra_pose"].rule_id is None


def test_what_the_best_plan_does_without_is_called_beaten():
    """In two minutes for the lower back there is no room for everything that works it."""
    plan = sp.plan(minutes=2, days_since_injury=None, targets={"lower_back"})
    entries = left_out(plan)
    assert {entry.kind for entry in entries.values()} == {"beaten"}
    assert all("the best plan for 2 min does without it" in entry.reason for entry in entries.values())


def test_every_stretch_is_either_in_or_left_out():
    """In catalogue order, each once."""
    for minutes in range(1, 20):
        plan = sp.plan(minutes=minutes, days_since_injury=10)
        planned = {p.stretch_id for p in plan.prescriptions}
        assert [e.stretch_id for e in plan.left_out] == [i for i in sp.builtin_catalog().by_id if i not in planned]


def test_why_names_the_areas_asked_for():
    """Primary ones first; a stretch that only rounds the session off says so."""
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"hips", "lower_back"})
    why = {p.stretch_id: p.why for p in plan.prescriptions}
    assert why["piriformis_stretch"].startswith("Works hips; also lower back. ")
    assert why["knee_to_chest"].startswith("Works lower back. ")
    only_ankles = sp.plan(minutes=10, days_since_injury=3, targets={"ankles"})
    (cobra,) = (p.why for p in only_ankles.prescriptions if p.stretch_id == "cobra_pose")
    assert cobra.startswith("Works none of the areas asked for; it rounds the session off in time they leave. ")


def test_every_plan_says_what_it_is_and_that_nobody_was_screened():
    """The first two notices, on every plan."""
    notices = sp.plan(minutes=3, days_since_injury=None).notices
    assert [n.id for n in notices[:2]] == ["general-information", "not-screened"]
    assert "not medical advice" in notices[0].text
    assert "get medical help first" in notices[1].text


@pytest.mark.parametrize(("seconds", "said"), [(59, False), (60, True)])
def test_a_minute_that_stays_free_is_said(seconds, said):
    """From one whole minute on, with the amount."""
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
    """The same words in the documents."""
    text = document.read_text(encoding="utf-8").lower()
    for word in FORBIDDEN_WORDS:
        assert word not in text, word


def test_no_text_of_a_plan_claims_too_much():
    """Words that the evidence does not carry appear in no plan, rule or catalogue text."""
    plan = sp.plan(minutes=20, days_since_injury=0)
    texts = plan.model_dump_json() + sp.builtin_catalog().model_dump_json()
    texts += "".join(rule.model_dump_json() for rule in sp.rules())
    for word in FORBIDDEN_WORDS:
        assert word not in texts.lower(), word
