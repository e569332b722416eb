"""Is a plan as plain text complete, in order, within its width, and harmless?"""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.catalog.vocabulary import clean_text
from stretchplan.render import plan_to_text
from stretchplan.render.document.cells import padded, pieces, width_of
from stretchplan.render.escape import escape_control_chars
from stretchplan.words.phrases import length_words, listed
from stretchplan.words.steps import breathing_words, dose_words, minutes_seconds, step_words
from tests.support.hostile_texts import NARROWED, PERSON, PLAN, changed, spoilt

GOLDEN = Path(__file__).parent / "golden"


def test_the_golden_text():
    """After an intended change: ``python -m tests.regenerate``."""
    assert plan_to_text(PLAN) + "\n" == (GOLDEN / "plan.txt").read_text(encoding="utf-8")
    assert plan_to_text(PERSON) + "\n" == (GOLDEN / "person.txt").read_text(encoding="utf-8")


def test_what_to_do_comes_first_and_the_reasons_last():
    lines = plan_to_text(PLAN).splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == [
        "5 stretches, 9 min 26 s of 10 min",
        "What to do",
        "Before you start",
        "Step by step",
        "Areas worked",
        "Left out",
        "How good this plan is",
    ]
    heads = [line for line in plan_to_text(NARROWED).splitlines() if line and not line.startswith(" ")]
    assert heads[2:] == [
        "Before you start",
        "About this session",
        "Step by step",
        "Areas worked",
        "What the stated conditions change",
        "Left out",
        "Rules of the caller's own",
        "How good this plan is",
    ]


@pytest.mark.parametrize("width", [*range(20, 61), 80, 100, 120, 300])
def test_every_line_keeps_to_the_width_and_every_word_is_there(width: int):
    text = plan_to_text(PLAN, width)
    assert all(width_of(line) <= width and line == line.rstrip() for line in text.splitlines())
    if width >= 40:
        words = " ".join(text.split())
        for one in PLAN.prescriptions:
            assert one.name in words
            assert dose_words(one) in words
        assert all(minutes_seconds(step.start_seconds) in words for step in PLAN.schedule)


def test_a_stretch_is_headed_by_what_it_is_for():
    """Not by its areas as equals: child's pose is hardly for the knees, which it is only named for."""
    plan = sp.plan(minutes=5, days_since_injury=None, profile={"include": {"childs_pose"}})
    (child,) = [p for p in plan.prescriptions if p.stretch_id == "childs_pose"]
    steps = plan_to_text(plan, 1000).partition("Step by step")[2].partition("Areas worked")[0]
    (heading,) = [line for line in steps.splitlines() if "Child's Pose" in line and ". " in line and child.why in line]
    assert "knees" not in heading


def test_text_holds_every_notice_reason_and_cue():
    words = " ".join(plan_to_text(PLAN, 1000).split())
    for notice in PLAN.notices:
        assert notice.text in words
    for entry in PLAN.left_out:
        assert (f"{entry.reason} [{entry.rule_id}]" if entry.rule_id else entry.reason) in words
    assert "In brackets is the name of the rule behind it; stretchplan rules NAME shows the rule." in words
    for step in PLAN.schedule:
        if step.side != "right" and step.kind != "change_side":
            assert step.cue in words
            assert breathing_words(step) in words
        if step.kind == "change_side" and step.set_number == 1:
            assert "Change to the right side." not in words
            assert step.cue.removeprefix("Change to the right side. ") in words


@pytest.mark.parametrize("width", [19, -1, float("nan"), float("inf"), 80.5, True, None, "x", [80]])
def test_a_width_that_no_line_has_is_refused_by_every_writer(width):
    request = sp.PlanRequest(minutes=2, days_since_injury=30)
    shown = [
        PLAN,
        sp.diff(PLAN, PLAN),
        sp.Planner().programme(request, "2026-03-02", days=1),
        sp.progress([], on="2026-03-02"),
    ]
    for one in shown:
        with pytest.raises(sp.InvalidRequest) as caught:
            one.to_text(width=width)
        wrong = f"width: {width!r} is not allowed; give the cells of a line, a whole number of at least 20"
        assert str(caught.value) == wrong
    assert plan_to_text(PLAN, 80.0) == plan_to_text(PLAN, 80)


