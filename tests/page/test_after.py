"""Does the page ask after a session how it was, and hand out the record of what was truly done?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from tests.support import german
from tests.support.hostile_texts import HOSTILE, spoilt

PLAN = sp.plan(minutes=10, days_since_injury=3, pain=3, targets={"lower_back", "hips"}, on="2026-03-04")
UNDATED = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
ENDS = {
    name: max(step.start_seconds + step.seconds for step in PLAN.schedule if step.stretch_id == name)
    for name in (prescription.stretch_id for prescription in PLAN.prescriptions)
}
"""The second at which each stretch is over: the twist has one set on each side, the piriformis stretch two."""


def play_until(session: Any, seconds: float) -> None:
    """Play a session from its beginning to a second."""
    session.press("play")
    now = 0.0
    while now < seconds:
        part = min(50.0, seconds - now)
        session.jump(part)
        now += part


def play_all(session: Any) -> None:
    """Play a whole session."""
    play_until(session, session.plan.total_seconds + 1)
    assert session.state == "finished"


def stop_at(session: Any, seconds: float) -> None:
    """Play a session to a second, and stop it there."""
    play_until(session, seconds)
    session.press("play")
    session.press("stop")


def record(session: Any) -> sp.SessionRecord:
    """Return the record that the page shows, which a planner accepts as the history of the next day."""
    text = session.page.input_value("#record")
    found = sp.SessionRecord.model_validate_json(text)
    next_day = sp.plan(minutes=5, days_since_injury=None, on="2026-03-05", history=[found])
    assert next_day.request.history == (found,)
    # To the byte: a journal's file has the same lines.
    assert text == found.model_dump_json()
    return found


def offered(session: Any) -> dict[str, str]:
    """Return the stretches that may have made the back worse, with what was done of each."""
    rows = session.page.locator("#worse li:visible")
    return {row.locator("label").inner_text().strip(): row.locator("span").inner_text() for row in rows.all()}


def test_a_whole_session_was_done_as_planned(opened: Callable):
    session = opened(PLAN)
    assert not session.page.is_visible("#after")
    play_all(session)
    assert record(session) == sp.record_of(PLAN)
    assert offered(session) == {
        "Cat-Cow Pose": "sets done: 2 of 2",
        "Cobra Pose": "sets done: 2 of 2",
        "Child's Pose": "sets done: 2 of 2",
        "Lying Knee Twist": "sets done: 1 of 1 on each side",
        "Piriformis Stretch": "sets done: 2 of 2 on each side",
    }


def test_the_answers_are_in_the_record(opened: Callable):
    session = opened(PLAN)
    play_all(session)
    session.page.get_by_label("Pain before it").select_option("4")
    session.page.get_by_label("Pain now").select_option("10, the worst imaginable")
    session.page.get_by_role("checkbox", name="Cobra Pose").check()
    session.page.get_by_label("Note").fill("Stiff.\nThen better.")
    expected = sp.record_of(PLAN, pain_before=4, pain_after=10, aggravated={"cobra_pose"}, note="Stiff.\nThen better.")
    assert record(session) == expected
    session.page.get_by_label("Pain now").select_option("not known")
    session.page.get_by_role("checkbox", name="Cobra Pose").uncheck()
    assert record(session) == sp.record_of(PLAN, pain_before=4, note="Stiff.\nThen better.")


FIRST_1 = {"sets": 1, "hold_seconds": 20, "sides": "right"}
EACH_1 = {"sets": 1, "hold_seconds": 10, "sides": "each"}


@pytest.mark.parametrize(
    ("seconds", "done"),
    [
        (60, {"cat_cow": None, "cobra_pose": None, "childs_pose": None, "lying_knee_twist": None}),
        (80, {"cat_cow": {"sets": 1, "repetitions": 5, "sides": "both"}, "cobra_pose": None, "childs_pose": None}),
        (ENDS["childs_pose"] - 1, {"childs_pose": {"sets": 1, "hold_seconds": 30, "sides": "both"}}),
        (415, {"lying_knee_twist": FIRST_1}),
        (439, {"lying_knee_twist": FIRST_1}),
        (441, {}),
        (477, {"piriformis_stretch": {"sets": 1, "hold_seconds": 10, "sides": "right"}}),
        (497, {"piriformis_stretch": EACH_1}),
        (517, {"piriformis_stretch": EACH_1}),  # the right side twice, the left side once
        (540, {"piriformis_stretch": {"sets": 2, "hold_seconds": 10, "sides": "each"}}),
    ],
)
def test_a_stopped_session_counts_whole_sets_alone(opened: Callable, seconds: int, done: dict[str, Any]):
    """By hand, from the schedule: what is not named was done when its last step was over, and else not at all."""
    session = opened(PLAN)
    stop_at(session, seconds)
    stated = {name: None for name, end in ENDS.items() if end > seconds} | done
    assert record(session) == sp.record_of(PLAN, done=stated, stopped_early=True)


def test_a_skipped_stretch_was_not_done(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    while session.at() < 245:  # the way into child's pose
        session.jump(49)
        if session.text("name") == "Child's Pose":
            break
    while session.text("name") == "Child's Pose":
        session.press("skip")
    for _ in range(8):
        session.jump(30)
    assert session.state == "finished"
    assert record(session) == sp.record_of(PLAN, done={"childs_pose": None})


def test_a_session_that_was_skipped_through_offers_nothing(opened: Callable):
    """A stretch that was only passed was not begun; nothing can have made the back worse."""
    session = opened(PLAN)
    session.press("play")
    for _ in PLAN.schedule:
        session.jump(0.5)
        session.press("skip")
    assert record(session) == sp.record_of(PLAN, done=dict.fromkeys(ENDS))
    assert not session.page.is_visible("#worse")


def test_what_was_begun_and_given_up_can_have_made_the_back_worse(opened: Callable):
    session = opened(PLAN)
    stop_at(session, 180)
    assert offered(session) == {"Cat-Cow Pose": "sets done: 2 of 2", "Cobra Pose": "no whole set done"}
    session.page.get_by_role("checkbox", name="Cobra Pose").check()
    done = dict.fromkeys(set(ENDS) - {"cat_cow"})
    assert record(session) == sp.record_of(PLAN, done=done, stopped_early=True, aggravated={"cobra_pose"})


def test_what_is_done_again_counts_once(opened: Callable):
    session = opened(PLAN)
    play_until(session, 81)
    for _ in range(2):
        session.press("back")
        session.press("back")
        session.jump(31)
    session.press("play")
    session.press("stop")
    done = dict.fromkeys(ENDS) | {"cat_cow": {"sets": 1, "repetitions": 5, "sides": "both"}}
    assert record(session) == sp.record_of(PLAN, done=done, stopped_early=True)


def test_going_back_takes_nothing_away(opened: Callable):
    session = opened(PLAN)
    play_until(session, 441)
    session.page.keyboard.press("Home")
    session.press("play")
    session.press("stop")
    assert record(session) == sp.record_of(PLAN, done={"piriformis_stretch": None}, stopped_early=True)


def test_a_pause_within_a_step_keeps_it_whole(opened: Callable):
    session = opened(PLAN)
    play_until(session, 60)
    session.press("play")
    session.jump(3600)
    session.press("play")
    session.jump(20)
    session.press("play")
    session.press("stop")
    assert record(session).stretches[0].done == sp.RecordedDose(sets=1, repetitions=5, sides="both")


def test_time_that_a_device_slept_is_not_done(opened: Callable):
    """A tab in the background looks at the clock once a minute; a device that sleeps does not for longer."""
    session = opened(PLAN)
    play_until(session, 85)
    session.jump(315)  # into the twist on its first side, which is over at 412
    session.jump(25)
    session.press("play")
    session.press("stop")
    done = dict.fromkeys(ENDS) | {"cat_cow": {"sets": 1, "repetitions": 5, "sides": "both"}}
    assert record(session) == sp.record_of(PLAN, done=done, stopped_early=True)


@pytest.mark.parametrize("seconds", [100, 440])
def test_a_reload_keeps_what_was_done(opened: Callable, seconds: int):
    """Also of a set that was half done before, and when the page is loaded twice."""
    session = opened(PLAN)
    play_until(session, seconds)
    session.page.reload()
    session.page.reload()
    session.page.click("#resume-go")
    for _ in range(10):
        session.jump(50)
    assert session.state == "finished"
    assert record(session) == sp.record_of(PLAN)


def test_starting_again_after_a_reload_begins_another_session(opened: Callable):
    session = opened(PLAN)
    play_until(session, 300)
    session.page.reload()
    session.page.click("#resume-again")
    session.press("play")
    session.press("stop")
    assert record(session) == sp.record_of(PLAN, done=dict.fromkeys(ENDS), stopped_early=True)


@pytest.mark.parametrize("played", ["2" * 99, "22x", "3", ""])
def test_an_address_with_other_steps_counts_nothing(opened: Callable, played: str):
    session = opened(PLAN)
    mark = session.page.get_attribute("#plan", "data-mark")
    session.page.goto(f"{session.page.url}#at=400&plan={mark}&played={played}")
    session.page.reload()
    if session.state == "ready":  # the address holds no place
        session.page.click("text=Go to Cobra Pose")
    session.press("stop")
    assert record(session) == sp.record_of(PLAN, done=dict.fromkeys(ENDS), stopped_early=True)


def test_a_stopped_session_can_go_on(opened: Callable):
    session = opened(PLAN)
    stop_at(session, 441)
    session.page.get_by_label("Note").fill("A call.")
    assert record(session).stopped_early
    session.press("play")
    assert not session.page.is_visible("#after")
    for _ in range(4):
        session.jump(40)
    assert record(session) == sp.record_of(PLAN, note="A call.")


def test_again_is_another_session(opened: Callable):
    session = opened(PLAN)
    play_all(session)
    session.page.get_by_role("checkbox", name="Cobra Pose").check()
    session.page.get_by_label("Note").fill("Once.")
    session.press("play")
    assert not session.page.is_visible("#after")
    session.jump(10)
    session.press("play")
    session.press("stop")
    assert record(session) == sp.record_of(PLAN, done=dict.fromkeys(ENDS), stopped_early=True)


def test_a_plan_without_a_date_asks_for_it(opened: Callable):
    """The date of the reader's device is only proposed."""
    session = opened(UNDATED, timezone_id="UTC")
    play_all(session)
    assert record(session).on.isoformat() == "1970-01-01"
    session.page.get_by_label("Date of the session").fill("2026-03-04")
    expected = sp.record_of(UNDATED.model_copy(update={"request": PLAN.request}), pain_before=None)
    assert record(session) == expected.model_copy(update={"pain_before": None})
    session.page.get_by_label("Date of the session").fill("")
    assert session.page.input_value("#record") == ""
    assert session.page.is_disabled("#copy")
    assert session.page.is_disabled("#save")
    assert session.page.is_visible("text=Give the date of the session, such as 2026-01-31.")


