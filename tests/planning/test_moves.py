"""Are moves as long as a body and a voice need, counted the same way by planner, checker and this suite?"""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.inputs.request import PACES
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.moves import moves, places_of
from stretchplan.planning.model.terms import Terms
from stretchplan.safety.checks.pace import lengths
from stretchplan.safety.checks.speech import say_seconds
from stretchplan.safety.checks.words_in_time import said_before, said_in_change
from stretchplan.testing import catalogs, requests
from stretchplan.words.moves import move_cue
from stretchplan.words.speech import shortened, spoken_seconds
from tests.support.sample_plans import other
from tests.support.timing import spoken, timing

BUILTIN = sp.builtin_catalog()
TEXTS = st.text(
    st.sampled_from(string.ascii_letters + string.digits + " .,:;!?…-'\n") | st.characters(exclude_categories=["Cs"]),
    max_size=200,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("  ", 0),
        ("Change to the right side.", 3),  # 5 words: 2.1 s
        ("Breathe in.", 1),
        ("Left side. Set 2 of 2.", 3),  # 6 words, and a pause: 7 words in just 3 s
        ("one two three four five six seven", 3),  # 7 words in just 3 s
        ("one two three four five six seven eight", 4),
        ("Unquestionably characteristic internationalisation.", 4),  # 3 long words of 52 characters count as 9
        ("深く息を吸って、ゆっくり吐きます。", 6),  # 17 wide characters count as 12 words
        ("Stop. Go. Stop. Go.", 3),  # 4 words and 3 pauses
    ],
)
def test_seconds_of_a_text_by_hand(text, seconds):
    assert spoken_seconds(text) == seconds
    assert say_seconds(text) == seconds


@given(TEXTS)
def test_planner_and_checker_count_alike(text):
    assert spoken_seconds(text) == say_seconds(text)
    assert spoken_seconds(text, goes_on=True) == say_seconds(text, more=True)


@given(st.lists(st.text(string.ascii_letters + string.digits + " .,:!?-'", max_size=80), max_size=3))
def test_this_suite_counts_alike(texts):
    assert spoken(" ".join(texts)) == spoken_seconds(" ".join(texts))


WAIT = "Wait until any dizziness has passed."
UP = f"Crawl to a firm chair, hold on to it, put one foot in front and stand up. {WAIT}"
KNEES = "Push up on a forearm, onto knees and hands or elbows."
EDGE = f"Let your feet down over the edge of the bed and push up with your arms to sit. {WAIT}"
BED = "Sit on the edge of the bed, lie down on your side, bring your legs up and roll onto your back."
DOWN = "Hold on to a firm chair and get down: one knee, the other, then hands or elbows."


@pytest.mark.parametrize(
    ("before", "to", "said"),
    [
        ("supine", "seated", f"Bend your knees and roll onto your side. {KNEES} {UP}"),
        ("quadruped", "standing", f"Come up onto your knees. {UP}"),
        ("supine", "supine in bed", f"Bend your knees and roll onto your side. {KNEES} {UP} {BED}"),
        ("supine in bed", "standing", f"Bend your knees and roll onto your side. {EDGE}"),
        (
            "supine in bed",
            "seated",
            f"Bend your knees and roll onto your side. {EDGE} Stand up, walk to a firm chair and sit down.",
        ),
        (
            "kneeling in bed",
            "seated",
            "Put one foot on the floor beside the bed, then the other, and stand up. "
            f"{WAIT} Walk to a firm chair and sit down.",
        ),
        ("supine in bed", "kneeling", f"Bend your knees and roll onto your side. {EDGE} {DOWN}"),
        ("standing", "seated", ""),
        ("seated", "supine in bed", BED),
    ],
)
def test_whoever_gets_up_waits_and_then_goes_on(before, to, said):
    """By hand from facts/technique.md, 2.2; what is said fits the move."""
    assert move_cue(before, to) == said
    assert moves((before, to), PACES["usual"]).change >= spoken_seconds(said)


@given(TEXTS, TEXTS)
def test_texts_in_one_take_no_longer_than_one_by_one(one, other):
    assert spoken_seconds(f"{one} {other}") <= spoken_seconds(one, goes_on=True) + spoken_seconds(other)


@given(TEXTS, st.integers(0, 60))
def test_a_shortened_text_fits_and_ends_with_a_sentence(text, seconds):
    short = shortened(text, seconds)
    assert text.startswith(short)
    assert spoken_seconds(short) <= seconds
    assert short == text or not short or short[-1] in ".!?…"


@given(st.data())
def test_all_count_the_same_moves(data):
    """Of drawn catalogues and requests, with forms, conditions and paces."""
    catalog = data.draw(st.just(BUILTIN) | catalogs())
    request = data.draw(requests(catalog))
    day = Day.resolve(Terms(catalog), request)
    mine = timing(catalog, request)
    theirs = lengths(request, sp.Policy(), {stretch.place for stretch in catalog.stretches})
    assert tuple(day.moves) == (mine.get_ready, mine.change, mine.get_up)
    assert (theirs.beyond_settling["get_ready"], theirs.beyond_settling["change_position"], theirs.get_up) == tuple(
        day.moves
    )
    for name in day.allowed.doses:
        settle = day.settle_seconds(name)
        assert settle == mine.settling[name]
        said = said_before(catalog.by_id[name], request, sp.Policy())
        assert settle == max(theirs.pace["settle"], *said.values())
        stretch = catalog.by_id[name]
        if stretch.sides == "each":
            changing = day.change_side_seconds(name)
            assert changing == mine.changing[name]
            assert changing == max(theirs.pace["change_side"], said_in_change(stretch, request, sp.Policy()))


