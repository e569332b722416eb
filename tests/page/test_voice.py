"""Is there time for all that the page says?"""

import os
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.render.guided.step_texts import step_texts
from stretchplan.testing import catalogs, requests
from stretchplan.words.speech import spoken_seconds
from tests.support.speech_engine import RATE, seconds_to_say, speaking_chromium
from tests.support.timing import spoken

OLD = Path(__file__).parents[1] / "golden/plan_1_2.json"
CONDITIONS = ("osteoporosis", "spinal_stenosis", "wrist_pain", "knee_pain", "disc_leg_pain", "hip_replacement")
GRID = [
    {"minutes": minutes, "days_since_injury": day, "pain": pain, "profile": profile, "breath": breath}
    for minutes, day, pain, profile, breath in product(
        (5, 10, 25),
        (0, 20, None),
        (None, 4),
        ({}, *({"conditions": [condition]} for condition in CONDITIONS)),
        ("catalogue", "effort_out"),
    )
]
"""Days of every phase, with and without pain, every condition that changes words, and both ways to breathe."""


def said_by(plan):
    """Return each text that the page says, with the seconds there are until the next one or the end of the step."""
    found = []
    for step, words in zip(plan.schedule, step_texts(plan), strict=True):
        ends = [*(moment.at for moment in words.say[1:]), step.seconds]
        for moment, end in zip(words.say, ends, strict=True):
            found.append((" ".join(phrase.text for phrase in moment.phrases), end - moment.at, moment))
    return found


def assert_in_time(plan):
    for text, seconds, moment in said_by(plan):
        assert spoken(text) <= seconds, (text, seconds)
        assert spoken_seconds(text) == moment.seconds


def assert_all_is_said(plan):
    """Every word of each stretch is said before or in its first work: nothing is cut."""
    for prescription in plan.prescriptions:
        places = [k for k, step in enumerate(plan.schedule) if step.stretch_id == prescription.stretch_id]
        texts = step_texts(plan)
        said = " ".join(phrase.text for k in places[:2] for moment in texts[k].say for phrase in moment.phrases)
        move, work = plan.schedule[places[0]], plan.schedule[places[1]]
        breathing = work.breathing
        for text in (prescription.name, move.cue, work.cue, work.feel or ""):
            assert " ".join(text.split()) in " ".join(said.split()), text
        for k in places:
            if plan.schedule[k].kind == "change_side":
                told = " ".join(phrase.text for moment in texts[k].say for phrase in moment.phrases)
                assert told == " ".join(plan.schedule[k].cue.split())
        for cue in (breathing.inhale_cue, breathing.exhale_cue):
            assert (cue or "") in said


def plans_of(asked):
    """Return the plan of a request, if there is one."""
    try:
        return [sp.plan(**asked)]
    except sp.NoPlan:
        return []


@pytest.mark.parametrize("minutes", [5, 10, 25])
def test_every_plan_of_a_grid_says_all_of_it_in_time(minutes):
    plans = [plan for asked in GRID if asked["minutes"] == minutes for plan in plans_of(asked)]
    assert len(plans) > 50
    for plan in plans:
        assert_in_time(plan)
        assert_all_is_said(plan)


LONG = "Rest here, with your {side} leg long. " * 14 + "Breathe."
assert 500 < len(LONG) <= 600


@settings(max_examples=40)
@given(st.data())
def test_plans_of_drawn_catalogues_say_all_of_it_in_time(data):
    """With names of 80 characters and cues of 600, in one sentence or in many."""
    drawn = data.draw(catalogs())
    texts = st.sampled_from([LONG.replace("{side}", "other"), "word " * 118 + "word.", "Go.", "W" * 300])
    of_a_side = st.sampled_from([LONG, "word " * 118 + "{side}.", "Go {side}.", "W" * 300 + " {side}"])
    longer = []
    for stretch in drawn.stretches:
        cue = data.draw(of_a_side if stretch.sides == "each" else texts)
        changed = {name: data.draw(texts) for name in ("setup", "feel")} | {
            "cue": cue,
            "name": data.draw(
                st.sampled_from([stretch.name, f"{'A very long name of a stretch ' * 2}{stretch.id}"[:80]])
            ),
        }
        if stretch.sides == "each":
            changed["change"] = data.draw(texts | st.none() | st.just(LONG))
        breath = stretch.breath
        if breath is not None:
            cues = {
                name: data.draw(st.sampled_from(["In.", LONG.replace("{side}", "other")]))
                for name in ("inhale_cue", "exhale_cue")
            }
            changed["breath"] = breath.model_copy(update=cues)
        longer.append(stretch.model_copy(update=changed))
    catalog = drawn.model_copy(update={"stretches": tuple(longer)})
    try:
        plan = sp.Planner(catalog=catalog, explain=False).plan(
            data.draw(requests(drawn)).model_copy(update={"minutes": 60})
        )
    except sp.NoPlan:
        return
    assert_in_time(plan)
    assert_all_is_said(plan)


