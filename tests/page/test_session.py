"""Does the page guide a whole session, second by second, whatever a person and a browser do meanwhile?"""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

import stretchplan as sp
from stretchplan.render import figure
from stretchplan.results.plan import WORK_KINDS
from tests.support import german
from tests.support.browser import CARD, wait_for_sound
from tests.support.hostile_texts import NARROWED, PLAN


def words_of(session, place):
    """Return what the page carries as the words of a step."""
    return session.page.evaluate("JSON.parse(document.getElementById('words').textContent)")[place]


def test_every_step_of_a_whole_session(opened: Callable):
    session = opened(PLAN)
    assert session.state == "ready"
    session.press("play")
    assert session.state == "running"
    names = {one.stretch_id: one.name for one in PLAN.prescriptions}
    now = 0.0
    for place, step in enumerate(PLAN.schedule):
        session.wait(step.start_seconds + 0.5 - now)
        assert session.text("name") == names.get(step.stretch_id, "Get up")
        assert session.text("cue") == " ".join(filter(None, (step.cue, step.feel)))
        assert session.text("count") == str(step.seconds)
        if step.side is not None:
            assert session.page.get_attribute("#sides", "data-side") == step.side
        if place + 1 < len(PLAN.schedule):
            assert f", {PLAN.schedule[place + 1].seconds}\u00a0s" in session.text("next")
        now = step.start_seconds + step.seconds - 0.5
        session.wait(now - step.start_seconds - 0.5)
        assert session.text("count") == "1"
        assert session.at() == pytest.approx(now, abs=0.3)
    session.wait(1)
    assert (session.state, session.text("name"), session.text("elapsed")) == ("finished", "Done", "9:26")
    session.press("play")
    assert (session.state, session.text("elapsed")) == ("running", "0:00")


def test_the_sides_cannot_be_mistaken(opened: Callable):
    """By the word, the colour and the place."""
    session = opened(PLAN)
    seen = {}
    for step in (next(step for step in PLAN.schedule if step.side == side) for side in ("left", "right")):
        session.page.click(".go-to >> nth=0")
        for _ in range(PLAN.schedule.index(step)):
            session.press("skip")
        shown = session.page.locator(f"#sides .{step.side}")
        box = shown.bounding_box()
        colour = shown.evaluate("one => getComputedStyle(one).backgroundColor")
        other = session.page.locator("#sides .right" if step.side == "left" else "#sides .left")
        assert other.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
        seen[step.side] = (shown.inner_text().strip("◀▶ "), box["x"] + box["width"] / 2 < 195, colour)
    assert seen["left"][:2] == ("Left", True)
    assert seen["right"][:2] == ("Right", False)
    assert seen["left"][2] != seen["right"][2]


