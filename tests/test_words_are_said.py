"""Do the words about days, sessions and differences go through translations, so that none stays English?"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.base.translation import speaking
from stretchplan.inputs.history import RecordedDose
from stretchplan.inputs.request import PACES
from stretchplan.render import report_to_html, report_to_junit
from stretchplan.results.plan import Breathing
from stretchplan.verification import verify
from stretchplan.words import difference, journal, play, programme, progress, revision, verification
from stretchplan.words.request import PACE_NAMES
from tests.support.no_english import readable, unreadable_words

DAY, LATER = date(2026, 3, 2), date(2026, 3, 20)
COBRA = sp.builtin_catalog().by_id["cobra_pose"]
CAT_COW = sp.builtin_catalog().by_id["cat_cow"]
NAMES = {COBRA.name, CAT_COW.name, "a form", "another form", "a-rule", "recovery-window"}


def of_days() -> Iterator[str]:
    request = sp.PlanRequest(minutes=5, days_since_injury=3)
    yield from (notice.text for notice in programme.notices(begins_low=True))
    for rule in ("recovery-window", "aggravating-leave", "a-rule"):
        yield programme.allowed(COBRA.name, rule, request)
        yield programme.forbidden(COBRA.name, rule, request)
    yield programme.new(COBRA.name)
    before, now = (
        RecordedDose(sets=1, hold_seconds=10, sides="left"),
        RecordedDose(sets=2, hold_seconds=10, sides="both"),
    )
    for rule in (None, "one-step-up", "step-down", "low-start", "break-restart", "injury-restart", "aggravating-leave"):
        yield programme.dose(COBRA, before, now, rule)
    for sides in ("each", "both", "left", "right"):
        for stretch in (COBRA, CAT_COW):
            yield programme.recorded_dose(stretch, RecordedDose(sets=1, repetitions=8, sides=sides))
    yield programme.form(COBRA.name, "a form", None)
    yield programme.form(COBRA.name, "a form", "another form")
    own = sp.Pace(**{**PACES["usual"].model_dump(), "change_position_seconds": 29})
    for paces in ((PACES["slow"], PACES["usual"]), (PACES["usual"], PACES["slow"]), (PACES["usual"], own)):
        yield programme.pace(*paces)
        yield programme.pace(*reversed(paces))


def of_progress() -> Iterator[str]:
    yield progress.title(LATER)
    yield progress.adherence(0, 0, None)
    yield progress.adherence(1, 1, DAY)
    yield progress.streak(1, 2)
    yield progress.area("a form", 70, 40, 30)
    yield progress.of_days(2, 7)
    yield progress.uncounted(1, 2)
    for last, improved in ((2, True), (4, False), (6, False), (7, None)):
        yield progress.pain(9, (DAY, 6), (LATER, last), improved)
    yield progress.pain(0, None, None, None)
    yield progress.pain(1, (DAY, 6), (DAY, 6), False)
    for last, beyond in ((45, True), (260, True), (150, False), (150, None)):
        yield progress.reach((DAY, 155), (LATER, last), beyond)
    yield progress.reach(None, None, None)
    for known in (True, False):
        yield progress.see_a_clinician(known, 30, injured=known)


def of_a_changed_plan() -> Iterator[str]:
    names = [COBRA.name, CAT_COW.name]
    yield revision.revision(names, [], names, names, names, 100, takes=(300, 200))
    yield revision.revision([], [programme.other_dose(COBRA.name, "1", "2")], [], [], takes=(300, 200))
    yield revision.revision(names, [], [], [], takes=(300, 300))
    yield revision.alternative(COBRA.name, ["a form"], None, names, of_a_week=True)
    yield revision.alternative(COBRA.name, [], None, [], of_a_week=True)


def of_a_journal() -> Iterator[str]:
    for day in (None, DAY):
        yield journal.injury(day)
        yield journal.answers_are_old(day)
        yield from (journal.answers_of(day, asked) for asked in (True, False))
    yield journal.conditions([])
    yield journal.conditions(["a form"])
    yield from map(journal.minutes, (None, 1, 9))
    for count in (0, 1, 2):
        yield journal.sessions(count)
        yield journal.added(count)
        yield journal.known(count)
        yield journal.done_today(count)
    yield from (journal.last_session(DAY, date(2026, 3, day)) for day in (2, 3, 9))
    yield journal.of_record(DAY, 1, 2, (None, None, None), [])
    yield journal.of_record(DAY, 1, 2, (1, 2, 3), ["a form"])


def of_a_running_session() -> Iterator[str]:
    yield play.before_start(300)
    yield play.of_stretches(1, 5, COBRA.name)
    yield from (play.on_side("a form", side) for side in (None, "left", "right", "both"))
    yield play.of_session(10, 300)
    breathing = Breathing(cycles=2, inhale_seconds=3, exhale_seconds=3, begins_with="inhale")
    yield from (play.breath(breathing, second)[0] for second in (0, 4, 20))
    yield from (play.summary(1, 5, 300, stopped_early=early) for early in (True, False))


@pytest.mark.parametrize("texts", [of_days, of_progress, of_a_changed_plan, of_a_journal, of_a_running_session])
def test_nothing_stays_english(texts):
    with unreadable_words():
        said = list(texts())
    assert {text: words for text in said if (words := readable(text, NAMES))} == {}
    assert all("·" in text for text in said if text != "a form")


def test_a_command_to_type_stays_as_it_is_in_the_journal():
    """Its words are a translator's to keep; the placeholders in it are filled all the same."""
    with unreadable_words():
        assert "4" in journal.pain_counts(4)
        assert "2026-03-02" in journal.log_next_day(DAY)


