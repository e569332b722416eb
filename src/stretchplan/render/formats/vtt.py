"""Write a plan as WebVTT, with one cue for each step; browsers and players show it without any library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Literal

from stretchplan.base.translation import in_its_language
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.formats.playable import playable_steps
from stretchplan.results.plan import Plan, Step
from stretchplan.words.languages import Phrase, joined, language_of, own_language, told_phrases
from stretchplan.words.steps import breathing_phrases, step_words, stretch_names

__all__ = ["Cues", "plan_to_vtt"]

Cues = Literal["text", "json"]


@in_its_language
def plan_to_vtt(plan: Plan, cues: Cues = "text") -> str:
    r"""Return a plan as a WebVTT file.

    Parameters
    ----------
    plan
        Any plan whose steps follow one another from second 0.
    cues
        ``text`` for people (a track of kind ``captions`` or ``subtitles``): the stretch and the step, the cue, the
        breathing. ``json`` for programs (a track of kind ``metadata``): each step as in the plan's JSON, with the
        stretch's ``name``.

    Returns
    -------
    str
        One cue for each step, numbered from 1, each ending where the next begins. The notices are a note at the top,
        which players do not show: an app has to show them. If the catalogue is not in English, the file's first
        line states its language, and this library's words are in spans of their own (``<lang en>``).

    Raises
    ------
    ValueError
        When the steps do not follow one another from second 0 to the plan's total, or ``cues`` is neither.

    Examples
    --------
    >>> import stretchplan as sp
    >>> text = sp.plan(minutes=2, days_since_injury=3, targets={"hips"}).to_vtt()
    >>> print("\n".join(text.split("\n\n")[2].splitlines()[:3]))
    1
    00:00:00.000 --> 00:00:42.000
    Child's Pose: get ready
    """
    if cues not in ("text", "json"):
        raise ValueError(f"cues={cues!r} is not a kind of cue; it is 'text' or 'json'")
    names = stretch_names(plan)
    language = language_of(plan)
    # On the line of the signature, where any words may stand. A line of its own below it was in drafts of the standard
    # alone; node-webvtt refuses the whole file for it.
    lines = ["WEBVTT" if own_language(language) == language else f"WEBVTT Language: {language}", ""]
    notices = [_text(notice.text) for notice in plan.notices if notice.kind != "search" and notice.text.strip()]
    if notices:
        lines += ["NOTE", *notices, ""]
    for number, step in enumerate(playable_steps(plan, "WebVTT"), start=1):
        end = step.start_seconds + step.seconds
        lines += [str(number), f"{_moment(step.start_seconds)} --> {_moment(end)}"]
        lines += [_data(step, names)] if cues == "json" else _lines(step, names, language)
        lines.append("")
    return "\n".join(lines)


def _moment(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.000"


def _lines(step: Step, names: Mapping[str, str], language: str) -> Iterator[str]:
    name = names.get(step.stretch_id or "", step.stretch_id or "")
    own = own_language(language)
    heading = joined((Phrase(f"{name}:" if name else "", language), Phrase(step_words(step), own)))
    for phrases in (heading, told_phrases(step, language), breathing_phrases(step, language)):
        if phrases:  # an empty line would end the cue
            yield " ".join(
                _text(text) if spoken == language else f"<lang {spoken}>{_text(text)}</lang>"
                for text, spoken in phrases
            )


def _text(text: str) -> str:
    """Return a text in which nothing is a tag, an entity, an arrow or the end of a line."""
    return escape_control_chars(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _data(step: Step, names: Mapping[str, str]) -> str:
    fields = {**step.model_dump(mode="json"), "name": names.get(step.stretch_id or "")}
    text = json.dumps(fields, separators=(",", ":"))  # ASCII on one line: no line separator and no empty line
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
