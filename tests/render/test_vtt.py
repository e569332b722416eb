"""Is a WebVTT file valid, and do its cues hold the steps and nothing that a hostile text adds?"""

import html
import json
import re

import pytest
import webvtt

import stretchplan as sp
from stretchplan.words.steps import breathing_words
from tests.support import german
from tests.support.hostile_texts import HOSTILE, NARROWED, PLAN, changed, spoilt

_BLOCK = re.compile(
    r"(?P<id>\d+)\n(\d\d+):([0-5]\d):([0-5]\d)\.000 --> (\d\d+):([0-5]\d):([0-5]\d)\.000\n(?P<payload>.+)", re.DOTALL
)


def blocks(text: str) -> tuple[list[str], list[re.Match[str]]]:
    """Return the header and each cue: by the grammar of the standard, empty lines separate them."""
    parts = text.removesuffix("\n").split("\n\n")
    first = next(i for i, part in enumerate(parts) if part.startswith("1\n"))
    cues = [_BLOCK.fullmatch(part) for part in parts[first:]]
    assert all(cues), parts
    return parts[:first], [cue for cue in cues if cue]


@pytest.mark.parametrize("plan", [PLAN, NARROWED], ids=["plan", "narrowed"])
@pytest.mark.parametrize("cues", ["text", "json"])
def test_a_cue_for_each_step_without_a_gap(plan: sp.Plan, cues: str):
    before, found = blocks(plan.to_vtt(cues))  # type: ignore[arg-type]
    assert before[0] == "WEBVTT"
    assert [int(cue["id"]) for cue in found] == list(range(1, len(plan.schedule) + 1))
    times = [[3600 * int(c[n]) + 60 * int(c[n + 1]) + int(c[n + 2]) for n in (2, 5)] for c in found]
    assert times == [[s.start_seconds, s.start_seconds + s.seconds] for s in plan.schedule]


def test_a_cue_says_the_step_the_cue_and_the_breathing():
    for cue, step in zip(blocks(PLAN.to_vtt())[1], PLAN.schedule, strict=True):
        first, *rest = html.unescape(cue["payload"]).splitlines()
        names = [p.name for p in PLAN.prescriptions if p.stretch_id == step.stretch_id]
        assert first.startswith((*names, "get up")[0])
        told = f"{step.cue} {step.feel}" if step.feel else step.cue
        assert rest == [text for text in (told, breathing_words(step)) if text]


def test_the_data_of_a_cue_is_the_step_of_the_plan():
    names = {one.stretch_id: one.name for one in PLAN.prescriptions}
    for cue, step in zip(blocks(PLAN.to_vtt("json"))[1], PLAN.schedule, strict=True):
        data = json.loads(cue["payload"])
        assert data.pop("name") == names.get(step.stretch_id or "")
        assert sp.Step.model_validate(data) == step


def test_the_notices_stand_in_a_note():
    before, _ = blocks(NARROWED.to_vtt())
    assert html.unescape(before[1]).splitlines() == ["NOTE", *(notice.text for notice in NARROWED.notices)]
    assert blocks(changed(notices=()).to_vtt())[0] == ["WEBVTT"]


@pytest.mark.parametrize("cues", ["text", "json"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_cue_tag_or_note(text: str, cues: str):
    made = spoilt(text).to_vtt(cues)  # type: ignore[arg-type]
    before, found = blocks(made)
    assert len(found) == len(NARROWED.schedule) == len(list(webvtt.from_string(made)))
    assert len(before) <= 2
    assert made.count("-->") == len(found)
    for shown in (*before, *(cue["payload"] for cue in found)):
        assert "<" not in shown
        assert ">" not in shown
        assert "&" not in re.sub("&(amp|lt|gt);", "", shown)
    if cues == "json":
        assert {json.loads(cue["payload"])["cue"] for cue in found} == {text}


def test_an_hour_and_more():
    long = sp.plan(minutes=240, days_since_injury=60)
    step = long.schedule[0].model_copy(update={"seconds": 4000})
    text = long.model_copy(update={"schedule": (step,), "total_seconds": 4000}).to_vtt()
    assert "00:00:00.000 --> 01:06:40.000" in text


def test_an_unknown_kind_of_cue():
    with pytest.raises(ValueError, match=r"cues='srt' is not a kind of cue; it is 'text' or 'json'"):
        PLAN.to_vtt("srt")  # type: ignore[arg-type]


def test_a_catalogue_in_german_is_named_and_this_librarys_words_are_english():
    text = german.PLAN.to_vtt()
    assert text.startswith("WEBVTT Language: de\n\n")
    assert german.PLAN.to_vtt("json").startswith("WEBVTT Language: de\n\n")
    _, cues = blocks(text)
    for cue in cues:
        for line in cue["payload"].split("\n"):
            english = re.findall("<lang en>(.*?)</lang>", line)
            rest = re.sub("<lang en>.*?</lang>", "", line).strip()
            assert not any(german.MARK in one for one in english)
            assert not rest or german.MARK in rest
    assert "<lang en>change to right</lang>" in text
    assert len(webvtt.from_string(text)) == len(german.PLAN.schedule)
    assert "Language" not in PLAN.to_vtt()