@pytest.mark.parametrize("text", ["2026-02-30", "today", "0000-01-01", "12026-01-01", "2026-1-1", "2026-W05-1"])
def test_where_a_browser_has_no_date_field_the_date_is_checked(opened: Callable, text: str):
    session = opened(PLAN)
    stop_at(session, 5)
    session.page.evaluate("document.getElementById('on').type = 'text'")
    session.page.fill("#on", text)
    assert session.page.input_value("#record") == ""
    session.page.fill("#on", "2028-02-29")
    assert '"on":"2028-02-29"' in session.page.input_value("#record")


NOTES = (*HOSTILE, "</textarea><script>alert(1)</script>", "\U0001f9d8" * 999, "a" * 3000, "\ufffe\uffff\u0000x")


def test_a_hostile_note_is_only_text(opened: Callable):
    session = opened(PLAN)
    play_all(session)
    scripts = session.page.locator("script, img").count()
    for text in NOTES:
        session.page.fill("#note", text)
        shown = session.page.input_value("#note")
        assert record_in_lines(session) == sp.record_of(PLAN, note=shown)
        assert session.page.locator("script, img").count() == scripts


def record_in_lines(session: Any) -> sp.SessionRecord:
    """Return the record, whose text is one line for every reader."""
    text = session.page.input_value("#record")
    assert len(text.splitlines()) == 1
    return sp.SessionRecord.model_validate_json(text)


