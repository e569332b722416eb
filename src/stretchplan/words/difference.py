"""What differs between two plans, in plain sentences for the person who reads both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel

from stretchplan.base.translation import in_its_language, marked, say, say_count
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
from stretchplan.results.plan import AreaCoverage, CatalogRef, Prescription
from stretchplan.words.moves import position_words
from stretchplan.words.phrases import capitalized, decimal, length_words, listed
from stretchplan.words.request import PACE_NAMES
from stretchplan.words.steps import day_words, dose_words

__all__ = ["Section", "Sentence", "sections", "sentences", "title"]

Mark = Literal["+", "-", "~"]
"""New, gone, or otherwise than before."""

_NOT_STATED: Final = marked("not stated")

_ASKED: Final = marked("What is asked")
_STRETCHES: Final = marked("Stretches")
_STEPS: Final = marked("Step by step")
_AREAS: Final = marked("Areas worked")
_LEFT_OUT: Final = marked("Left out")
_TOLD: Final = marked("To mind")
_CONDITIONS: Final = marked("What the stated conditions change")
_HOW_GOOD: Final = marked("How good the plan is")
_MADE_FROM: Final = marked("What it is made from")

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


@in_its_language
def title(diff: PlanDiff) -> str:
    """Return ``From the plan of 2026-03-01 to the plan of 2026-03-02``, or without dates what is compared."""
    if diff.same:
        return say("The two plans are the same")
    first, second = diff.before.request.on, diff.after.request.on
    if first is None or second is None or first == second:
        return say("What differs between two plans")
    return say("From the plan of {first} to the plan of {second}", first=first, second=second)


@in_its_language
def sentences(diff: PlanDiff) -> tuple[str, ...]:
    """Return all sentences about a difference, those about the session first."""
    return tuple(sentence.text for section in sections(diff) for sentence in section.sentences)


@in_its_language
def sections(diff: PlanDiff) -> tuple[Section, ...]:
    """Return what differs, part by part; parts that are equal are left out."""
    return tuple(_sections(diff))


def _sections(diff: PlanDiff) -> Iterator[Section]:
    if diff.same:
        nothing = say("Nothing differs: what is asked, the session, its reasons and its notices are equal.")
        yield Section("", (Sentence("~", nothing),))
        return
    parts: tuple[tuple[str, Callable[[PlanDiff], Iterator[Sentence]]], ...] = (
        ("", _in_short),
        (_STRETCHES, _stretches),
        (_ASKED, _asked),
        (_STEPS, _steps),
        (_AREAS, _areas),
        (_LEFT_OUT, _left_out),
        (_TOLD, lambda diff: _told(diff.notices, _TOLD_OTHERWISE)),
        (_CONDITIONS, lambda diff: _told(diff.effects, _BASED_OTHERWISE)),
        (_HOW_GOOD, _how_good),
        (_MADE_FROM, _made_from),
    )
    for heading, part in parts:
        found = tuple(part(diff))
        if found:
            yield Section(say(heading), found)


def _in_short(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before, diff.after
    if before.catalog.id != after.catalog.id:
        there, here = before.catalog, after.catalog
        text = say(
            "The plans are of different catalogues, {now} and before that {before}: a stretch of the same name may be "
            "another one in each.",
            now=_catalog(here),
            before=_catalog(there),
        )
        yield Sentence("~", text)
    now = length_words(after.total_seconds)
    if before.total_seconds != after.total_seconds:
        was = length_words(before.total_seconds)
        yield Sentence("~", say("The session takes {now} instead of {before}.", now=now, before=was))
    elif diff.stretches or diff.steps:
        yield Sentence("~", say("The session takes {length}, as before.", length=now))
    else:
        yield Sentence("~", say("The session itself is the same, second by second."))


# --- The session


def _stretches(diff: PlanDiff) -> Iterator[Sentence]:
    compared = []
    out = {change.id: change.after for change in diff.left_out if change.before is None and change.after is not None}
    for change in diff.stretches:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            why = out.get(change.id)
            gone = say("{name} is no longer in.", name=before.full_name)
            yield Sentence("-", _joined(gone, why.reason if why else ""))
        elif before is None:
            new = say(
                "{name} is new, as number {number}: {dose}.",
                name=after.full_name,
                number=_number(change.after_place),
                dose=dose_words(after),
            )
            yield Sentence("+", _joined(new, after.why))
        else:
            yield from (Sentence("~", text) for text in _other_stretch(change, before, after, diff))
            if before.because != after.because and (before.why == after.why or not _for_another_reason(change, diff)):
                compared.append(after.name)
    if compared:
        text = marked("In for the same reason, while other plans compare otherwise: {stretches}.")
        yield Sentence("~", say(text, stretches=listed(compared)))


def _other_stretch(change: StretchChange, before: Prescription, after: Prescription, diff: PlanDiff) -> Iterator[str]:
    name, told = after.name, set[str]()
    if change.moved:
        places = {"now": _number(change.after_place), "before": _number(change.before_place)}
        yield say("{name} comes as number {now} instead of {before}.", name=name, **places)
    if before.name != name:
        yield _renamed(before.name, name)
    dose, dose_before = dose_words(after), dose_words(before)
    if dose != dose_before:
        told |= _DOSE
        yield _instead(name, dose, dose_before).text
    if before.form != after.form or before.form_name != after.form_name:
        told.add("figure")  # it is that of the form
        forms = (_form(after), _form(before))
        if forms[0] == forms[1]:
            yield _otherwise(name, "form")
        else:
            yield say("{name} is done {now} instead of {before}.", name=name, now=forms[0], before=forms[1])
    if before.why != after.why and _for_another_reason(change, diff):
        yield say("{name} is in for another reason: {reason}", name=name, reason=after.why)
    told |= {"name", "form", "form_name", "why", "because"}
    for field in change.fields:
        if field not in told:
            yield _other_value(f"{name}, {_words(field)}", getattr(before, field), getattr(after, field))


_COMPARISONS: Final = {"outcome", "loses", "gives_up", "proved"}
"""What a typed reason holds of other plans."""


def _for_another_reason(change: StretchChange | LeftOutChange, diff: PlanDiff) -> bool:
    """Return whether other words about an entry mean another reason.

    In another language they do not; there the typed reasons must differ in more than how other plans compare.
    """
    languages = [(plan.request.language, plan.catalog.language) for plan in (diff.before, diff.after)]
    if languages[0] == languages[1]:
        return True
    assert change.before is not None
    assert change.after is not None
    typed = (one.because and one.because.model_dump(exclude=_COMPARISONS) for one in (change.before, change.after))
    return next(typed) != next(typed)


def _form(prescription: Prescription) -> str:
    if prescription.form is None:
        return say("in its usual form")
    return say("in the form '{form}'", form=prescription.form_name)


def _steps(diff: PlanDiff) -> Iterator[Sentence]:
    steps = diff.steps
    new, gone = sum(step.before is None for step in steps), sum(step.after is None for step in steps)
    shifted = sum(step.only_later_or_earlier for step in steps)
    other = len(steps) - new - gone - shifted
    if new:
        yield Sentence("+", say_count("{count} step is new.", "{count} steps are new.", new))
    if gone:
        yield Sentence("-", say_count("{count} step is no longer there.", "{count} steps are no longer there.", gone))
    if other:
        text = say_count(
            "{count} step is different in length, words or order.",
            "{count} steps are different in length, words or order.",
            other,
        )
        yield Sentence("~", text)
    if shifted:
        text = say_count(
            "{count} step is the same at another time.", "{count} steps are the same at another time.", shifted
        )
        yield Sentence("~", text)


# --- What is asked


def _asked(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before.request, diff.after.request
    names = _names(diff)
    if before.budget_seconds != after.budget_seconds:
        yield _instead(say("Time"), length_words(after.budget_seconds), length_words(before.budget_seconds))
    told = {"minutes", "seconds", "days_since_injury", "targets", "pace", "screening", "profile", "history"}
    yield from _sets(say("Asked for"), before.targets, after.targets, lambda area: _area_name(area, diff))
    if before.days_since_injury != after.days_since_injury:
        days = {"now": capitalized(day_words(after)), "before": day_words(before)}
        yield Sentence("~", say("{now} instead of {before}.", **days))
    for field in type(after).model_fields:
        if field not in told and getattr(before, field) != getattr(after, field):
            yield _instead(_label(field), *_request_values(field, after, before))
    if before.pace != after.pace:
        yield _instead(say("Pace"), _pace(after.pace), _pace(before.pace))
    yield from _screening(before.screening, after.screening)
    for field in type(after.profile).model_fields:
        old, new = getattr(before.profile, field), getattr(after.profile, field)
        label = _label(field)
        if old == new:
            continue
        if isinstance(old, Collection) and isinstance(new, Collection):
            yield from _sets(label, old, new, lambda value: _profile_word(value, names))
        else:
            yield _instead(label, _plain(new, say(_NOT_STATED)), _plain(old, say(_NOT_STATED)))
    yield from _history(before, after)


_LABELS: Final = {
    "on": marked("Date"),
    "language": marked("Language"),
    "conditions": marked("Stated"),
    "cleared": marked("Cleared by a clinician"),
    "avoid_stretches": marked("Avoided"),
    "avoid_positions": marked("Positions avoided"),
    "include": marked("Must be in"),
    "equipment": marked("At hand"),
}


def _label(field: str) -> str:
    return say(_LABELS[field]) if field in _LABELS else capitalized(_words(field))


def _request_values(field: str, *requests: PlanRequest) -> Iterator[str]:
    for request in requests:
        value = getattr(request, field)
        if field == "pain":
            yield say(_NOT_STATED) if value is None else say("{pain} of 10", pain=value)
        elif field == "breath":
            yield say("effort on the out-breath") if value == "effort_out" else say("as the catalogue says")
        else:
            yield _plain(value, say(_NOT_STATED))


def _pace(pace: Pace | None) -> str:
    if pace is None:
        return say("as suits the day")
    named = next((PACE_NAMES[name] for name, known in PACES.items() if known == pace), None)
    if named is not None:
        return say(named)
    seconds = [
        f"{_words(field.removesuffix('_seconds'))} {getattr(pace, field)} s" for field in type(pace).model_fields
    ]
    return say("of the caller's own ({seconds})", seconds=", ".join(seconds))


def _screening(before: Screening | None, after: Screening | None) -> Iterator[Sentence]:
    if before == after:
        return
    if before is None or after is None:
        words = (say("answered"), say("not asked"))
        yield _instead(say("Warning signs"), *(words if before is None else reversed(words)))
    if after is None:
        return
    for question in QUESTIONS:
        old = "unanswered" if before is None else getattr(before, question.id)
        new = getattr(after, question.id)
        if old != new:
            yield _instead(say("Warning sign, {sign}", sign=say(question.short)), _words(new), _words(old))


def _history(before: PlanRequest, after: PlanRequest) -> Iterator[Sentence]:
    if before.history == after.history:
        return
    counts = tuple(
        say("not known") if history is None else say_count("{count} session", "{count} sessions", len(history))
        for history in (after.history, before.history)
    )
    if counts[0] != counts[1]:
        yield _instead(say("Sessions before"), *counts)
    else:
        text = marked("Sessions before: {sessions} as before, and they are stated otherwise.")
        yield Sentence("~", say(text, sessions=counts[0]))


def _sets(label: str, before: Iterable[Any], after: Iterable[Any], words: Callable[[Any], str]) -> Iterator[Sentence]:
    old, new = set(before), set(after)
    told: tuple[tuple[Mark, set[Any], str], ...] = (
        ("+", new - old, marked("{label}: {values}.")),
        ("-", old - new, marked("{label}, no longer: {values}.")),
    )
    for mark, values, text in told:
        if values:
            yield Sentence(mark, say(text, label=label, values=listed(sorted(map(words, values)))))


def _profile_word(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, Clearance):
        stretch = names.get(value.stretch_id, _words(value.stretch_id))
        return say("{stretch} for {condition}", stretch=stretch, condition=say(CONDITIONS[value.condition].name))
    if value in CONDITIONS:
        return say(CONDITIONS[value].name)
    if value in POSITIONS:
        return position_words(value)
    return names.get(value, _words(value))


# --- What follows from it


def _areas(diff: PlanDiff) -> Iterator[Sentence]:
    for change in diff.areas:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            text = marked("{area}: not an area of this catalogue; it was before.")
            yield Sentence("-", say(text, area=capitalized(before.name)))
        elif before is None:
            text = marked("{area}: {time}; not an area of the catalogue before.")
            yield Sentence("+", say(text, area=capitalized(after.name), time=_worked(after)))
        else:
            yield from (Sentence("~", text) for text in _other_area(change, before, after))


def _other_area(change: AreaChange, before: AreaCoverage, after: AreaCoverage) -> Iterator[str]:
    name = capitalized(after.name)
    told = {"name", "primary_seconds", "secondary_seconds", "named_seconds", "demanded"}
    if before.name != after.name:
        yield _renamed(before.name, name)
    if _worked(before) != _worked(after):
        told |= {"kind", "served_half_seconds", "served_quarter_seconds"}
        yield _instead(name, _worked(after), _worked(before)).text
    if before.demanded != after.demanded:
        text = marked("{area}: asked for.") if after.demanded else marked("{area}: no longer asked for.")
        yield say(text, area=name)
    if change.moved:
        yield _elsewhere(name)
    for field in change.fields:
        if field not in told:
            yield _other_value(f"{name}, {_words(field)}", getattr(before, field), getattr(after, field))


def _worked(area: AreaCoverage) -> str:
    parts = (
        (area.primary_seconds, marked("{seconds} s as a main target")),
        (area.secondary_seconds, marked("{seconds} s besides")),
        (area.named_seconds, marked("{seconds} s only named")),
    )
    return listed(say(text, seconds=seconds) for seconds, text in parts if seconds) or say("not worked")


def _left_out(diff: PlanDiff) -> Iterator[Sentence]:
    new = {change.id for change in diff.stretches if change.before is None}
    gone = {change.id for change in diff.stretches if change.after is None}
    beaten = []
    for change in diff.left_out:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            if change.id not in new:  # it is told among the stretches
                yield Sentence("-", say("{name} is no longer listed as left out.", name=before.name))
        elif before is None:
            if change.id not in gone:
                yield Sentence("+", _joined(say("{name} is left out.", name=after.name), after.reason))
        elif (
            before.kind == after.kind == "beaten"
            and not change.moved
            and {"name"} < {"name", *change.fields} <= {"name", "reason", "because"}
        ):
            if before.name != after.name:
                yield Sentence("~", _renamed(before.name, after.name))
            beaten.append(after.name)
        else:
            yield from (Sentence("~", text) for text in _other_left_out(change, diff))
    if beaten:
        text = marked("Left out for the same reason, while other plans compare otherwise: {stretches}.")
        yield Sentence("~", say(text, stretches=listed(beaten)))


def _other_left_out(change: LeftOutChange, diff: PlanDiff) -> Iterator[str]:
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    told = {"name", "reason", "kind", "rule_id", "because"}
    if before.name != after.name:
        yield _renamed(before.name, after.name)
    if before.reason != after.reason and _for_another_reason(change, diff):
        reasons = {"now": after.reason, "before": before.reason}
        yield say("{name} is left out for another reason: {now} Before: {before}", name=after.name, **reasons)
    elif before.because != after.because or before.kind != after.kind or before.rule_id != after.rule_id:
        yield say("{name} is left out for a reason of another kind, in the same words.", name=after.name)
    if change.moved:
        yield _elsewhere(after.name)
    if "stand_ins" in change.fields and before.reason == after.reason:
        yield say("{name}: other stretches could stand in for it.", name=after.name)
    for field in change.fields:
        if field not in told | {"stand_ins"}:
            yield _otherwise(after.name, field)


_TOLD_OTHERWISE: Final = marked("Told as something else: {text}")
_BASED_OTHERWISE: Final = marked("On another source or of another kind: {text}")


def _told(changes: Iterable[NoticeChange | EffectChange], otherwise: str) -> Iterator[Sentence]:
    """Yield what is told no longer, newly, in other words or in another place.

    ``otherwise`` says what differs where the words and the place are the same.
    """
    for change in changes:
        before, after = change.before, change.after
        if after is None:
            assert before is not None
            yield Sentence("-", say("No longer: {text}", text=before.text))
        elif before is None:
            yield Sentence("+", say("New: {text}", text=after.text))
        elif before.text != after.text:
            yield Sentence("~", say("Now: {now} Before: {before}", now=after.text, before=before.text))
        else:
            text = marked("Told in another place: {text}") if change.moved else otherwise
            yield Sentence("~", say(text, text=after.text))


# --- How it was made


def _how_good(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before, diff.after
    if before.optimal != after.optimal:
        yield _instead(say("Proved the best"), _plain(after.optimal), _plain(before.optimal))
    compared = [(False, before.objective, after.objective)]
    if not all(head.bound == head.objective for head in (before, after)):  # else the bound says the same again
        compared.append((True, before.bound, after.bound))
    for is_bound, old, new in compared:
        for field, words in _MEASURES.items():
            here, there = getattr(new, field), getattr(old, field)
            if here != there:
                label = _of_bound(say(words), is_bound)
                yield _instead(label, _measure(field, here), _measure(field, there))
        for half in _HALVES:
            quarter = half.replace("half", "quarter")
            here, there = getattr(new, half), getattr(old, half)
            if here != there and getattr(new, quarter) == getattr(old, quarter):  # else it is told in quarters
                yield _instead(_of_bound(_words(half), is_bound), str(here), str(there))


def _of_bound(measure: str, is_bound: bool) -> str:
    return say("Bound, {measure}", measure=measure) if is_bound else capitalized(measure)


_MEASURES: Final = {
    "least_served_quarter_seconds": marked("the area that gets least"),
    "total_served_quarter_seconds": marked("the areas together"),
    "stretches": marked("different stretches"),
    "rested_days": marked("days since each stretch was last done, added up"),
    "stretching_seconds": marked("seconds of stretching"),
    "position_changes": marked("changes of position"),
}
_HALVES: Final = ("least_served_half_seconds", "total_served_half_seconds")


def _measure(field: str, value: int | None) -> str:
    if value is None:
        return say("not counted")
    return f"{decimal(f'{value / 4:g}')} s" if field.endswith("quarter_seconds") else str(value)


def _made_from(diff: PlanDiff) -> Iterator[Sentence]:
    before, after = diff.before, diff.after
    there, here = before.catalog, after.catalog
    if (here.id, here.version) != (there.id, there.version):
        yield _instead(say("Catalogue"), _catalog(here), _catalog(there))
    elif here.digest != there.digest:
        text = marked("Catalogue: {catalog} under the same version, with another content.")
        yield Sentence("~", say(text, catalog=_catalog(here)))
    if here.language != there.language:
        yield _instead(say("Language of the catalogue"), here.language, there.language)
    if before.rules_version != after.rules_version:
        yield _instead(say("Rules"), _version(after.rules_version), _version(before.rules_version))
    if before.schema_version != after.schema_version:
        yield _instead(say("Form of the plan"), _version(after.schema_version), _version(before.schema_version))
    for field in type(after.policy).model_fields:
        new, old = getattr(after.policy, field), getattr(before.policy, field)
        if new != old:
            yield _instead(say("The caller's policy, {bound}", bound=_words(field)), _plain(new), _plain(old))
    for change in diff.own_rules:
        rule = change.after or change.before
        assert rule is not None
        mark: Mark = "-" if change.after is None else "+" if change.before is None else "~"
        yield Sentence(mark, say(_OWN_RULE[mark], rule=rule.id, sentence=rule.sentence))


_OWN_RULE: Final[dict[Mark, str]] = {
    "+": marked("The caller's own rule {rule}, new: {sentence}"),
    "-": marked("The caller's own rule {rule}, no longer: {sentence}"),
    "~": marked("The caller's own rule {rule}, otherwise than before: {sentence}"),
}


def _catalog(catalog: CatalogRef) -> str:
    return f"{catalog.id} {catalog.version}"


def _version(version: str) -> str:
    return say("version {version}", version=version)


# --- Words for values


def _instead(label: str, now: str, before: str) -> Sentence:
    return Sentence("~", say("{name}: {now} instead of {before}.", name=label, now=now, before=before))


def _renamed(before: str, now: str) -> str:
    return say("{name} is called so instead of {before}.", name=now, before=before)


def _elsewhere(name: str) -> str:
    return say("{name} stands elsewhere in the catalogue's order.", name=name)


def _otherwise(name: str, field: str) -> str:
    return say("{name}: {field} differs.", name=name, field=_words(field))


def _other_value(label: str, before: Any, after: Any) -> str:
    now, then = _plain(after), _plain(before)
    return _instead(label, now, then).text if now != then else say("{name} differs.", name=label)


def _plain(value: Any, nothing: str | None = None) -> str:
    """Return a value of a field in words that a sentence can hold; ``nothing`` is said of None."""
    if value is None or value == frozenset() or value == () or value == {}:
        return nothing if value is None and nothing is not None else say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
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


_NAMES: Final = frozenset(
    {
        # Translators: fields of a stretch in a plan, in the middle of a sentence: "Cobra Pose: form differs."
        marked("areas"),
        marked("equipment"),
        marked("figure"),
        marked("form"),
        marked("hold seconds"),
        marked("kind"),
        marked("needs"),
        marked("position"),
        marked("repetitions"),
        marked("seconds per side"),
        marked("set seconds"),
        marked("sets"),
        marked("sides"),
        # of an area and of how good a plan is
        marked("least served half seconds"),
        marked("served half seconds"),
        marked("served quarter seconds"),
        marked("total served half seconds"),
        # of a request
        marked("breath"),
        marked("pain"),
        marked("trimester"),
        # of a pace, before its seconds
        marked("change position"),
        marked("change side"),
        marked("get ready"),
        marked("get up"),
        marked("rest"),
        marked("settle"),
        # values
        marked("bed"),
        marked("both"),
        marked("chair"),
        marked("cushion"),
        marked("each"),
        marked("flow"),
        marked("half kneeling"),
        marked("hold"),
        marked("kneeling"),
        marked("mat"),
        marked("named"),
        marked("no"),
        marked("primary"),
        marked("prone"),
        marked("quadruped"),
        marked("seated"),
        marked("secondary"),
        marked("side lying"),
        marked("standing"),
        marked("strap"),
        marked("supine"),
        marked("table"),
        marked("towel"),
        marked("unanswered"),
        marked("wall"),
        marked("yes"),
    }
)
"""The names of fields and of their values, as words. The fields of a policy stay those of the code, as do other ids."""


def _words(name: str) -> str:
    words = name.replace("_", " ")
    return say(words) if words in _NAMES else words


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
