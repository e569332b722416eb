"""Say which words of a plan are the catalogue's, in its language, and which are this library's, in the spoken one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from stretchplan.base.translation import ENGLISH, LanguageName, say, speaking, spoken
from stretchplan.catalog.entry import is_language
from stretchplan.results.plan import Notice, Plan, Step
from stretchplan.words.moves import moves_said
from stretchplan.words.notices import MEANT_FOR_IT, caution_lead, change_side_cue, condition_cues, sentence

__all__ = ["Phrase", "cue_phrases", "joined", "language_of", "notice_phrases", "own_language", "told_phrases"]


class Phrase(NamedTuple):
    """A text in one language."""

    text: str
    language: str


def language_of(plan: Plan) -> str:
    """Return the language of the catalogue's texts in a plan; English if a file states none that is well formed."""
    return plan.catalog.language if is_language(plan.catalog.language) else ENGLISH


def own_language(language: str) -> str:
    """Return the language of this library's sentences beside a text: the spoken one, and the text's own kind of it."""
    own = spoken()
    return language if language.lower().partition("-")[0] == own else own


def cue_phrases(step: Step, language: str) -> tuple[Phrase, ...]:
    """Return the cue of a step.

    That there is a change of side, a rest, the way from one position to another and what a condition adds are this
    library's words; how to change the side is the catalogue's.
    """
    own = own_language(language)
    if step.kind in {"rest", "get_up"}:
        return joined([Phrase(step.cue, own)])
    if step.kind == "change_side":
        change = _ours().change.match(step.cue)
        end = len(step.cue) if change is None else change.end()
        return joined([Phrase(step.cue[:end], own), Phrase(step.cue[end:], language)])
    if step.kind in {"get_ready", "change_position"} and (moved := _ours().move.match(step.cue)):
        return joined([Phrase(moved[0], own), Phrase(step.cue[moved.end() :], language)])
    added = _ours().condition
    parts = (part for part in added.split(step.cue) if part)
    return joined(Phrase(part, own if added.fullmatch(part) else language) for part in parts)


class _Patterns(NamedTuple):
    """The patterns of this library's words in a cue, in one language."""

    change: re.Pattern[str]  # that there is a change of side
    move: re.Pattern[str]  # the way from one position to another
    condition: re.Pattern[str]  # what a condition adds


def _ours() -> _Patterns:
    return _patterns(spoken())


@cache
def _patterns(language: LanguageName) -> _Patterns:
    """Return the patterns of a language; compiling them takes as long as a small plan."""
    with speaking(language):
        # Longer ones first: one may be the beginning of another.
        moves = sorted(moves_said(), key=len, reverse=True)
        return _Patterns(
            re.compile("|".join(re.escape(change_side_cue(side)) for side in ("left", "right"))),
            re.compile("|".join(map(re.escape, moves))),
            re.compile("|".join(f"({re.escape(cue)})" for cue in condition_cues())),
        )


def told_phrases(step: Step, language: str) -> tuple[Phrase, ...]:
    """Return the cue of a step, and what to feel in it, which is the catalogue's."""
    return joined((*cue_phrases(step, language), Phrase(step.feel or "", language)))


def notice_phrases(notice: Notice, plan: Plan) -> tuple[Phrase, ...]:
    """Return a notice. The cue of a caution and the name of a form are the catalogue's; the rest is this library's."""
    language = language_of(plan)
    own = own_language(language)
    about = next((one for one in plan.prescriptions if one.stretch_id == notice.stretch_id), None)
    if about is not None:
        found = re.match(f"{re.escape(about.name)}{caution_lead()}", notice.text)
        form = None if about.form_name is None else sentence(about.form_name)
        if found is None and form is not None and notice.text.endswith(f": {form}"):
            found = re.match(rf".*: (?={re.escape(form)}$)", notice.text, re.DOTALL)
        if found is not None:
            return joined((Phrase(found[0], own), Phrase(notice.text[found.end() :], language)))
    if notice.area_id is not None:
        ours, end, theirs = notice.text.partition(say(MEANT_FOR_IT))
        return joined((Phrase(ours + end, own), Phrase(theirs, language)))
    return joined([Phrase(notice.text, own)])


def joined(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Return phrases with one space between them; neighbours in one language become one phrase."""
    return tuple(_joined(phrases))


def _joined(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    spoken = (Phrase(phrase.text.strip(), phrase.language) for phrase in phrases)
    for language, group in groupby((one for one in spoken if one.text), lambda one: one.language):
        yield Phrase(" ".join(one.text for one in group), language)