def test_half_a_character_is_replaced(opened: Callable):
    session = opened(PLAN)
    play_all(session)
    session.page.evaluate(
        "note => { document.getElementById('note').value = 'a\\ud800b\\udc00';"
        "document.getElementById('note').dispatchEvent(new Event('input')) }"
    )
    assert record(session).note == "a\ufffdb\ufffd"


def test_a_plan_with_hostile_texts_gives_its_record(opened: Callable):
    plan = spoilt("\"></label><img src=x onerror=alert(1)>'")
    session = opened(plan)
    stop_at(session, 100)
    names = [entry["stretch_id"] for entry in json.loads(session.page.input_value("#record"))["stretches"]]
    assert names == [prescription.stretch_id for prescription in plan.prescriptions]
    assert session.page.locator("#after img").count() == 0
    assert set(offered(session)) == {plan.prescriptions[0].name}


def test_names_keep_their_language(opened: Callable):
    session = opened(german.PLAN, html=german.PLAN.to_html(german.GERMAN))
    stop_at(session, 60)
    name = session.page.locator("#worse li:visible bdi").first
    assert german.MARK in name.inner_text()
    assert name.get_attribute("lang") == "de"
    assert session.page.get_attribute("#after", "lang") == "en"


def test_copy_puts_the_record_on_the_clipboard(opened: Callable):
    session = opened(PLAN, permissions=["clipboard-read", "clipboard-write"])
    play_all(session)
    session.press("copy")
    assert eventually(session, "Copied.")
    assert session.page.evaluate("navigator.clipboard.readText()") == sp.record_of(PLAN).model_dump_json()