@pytest.mark.parametrize(
    ("stretch", "words"),
    [
        ("lying_knee_twist", "1 × 20 s each side"),
        ("childs_pose", "2 × 30 s"),
        ("cat_cow", "2 × 5 breaths (30 s)"),
        ("cobra_pose", "2 × 5 slow repetitions"),
    ],
)
def test_doses_in_the_terms_of_the_field(stretch: str, words: str):
    one = next(p for p in PLAN.prescriptions if p.stretch_id == stretch)
    assert dose_words(one) == words


def test_lengths_lists_moments_and_steps_in_words():
    assert [length_words(s) for s in (0, 45, 60, 473, -5)] == ["0 s", "45 s", "1 min", "7 min 53 s", "-5 s"]
    assert [minutes_seconds(s) for s in (0, 65, 3600, -65)] == ["0:00", "1:05", "60:00", "-1:05"]
    assert [listed(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    kinds = {step_words(step) for step in PLAN.schedule}
    assert {"get ready", "hold left 1 of 2", "change to right", "change position", "get into place", "rest"} < kinds


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (
            {"least_served_quarter_seconds": 242},
            "the area that gets least gets 50 s; no plan can reach more than 60.5.",
        ),
        ({"stretches": 7}, "it has 5 different stretches; no plan can reach more than 7."),
        ({"position_changes": 2}, "it changes position 3 times; no plan can reach fewer than 2."),
        ({}, "By every measure it reaches the bound"),
    ],
)
def test_unproved_plan_says_how_far_the_bound_is(bound: dict[str, int], words: str):
    plan = changed(optimal=False, bound=PLAN.objective.model_copy(update=bound))
    text = " ".join(plan_to_text(plan).split())
    assert "Not proved the best" in text
    assert words in text


def test_no_recent_injury_no_area_and_a_date():
    text = plan_to_text(sp.plan(minutes=1, seconds=30, days_since_injury=None, on="2026-01-31"))
    assert text.splitlines()[1] == "  2026-01-31, no recent injury; no area asked for."
    assert text.splitlines()[0].endswith("of 1 min 30 s")


def test_head_describes_the_request():
    words = " ".join(plan_to_text(NARROWED, 1000).split())
    assert (
        "2026-01-31, day 20 after the injury, with wrist pain and pain down the leg, in pregnancy (trimester 1); "
        "asked for: hips; cleared by a clinician: Cobra Pose for wrist pain; must be in: Piriformis Stretch; avoided: "
        "Child's Pose; positions avoided: kneeling; nothing at hand."
    ) in words
    assert plan_to_text(PERSON, 1000).splitlines()[1] == (
        "  Day 60 after the injury, pain 2 of 10, with osteoporosis and wrist pain; no area asked for; positions "
        "avoided: kneeling; pace: slow."
    )
    own = changed(request=PLAN.request.model_copy(update={"pace": sp.Pace(rest_seconds=11)}))
    assert "; pace: of the caller's own." in plan_to_text(own, 1000)
    equipped = changed(request=PLAN.request.model_copy(update={"profile": sp.Profile(equipment={"mat", "wall"})}))
    assert "; at hand: mat and wall" in plan_to_text(equipped, 1000)


def test_head_names_policy_and_own_rules():
    text = plan_to_text(NARROWED, 1000)
    assert (
        "  A policy of the caller's own narrows it: early until day 14; max sets 3; least pace of the caller's own; "
        "forbidden stretches: Glute Bridge; forbidden positions: lying on the side; first allowed days: Cat-Cow Pose "
        "day 2.\n  Rules of the caller's own: calm-evenings.\n"
    ) in text
    assert "calm-evenings [practice]\n    An evening's session is a calm one.\n    Source: the club's physio" in text
    strict = changed(policy=sp.Policy(require_screening=True))
    assert "narrows it: require screening.\n" in plan_to_text(strict)
    assert "caller" not in plan_to_text(PLAN)


