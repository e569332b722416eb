"""Does every format say the words of the form that is due, and none of those that it replaced?"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest
import webvtt
from markdown_it import MarkdownIt

import stretchplan as sp
from tests.support.format_readers import calendar, fit_steps

BY_ID = sp.builtin_catalog().by_id
ASKED = {
    "early": {"days_since_injury": 3},
    "repair": {"days_since_injury": 20},
    "healed": {"days_since_injury": None},
    "pain": {"days_since_injury": None, "pain": 5},
    "osteoporosis": {"days_since_injury": None, "profile": {"conditions": ["osteoporosis"]}},
    "wrists and bones": {"days_since_injury": 3, "profile": {"conditions": ["wrist_pain", "osteoporosis"]}},
    "stenosis and wrists": {"days_since_injury": 60, "profile": {"conditions": ["spinal_stenosis", "wrist_pain"]}},
    "knees": {"days_since_injury": None, "profile": {"conditions": ["knee_pain"]}},
    "pregnancy": {"days_since_injury": None, "profile": {"conditions": ["pregnancy"], "trimester": 1}},
    "leg pain": {"days_since_injury": 50, "profile": {"conditions": ["disc_leg_pain"]}},
}
PLANS = {
    (name, breath): sp.plan(minutes=20, on="2026-01-31", breath=breath, **asked)
    for name, asked in ASKED.items()
    for breath in ("catalogue", "effort_out")
}


def _page(plan: sp.Plan) -> str:
    """Return what the page shows and what its voice says, without the plan's JSON and the figures."""
    page = plan.to_html()
    words = json.loads(re.search(r'id="words">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    phrases = [text for one in words for field in ("cue", "also") for text, _ in one[field]]
    phrases += [text for one in words for _, _, said in one["say"] for text, _ in said]
    shown = [*phrases, *(one[half] for one in words for half in ("breathe_in", "breathe_out"))]
    sheet = re.sub(r"<script.*?</script>|<svg.*?</svg>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join((*shown, html.unescape(sheet)))


def _markdown(text: str) -> str:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return " ".join(
        child.content for token in tokens if token.type == "inline" for child in token.children or () if child.content
    )


FORMATS: dict[str, Callable[[sp.Plan], str]] = {
    "json": lambda plan: " ".join(
        text
        for step in json.loads(plan.model_dump_json())["schedule"]
        for text in (step["cue"], step["feel"], *(str(value) for value in (step["breathing"] or {}).values()))
        if text
    ),
    "text": lambda plan: plan.to_text(width=20_000),
    "markdown": lambda plan: _markdown(plan.to_markdown()),
    "vtt": lambda plan: " ".join(html.unescape(caption.raw_text) for caption in webvtt.from_string(plan.to_vtt())),
    "csv": sp.Plan.to_csv,
    "ics": lambda plan: calendar(plan.to_ics()).events[0].description or "",
    "fit": lambda plan: " ".join(fields["notes"] for fields, _ in fit_steps(plan.to_fit())),
    "health connect": lambda plan: json.dumps(plan.to_health_connect()),
    "page and voice": _page,
}


def _texts(plan: sp.Plan) -> tuple[set[str], set[str]]:
    """Return the texts that a plan is due, from the catalogue, and those that they replaced."""
    due: set[str] = set()
    own: set[str] = set()
    for prescription in plan.prescriptions:
        stretch = BY_ID[prescription.stretch_id]
        form = next((one for one in stretch.forms if one.id == prescription.form), None)
        effort = plan.request.breath == "effort_out" and stretch.breath is not None and stretch.breath.effort_out
        side = "right" if stretch.sides == "each" else "both"  # 31 January 2026 begins on the right
        done = stretch.in_form(form, effort_out=bool(effort))
        for way, texts in ((done, due), (stretch, own)):
            texts |= {way.setup_for(side), way.cue_for(side), way.feel_for(side) or ""}
            texts |= {way.breath.inhale_cue, way.breath.exhale_cue} if way.breath else set()
    return due, own - due


def _halves(step: sp.Step) -> list[str]:
    assert step.breathing is not None
    return [text for text in (step.breathing.inhale_cue, step.breathing.exhale_cue) if text is not None]


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("asked", "breath"), PLANS)
def test_a_format_says_the_due_texts_and_none_that_they_replaced(name: str, asked: str, breath: str) -> None:
    plan = PLANS[asked, breath]
    due, replaced = _texts(plan)
    told = _flat(FORMATS[name](plan))
    if name == "fit":  # a note holds 240 bytes: a long cue ends early and what to feel may be missing, a breath never
        due = {text for way in plan.schedule if way.breathing for text in _halves(way)}
    assert {text for text in due if text not in told} == set()
    assert {text for text in replaced if text in told} == set()


@pytest.mark.parametrize(("asked", "breath"), PLANS)
def test_a_note_on_a_watch_cuts_the_cue_before_the_breath(asked: str, breath: str) -> None:
    plan = PLANS[asked, breath]
    notes = [fields["notes"] for fields, _ in fit_steps(plan.to_fit())]
    for step, note in zip(plan.schedule, notes, strict=True):
        assert len(note.encode()) <= 240
        if step.breathing is not None and step.breathing.inhale_cue is not None:
            assert step.breathing.inhale_cue in note
            assert (step.breathing.exhale_cue or "") in note


def test_the_halves_of_a_breath_stand_in_their_order() -> None:
    usual, other = (PLANS["healed", breath] for breath in ("catalogue", "effort_out"))
    assert "In, 2 s: Lift your hips. Out, 3 s: Lower your hips slowly." in _flat(usual.to_text(width=20_000))
    assert "Out, 3 s: Press your heels; lift your hips. In, 2 s: Lower your hips slowly." in _flat(
        other.to_text(width=20_000)
    )
    rows = [row for row in other.to_rows() if row["kind"] == "repeat"]
    assert {row["begins_with"] for row in rows} == {"exhale"}
    assert {row["begins_with"] for row in usual.to_rows() if row["kind"] == "repeat"} == {"inhale"}


def test_the_figure_moves_with_the_breath_that_is_asked_for() -> None:
    """Up on the first half: 2 of 5 seconds in, or 3 of 5 out."""
    usual, other = (PLANS["healed", breath].to_html() for breath in ("catalogue", "effort_out"))
    assert 'keyTimes="0;0.2;0.4;0.7;1"' in usual
    assert 'keyTimes="0;0.3;0.6;0.8;1"' not in usual
    assert 'keyTimes="0;0.3;0.6;0.8;1"' in other


def test_the_form_is_named_with_the_stretch_but_not_in_short_forms() -> None:
    plan = PLANS["early", "catalogue"]
    assert "Cobra Pose (on the elbows)" in plan.to_text(width=20_000)
    assert "Cobra Pose (on the elbows)" in plan.to_html()
    assert "Cobra Pose (on the elbows): " in (calendar(plan.to_ics()).events[0].description or "")
    for short in (calendar(plan.to_ics(details="short")).events[0].description, str(plan.to_health_connect("short"))):
        assert "elbows" not in (short or "")