@pytest.mark.parametrize("copies", [True, False])
def test_copy_in_a_browser_without_a_clipboard(opened: Callable, copies: bool):
    session = opened(PLAN)
    session.page.evaluate(
        "copies => { Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => { window.selected = String(getSelection()); return copies; } }",
        copies,
    )
    play_all(session)
    session.press("copy")
    assert eventually(session, "Copied." if copies else "The record is selected")
    assert session.page.evaluate("selected") == sp.record_of(PLAN).model_dump_json()
    assert session.page.evaluate("document.activeElement.id") == ("copy" if copies else "record")


def eventually(session: Any, text: str) -> bool:
    """Wait until the page says a text, also to a screen reader."""
    for _ in range(100):
        if text in session.text("handed"):
            return session.text("handed") == session.text("heard")
        session.page.wait_for_timeout(20)
    return False


def test_the_saved_file_can_be_imported_into_a_journal(opened: Callable, tmp_path: Path):
    session = opened(PLAN, accept_downloads=True)
    play_all(session)
    session.page.fill("#note", "One\u2028two\u0085three")
    with session.page.expect_download() as waiting:
        session.press("save")
    assert waiting.value.suggested_filename == "session-2026-03-04.json"
    assert session.text("handed") == "Saved as session-2026-03-04.json."
    waiting.value.save_as(tmp_path / "saved.json")
    with sp.Journal(tmp_path / "journal.sqlite") as journal:
        assert journal.import_jsonl(tmp_path / "saved.json").added == 1
        assert journal.entries()[0].record == sp.record_of(PLAN, note="One\u2028two\u0085three")


