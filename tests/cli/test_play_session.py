"""Does a running session count what was done, and does its screen show it in every window?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.cli.play.screen import frame
from stretchplan.cli.play.session import BACK, PAUSE, SKIP, STOP, Session
from stretchplan.programme.done import doses_done
from stretchplan.render.document.cells import width_of
from stretchplan.words import play as words

PLAN = sp.plan(minutes=10, days_since_injury=4, on="2026-03-05", history=())
STEPS = PLAN.schedule
# 0 get ready 49 s, 1 flow 30 s, 2 rest 15 s, 3 flow 30 s, 4 change position 46 s, 5 repeat 30 s …


def session(at: int = 0, elapsed: float = 0) -> Session:
    made = Session(STEPS)
    for _ in range(at):
        made.press(SKIP)
    made.advance(elapsed)
    return made


def text(lines: list) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


@pytest.mark.parametrize("tick", [0.01, 0.25, 1, 1.7])
def test_a_session_ends_after_its_seconds_whatever_the_tick(tick: float):
    made, count = session(), 0
    while not made.is_over:
        made.advance(tick)
        count += 1
    assert count * tick == pytest.approx(PLAN.total_seconds, abs=tick)
    assert not made.stopped_early
    assert made.seconds_done == {place: step.seconds for place, step in enumerate(STEPS)}


def test_a_pause_stops_the_time():
    made = session(1, 12)
    made.press(PAUSE)
    made.advance(100)
    assert (made.at, made.elapsed, made.is_paused) == (1, 12, True)
    made.press(PAUSE)
    made.advance(3)
    assert (made.at, made.elapsed) == (1, 15)


def test_skipping_counts_the_seconds_that_were_spent():
    made = session(1, 12.9)
    made.press(SKIP)
    assert (made.at, made.elapsed) == (2, 0)
    assert made.seconds_done == {1: 12}


def test_back_goes_to_the_start_of_the_step_and_then_to_the_one_before():
    made = session(5, 20)
    made.press(BACK)
    assert (made.at, made.elapsed) == (5, 0)
    made.advance(2.9)
    made.press(BACK)
    assert made.at == 4
    for _ in range(9):
        made.press(BACK)
    assert (made.at, made.elapsed) == (0, 0)


def test_a_set_that_is_done_twice_counts_once_and_in_full():
    made = session(1, 30)
    assert made.at == 2
    made.press(BACK)
    assert made.at == 1
    made.advance(4)
    made.press(STOP)
    assert made.seconds_done == {1: 30}
    assert doses_done(PLAN, made.seconds_done)["cat_cow"].sets == 1


def test_stopping_is_early_only_before_the_last_stretch_is_done():
    last = max(place for place, step in enumerate(STEPS) if step.kind == "hold")
    for at, early in ((last, True), (last + 1, False)):
        made = session(at)
        made.press(STOP)
        assert (made.is_over, made.stopped_early) == (True, early)


def test_keys_after_the_end_do_nothing():
    made = session(len(STEPS))
    for key in (PAUSE, SKIP, BACK, STOP):
        made.press(key)
    made.advance(5)
    assert (made.at, made.is_stopped, made.is_paused) == (len(STEPS), False, False)


def test_seconds_left_count_down_from_the_length_of_the_step():
    made = session(1)
    assert made.seconds_left == 30
    made.advance(0.4)
    assert made.seconds_left == 30
    assert made.until_next_second == pytest.approx(0.6, abs=1e-5)
    made.advance(0.6)
    assert made.seconds_left == 29


@given(st.lists(st.tuples(st.sampled_from([SKIP, BACK, PAUSE, PAUSE, "", STOP]), st.floats(0, 60)), max_size=60))
def test_any_keys_at_any_time_count_no_more_than_there_is(pressed: list[tuple[str, float]]):
    made = session()
    for key, seconds in pressed:
        made.press(key)
        made.advance(seconds)
        assert 0 <= made.at <= len(STEPS)
        if not made.is_over:
            frame(made, PLAN, (80, 24), blocks=True)
    assert all(0 < seconds <= STEPS[place].seconds for place, seconds in made.seconds_done.items())
    doses_done(PLAN, made.seconds_done)


# --- The screen


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (40, 12), (21, 8), (20, 4), (200, 60), (1, 1)])
def test_the_screen_fits_every_window(size: tuple[int, int]):
    columns, lines = size
    for at in range(len(STEPS)):
        shown = text(frame(session(at, 1), PLAN, size, blocks=True))
        assert len(shown) <= lines
        assert all(width_of(line) <= max(20, columns - 1) for line in shown)


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_the_screen_says_what_to_do_for_how_long_and_what_comes(size: tuple[int, int]):
    shown = text(frame(session(13, 5), PLAN, size, blocks=True))
    said = " ".join(" ".join(shown).split())
    assert said.startswith("Stretch 4 of 5: Lying Knee Twist (small knee rolls) Hold, set 1 of 2 · left side")
    assert "Breathe out and slowly let both knees roll a little to the left" in said
    assert "0:15 Breathe out 5" in said
    assert "Then: change to the right side" in said
    assert "6:37 of 9:42" in said
    assert shown[-1] == words.KEYS
    full = {80: 19, 40: 9}[size[0]]  # a quarter of the 20 s, in whole cells of all but the last column
    assert shown[-5] == "█" * full + "░" * (size[0] - 1 - full)


def test_a_move_shows_what_it_leads_to():
    """It can be read then, and hardly face down on the floor."""
    said = " ".join(" ".join(text(frame(session(4, 1), PLAN, (80, 24), blocks=True))).split())
    assert f"After that: {STEPS[5].cue}" in said


def test_what_does_not_fit_is_cut_with_a_mark_and_the_keys_stay():
    shown = text(frame(session(0, 1), PLAN, (40, 12), blocks=True))
    assert any(line.endswith("…") for line in shown)
    assert shown[-1] == words.KEYS


def test_a_pause_is_shown_with_the_key_that_ends_it():
    made = session(1, 2)
    made.press(PAUSE)
    assert text(frame(made, PLAN, (80, 24), blocks=True))[-1] == "Paused: Space go on · n skip · b back · q stop"


def test_bars_in_plain_characters():
    shown = text(frame(session(1, 15), PLAN, (80, 24), blocks=False))
    assert shown[-5] == "#" * 39 + "-" * 40


def test_the_last_step_leads_to_the_end():
    made = session(len(STEPS) - 1, 1)
    shown = text(frame(made, PLAN, (80, 24), blocks=True))
    assert shown[0] == "Get up"
    assert "Then: the end" in shown


def test_the_breath_is_counted_down_with_its_cue():
    breathing = STEPS[5].breathing
    assert [words.breath(breathing, second) for second in (0, 2, 3, 5, 6)] == [
        ("Breathe in 3", "Press down; chest rises a little."),
        ("Breathe in 1", "Press down; chest rises a little."),
        ("Breathe out 3", "Lower your chest to the floor."),
        ("Breathe out 1", "Lower your chest to the floor."),
        ("Breathe in 3", "Press down; chest rises a little."),
    ]
    hold = sp.results.plan.Breathing(inhale_seconds=4, exhale_seconds=6, cycles=2)
    assert words.breath(hold, 20) == ("Breathe easily", "")
    other = hold.model_copy(update={"begins_with": "exhale"})
    assert words.breath(other, 0) == ("Breathe out 6", "")


def test_hostile_texts_of_a_catalogue_are_written_out():
    bad = "\x1b[2J\x07\u202eevil"
    steps = tuple(step.model_copy(update={"cue": bad, "feel": bad}) for step in STEPS)
    names = tuple(p.model_copy(update={"name": bad, "form_name": bad}) for p in PLAN.prescriptions)
    plan = PLAN.model_copy(update={"schedule": steps, "prescriptions": names})
    made = Session(steps)
    while not made.is_over:
        for line in text(frame(made, plan, (80, 24), blocks=True)):
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", line)
        made.press(SKIP)
