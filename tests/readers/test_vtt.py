"""What do players and parsers of others find in a WebVTT file, and what do they lose? docs/readers.md says it."""

import html
import importlib
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import webvtt

from tests.readers.running import need, need_command, with_node
from tests.support import german

Cues = list[dict[str, Any]]

WORDS = "Atme < 5 & langsam, {nicht} <schnell>"
PLAN = german.PLAN.model_copy(
    update={"schedule": tuple(step.model_copy(update={"cue": WORDS}) for step in german.PLAN.schedule)}
)
TEXT = PLAN.to_vtt()
DATA = PLAN.to_vtt("json")


def seconds(moment: str) -> float:
    """Return the seconds of ``00:01:19.000``, or of SubRip's ``00:01:19,000``."""
    hours, minutes, rest = moment.replace(",", ".").split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def written(text: str) -> Cues:
    """Return the cues as a player shows them: tags gone, references decoded."""
    found = []
    for block in text.strip().split("\n\n"):
        if " --> " in block and not block.startswith("NOTE"):
            _, times, *lines = block.split("\n")
            start, end = map(seconds, times.split(" --> "))
            shown = html.unescape(re.sub(r"<[^>]*>", "", "\n".join(lines)))
            found.append({"start": start, "end": end, "text": shown})
    return found


def with_webvtt(text: str, _: Path) -> Cues:
    return [
        {"start": one.start_in_seconds, "end": one.end_in_seconds, "text": one.text} for one in webvtt.from_string(text)
    ]


def with_pycaption(text: str, _: Path) -> Cues:
    need("pycaption")
    captions = importlib.import_module("pycaption").WebVTTReader().read(text)
    (language,) = captions.get_languages()
    return [
        {"start": one.start / 1e6, "end": one.end / 1e6, "text": one.get_text()}
        for one in captions.get_captions(language)
    ]


def with_pysubs2(text: str, _: Path) -> Cues:
    need("pysubs2")
    events = importlib.import_module("pysubs2").SSAFile.from_string(text)
    return [{"start": one.start / 1000, "end": one.end / 1000, "text": one.plaintext} for one in events]


def with_ttconv(text: str, _: Path) -> Cues:
    need("ttconv")
    model, spoken = importlib.import_module("ttconv.model"), []
    document = importlib.import_module("ttconv.vtt.reader").to_model(io.StringIO(text))
    for one in document.get_body().dfs_iterator():
        if isinstance(one, model.P):
            parts = {model.Br: lambda _: "\n", model.Text: lambda part: part.get_text()}
            shown = "".join(parts[type(part)](part) for part in one.dfs_iterator() if type(part) in parts)
            spoken.append({"start": float(one.get_begin()), "end": float(one.get_end()), "text": shown})
    return spoken


def with_ffmpeg(text: str, folder: Path) -> Cues:
    """Let ffmpeg make SubRip of it, and read that by its lines."""
    need_command("ffmpeg")
    (folder / "in.vtt").write_text(text, encoding="utf-8")
    command = ["ffmpeg", "-v", "error", "-i", str(folder / "in.vtt"), str(folder / "out.srt")]
    subprocess.run(command, check=True, capture_output=True)
    found = []
    for block in (folder / "out.srt").read_text(encoding="utf-8").strip().split("\n\n"):
        _, times, *lines = block.split("\n")
        start, end = map(seconds, times.split(" --> "))
        found.append({"start": start, "end": end, "text": "\n".join(lines)})
    return found


def package(name: str) -> Callable[[str, Path], Cues]:
    """Return a reader of npm."""
    return lambda text, _: with_node(name, "tracks", text.encode(), "metadata" if text == DATA else "captions")


READERS: dict[str, Callable[[str, Path], Cues]] = {
    "webvtt-py": with_webvtt,
    "pycaption": with_pycaption,
    "pysubs2": with_pysubs2,
    "ttconv": with_ttconv,
    "ffmpeg": with_ffmpeg,
    **{
        name: package(name)
        for name in ("videojs-vtt.js", "node-webvtt", "webvtt-parser", "@plussub/srt-vtt-parser", "subtitle")
    },
}

AS_IN_THE_FILE = {"tags", "references"}
LOST = {
    "webvtt-py": {"references"},
    "pysubs2": {"references", "braces"},
    "ffmpeg": {"braces"},  # it puts a backslash before them
    "videojs-vtt.js": AS_IN_THE_FILE,  # as in a browser: getCueAsHTML() has no tags
    "node-webvtt": AS_IN_THE_FILE,
    "webvtt-parser": AS_IN_THE_FILE,
    "@plussub/srt-vtt-parser": AS_IN_THE_FILE,
    "subtitle": AS_IN_THE_FILE,
}
"""What of a text is not as a player shows it: tags that stay, references that stay, braces that go or change."""


@pytest.mark.filterwarnings("ignore")  # of the readers
@pytest.mark.parametrize("reader", READERS)
def test_what_a_reader_shows_and_what_it_loses(reader: str, tmp_path: Path):
    expected, found = written(TEXT), READERS[reader](TEXT, tmp_path)
    assert [(one["start"], one["end"]) for one in found] == [(one["start"], one["end"]) for one in expected]
    texts = "\n".join(one["text"] for one in found)
    other = {
        name
        for name, wrong in {
            "tags": "<lang en>" in texts,
            "references": "&lt; 5 &amp;" in texts,
            "braces": " {nicht} " not in texts,
        }.items()
        if wrong
    }
    assert other == LOST.get(reader, set())
    if not other:
        assert [one["text"] for one in found] == [one["text"] for one in expected]


@pytest.mark.filterwarnings("ignore")  # of the readers
@pytest.mark.parametrize("reader", READERS)
def test_who_keeps_the_data_of_a_cue(reader: str, tmp_path: Path):
    expected = [one["text"] for one in written(DATA)]
    found = [one["text"] for one in READERS[reader](DATA, tmp_path)]
    whole = {json.loads(one)["cue"] for one in expected} == {WORDS} and found == expected
    assert whole is (reader not in {"pysubs2", "ffmpeg"})


@pytest.mark.browser
def test_a_track_in_chromium_shows_each_cue_without_tags_and_references(browser: Any):
    page = browser.new_page()
    page.set_content("<!doctype html><video><track kind=captions srclang=de default></video>")
    found = page.evaluate(
        """async (text) => {
          const track = document.querySelector("track");
          track.track.mode = "showing";
          const read = new Promise((done, failed) => { track.onload = done; track.onerror = failed; });
          track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
          await read;
          const spoken = (cue) => [...cue.getCueAsHTML().querySelectorAll("[lang]")].map((one) => one.lang);
          return [...track.track.cues].map((cue) => ({
            start: cue.startTime, end: cue.endTime, text: cue.getCueAsHTML().textContent, spoken: spoken(cue),
          }));
        }""",
        TEXT,
    )
    page.close()
    assert {"en"} == {language for cue in found for language in cue.pop("spoken")}
    assert found == written(TEXT)