def test_the_questions_are_answered_with_the_keyboard(opened: Callable):
    session = opened(PLAN)
    keys = session.page.keyboard
    play_until(session, 130)
    keys.press("Space")
    session.page.focus("#skip")
    keys.press("Tab")
    assert session.page.evaluate("document.activeElement.id") == "stop"
    keys.press("Enter")
    assert session.page.evaluate("document.activeElement.id") == "after-title"
    keys.press("Space")  # neither goes on with the session
    keys.press("ArrowRight")
    assert (session.state, session.at()) == ("paused", pytest.approx(130, abs=0.2))
    reached = []
    while "save" not in reached:
        keys.press("Tab")
        here = session.page.evaluate("document.activeElement.id || document.activeElement.dataset.number")
        assert session.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2")
        if here == "pain-after":
            keys.press("ArrowDown")
            keys.press("ArrowDown")
        elif here == "note":
            keys.type("so so")
            keys.press("Home")
            keys.type("It was ")
        elif here == "1":
            keys.press("Space")
        if here not in reached:  # a date has several fields
            reached.append(here)
    assert reached == ["on", "pain-before", "pain-after", "0", "1", "note", "record", "copy", "save"]
    done = dict.fromkeys(set(ENDS) - {"cat_cow"})
    expected = sp.record_of(
        PLAN, done=done, stopped_early=True, pain_after=1, aggravated={"cobra_pose"}, note="It was so so"
    )
    assert record(session) == expected


def test_each_field_has_a_name_for_a_screen_reader(opened: Callable):
    session = opened(PLAN)
    play_all(session)
    assert session.page.evaluate("document.activeElement.id") == "after-title"
    assert session.page.get_by_role("region", name="How was it?").count() == 1
    assert session.page.get_by_role("group", name="What made your back worse?").get_by_role("checkbox").count() == 5
    box = session.page.get_by_role("checkbox", name="Cobra Pose", exact=True)
    about = box.get_attribute("aria-describedby")
    assert session.text(about) == "sets done: 2 of 2"
    for name in ("Date of the session", "Pain before it", "Pain now", "Note", "Record of this session"):
        assert session.page.get_by_label(name, exact=True).count() == 1
    assert session.page.get_by_label("Record of this session").get_attribute("readonly") is not None


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (844, 390), (1280, 900)])
def test_the_questions_fit_every_screen(opened: Callable, width: int, height: int):
    session = opened(PLAN, viewport={"width": width, "height": height})
    play_until(session, 130)
    before = session.page.locator("#play").bounding_box()
    session.press("play")
    after = session.page.locator("#play").bounding_box()
    stop = session.page.locator("#stop").bounding_box()
    words = session.page.locator("#aside").bounding_box()
    assert (after["y"], after["height"]) == (before["y"], before["height"])
    assert stop["height"] >= 44
    assert stop["y"] + stop["height"] <= height
    assert words["y"] + words["height"] <= min(stop["y"], after["y"]) + 1
    session.press("stop")
    heading = session.page.locator("#after-title").bounding_box()
    assert 0 <= heading["y"] <= 40
    assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for field in session.page.locator("#after :is(input, select, textarea, button, li label):visible").all():
        box = field.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        if field.get_attribute("type") != "checkbox":
            assert box["height"] >= 44


def test_the_questions_are_not_printed(opened: Callable):
    session = opened(PLAN)
    play_all(session)
    session.page.emulate_media(media="print")
    assert not session.page.is_visible("#after")


def test_a_catalogue_of_somebody_else_has_its_record(opened: Callable):
    mine = sp.builtin_catalog().without("cobra_pose", reason="for a test", version="9.0.0", id="mine")
    plan = sp.Planner(mine).plan(minutes=25, days_since_injury=None, on="2026-03-04")
    session = opened(plan, html=plan.to_html(mine))
    play_all(session)
    assert record(session) == sp.record_of(plan)