def test_the_breath_swells_and_falls(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    place = next(i for i, step in enumerate(PLAN.schedule) if step.kind == "hold" and step.seconds == 20)
    session.wait(PLAN.schedule[place].start_seconds)

    def size():
        return session.page.eval_on_selector("#lung", "one => new DOMMatrix(getComputedStyle(one).transform).a")

    sizes = [size()]
    said = [session.text("breathe")]
    for _ in range(19):
        session.wait(1)
        sizes.append(size())
        said.append(session.text("breathe"))
    assert said == (["Breathe in"] * 4 + ["Breathe out"] * 6) * 2
    assert all(a < b for a, b in pairwise(sizes[:5]))
    assert all(a > b for a, b in pairwise(sizes[4:11]))
    assert sizes[4] == pytest.approx(1, abs=0.01)
    assert sizes[10] == pytest.approx(0.7, abs=0.01)
    assert sizes[:10] == pytest.approx(sizes[10:], abs=0.01)


def test_a_movement_says_what_to_do_with_each_half(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    step = next(step for step in PLAN.schedule if step.kind == "flow")
    session.wait(step.start_seconds + 1)
    assert session.text("breathe") == f"Breathe in\n{step.breathing.inhale_cue}"
    session.wait(step.breathing.inhale_seconds)
    assert session.text("breathe") == f"Breathe out\n{step.breathing.exhale_cue}"


def test_the_figure_is_the_stretch_on_its_side(opened: Callable):
    """One figure is shown, without a name: that of the stretch in its form, at its start until the work begins."""
    catalog = sp.builtin_catalog()
    drawings = {}
    for one in PLAN.prescriptions:
        stretch = catalog.get(one.stretch_id)
        form = next((form for form in stretch.forms if form.id == one.form), None)
        for is_work in (True, False):
            drawn = figure(stretch.in_form(form), posture=None if is_work else "start")
            drawings[one.stretch_id, is_work] = re.findall(r' d="([^"]*)"', drawn)
    session = opened(PLAN)
    for place, step in enumerate(PLAN.schedule):
        shown = session.page.locator("#figures .figure:visible")
        if step.kind == "get_up":
            assert shown.count() == 0
            continue
        assert shown.count() == 1
        is_work = step.kind in WORK_KINDS
        assert shown.get_attribute("data-starts") == ("false" if is_work else "true")
        assert shown.locator("small").all_text_contents() == ([] if is_work else ["Start like this"])
        paths = shown.locator("path[d]").evaluate_all("all => all.map(one => one.getAttribute('d'))")
        assert paths == drawings[step.stretch_id, is_work]
        assert shown.locator("title").count() == 0
        turned = shown.locator("svg").evaluate("one => new DOMMatrix(getComputedStyle(one).transform).a")
        assert turned == (-1 if words_of(session, place)["side"] == "left" else 1)
        assert step.side in (None, words_of(session, place)["side"])
        session.press("skip")


def test_a_moving_figure_breathes_with_the_person(opened: Callable):
    session = opened(PLAN)
    step = next(step for step in PLAN.schedule if step.kind == "flow")
    session.press("play")
    moment = "document.querySelector('#figures .figure:not([hidden]) svg').getCurrentTime()"
    for seconds in (1, 4, 20):
        session.page.keyboard.press("Home")
        session.wait(step.start_seconds + seconds)
        assert session.page.evaluate(moment) == pytest.approx(seconds, abs=0.35)
    session.press("play")
    assert session.page.evaluate("document.querySelector('.figure:not([hidden]) svg').animationsPaused()")


def test_a_plan_of_another_catalogue_has_no_figure(opened: Callable):
    other = PLAN.catalog.model_copy(update={"digest": "sha256:0"})
    session = opened(PLAN.model_copy(update={"catalog": other}))
    assert session.page.locator("svg.sp-figure").count() == 0
    assert session.page.locator(".stage.bare").count() == 1


def test_a_pause_takes_no_time_from_the_session(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    session.wait(15)
    session.press("play")
    before = (session.text("name"), session.text("count"), session.at())
    assert session.state == "paused"
    session.jump(1800)
    session.wait(2)
    assert (session.text("name"), session.text("count"), session.at()) == before
    session.press("play")
    session.wait(2)
    assert session.at() == pytest.approx(before[2] + 2, abs=0.2)


def test_skip_and_back(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    session.press("skip")
    first = PLAN.schedule[0].seconds
    assert session.at() == pytest.approx(first, abs=0.1)
    session.wait(5)
    session.press("back")
    assert session.at() == pytest.approx(first, abs=0.1)
    session.press("back")
    assert session.at() == pytest.approx(0, abs=0.1)
    session.press("back")
    assert (session.state, session.at()) == ("running", pytest.approx(0, abs=0.1))
    for step in PLAN.schedule:
        assert session.at() == pytest.approx(step.start_seconds, abs=0.3)
        session.press("skip")
    assert session.state == "finished"
    session.page.keyboard.press("ArrowRight")
    assert session.state == "finished"
    session.press("back")
    assert (session.state, session.at()) == ("paused", PLAN.schedule[-1].start_seconds)


def test_button_goes_to_a_stretch(opened: Callable):
    session = opened(PLAN)
    session.page.click("text=Go to Cobra Pose")
    start = next(step.start_seconds for step in PLAN.schedule if step.stretch_id == "cobra_pose")
    assert (session.text("name"), session.at(), session.state) == ("Cobra Pose", start, "paused")


def test_keyboard_controls(opened: Callable):
    session = opened(PLAN)
    keys = session.page.keyboard
    keys.press("Space")
    assert session.state == "running"
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    second, third = (step.start_seconds for step in PLAN.schedule[1:3])
    assert session.at() == pytest.approx(third, abs=0.1)
    keys.press("ArrowLeft")
    assert session.at() == pytest.approx(second, abs=0.1)
    keys.press("Space")
    assert session.state == "paused"
    keys.press("Home")
    assert session.at() == 0
    session.page.focus("#skip")
    keys.press("Space")
    assert (session.state, session.at()) == ("paused", second)
    keys.press("Control+ArrowRight")
    assert session.at() == second
    told = session.page.locator(".keys dt").all_text_contents()
    assert told == ["Space", "→", "←", "Home"]


def test_every_control_is_reached_with_tab_and_shows_it(opened: Callable):
    session = opened(PLAN)
    reached = []
    for _ in range(7):
        session.page.keyboard.press("Tab")
        reached.append(
            session.page.evaluate(
                "[document.activeElement.id || document.activeElement.textContent,"
                " parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2]"
            )
        )
    names = ["Before you start", "back", "play", "skip", "sounds", "voice", "Keys"]
    assert reached == [[name, True] for name in names]


def test_a_click_leaves_the_space_bar_for_pausing(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    session.press("skip")
    session.page.keyboard.press("Space")
    assert (session.state, session.at()) == ("paused", pytest.approx(PLAN.schedule[0].seconds, abs=0.1))


@pytest.mark.parametrize("seconds", [1.0, 10.0, 60.0])
def test_late_timers_show_the_right_moment(opened: Callable, seconds: float):
    session = opened(PLAN)
    session.press("play")
    now = 0.0
    while now + seconds < min(PLAN.total_seconds, 300):
        session.jump(seconds)
        now += seconds
        step = next(s for s in reversed(PLAN.schedule) if s.start_seconds <= now + 0.01)
        assert session.at() == pytest.approx(now, abs=0.3)
        assert abs(int(session.text("count")) - (step.start_seconds + step.seconds - now)) <= 1


def test_hidden_tab_runs_on(opened: Callable):
    session = opened(PLAN)
    hide = "state => {Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});"
    hide += "document.dispatchEvent(new Event('visibilitychange'))}"
    session.press("play")
    session.page.evaluate(hide, "hidden")
    spoken = len(session.page.evaluate("spoken"))
    later = next(step.start_seconds for step in PLAN.schedule if step.stretch_id == "cobra_pose") + 0.5
    session.jump(later)
    session.page.evaluate(hide, "visible")
    assert session.at() == pytest.approx(later, abs=0.3)
    assert session.text("name") == "Cobra Pose"
    assert len(session.page.evaluate("spoken")) == spoken + 1


def test_the_screen_stays_on_while_the_session_runs(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    assert session.page.evaluate("wakes") == ["screen"]
    session.press("play")
    assert session.page.evaluate("wakes") == ["screen", "released"]
    session.press("play")
    session.wait(PLAN.total_seconds + 1)
    assert session.page.evaluate("wakes") == ["screen", "released"] * 2


def test_spoken_sentences(opened: Callable):
    """All in the move, what to feel in the hold, then only what changes; nothing with the voice off."""
    session = opened(PLAN)
    steps = [step for step in PLAN.schedule if step.stretch_id == "piriformis_stretch"]
    session.page.click("text=Go to Piriformis Stretch")
    session.press("play")
    session.wait(sum(step.seconds for step in steps) - 0.5)
    move, hold, to_right = steps[:3]
    across = "Uncross, put both feet down. Cross your {} ankle over your {} thigh, foot flexed."
    assert to_right.cue == f"Change to the right side. {across.format('right', 'left')}"
    assert session.page.evaluate("spoken") == [
        f"Piriformis Stretch. {move.cue} Left side first. {hold.cue}",
        f"Left side. {hold.feel}",
        to_right.cue,
        "Right side. Set 1 of 2.",
        f"Change to the left side. {across.format('left', 'right')}",
        "Left side. Set 2 of 2.",
        to_right.cue,
        "Right side. Set 2 of 2.",
    ]
    assert session.text("heard") == "Right side. Set 2 of 2."
    session.page.uncheck("#voice")
    session.wait(60)
    assert len(session.page.evaluate("spoken")) == 8


def test_the_first_breaths_of_a_movement_are_spoken_in_time(opened: Callable):
    session = opened(PLAN)
    step = next(step for step in PLAN.schedule if step.kind == "flow")
    session.page.click(f".go-to >> nth={[p.stretch_id for p in PLAN.prescriptions].index(step.stretch_id)}")
    session.press("play")
    session.wait(step.start_seconds - session.at() - 0.2)
    before = len(session.page.evaluate("spoken"))
    breathing = step.breathing
    for _ in range(2):  # in the first and in the third
        session.wait(breathing.inhale_seconds)
        assert session.page.evaluate("spoken").pop() == breathing.inhale_cue
        session.wait(breathing.exhale_seconds)
        assert session.page.evaluate("spoken").pop() == breathing.exhale_cue
        session.wait(breathing.inhale_seconds + breathing.exhale_seconds)
    session.wait(step.start_seconds + step.seconds - session.at() - 0.5)
    assert len(session.page.evaluate("spoken")) == before + 4


def test_a_slow_voice_finishes_what_it_says(opened: Callable):
    """The next text waits for it, and nothing is cancelled."""
    session = opened(PLAN)
    session.press("play")
    session.wait(PLAN.schedule[1].start_seconds - 0.5)
    session.page.evaluate("window.silentFrom = performance.now() + 5000")
    session.wait(2)
    assert session.page.evaluate("[spoken.length, cancelled]") == [2, 0]


def test_a_voice_that_is_stuck_is_dropped(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    session.page.evaluate("window.silentFrom = Infinity")
    session.wait(PLAN.schedule[-1].start_seconds)
    assert session.page.evaluate("cancelled") > 0


def test_what_there_is_no_more_time_for_is_not_begun(opened: Callable):
    """After a pause near the end of a move, the voice begins again with the hold."""
    session = opened(PLAN)
    move = next(step for step in PLAN.schedule if step.stretch_id == "piriformis_stretch")
    session.page.click("text=Go to Piriformis Stretch")
    session.press("play")
    session.wait(move.seconds - 4)
    session.press("play")
    session.press("play")
    session.wait(2)
    assert session.page.evaluate("spoken.length") == 1
    session.wait(3)
    assert session.page.evaluate("spoken").pop().startswith("Left side.")


def test_tones_and_their_times(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    began = session.page.evaluate("performance.now()") / 1000
    for _ in range(PLAN.total_seconds // 60):
        session.jump(60)
    heard = {(round(one["when"] - began, 1), one["pitch"]) for one in session.page.evaluate("sounded")}
    starts = {(float(step.start_seconds), 880) for step in PLAN.schedule}
    beeps = {
        (float(step.start_seconds + step.seconds - left), 587)
        for step in PLAN.schedule
        for left in (1, 2, 3)
        if step.seconds >= 5
    }
    sided = {"left": -0.8, "right": 0.8}
    sides = [sided[side] for place in range(len(PLAN.schedule)) if (side := words_of(session, place)["side"]) in sided]
    assert session.page.evaluate("panned.map(one => one.value)") == sides
    assert starts | beeps | {(float(PLAN.total_seconds), 659)} == heard


def test_a_pause_is_silent(opened: Callable):
    session = opened(PLAN)
    silent = "sounded.every(one => one.stopped || one.when <= performance.now() / 1000)"
    session.press("play")
    session.wait(14)
    assert not session.page.evaluate(silent)
    session.press("play")
    assert session.page.evaluate(silent)
    session.press("play")
    session.page.uncheck("#sounds")
    assert session.page.evaluate(silent)
    session.wait(5)
    assert session.page.evaluate(silent)
    session.page.check("#sounds")
    session.wait(1)
    assert not session.page.evaluate(silent)


SHOW = (
    "state => {Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});"
    "document.dispatchEvent(new Event('visibilitychange'))}"
)
"""Hides the page or shows it again."""


def interrupted(session, *, hidden: bool):
    """Start the session and stop its sound card, as a call or a locked screen does."""
    session.press("play")
    wait_for_sound(session.page, "running")
    if hidden:
        session.page.evaluate(SHOW, "hidden")
    else:  # such a browser lets the sound back in only at a press
        session.page.evaluate("void (card.resume = () => Promise.reject(new Error('not now')))")
    session.page.evaluate("card.suspend()")
    wait_for_sound(session.page, "suspended")
    session.page.wait_for_timeout(100)
    assert session.page.evaluate("card.state") == "suspended"


def test_sound_comes_back_when_the_page_is_visible_again(opened: Callable):
    session = opened(PLAN, sound=CARD)
    interrupted(session, hidden=True)
    session.page.evaluate(SHOW, "visible")
    wait_for_sound(session.page, "running")


def test_sound_comes_back_by_itself_while_the_page_stays_visible(opened: Callable):
    session = opened(PLAN, sound=CARD)
    session.press("play")
    wait_for_sound(session.page, "running")
    session.page.evaluate("card.suspend().then(() => (window.stopped = true))")
    for _ in range(100):
        if session.page.evaluate("window.stopped"):
            break
        session.page.wait_for_timeout(50)
    wait_for_sound(session.page, "running")


@pytest.mark.parametrize(
    "press", ["#skip", "#back", "#sounds", "#voice", ".go-to >> nth=1", ".keys summary", "ArrowRight"]
)
def test_sound_comes_back_after_any_button(opened: Callable, press: str):
    session = opened(PLAN, sound=CARD)
    interrupted(session, hidden=False)
    session.page.evaluate("delete card.resume")
    if press == "ArrowRight":
        session.page.keyboard.press(press)
    else:
        session.page.click(press)
    wait_for_sound(session.page, "running")


def test_sound_that_was_closed_is_made_anew(opened: Callable):
    session = opened(PLAN, sound=CARD)
    session.press("play")
    session.page.evaluate("card.close()")
    session.press("skip")
    wait_for_sound(session.page, "running")


def test_a_paused_session_leaves_the_sound_stopped(opened: Callable):
    session = opened(PLAN, sound=CARD)
    session.press("play")
    wait_for_sound(session.page, "running")
    session.press("play")
    session.page.evaluate("card.suspend()")
    wait_for_sound(session.page, "suspended")
    session.press("skip")
    session.page.evaluate(SHOW, "visible")
    session.page.wait_for_timeout(200)
    assert session.page.evaluate("card.state") == "suspended"


def test_one_wake_lock_is_taken_at_a_time(opened: Callable):
    session = opened(PLAN)
    session.page.evaluate(
        "document.getElementById('play').click(); document.dispatchEvent(new Event('visibilitychange'))"
    )
    session.press("play")
    assert session.page.evaluate("wakes") == ["screen", "released"]


def left_at(session, seconds):
    """Run the session up to a second and load the page again."""
    session.press("play")
    session.wait(seconds)
    session.page.reload()


def test_a_reload_asks_whether_to_continue(opened: Callable):
    session = opened(PLAN)
    assert not session.page.is_visible("#resume")
    left_at(session, 72.4)
    assert session.page.is_visible("#resume")
    assert session.text("resume-ask") == session.text("heard") == "This session was left at 1:12."
    assert (session.state, session.at(), session.text("elapsed")) == ("paused", 72, "1:12")
    session.page.click("text=Continue at 1:12")
    assert (session.state, session.at()) == ("running", pytest.approx(72, abs=0.3))
    assert not session.page.is_visible("#resume")
    assert session.page.evaluate("document.activeElement.id") == "play"
    session.wait(10)
    session.page.reload()
    session.page.click("text=Start again")
    assert (session.state, session.at()) == ("running", pytest.approx(0, abs=0.3))


def test_a_session_without_an_answer_goes_on_from_its_place(opened: Callable):
    session = opened(PLAN)
    left_at(session, 100)
    session.page.keyboard.press("Space")
    assert (session.state, session.at()) == ("running", pytest.approx(100, abs=0.3))
    assert not session.page.is_visible("#resume")


def test_nothing_is_asked_at_the_beginning_or_after_the_end(opened: Callable):
    session = opened(PLAN)
    session.page.reload()
    assert not session.page.is_visible("#resume")
    left_at(session, PLAN.total_seconds + 1)
    assert not session.page.is_visible("#resume")
    assert "#" not in session.page.url
    session.press("play")
    session.wait(30)
    session.page.keyboard.press("Home")
    session.press("play")
    session.page.reload()
    assert (session.page.is_visible("#resume"), session.at()) == (False, 0)


def test_another_plan_in_the_same_file_begins_at_its_beginning(opened: Callable, tmp_path):
    session = opened(PLAN)
    session.press("play")
    session.wait(72)
    (tmp_path / "plan.html").write_text(NARROWED.to_html(), encoding="utf-8")
    session.page.reload()
    assert (session.state, session.at(), session.page.is_visible("#resume")) == ("ready", 0, False)


@pytest.mark.parametrize("at", ["566", "999999", "0", "-5", "72.5", "1e2", "9999999", "%3Cb%3E", "", "72&at=73"])
def test_an_address_that_holds_no_place_is_passed_over(opened: Callable, at: str):
    session = opened(PLAN)
    mark = session.page.get_attribute("#plan", "data-mark")
    session.page.goto(session.page.url + f"#at={at}&plan={mark}")
    session.page.reload()
    assert (session.state, session.at(), session.page.is_visible("#resume")) == ("ready", 0, False)


def test_a_browser_that_refuses_to_keep_the_place_runs_the_session(opened: Callable):
    session = opened(PLAN)
    session.page.evaluate(
        "void (history.replaceState = () => { throw new DOMException('too often', 'SecurityError'); })"
    )
    session.press("play")
    session.wait(20)
    assert (session.state, session.at()) == ("running", pytest.approx(20, abs=0.3))


def test_the_back_button_still_leaves_the_page(opened: Callable):
    session = opened(PLAN)
    before = session.page.evaluate("history.length")
    session.press("play")
    session.wait(30)
    assert session.page.evaluate("history.length") == before


def test_each_phrase_is_spoken_in_its_language(opened: Callable):
    session = opened(german.PLAN, html=german.PLAN.to_html(german.GERMAN))
    session.press("play")
    for _ in german.PLAN.schedule[:-1]:
        session.press("skip")
    said = list(zip(*session.page.evaluate("[spoken, languages]"), strict=True))
    assert {language for _, language in said} == {"de", "en"}
    assert all((german.MARK in text) == (language == "de") for text, language in said)
    assert {("Left side first.", "en"), ("Change to the right side.", "en")} <= {*said}


def test_each_text_that_the_script_shows_states_its_language(opened: Callable):
    session = opened(german.PLAN, html=german.PLAN.to_html(german.GERMAN))
    session.press("play")
    shown = set()
    for _ in german.PLAN.schedule[:-1]:
        session.wait(0.5)
        shown |= set(
            map(
                tuple,
                session.page.evaluate(
                    """() => {
                      const walker = document.createTreeWalker(document.getElementById("guide"), NodeFilter.SHOW_TEXT);
                      const found = [];
                      while (walker.nextNode()) {
                        const { data, parentElement } = walker.currentNode;
                        if (parentElement.closest(".sp-strip") || !/[a-zß]/i.test(data)) continue;
                        found.push([data, parentElement.closest("[lang]").getAttribute("lang")]);
                      }
                      return found;
                    }"""
                ),
            )
        )
        session.press("skip")
    assert len(shown) > 20
    assert [pair for pair in sorted(shown) if (german.MARK in pair[0]) != (pair[1] == "de")] == []


def test_session_runs_without_speech_sound_and_wake_lock(opened: Callable):
    session = opened(PLAN)
    # The fixture has given this page all three, so another page is opened.
    context = session.page.context.browser.new_context()
    page = context.new_page()
    page.add_init_script(
        "window.AudioContext = undefined; window.webkitAudioContext = undefined;"
        "Object.defineProperty(window, 'speechSynthesis', {value: undefined});"
        "Object.defineProperty(navigator, 'wakeLock', {value: undefined});"
    )
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(session.page.url)
    page.click("#play")
    assert page.get_attribute("body", "data-state") == "running"
    assert not page.is_visible("#voice-label")
    assert errors == []
    context.close()


ANNA = {"name": "Anna", "lang": "de-DE", "default": True, "localService": True}
NET = {"name": "Net", "lang": "en-US", "default": False, "localService": False}
KATE = {"name": "Kate", "lang": "en_GB", "default": False, "localService": True}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([ANNA, NET, KATE], "Kate"),  # not the system's: it is German
        ([ANNA, NET], "Net"),
        ([KATE, {**NET, "default": True}], "Net"),
        ([{**KATE, "lang": "EN"}, {**NET, "default": True}], "Kate"),
        ([ANNA], None),
        ([], None),
    ],
)
def test_a_sentence_has_a_voice_of_its_language(opened: Callable, known: list[dict[str, object]], expected: str | None):
    session = opened(PLAN)
    session.page.evaluate("all => { window.known = all; }", known)
    session.press("play")
    session.wait(1)
    assert session.page.evaluate("[languages, voices]") == [["en"], [expected]]


def test_nothing_is_cancelled_while_nothing_is_spoken(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    session.wait(1)
    assert session.page.evaluate("[spoken.length, cancelled]") == [1, 0]
    session.press("skip")
    session.wait(1)
    assert session.page.evaluate("[spoken.length, cancelled]") == [2, 1]


def test_the_voice_stops_when_the_page_is_left(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    session.wait(1)
    session.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert session.page.evaluate("[speechSynthesis.speaking, cancelled]") == [False, 1]