@pytest.mark.parametrize("plan", [PERSON, NARROWED], ids=["person", "narrowed"])
def test_every_effect_with_its_rule_source_and_strength(plan: sp.Plan):
    words = " ".join(plan_to_text(plan, 1000).split())
    section = words[words.index("What the stated conditions change") : words.index(" Left out ")]
    assert plan.effects
    for effect in plan.effects:
        assert effect.text in section
        assert f"[{effect.rule_id}, {effect.strength}]" in section
        assert section.count(f"[{effect.rule_id}, {effect.strength}]") == 1
        assert f"Source: {effect.source}" in section


def test_a_condition_that_changes_nothing_is_named():
    plan = changed(request=PLAN.request.model_copy(update={"profile": sp.Profile(conditions={"knee_pain"})}))
    assert "What the stated conditions change\n  No stretch is changed by: knee pain.\n" in plan_to_text(plan)


def test_reasons_go_below_the_doses_in_a_narrow_width():
    plan = sp.plan(minutes=10, days_since_injury=None)
    narrow, wide = plan_to_text(plan, 80).splitlines(), plan_to_text(plan, 120).splitlines()
    assert "  #  Stretch             Dose" in narrow
    assert "      For your lower back and upper back; also spine." in narrow
    assert "  #  Stretch             Dose                     Why" in wide
    assert "  1  Cat-Cow Pose        2 × 5 breaths (30 s)     For your lower back and upper back; also spine." in wide


def test_how_the_search_ended_and_what_a_plan_is_made_from_come_last():
    plan = sp.Planner(node_budget=60).plan(minutes=7, days_since_injury=None, targets={"hips", "ankles", "spine"})
    last = plan_to_text(plan, 1000).split("How good this plan is\n")[1].splitlines()
    assert last[0].startswith("  Not proved the best: the search ended at its budget.")
    assert last[1:-1] == [f"  {notice.text}" for notice in plan.notices if notice.kind == "search"] != []
    assert re.fullmatch(
        r"  Made from version [0-9.]+ of the catalogue \w+ under version [0-9.]+ of the rules\.", last[-1]
    )


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=[]), max_size=30))
def test_escaped_text_is_clean_text(text: str):
    shown = escape_control_chars(text)
    assert not shown.strip() or clean_text(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b]0;owned\x07",
        "one\r\n2. A line of its own",
        "\u202egnorw\u202c",
        "\x9b31m",
        "",
        " ",
        "a" * 5000,
        "腰を伸ばす" * 20,
        "e\u0301" * 200,
    ],
)
@pytest.mark.parametrize("width", [20, 80])
def test_hostile_text_is_escaped_and_keeps_to_the_width(text: str, width: int):
    lines = plan_to_text(spoilt(text), width).split("\n")
    for line in lines:
        assert escape_control_chars(line) == line
        assert width_of(line) <= width


def test_extreme_numbers_are_shown():
    steps = tuple(s.model_copy(update={"start_seconds": -(2**53), "seconds": 2**53}) for s in PLAN.schedule)
    assert plan_to_text(changed(schedule=steps, total_seconds=-1))
    assert plan_to_text(changed(schedule=(), prescriptions=(), coverage={}, left_out=(), notices=()))


@given(st.text(min_size=1).filter(lambda t: " " not in t), st.integers(2, 40))
def test_a_word_is_cut_into_pieces_that_fit(word: str, width: int):
    cut = list(pieces(word, width))
    assert "".join(cut) == word
    assert all(width_of(piece) <= width for piece in cut)


def test_width_in_cells():
    assert [width_of(t) for t in ("abc", "腰", "e\u0301", "")] == [3, 2, 1, 0]
    assert padded("腰", 4) == "腰  "
    assert padded("7", 3, right=True) == "  7"