OF_THE_CATALOGUE = {"name", "form_name", "id", "version", "language", "why", "reason", "text"}
"""The fields of a plan whose texts a sentence about it may repeat."""


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for name, text in value.items() if name in OF_THE_CATALOGUE and isinstance(text, str))
        yield from (text for one in value.values() for text in texts_of(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in texts_of(one))


PLANS = [
    sp.plan(minutes=10, days_since_injury=0, pain=3, history=[], on="2026-03-02"),
    sp.plan(minutes=5, days_since_injury=None, targets={"hips"}, profile={"conditions": {"knee_pain"}}, pace="slow"),
    sp.Planner("anywhere").plan(minutes=8, days_since_injury=40, screening=sp.Screening(), breath="effort_out"),
]


@pytest.mark.parametrize("first", PLANS)
@pytest.mark.parametrize("second", PLANS)
def test_nothing_of_a_difference_stays_english_besides_what_the_plans_say(first, second):
    given = {text for plan in (first, second) for text in texts_of(json.loads(plan.model_dump_json()))} | {"de"}
    request = second.request.model_copy(update={"language": "de"})
    diff = sp.diff(first, second.model_copy(update={"request": request}))
    with unreadable_words():
        said = [difference.title(diff), *difference.sentences(diff)]
    assert {text: words for text in said if (words := readable(text, given))} == {}


def test_a_progress_and_a_difference_are_told_in_their_own_language():
    """That of the catalogue, and that of the second plan, whatever is spoken where they are shown."""
    german = sp.progress([], on=DAY, catalog=sp.builtin_catalog("both", "de"))
    assert (german.language, sp.progress([], on=DAY).language) == ("de", "en")
    other = sp.plan(minutes=5, days_since_injury=3, language="de")
    diff = sp.diff(PLANS[0], other)
    assert (diff.language, sp.diff(other, PLANS[0]).language) == ("de", "en")
    for thing in (german, diff):
        assert 'lang="de"' in thing.to_html()
        english, own = thing.sentences, thing.to_html()
        with speaking("de"):
            assert (thing.sentences, thing.to_html()) == (english, own)


def test_a_verification_is_english_whatever_is_spoken():
    grid = {"days": [3], "minutes": [5], "areas": [{"hips", "spine"}], "conditions": 0, "pain": [None]}

    def forms():
        made = verify(**grid)
        yield from (made.model_dump_json(), report_to_html(made), report_to_junit(made))
        yield verification.request_words(made.slowest)
        yield verification.refused_words("area_not_worked", ["hips", "spine"], ["pain-stop"])
        yield verification.loads_unknown(COBRA.name, {"osteoporosis", "pregnancy"})

    english = list(forms())
    assert "hips and spine" in english[3]
    with unreadable_words():
        assert list(forms()) == english


def test_each_pace_has_a_name_for_people():
    assert PACE_NAMES.keys() == PACES.keys()
