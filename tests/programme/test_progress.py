"""Do the figures of a person's progress count what was done, and say no more than is known?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.rulebook import bounds
from tests.programme.drawn_records import doses, names, records

SEVEN = sp.builtin_catalog()
BEGIN = date(2026, 3, 1)


def session(day, *, pain=None, reach=None, done=("childs_pose", 1, 30, "both"), **fields):
    """Return a record of a day counted from 0; a stretch was held in it."""
    stretches = []
    if done is not None:
        name, sets, seconds, sides = done
        stretches = [{"stretch_id": name, "done": {"sets": sets, "hold_seconds": seconds, "sides": sides}}]
    return sp.SessionRecord(
        on=BEGIN + timedelta(days=day), stretches=stretches, pain_before=pain, finger_to_floor_mm=reach, **fields
    )


def at(day):
    return BEGIN + timedelta(days=day)


def shown(history, day, **options):
    return sp.progress(history, on=at(day), **options)


# Days


@pytest.mark.parametrize(
    ("days", "today", "current", "longest"),
    [
        ([], 0, 0, 0),
        ([0], 0, 1, 1),
        ([0], 1, 1, 1),  # today is not over
        ([0], 2, 0, 1),
        ([0, 1, 2], 2, 3, 3),
        ([0, 1, 2], 3, 3, 3),
        ([0, 1, 2], 4, 0, 3),
        ([0, 1, 3], 3, 1, 2),
        ([0, 2, 3, 4, 6, 7], 7, 2, 3),
        ([0, 0, 0], 0, 1, 1),
        ([5, 3, 4], 5, 3, 3),
    ],
)
def test_days_in_a_row(days, today, current, longest):
    found = shown([session(day) for day in days], today)
    assert (found.current_streak_days, found.longest_streak_days) == (current, longest)
    assert (found.sessions, found.days_with_session) == (len(days), len(set(days)))


def test_days_are_counted_from_the_first_record_and_in_weeks():
    found = shown([session(day) for day in (0, 0, 3, 7, 13)], 15)
    assert (found.first_on, found.days, found.days_with_session) == (BEGIN, 16, 4)
    assert [(week.starts_on, week.days, week.days_with_session, week.stretching_seconds) for week in found.weeks] == [
        (at(0), 7, 2, 90),
        (at(7), 7, 2, 60),
        (at(14), 2, 0, 0),
    ]
    assert found.sentences[:2] == (
        "A session on 4 of the 16 days since 2026-03-01.",
        "Days in a row: 0 now, 1 at most.",
    )


def test_a_record_in_which_nothing_was_done_is_no_session():
    left_out = sp.SessionRecord(on=at(1), stretches=[{"stretch_id": "cat_cow"}], pain_before=2)
    found = shown([session(0, done=None, pain=3), left_out, session(2)], 2)
    assert (found.sessions, found.days, found.days_with_session) == (1, 3, 1)
    assert [point.pain for point in found.pain.points] == [3, 2]


def test_nothing_is_recorded():
    found = shown([], 50)
    assert (found.first_on, found.days, found.weeks, found.sessions) == (None, 0, (), 0)
    assert (found.pain.baseline, found.pain.improved, found.see_clinician) == (None, None, None)
    assert found.sentences == (
        "No session is recorded.",
        "Pain before a session is not recorded, so nothing is known of how it changed.",
        "The distance from fingertips to floor is not recorded.",
    )


# Areas


def by_area(found):
    return {
        area.area_id: (area.primary_seconds, area.secondary_seconds, area.named_seconds)
        for area in found.areas
        if area.primary_seconds or area.secondary_seconds or area.named_seconds
    }


def targets(name, seconds, catalog=SEVEN):
    stretch = catalog.get(name).targets
    return {
        **dict.fromkeys(stretch.primary, (seconds, 0, 0)),
        **dict.fromkeys(stretch.secondary, (0, seconds, 0)),
        **dict.fromkeys(stretch.named, (0, 0, seconds)),
    }


def test_the_seconds_of_an_area_by_hand():
    found = shown([session(0, done=("childs_pose", 2, 30, "both"))], 0, catalog="seven")
    assert by_area(found) == {
        "lower_back": (60, 0, 0),
        "upper_back": (60, 0, 0),
        "glutes": (0, 60, 0),
        "hips": (0, 60, 0),
        "ankles": (0, 60, 0),
        "hamstrings": (0, 0, 60),
        "knees": (0, 0, 60),
    }


@pytest.mark.parametrize(
    ("done", "seconds"),
    [
        (("piriformis_stretch", 2, 20, "each"), 80),
        (("piriformis_stretch", 2, 20, "left"), 40),
        (("piriformis_stretch", 2, 20, "right"), 40),
        (("childs_pose", 2, 20, "both"), 40),
    ],
)
def test_both_sides_are_counted_and_one_side_once(done, seconds):
    found = shown([session(0, done=done)], 0, catalog=SEVEN)
    assert found.stretching_seconds == seconds
    assert by_area(found) == targets(done[0], seconds)


def test_repetitions_take_a_breath_each():
    bridge = SEVEN.get("glute_bridge")
    breath = bridge.breath.inhale_seconds + bridge.breath.exhale_seconds
    record = sp.SessionRecord(
        on=BEGIN,
        stretches=[{"stretch_id": "glute_bridge", "done": {"sets": 3, "repetitions": 8, "sides": "both"}}],
    )
    assert shown([record], 0).stretching_seconds == 3 * 8 * breath


def test_what_a_plan_says_is_what_is_counted():
    plan = sp.plan(minutes=12, days_since_injury=50, on=BEGIN)
    found = shown([sp.record_of(plan)], 0, catalog="seven")
    assert found.stretching_seconds == plan.objective.stretching_seconds
    assert found.uncounted_doses == 0


def test_removed_stretches_count_as_what_replaces_them_and_others_are_unknown():
    catalog = SEVEN.without("cobra_pose", reason="test", version="9.0.0", replaced_by="childs_pose", id="own")
    catalog = catalog.without("glute_bridge", reason="test", version="9.0.1")
    history = [
        session(0, done=("cobra_pose", 1, 30, "both")),
        session(1, done=("glute_bridge", 1, 40, "both")),
        session(2, done=("<b>moon</b>\n", 1, 50, "each")),
        sp.SessionRecord(
            on=at(3),
            stretches=[
                {"stretch_id": "moon", "done": {"sets": 1, "repetitions": 5, "sides": "both"}},
                {"stretch_id": "childs_pose", "done": {"sets": 1, "repetitions": 5, "sides": "both"}},
            ],
        ),
    ]
    found = shown(history, 3, catalog=catalog)
    assert by_area(found) == targets("childs_pose", 30, catalog)
    assert found.unknown_stretches == ("<b>moon</b>\n", "glute_bridge", "moon")
    assert (found.unknown_seconds, found.uncounted_doses) == (140, 2)
    assert found.stretching_seconds == 170
    assert "Not in these minutes: 3 stretches that this catalogue does not have and 2 doses whose" in str(
        found.sentences
    )
    assert "moon" not in str(found.sentences)
    assert (found.catalog.id, found.catalog.digest) == ("own", catalog.digest)


def test_an_alias_means_its_stretch():
    assert by_area(shown([session(0, done=("bridge", 1, 30, "both"))], 0)) == targets("glute_bridge", 30)


# Pain


@pytest.mark.parametrize(
    ("before", "now", "difference", "improved"),
    [
        (5, 5, 0, False),
        (5, 4, -1, False),  # 20 %
        (5, 3, -2, True),
        (10, 8, -2, True),
        (4, 3, -1, False),  # 25 %
        (3, 2, -1, True),  # 33 %
        (2, 1, -1, True),
        (1, 0, -1, True),
        (1, 1, 0, False),
        (0, 0, 0, None),  # it could not fall
        (0, 2, 2, False),
        (3, 7, 4, False),
    ],
)
def test_a_fall_of_two_points_or_thirty_percent_is_improved(before, now, difference, improved):
    found = shown([session(0, pain=before), session(1, pain=9), session(2, pain=now), session(3)], 3)
    assert (found.pain.baseline.pain, found.pain.latest.pain) == (before, now)
    assert (found.pain.difference, found.pain.improved) == (difference, improved)
    assert [(point.on, point.pain) for point in found.pain.points] == [(at(0), before), (at(1), 9), (at(2), now)]


def test_one_day_shows_no_change():
    found = shown([session(0, pain=7), session(0, pain=2), session(1)], 1)
    assert (found.pain.baseline.pain, found.pain.latest.pain) == (7, 2)
    assert (found.pain.difference, found.pain.improved) == (None, None)
    assert "Pain before a session is known for one day only: 2 of 10 on 2026-03-01." in found.sentences


def test_pain_is_compared_since_the_injury():
    history = [session(0, pain=1), session(10, pain=6), session(12, pain=5, before_injury=True), session(14, pain=4)]
    found = shown(history, 15, days_since_injury=5)
    assert [point.pain for point in found.pain.points] == [6, 4]
    assert found.sessions == 4
    assert [point.pain for point in shown(history, 15).pain.points] == [1, 6, 4]
    assert [point.pain for point in shown(history, 15, days_since_injury=4).pain.points] == [4]
    assert [point.pain for point in shown(history, 15, days_since_injury=14).pain.points] == [6, 4]
    assert [point.pain for point in shown(history, 15, days_since_injury=15).pain.points] == [1, 6, 4]


# Fingertips to floor


@pytest.mark.parametrize(
    ("before", "now", "beyond"),
    [(200, 155, False), (200, 154, True), (100, 145, False), (100, 146, True), (9, 9, False)],
)
def test_a_distance_beyond_measurement_error(before, now, beyond):
    found = shown([session(0, reach=before), session(8, reach=now)], 8)
    assert (found.finger_to_floor.difference_mm, found.finger_to_floor.beyond_error) == (now - before, beyond)
    assert (found.finger_to_floor.baseline.millimetres, found.finger_to_floor.latest.on) == (before, at(8))
    one = shown([session(0, reach=before)], 0).finger_to_floor
    assert (one.difference_mm, one.beyond_error, one.baseline) == (None, None, one.latest)


# The notice


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ({"pain": 5}, {"pain": 5}, "not_improved"),
        ({"pain": 5}, {"pain": 4}, "not_improved"),
        ({"pain": 5}, {"pain": 3}, None),
        ({"pain": 5}, {"pain": 7}, "not_improved"),
        ({"pain": 0}, {"pain": 0}, None),
        ({"pain": 0}, {"pain": 3}, "not_improved"),
        ({"pain": 5}, {}, "not_known"),
        ({}, {}, "not_known"),
        ({}, {"pain": 0}, None),
        ({"reach": 200}, {"reach": 100}, None),
        ({"reach": 200}, {"reach": 190}, "not_known"),
        ({"reach": 100}, {"reach": 200}, "not_known"),
        ({"pain": 5, "reach": 200}, {"pain": 5, "reach": 100}, None),
        ({"pain": 5, "reach": 200}, {"pain": 6, "reach": 100}, "not_improved"),
        ({"pain": 5, "reach": 100}, {"pain": 3, "reach": 200}, None),
    ],
)
def test_when_nothing_has_improved_by_day_42_a_clinician_should_see_it(first, last, why):
    history = [session(0, **first), session(40, **last)]
    assert shown(history, 42, days_since_injury=42).see_clinician == why
    assert shown(history, 41, days_since_injury=41).see_clinician is None
    assert shown(history, 42).see_clinician == why  # without an injury the days of the records count
    assert shown(history, 41).see_clinician is None
    notice = {
        "not_improved": "This is day 42 after the injury, and these records show no improvement. "
        "A back that does not get better should be seen by a clinician.",
        "not_known": "This is day 42 after the injury, and these records do not show whether your back is better. "
        "A back that does not get better should be seen by a clinician.",
    }
    sentences = shown(history, 42, days_since_injury=42).sentences
    assert (sentences[0] == notice.get(why)) == (why is not None)
    assert ("clinician" in "".join(sentences)) == (why is not None)
    if why is not None:
        assert shown(history, 42).sentences[0].startswith("This is day 42 of these records, and these records ")


def test_someone_who_begins_to_record_late_is_told_too():
    assert shown([], 0, days_since_injury=60).see_clinician == "not_known"


# What is refused


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"history": [session(3)], "on": at(2)}, "history: the record of 2026-03-04 is after 2026-03-03, up to which"),
        ({"history": [session(0)], "on": "2126-03-01"}, "history: the record of 2026-03-01 is more than 36,500 days"),
        ({"history": None, "on": BEGIN}, "history: it is not known; give the records, or () when there are none"),
        ({"history": 3, "on": BEGIN}, "history: 3 is not allowed; give a list of session records"),
        ({"history": [session(0)] * 4001, "on": BEGIN}, "history: 4001 session records are not allowed; give the last"),
        ({"history": (), "on": None}, "on: null (None in Python) is not allowed; give a date"),
        ({"history": (), "on": "today"}, "on: 'today' is not allowed; give a date"),
        ({"history": (), "on": BEGIN, "days_since_injury": -1}, "days_since_injury: -1 is not allowed"),
        ({"history": (), "on": BEGIN, "catalog": "sevn"}, "catalog: 'sevn' is not the name of a built-in catalogue"),
    ],
)
def test_what_is_wrong_is_one_clear_sentence(arguments, sentence):
    with pytest.raises(sp.StretchPlanError) as caught:
        sp.progress(**arguments)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


# For any history

CLAIMS = ("heals", "treat", "cure", "prevent", "guarantee", "diagnos", "will ", "because of", "thanks to", "helped")


@given(st.lists(records(), max_size=6), st.none() | st.integers(0, 400), st.randoms())
def test_any_history_is_counted_and_nothing_is_claimed(history, days, rng):
    on = max((record.on for record in history), default=BEGIN)
    history = [record for record in history if (on - record.on).days <= 36_500]
    found = sp.progress(history, on=on, days_since_injury=days)
    assert sp.Progress.model_validate_json(found.model_dump_json()) == found
    other = sorted(history, key=lambda record: record.on)
    assert sp.progress(other, on=on, days_since_injury=days) == found
    assert found.days_with_session == sum(week.days_with_session for week in found.weeks) <= found.days
    assert sum(week.days for week in found.weeks) == found.days
    assert sum(week.stretching_seconds for week in found.weeks) == found.stretching_seconds
    assert 0 <= found.current_streak_days <= found.longest_streak_days <= found.days_with_session
    most = found.stretching_seconds - found.unknown_seconds
    assert all(a.primary_seconds + a.secondary_seconds + a.named_seconds <= most for a in found.areas)
    words = " ".join(found.sentences)
    assert words.isprintable()
    assert not [claim for claim in CLAIMS if claim in words.lower()]


@given(st.lists(st.tuples(names, doses, st.integers(0, 20)), max_size=6))
def test_a_session_more_only_adds(done):
    before = shown([], 20)
    history = []
    for name, dose, day in done:
        history.append(sp.SessionRecord(on=at(day), stretches=[sp.StretchRecord(stretch_id=name, done=dose)]))
        after = shown(history, 20)
        assert after.stretching_seconds >= before.stretching_seconds
        assert after.sessions == before.sessions + 1
        for old, new in zip(before.areas, after.areas, strict=True):
            assert new.primary_seconds >= old.primary_seconds
        before = after


def test_the_standards_are_those_of_the_sources():
    """Ostelo 2008: 2 points or 30 %. Ekedahl 2012: 4.5 cm. NHS: six weeks."""
    assert (bounds.IMPROVED_BY_POINTS, bounds.IMPROVED_BY_PERCENT) == (2, 30)
    assert (bounds.MEASUREMENT_ERROR_MM, bounds.NO_IMPROVEMENT_FROM_DAY) == (45, 42)


def test_the_form_has_a_version():
    text = shown([session(0, pain=3, reach=120)], 0).model_dump(mode="json")
    assert text["schema_version"] == "1.0"
    assert text["pain"]["baseline"] == {"on": "2026-03-01", "pain": 3}
    assert text["finger_to_floor"]["latest"] == {"on": "2026-03-01", "millimetres": 120}
    later = sp.Progress.model_validate({**text, "added_later": 1})
    assert later.pain.latest.pain == 3


def test_the_words_of_a_whole_progress():
    history = [session(day, pain=5 - day // 3, reach=150 - 10 * day) for day in range(7)]
    assert shown(history, 6, days_since_injury=8, catalog="seven").sentences == (
        "A session on 7 of the 7 days since 2026-03-01.",
        "Days in a row: 7 now, 7 at most.",
        "Lower back: 3 min by stretches mainly for it.",
        "Upper back: 3 min by stretches mainly for it.",
        "Glutes: 3 min by stretches that also work it.",
        "Hips: 3 min by stretches that also work it.",
        "Hamstrings: 3 min by stretches only named for it.",
        "Knees: 3 min by stretches only named for it.",
        "Ankles: 3 min by stretches that also work it.",
        "Pain before a session was 5 of 10 on 2026-03-01 and 3 on 2026-03-07: 2 points less. That counts as improved "
        "(a fall of 2 points or 30 % counts as improved, by consensus). Pain differs from day to day; this compares "
        "the first and the last of 7 values.",
        "Fingertips to floor: 15 cm on 2026-03-01 and 9 cm on 2026-03-07, 6 cm less: more than the 4.5 cm that "
        "measuring twice may differ by.",
    )