def test_a_plan_of_the_version_before_is_said_as_far_as_there_is_time():
    """Its moves are 5 to 12 s long: whole sentences are said, and nothing that would be cut off."""
    plan = sp.Plan.model_validate_json(OLD.read_text(encoding="utf-8"))
    assert_in_time(plan)
    assert all(text.rstrip().endswith((".", "!", "?")) for text, _, _ in said_by(plan))


def test_an_engine_says_every_text_of_the_grid_in_time():
    """espeak-ng at 150 words a minute, faster than the stated rate; the texts themselves, not in real time."""
    there = {}
    for asked in GRID[::3]:
        for plan in plans_of(asked):
            for text, seconds, _ in said_by(plan):
                there[text] = min(seconds, there.get(text, seconds))
    assert len(there) > 60
    late = {text: (seconds_to_say(text), seconds) for text, seconds in there.items() if seconds_to_say(text) > seconds}
    assert late == {}


HEARD = """
window.heard = [];
const speak = speechSynthesis.speak.bind(speechSynthesis);
const cancel = speechSynthesis.cancel.bind(speechSynthesis);
speechSynthesis.speak = (sentence) => {
  const one = { text: sentence.text, asked: performance.now(), start: null, end: null, error: null };
  window.heard.push(one);
  sentence.rate = %s;
  sentence.onstart = () => (one.start = performance.now());
  sentence.onend = () => (one.end = performance.now());
  sentence.onerror = (event) => (one.error = event.error);
  speak(sentence);
};
window.cancelled = 0;
speechSynthesis.cancel = () => { window.cancelled += 1; cancel(); };
"""
"""A record of what the real engine says, at 150 words a minute."""


@pytest.mark.voice
def test_a_real_session_is_said_without_an_interruption(tmp_path):
    """In real time, about two minutes: each text begins in its step, and ends before the next one begins."""
    if os.environ.get("STRETCHPLAN_VOICE") != "required":
        pytest.skip("it takes minutes: just voice")
    plan = sp.plan(minutes=2, seconds=15, days_since_injury=None, targets={"spine"}, pace="usual")
    file = tmp_path / "plan.html"
    file.write_text(plan.to_html(), encoding="utf-8")
    with speaking_chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.add_init_script(HEARD % RATE)
        page.goto(file.as_uri())
        # The first sentence wakes the engine, which takes seconds once.
        page.evaluate("speechSynthesis.speak(new SpeechSynthesisUtterance('Ready.'))")
        for _ in range(60):
            page.wait_for_timeout(1000)
            if not page.evaluate("speechSynthesis.speaking || speechSynthesis.pending"):
                break
        page.evaluate("heard.length = 0")
        begun = page.evaluate("performance.now()")
        page.click("#play")
        page.wait_for_timeout(1000 * plan.total_seconds + 4000)
        heard, cancelled = page.evaluate("heard"), page.evaluate("cancelled")
    due = [
        (step.start_seconds + moment.at, " ".join(phrase.text for phrase in moment.phrases))
        for step, words in zip(plan.schedule, step_texts(plan), strict=True)
        for moment in words.say
    ]
    # A loaded machine is a slow voice: only what to do with a later breath may be left out, and nothing is cut off.
    expected = [*due, (plan.total_seconds, "Done.")]
    places, matched = iter(expected), []
    for one in heard:
        matched.append(next(at for at, text in places if text == one["text"]))
    begins = {float(step.start_seconds) for step in plan.schedule}
    assert {at for at, _ in expected if at in begins or at == plan.total_seconds} <= set(matched)
    assert cancelled == 0
    for one in heard:
        assert one["error"] is None
        assert one["end"] is not None
    for at, one in zip(matched, heard, strict=True):
        assert -500 < one["start"] - begun - 1000 * at < 3000
    for one, other in pairwise(heard):
        assert one["end"] <= other["start"]
