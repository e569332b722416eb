"""What differs between two plans, in plain sentences for the person who reads both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel

from stretchplan.catalog.vocabulary import POSITIONS
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.profile import Clearance
from stretchplan.inputs.request import PACES, Pace, PlanRequest
from stretchplan.inputs.screening import QUESTIONS, Screening
from stretchplan.results.difference import (
    AreaChange,
    EffectChange,
    LeftOutChange,
    NoticeChange,
    PlanDiff,
    StretchChange,
)
from stretchplan.results.plan import AreaCoverage, Prescription
from stretchplan.words.phrases import capitalized, counted, length_words, listed
from stretchplan.words.steps import day_words, dose_words, titled

__all__ = ["Section", "Sentence", "sections", "sentences", "title"]

Mark = Literal["+", "-", "~"]
"""New, gone, or otherwise than before."""

_SAME: Final = "The two plans are the same"
_NOTHING: Final = "Nothing differs: what is asked, the session, its reasons and its notices are equal."
_COMPARED: Final = "What differs between two plans"
_FROM_TO: Final = "From the plan of {} to the plan of {}"
_SAME_SESSION: Final = "The session itself is the same, second by second."
_STILL: Final = "The session takes {}, as before."
_TAKES: Final = "The session takes {} instead of {}."
_OTHER_CATALOG: Final = (
    "The plans are of different catalogues, {} {} and before that {} {}: a stretch of the same name may be another one "
    "in each."
)
_OTHER_NUMBERS: Final = "{} for the same reason, while other plans compare otherwise: {}."
_NOT_STATED: Final = "not stated"

_ASKED: Final = "What is asked"
_STRETCHES: Final = "Stretches"
_STEPS: Final = "Step by step"
_AREAS: Final = "Areas worked"
_LEFT_OUT: Final = "Left out"
_TOLD: Final = "To mind"
_CONDITIONS: Final = "What the stated conditions change"
_HOW_GOOD: Final = "How good the plan is"
_MADE_FROM: Final = "What it is made from"

_DOSE: Final = frozenset({"sets", "hold_seconds", "repetitions", "set_seconds", "sides", "kind", "seconds_per_side"})
"""The fields of a prescription that its dose in words is made of."""


class Sentence(NamedTuple):
    """One sentence about a difference, and whether it is about something new, gone or otherwise than before."""

    mark: Mark
    text: str


class Section(NamedTuple):
    """The sentences about one part of the plans; the first section has no heading."""

    heading: str
    sentences: tuple[Sentence, ...]


def title(diff: PlanDiff) -> str:
    """Return ``From the plan of 2026-03-01 to the plan of 2026-03-02``, or without dates what is compared."""
    if diff.same:
        return _SAME
    first, second = diff.before.request.on, diff.after.request.on
    if first is None or second is None or first == second:
        return _COMPARED
    return _FROM_TO.format(first, second)


def sentences(diff: PlanDiff) -> tuple[str, ...]:
    """Return all sentences about a difference, those about the session first."""
    return tuple(sentence.text for section in sections(diff) for sentence in section.sentences)


def sections(diff: PlanDiff) -> Iterator[Section]:
    """Yield what differs, part by part; parts that are equal are left out."""
    if diff.same:
        yield Section("", (Sentence("~", _NOTHING),))
        return
    parts: tuple[tuple[str, Callable[[PlanDiff], Iterator[Sentence]]], ...] = (
        ("", _in_short),
        (_STRETCHES, _stretches),
        (_ASKED, _asked),
        (_STEPS, _steps),
        (_AREAS, _areas),
        (_LEFT_OUT, _left_out),
        (_TOLD, lambda diff: _told(diff.notices, "Told as something else")),
        (_CONDITIONS, lambda diff: _told(diff.effects, "On another source or of another kind")),
        (_HOW_GOOD, _how_good),
        (_MADE_FROM, _made_from),
    )
    for heading, part in parts:
        found = tuple(part(diff))
        if found:
            yield Section(heading, found)


def _in_short(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before, diff.after
    if before.catalog.id != after.catalog.id:
        there, here = before.catalog, after.catalog
        yield Sentence("~", _OTHER_CATALOG.format(here.id, here.version, there.id, there.version))
    if before.total_seconds != after.total_seconds:
        yield Sentence("~", _TAKES.format(length_words(after.total_seconds), length_words(before.total_seconds)))
    elif diff.stretches or diff.steps:
        yield Sentence("~", _STILL.format(length_words(after.total_seconds)))
    else:
        yield Sentence("~", _SAME_SESSION)


# --- The session


def _stretches(diff: PlanDiff) -> Iterator[Sentence]:
    compared = []
    out = {change.id: change.after for change in diff.left_out if change.before is None and change.after is not None}
    for change in diff.stretches:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            why = out.get(change.id)
            yield Sentence("-", _joined(f"{titled(before)} is no longer in.", why.reason if why else ""))
        elif before is None:
            new = f"{titled(after)} is new, as number {_number(change.after_place)}: {dose_words(after)}."
            yield Sentence("+", _joined(new, after.why))
        else:
            yield from (Sentence("~", text) for text in _other_stretch(change, before, after))
            if before.because != after.because and before.why == after.why:
                compared.append(after.name)
    if compared:
        yield Sentence("~", _OTHER_NUMBERS.format("In", listed(compared)))


def _other_stretch(change: StretchChange, before: Prescription, after: Prescription) -> Iterator[str]:
    name, told = after.name, set[str]()
    if change.moved:
        yield f"{name} comes as number {_number(change.after_place)} instead of {_number(change.before_place)}."
    if before.name != name:
        yield f"{name} is called so instead of {before.name}."
    dose, dose_before = dose_words(after), dose_words(before)
    if dose != dose_before:
        told |= _DOSE
        yield f"{name}: {dose} instead of {dose_before}."
    if before.form != after.form or before.form_name != after.form_name:
        told.add("figure")  # it is that of the form
        forms = (_form(after), _form(before))
        yield f"{name} is done {forms[0]} instead of {forms[1]}." if forms[0] != forms[1] else _otherwise(name, "form")
    if before.why != after.why:
        yield f"{name} is in for another reason: {after.why}"
    told |= {"name", "form", "form_name", "why", "because"}
    for field in change.fields:
        if field not in told:
            yield _other_value(f"{name}, {_words(field)}", getattr(before, field), getattr(after, field))


def _form(prescription: Prescription) -> str:
    return "in its usual form" if prescription.form is None else f"in the form '{prescription.form_name}'"


def _steps(diff: PlanDiff) -> Iterator[Sentence]:
    steps = diff.steps
    new, gone = sum(step.before is None for step in steps), sum(step.after is None for step in steps)
    shifted = sum(step.only_later_or_earlier for step in steps)
    other = len(steps) - new - gone - shifted
    told: tuple[tuple[Mark, int, str], ...] = (
        ("+", new, "new"),
        ("-", gone, "no longer there"),
        ("~", other, "different in length, words or order"),
        ("~", shifted, "the same at another time"),
    )
    for mark, count, words in told:
        if count:
            yield Sentence(mark, f"{counted(count, 'step')} {'is' if count == 1 else 'are'} {words}.")


# --- What is asked


def _asked(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before.request, diff.after.request
    names = _names(diff)
    if before.budget_seconds != after.budget_seconds:
        yield _instead("Time", length_words(after.budget_seconds), length_words(before.budget_seconds))
    told = {"minutes", "seconds", "days_since_injury", "targets", "pace", "screening", "profile", "history"}
    yield from _sets("Asked for", before.targets, after.targets, lambda area: _area_name(area, diff))
    if before.days_since_injury != after.days_since_injury:
        yield Sentence("~", f"{capitalized(day_words(after))} instead of {day_words(before)}.")
    for field in type(after).model_fields:
        if field not in told and getattr(before, field) != getattr(after, field):
            yield _instead(_LABELS.get(field, capitalized(_words(field))), *_request_values(field, after, before))
    if before.pace != after.pace:
        yield _instead("Pace", _pace(after.pace), _pace(before.pace))
    yield from _screening(before.screening, after.screening)
    for field in type(after.profile).model_fields:
        old, new = getattr(before.profile, field), getattr(after.profile, field)
        label = _LABELS.get(field, capitalized(_words(field)))
        if old == new:
            continue
        if isinstance(old, Collection) and isinstance(new, Collection):
            yield from _sets(label, old, new, lambda value: _profile_word(value, names))
        else:
            yield _instead(label, _plain(new, _NOT_STATED), _plain(old, _NOT_STATED))
    yield from _history(before, after)


_LABELS: Final = {
    "on": "Date",
    "conditions": "Stated",
    "cleared": "Cleared by a clinician",
    "avoid_stretches": "Avoided",
    "avoid_positions": "Positions avoided",
    "include": "Must be in",
    "equipment": "At hand",
}


def _request_values(field: str, *requests: PlanRequest) -> Iterator[str]:
    for request in requests:
        value = getattr(request, field)
        if field == "pain":
            yield _NOT_STATED if value is None else f"{value} of 10"
        elif field == "breath":
            yield "effort on the out-breath" if value == "effort_out" else "as the catalogue says"
        else:
            yield _plain(value, _NOT_STATED)


def _pace(pace: Pace | None) -> str:
    if pace is None:
        return "as suits the day"
    named = next((name for name, known in PACES.items() if known == pace), None)
    seconds = (
        f"{_words(field.removesuffix('_seconds'))} {getattr(pace, field)} s" for field in type(pace).model_fields
    )
    return named or f"of the caller's own ({', '.join(seconds)})"


def _screening(before: Screening | None, after: Screening | None) -> Iterator[Sentence]:
    if before == after:
        return
    if before is None or after is None:
        words = ("answered", "not asked") if before is None else ("not asked", "answered")
        yield _instead("Warning signs", *words)
    if after is None:
        return
    for question in QUESTIONS:
        old = "unanswered" if before is None else getattr(before, question.id)
        new = getattr(after, question.id)
        if old != new:
            yield _instead(f"Warning sign, {question.short}", new, old)


def _history(before: PlanRequest, after: PlanRequest) -> Iterator[Sentence]:
    if before.history == after.history:
        return
    counts = tuple(
        "not known" if history is None else counted(len(history), "session")
        for history in (after.history, before.history)
    )
    if counts[0] != counts[1]:
        yield _instead("Sessions before", *counts)
    else:
        yield Sentence("~", f"Sessions before: {counts[0]} as before, and they are stated otherwise.")


def _sets(label: str, before: Iterable[Any], after: Iterable[Any], words: Callable[[Any], str]) -> Iterator[Sentence]:
    old, new = set(before), set(after)
    told: tuple[tuple[Mark, set[Any], str], ...] = (("+", new - old, ""), ("-", old - new, ", no longer"))
    for mark, values, how in told:
        if values:
            yield Sentence(mark, f"{label}{how}: {listed(sorted(map(words, values)))}.")


def _profile_word(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, Clearance):
        return f"{names.get(value.stretch_id, _words(value.stretch_id))} for {CONDITIONS[value.condition].name}"
    if value in CONDITIONS:
        return CONDITIONS[value].name
    if value in POSITIONS:
        return POSITIONS[value].partition(",")[0]
    return names.get(value, _words(value))


# --- What follows from it


def _areas(diff: PlanDiff) -> Iterator[Sentence]:
    for change in diff.areas:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            yield Sentence("-", f"{capitalized(before.name)}: not an area of this catalogue; it was before.")
        elif before is None:
            yield Sentence("+", f"{capitalized(after.name)}: {_worked(after)}; not an area of the catalogue before.")
        else:
            yield from (Sentence("~", text) for text in _other_area(change, before, after))


def _other_area(change: AreaChange, before: AreaCoverage, after: AreaCoverage) -> Iterator[str]:
    name = capitalized(after.name)
    told = {"name", "primary_seconds", "secondary_seconds", "named_seconds", "demanded"}
    if before.name != after.name:
        yield f"{name} is called so instead of {before.name}."
    if _worked(before) != _worked(after):
        told |= {"kind", "served_half_seconds", "served_quarter_seconds"}
        yield f"{name}: {_worked(after)} instead of {_worked(before)}."
    if before.demanded != after.demanded:
        yield f"{name}: {'asked for' if after.demanded else 'no longer asked for'}."
    if change.moved:
        yield f"{name} stands elsewhere in the catalogue's order."
    for field in change.fields:
        if field not in told:
            yield _other_value(f"{name}, {_words(field)}", getattr(before, field), getattr(after, field))


def _worked(area: AreaCoverage) -> str:
    parts = (
        (area.primary_seconds, "as a main target"),
        (area.secondary_seconds, "besides"),
        (area.named_seconds, "only named"),
    )
    return listed(f"{seconds} s {how}" for seconds, how in parts if seconds) or "not worked"


def _left_out(diff: PlanDiff) -> Iterator[Sentence]:
    new = {change.id for change in diff.stretches if change.before is None}
    gone = {change.id for change in diff.stretches if change.after is None}
    beaten = []
    for change in diff.left_out:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            if change.id not in new:  # it is told among the stretches
                yield Sentence("-", f"{before.name} is no longer listed as left out.")
        elif before is None:
            if change.id not in gone:
                yield Sentence("+", f"{after.name} is left out. {after.reason}")
        elif (
            before.kind == after.kind == "beaten"
            and not change.moved
            and change.fields in (("reason",), ("because",), _BOTH)
        ):
            beaten.append(after.name)
        else:
            yield from (Sentence("~", text) for text in _other_left_out(change))
    if beaten:
        yield Sentence("~", _OTHER_NUMBERS.format("Left out", listed(beaten)))


_BOTH: Final = ("reason", "because")


def _other_left_out(change: LeftOutChange) -> Iterator[str]:
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    told = {"name", "reason", "kind", "rule_id", "because"}
    if before.name != after.name:
        yield f"{after.name} is called so instead of {before.name}."
    if before.reason != after.reason:
        yield f"{after.name} is left out for another reason: {after.reason} Before: {before.reason}"
    elif before.because != after.because or before.kind != after.kind or before.rule_id != after.rule_id:
        yield f"{after.name} is left out for a reason of another kind, in the same words."
    if change.moved:
        yield f"{after.name} stands elsewhere in the catalogue's order."
    if "stand_ins" in change.fields and before.reason == after.reason:
        yield f"{after.name}: other stretches could stand in for it."
    for field in change.fields:
        if field not in told | {"stand_ins"}:
            yield _otherwise(after.name, field)


def _told(changes: Iterable[NoticeChange | EffectChange], otherwise: str) -> Iterator[Sentence]:
    """Yield what is told no longer, newly, in other words or in another place.

    ``otherwise`` says what differs where the words and the place are the same.
    """
    for change in changes:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            yield Sentence("-", f"No longer: {before.text}")
        elif before is None:
            yield Sentence("+", f"New: {after.text}")
        elif before.text != after.text:
            yield Sentence("~", f"Now: {after.text} Before: {before.text}")
        else:
            yield Sentence("~", f"{'Told in another place' if change.moved else otherwise}: {after.text}")


# --- How it was made


def _how_good(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before, diff.after
    if before.optimal != after.optimal:
        yield _instead("Proved the best", _plain(after.optimal), _plain(before.optimal))
    compared = [("", before.objective, after.objective)]
    if not all(head.bound == head.objective for head in (before, after)):  # else the bound says the same again
        compared.append(("Bound, ", before.bound, after.bound))
    for label, old, new in compared:
        for field, words in _MEASURES.items():
            here, there = getattr(new, field), getattr(old, field)
            if here != there:
                yield _instead(capitalized(f"{label}{words}"), _measure(field, here), _measure(field, there))
        for half in _HALVES:
            quarter = half.replace("half", "quarter")
            here, there = getattr(new, half), getattr(old, half)
            if here != there and getattr(new, quarter) == getattr(old, quarter):  # else it is told in quarters
                yield _instead(capitalized(f"{label}{_words(half)}"), str(here), str(there))


_MEASURES: Final = {
    "least_served_quarter_seconds": "the area that gets least",
    "total_served_quarter_seconds": "the areas together",
    "stretches": "different stretches",
    "rested_days": "days since each stretch was last done, added up",
    "stretching_seconds": "seconds of stretching",
    "position_changes": "changes of position",
}
_HALVES: Final = ("least_served_half_seconds", "total_served_half_seconds")


def _measure(field: str, value: int | None) -> str:
    if value is None:
        return "not counted"
    return f"{value / 4:g} s" if field.endswith("quarter_seconds") else str(value)


def _made_from(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before, diff.after
    there, here = before.catalog, after.catalog
    if (here.id, here.version) != (there.id, there.version):
        yield _instead("Catalogue", f"{here.id} {here.version}", f"{there.id} {there.version}")
    elif here.digest != there.digest:
        yield Sentence("~", f"Catalogue: {here.id} {here.version} under the same version, with another content.")
    if here.language != there.language:
        yield _instead("Language of the catalogue", here.language, there.language)
    if before.rules_version != after.rules_version:
        yield _instead("Rules", f"version {after.rules_version}", f"version {before.rules_version}")
    if before.schema_version != after.schema_version:
        yield _instead("Form of the plan", f"version {after.schema_version}", f"version {before.schema_version}")
    for field in type(after.policy).model_fields:
        new, old = getattr(after.policy, field), getattr(before.policy, field)
        if new != old:
            yield _instead(f"The caller's policy, {_words(field)}", _plain(new), _plain(old))
    for change in diff.own_rules:
        rule = change.after or change.before
        assert rule is not None
        mark: Mark = "-" if change.after is None else "+" if change.before is None else "~"
        how = {"+": ", new", "-": ", no longer", "~": ", otherwise than before"}[mark]
        yield Sentence(mark, f"The caller's own rule {rule.id}{how}: {rule.sentence}")


# --- Words for values


def _instead(label: str, now: str, before: str) -> Sentence:
    return Sentence("~", f"{label}: {now} instead of {before}.")


def _otherwise(name: str, field: str) -> str:
    return f"{name}: {_words(field)} differs."


def _other_value(label: str, before: Any, after: Any) -> str:
    now, then = _plain(after), _plain(before)
    return f"{label}: {now} instead of {then}." if now != then else f"{label} differs."


def _plain(value: Any, nothing: str = "none") -> str:
    """Return a value of a field in words that a sentence can hold."""
    if value is None or value == frozenset() or value == () or value == {}:
        return nothing if value is None else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Pace):
        return _pace(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return ", ".join(f"{_words(name)} {_plain(getattr(value, name))}" for name in type(value).model_fields)
    if isinstance(value, dict):
        return listed(f"{_words(name)} {_plain(entry)}" for name, entry in sorted(value.items()))
    if isinstance(value, frozenset):
        return listed(sorted(map(_plain, value)))
    if isinstance(value, tuple):
        return listed(map(_plain, value))
    return _words(value) if isinstance(value, str) else str(value)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _number(place: int | None) -> int:
    return (place or 0) + 1


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _names(diff: PlanDiff) -> dict[str, str]:
    """Return the names of the stretches that the difference knows, by id."""
    entries = [entry for change in (*diff.left_out, *diff.stretches) for entry in (change.before, change.after)]
    return {entry.stretch_id: entry.name for entry in entries if entry is not None}


def _area_name(area_id: str, diff: PlanDiff) -> str:
    known = (area for change in diff.areas if change.id == area_id for area in (change.after, change.before))
    return next((area.name for area in known if area is not None), _words(area_id))