@pytest.mark.parametrize(
    ("day", "pain", "pace"),
    [
        (None, None, "usual"),
        (None, 0, "usual"),
        (7, None, "usual"),
        (41, None, "usual"),
        (0, None, "unhurried"),
        (6, None, "unhurried"),
        (6, 0, "unhurried"),
        (None, 1, "unhurried"),
        (50, 3, "unhurried"),
        (None, 4, "slow"),
        (0, 5, "slow"),
    ],
)
def test_without_a_pace_the_day_and_the_pain_decide(day, pain, pace):
    request = sp.PlanRequest(minutes=10, days_since_injury=day, pain=pain)
    assert Day.resolve(Terms(BUILTIN), request).pace == PACES[pace]
    stated = request.model_copy(update={"pace": sp.Pace(get_ready_seconds=12)})
    assert Day.resolve(Terms(BUILTIN), stated).pace.get_ready_seconds == 12


def test_a_policy_moves_the_days_of_the_slower_pace():
    request = sp.PlanRequest(minutes=10, days_since_injury=10, pain=3)
    policy = sp.Policy(early_until_day=14, pain_lowest_doses_from=3)
    assert policy.pace(request) == PACES["slow"]
    assert policy.pace(request.model_copy(update={"pain": None})) == PACES["unhurried"]


def positioned(*positions):
    """Return a catalogue of cat-cows, one for each position, with the words of the built-in one."""
    cat_cow = BUILTIN.by_id["cat_cow"]
    stretches = [cat_cow.model_copy(update={"id": p, "aliases": (), "position": p}) for p in positions]
    return sp.Catalog.model_construct(**{**dict(BUILTIN), "id": "own", "stretches": tuple(stretches)})


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        (["quadruped"], (15, 10, 20)),
        (["supine"], (15, 10, 20)),
        (["seated"], (7, 10, 5)),  # 12 s, with settling
        (["seated", "standing"], (7, 10, 5)),
        (["quadruped", "standing"], (15, 15, 20)),  # the change may be down to the floor or up from it
    ],
)
def test_the_catalogue_decides_whether_anybody_gets_down(positions, expected):
    found = moves(places_of(positioned(*positions).stretches), sp.Pace())
    assert (found.opening, found.closing) == (expected[0], expected[2])
    assert found.change >= expected[1]


def test_each_second_of_work_is_in_the_position():
    """The move before the first side says all; the second side begins after a change, and both are as long."""
    plan = sp.plan(minutes=10, days_since_injury=3)
    for stretch in plan.prescriptions:
        steps = [step for step in plan.schedule if step.stretch_id == stretch.stretch_id]
        assert steps[0].kind in {"get_ready", "settle", "change_position"}
        sides = {side: sum(s.seconds for s in steps if s.side == side and s.breathing) for side in ("left", "right")}
        assert sides["left"] == sides["right"]


@pytest.mark.parametrize(
    ("change", "pace", "seconds"),
    [
        (None, 5, 5),  # "Change to the right side." takes 3 s
        ("Rest.", 5, 5),  # 6 words and a pause: 7 words in just 3 s
        ("Put your {other_side} foot down slowly. Cross your {side} ankle over your {other_side} thigh.", 5, 9),
        ("Put your {other_side} foot down slowly. Cross your {side} ankle over your {other_side} thigh.", 11, 11),
        # To the right 91 characters count as 16 words, with a pause: 7.3 s. To the left they are 79, and 6.4 s.
        (f"Now {'-'.join(['{side}'] * 10)}.", 5, 8),
    ],
)
def test_a_change_of_side_is_as_long_as_its_words_on_the_longer_side(change, pace, seconds):
    """Every change of a stretch, and both sides are worked alike. The planner, the schedule and the checker agree."""
    catalog = other(knee_to_chest={"change": change, "forms": []})
    alone = {"avoid_stretches": [name for name in BUILTIN.by_id if name != "knee_to_chest"]}
    plan = sp.Planner(catalog=catalog).plan(
        minutes=10, days_since_injury=None, pace=sp.Pace(change_side_seconds=pace), profile=alone
    )
    changes = [step for step in plan.schedule if step.kind == "change_side"]
    assert [step.side for step in changes] == ["right", "left"] * 2 + ["right"]
    assert {step.seconds for step in changes} == {seconds}
    for step in changes:
        way = {"{side}": step.side, "{other_side}": "left" if step.side == "right" else "right"}
        told = (change or "").replace("{side}", way["{side}"]).replace("{other_side}", way["{other_side}"])
        assert step.cue == f"Change to the {step.side} side. {told}".strip()
    assert sp.check(plan, catalog=catalog).ok


def test_without_words_for_the_other_side_every_change_is_as_quick_as_the_pace():
    plain = sp.Catalog.model_validate(without_changes(BUILTIN))
    plan = sp.Planner(catalog=plain).plan(minutes=15, days_since_injury=None)
    told = {(step.seconds, step.cue) for step in plan.schedule if step.kind == "change_side"}
    assert told == {(5, "Change to the left side."), (5, "Change to the right side.")}


def without_changes(catalog):
    """Return a catalogue as data, without words for a change of side."""
    data = catalog.model_dump(mode="json") | {"id": "plain"}
    for stretch in data["stretches"]:
        stretch["change"] = None
        stretch["provenance"].pop("change", None)
        for form in stretch["forms"]:
            form["change"] = None
    return data


def test_a_session_ends_with_getting_up():
    plan = sp.plan(minutes=10, days_since_injury=3)
    last = plan.schedule[-1]
    assert (last.kind, last.stretch_id, last.side, last.breathing) == ("get_up", None, None, None)
    assert last.seconds == 30
    assert "stand up" in last.cue
    assert plan.total_seconds == last.start_seconds + last.seconds <= 600
