"""Does a catalogue agree with itself? The checks that need more than one field.

The models check single fields first. Each check here yields a :class:`~stretchplan.errors.Problem` that names the entry
by index and id. :mod:`stretchplan.catalog.ordering` checks the ordering hints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from stretchplan.base.errors import Problem
from stretchplan.base.messages import first_problems, path
from stretchplan.base.text import did_you_mean, listed, quoted
from stretchplan.base.translation import LANGUAGES
from stretchplan.catalog import ordering
from stretchplan.catalog.entries import Area, Source, Tombstone
from stretchplan.catalog.picture import FIGURES, Picture
from stretchplan.catalog.stretch import Stretch, are_two_words

__all__ = ["cautions_without_rule", "contradictions", "unstated_loads"]

MAX_BREATH_SECONDS: Final = 15
"""The longest breath of a movement. The shortest is 2 s, by the bounds of the fields."""

_PLACEHOLDERS: Final = ("{side}", "{other_side}")
_MAY_STAND: Final = "{side}, {other_side} and a word for each side, such as {left|right}"
_BRACES: Final = re.compile(r"\{[^{}]*\}|[{}]")
_SIDED: Final = ("setup", "cue", "feel", "change")
"""The texts that may name a side."""


def contradictions(
    sources: Sequence[Source] | None,
    areas: Sequence[Area] | None,
    stretches: Sequence[Stretch] | None,
    tombstones: Sequence[Tombstone] | None,
    language: str,
    pictures: Sequence[Picture] | None = (),
    *,
    partly: bool = False,
) -> tuple[Problem, ...]:
    """Return the contradictions between the entries of a catalogue: at most 100, and a note when there are more.

    ``partly`` says that some of its values are wrong by themselves: these are missing from the entries, a list that is
    wrong as a whole is None, and a check ends where it asks for one of them. The language is empty then.
    """
    checks = _checks(sources, areas, stretches, tombstones, language, pictures)
    return first_problems(chain.from_iterable(_while_known(check) if partly else check for check in checks))


def _while_known(check: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems that a check finds before it asks for a value that is wrong by itself."""
    try:
        yield from check
    except AttributeError:  # the value is missing from its entry
        return


def _checks(
    sources: Sequence[Source] | None,
    areas: Sequence[Area] | None,
    stretches: Sequence[Stretch] | None,
    tombstones: Sequence[Tombstone] | None,
    language: str,
    pictures: Sequence[Picture] | None,
) -> Iterator[Iterable[Problem]]:
    # Of these languages the words for a side are known; another one may say which side in a way of its own.
    names_sides = language.partition("-")[0].lower() in LANGUAGES
    area_ids, source_ids = _ids(areas), _ids(sources)
    entries = stretches or ()
    yield _repeated_entries(sources or (), areas or (), pictures or ())
    yield _repeated_names(entries, tombstones or ())
    for i, stretch in enumerate(entries):
        yield from _in_stretch(stretch, _at("stretches", i, stretch), area_ids, source_ids, names_sides)
    yield from _opposed_texts(entries, language)
    yield from ordering.checks(entries)
    if (stretch_ids := _ids(stretches)) is not None:
        yield _tombstones(tombstones or (), stretch_ids)
    for i, picture in enumerate(pictures or ()):
        yield _picture(picture, _at("pictures", i, picture))
    picture_ids = _ids(pictures)
    for i, stretch in enumerate(entries if picture_ids is not None else ()):
        yield _figures(stretch, _at("stretches", i, stretch), picture_ids or [])


def _at(field: str, i: int, entry: Source | Area | Stretch | Tombstone | Picture) -> str:
    """Return the place of an entry, with its id if that is known."""
    name = getattr(entry, "id", None)
    return f"{field}[{i}]" if name is None else f"{field}[{i}] ({name})"


def _ids(entries: Sequence[Source | Area | Stretch | Picture] | None) -> list[str] | None:
    """Return the ids of entries; None if one of them is wrong or missing, since any name may then be meant for it."""
    ids = [getattr(entry, "id", None) for entry in entries] if entries is not None else [None]
    known = [name for name in ids if name is not None]
    return known if len(known) == len(ids) else None


def cautions_without_rule(
    stretches: Sequence[Stretch], known: Iterable[str], for_forms: Iterable[str] = (), *, partly: bool = False
) -> tuple[Problem, ...]:
    """Return a problem for each caution of some stretches that names no known rule, and for each rule of a form."""
    rules, further = tuple(known), tuple(for_forms)
    places = [(stretch, _at("stretches", i, stretch)) for i, stretch in enumerate(stretches)]
    checks = chain(
        (_cautions(stretch, where, rules) for stretch, where in places),
        (_rules_of_forms(stretch, where, (*rules, *further)) for stretch, where in places),
    )
    return first_problems(chain.from_iterable(_while_known(check) if partly else check for check in checks))


def unstated_loads(stretches: Sequence[Stretch]) -> tuple[Problem, ...]:
    """Return a note on each stretch without ``loads``: it is valid, and conditions rule it out all the same."""
    return tuple(
        Problem(
            f"{_at('stretches', i, stretch)}.loads",
            "",
            f"the loads of {stretch.name} are not stated, so conditions that forbid a load, such as osteoporosis, rule "
            "it out; list its loads, or give an empty list if it has none",
        )
        for i, stretch in enumerate(stretches)
        if stretch.loads is None
    )


def _cautions(stretch: Stretch, where: str, rules: Sequence[str]) -> Iterator[Problem]:
    for k, caution in enumerate(stretch.cautions):
        if caution.rule not in rules:
            yield _unknown(f"{where}.cautions[{k}].rule", "caution", caution.rule, rules)


def _rules_of_forms(stretch: Stretch, where: str, rules: Sequence[str]) -> Iterator[Problem]:
    for k, form in enumerate(stretch.forms):
        for field in ("rules", "also"):
            for j, rule in enumerate(getattr(form, field)):
                if rule not in rules:
                    yield _unknown(f"{where}.forms[{k}] ({form.id}).{field}[{j}]", "rule", rule, rules)


def _unknown(where: str, what: str, name: str, known: Iterable[str]) -> Problem:
    names = tuple(known)
    hint, suggestion = did_you_mean(name, names, f"known: {listed(names)}" if names else "none is declared")
    return Problem(where, quoted(name), f"the {what} {quoted(name)} is not known; {hint}", suggestion)


def _repeated_entries(
    sources: Sequence[Source], areas: Sequence[Area], pictures: Sequence[Picture]
) -> Iterator[Problem]:
    lists: tuple[tuple[str, Sequence[Source | Area | Picture]], ...] = (
        ("sources", sources),
        ("areas", areas),
        ("pictures", pictures),
    )
    for field, entries in lists:
        seen: dict[str, int] = {}
        for i, entry in enumerate(entries):
            name = getattr(entry, "id", None)  # None: it is wrong by itself
            if name is not None and (first := seen.setdefault(name, i)) != i:
                message = f"{quoted(name)} is the id of {field}[{first}] already; each id may stand once"
                yield Problem(f"{field}[{i}] ({name}).id", quoted(name), message)


def _repeated_names(stretches: Sequence[Stretch], tombstones: Sequence[Tombstone]) -> Iterator[Problem]:
    """Yield the names that are used twice: the name of a stretch, an alias and a removed id must all differ."""
    names = chain(
        ((s.id, f"{_at('stretches', i, s)}.id") for i, s in enumerate(stretches) if hasattr(s, "id")),
        (
            (alias, f"{_at('stretches', i, s)}.aliases[{k}]")
            for i, s in enumerate(stretches)
            for k, alias in enumerate(getattr(s, "aliases", ()))
        ),
        ((t.id, f"{_at('tombstones', i, t)}.id") for i, t in enumerate(tombstones) if hasattr(t, "id")),
    )
    seen: dict[str, str] = {}
    for name, where in names:
        first = seen.setdefault(name, where)
        if first != where:
            yield Problem(
                where,
                quoted(name),
                f"{quoted(name)} is taken by {first} already; the id of a stretch, an alias and a removed id "
                "each stand once",
            )


def _in_stretch(
    stretch: Stretch, where: str, area_ids: Sequence[str] | None, source_ids: Sequence[str] | None, names_sides: bool
) -> Iterator[Iterable[Problem]]:
    if area_ids is not None:
        yield _targets(stretch, where, area_ids)
    yield _style_and_dose(stretch, where)
    yield _dose_and_breath(stretch, where)
    yield _words(stretch, where)
    yield _changes(stretch, where)
    yield _forms(stretch, where)
    if names_sides:
        yield _cues(stretch, where)
    for field in _LISTS:
        yield _repeated_values(stretch, where, field)
    yield _unknown_facts(stretch, where)
    if source_ids is not None:
        yield _unknown_sources(stretch, where, source_ids)


def _targets(stretch: Stretch, where: str, known: Sequence[str]) -> Iterator[Problem]:
    for rank, areas in stretch.targets.by_kind():
        for k, area in enumerate(areas):
            if area not in known:
                yield _unknown(f"{where}.targets.{rank}[{k}]", "area", area, known)


def _cues(stretch: Stretch, where: str) -> Iterator[Problem]:
    """Yield the cues of a stretch with two sides that name neither."""
    if stretch.sides == "both":
        return
    cues = chain([("cue", stretch.cue)], ((f"forms[{k}].cue", form.cue) for k, form in enumerate(stretch.forms)))
    for place, cue in cues:
        if cue is not None and "{" not in cue:
            why = (
                "the cue of a stretch with sides = 'each' does not say which side: it holds neither {side} nor "
                "{other_side}, nor a word for each side, such as {left|right}"
            )
            yield Problem(f"{where}.{place}", quoted(cue), why)


def _style_and_dose(stretch: Stretch, where: str) -> Iterator[Problem]:
    dose = stretch.dose
    if stretch.style == "static" and dose.kind != "hold":
        message = f"a static stretch is held: {quoted(dose.kind)} must be 'hold'"
        yield Problem(f"{where}.dose.kind", quoted(dose.kind), message)
    if stretch.style == "dynamic" and dose.kind == "hold":
        message = "a dynamic stretch moves: 'hold' must be 'flow' or 'repetitions'"
        yield Problem(f"{where}.dose.kind", quoted(dose.kind), message)


def _dose_and_breath(stretch: Stretch, where: str) -> Iterator[Problem]:
    dose, breath = stretch.dose, stretch.breath
    if dose.kind == "hold":
        if breath is not None:
            message = (
                "a hold has no breath of its own: the schedule fits calm breaths into it; leave breath out and "
                "put what to say of breathing into the cue"
            )
            yield Problem(f"{where}.breath", f"{breath.inhale_seconds} + {breath.exhale_seconds} s", message)
        return
    if breath is None:
        yield Problem(f"{where}.breath", "", f"this field is required for kind {quoted(dose.kind)}, which it times")
        return
    if breath.seconds > MAX_BREATH_SECONDS:
        yield Problem(
            f"{where}.breath",
            str(breath.seconds),
            f"one breath lasts {breath.seconds} s; inhale and exhale together may last 2 to {MAX_BREATH_SECONDS} s",
        )
    if breath.exhale_seconds < breath.inhale_seconds:
        yield Problem(
            f"{where}.breath.exhale_seconds",
            str(breath.exhale_seconds),
            f"{breath.exhale_seconds} s is shorter than inhale_seconds, {breath.inhale_seconds}; breathing out "
            "must last at least as long as breathing in",
        )
    if dose.kind == "flow":
        # The step matters only where there is more than one amount to choose from.
        steps = [("min_seconds", dose.min_seconds)]
        if dose.choices is not None:
            steps = [(f"choices[{k}]", seconds) for k, seconds in enumerate(dose.choices)]
        elif dose.max_seconds > dose.min_seconds:
            steps.append(("step_seconds", dose.step_seconds))
        for field, seconds in steps:
            if seconds % breath.seconds:
                yield Problem(
                    f"{where}.dose.{field}",
                    str(seconds),
                    f"{seconds} s is not a whole number of breaths; it must be a multiple of "
                    f"{breath.seconds} s, the breath's inhale and exhale together",
                )


def _words(stretch: Stretch, where: str) -> Iterator[Problem]:
    for field, text in _texts(stretch):
        named = field.rpartition(".")[2]
        if named == "change" and stretch.sides == "both":
            continue  # it may not stand there at all: see _changes
        sided = named in _SIDED and not field.startswith("cautions")
        names_sides = sided and stretch.sides == "each"
        for braces in _BRACES.findall(text):
            suggestion = None
            if _is_placeholder(braces) and names_sides:
                continue
            if _is_placeholder(braces) and sided:
                why = f"{braces} is for stretches with sides = 'each', and this one's are 'both'"
            elif names_sides:
                hint, suggestion = did_you_mean(
                    braces, _PLACEHOLDERS, f"a {named} may hold {_MAY_STAND}, and no other braces"
                )
                why = f"{quoted(braces)} is not allowed; {hint}"
            elif sided:
                why = f"{quoted(braces)} is not allowed; the {named} of a stretch with sides = 'both' holds no braces"
            else:
                why = (
                    f"{quoted(braces)} is not allowed; only a setup, a cue, a feel and a change may hold a placeholder"
                )
            yield Problem(f"{where}.{field}", quoted(text), why, suggestion)


def _is_placeholder(braces: str) -> bool:
    return braces in _PLACEHOLDERS or are_two_words(braces)


def _changes(stretch: Stretch, where: str) -> Iterator[Problem]:
    """Yield the words for a change of side of a stretch that has none."""
    if stretch.sides == "each":
        return
    texts = [("change", stretch.change)]
    texts += [(f"forms[{k}] ({form.id}).change", form.change) for k, form in enumerate(stretch.forms)]
    for place, text in texts:
        if text is not None:
            message = "change is for stretches with sides = 'each', and this one's are 'both'"
            yield Problem(f"{where}.{place}", quoted(text), message)


def _opposed_texts(stretches: Sequence[Stretch], language: str) -> Iterator[Iterable[Problem]]:
    # imported here: it compiles many patterns, and the built-in catalogue is not judged again
    from stretchplan.catalog.opposites import are_judged

    if are_judged(language):
        for i, stretch in enumerate(stretches):
            yield _opposed(stretch, _at("stretches", i, stretch))


def _opposed(stretch: Stretch, where: str) -> Iterator[Problem]:
    """Yield the texts of a stretch that may be shown together and say opposite things."""
    from stretchplan.catalog.opposites import Said, conflicts, said_together

    seen: set[tuple[str, str]] = set()
    added = [(caution.rule, Said(f"cautions[{k}].cue", caution.cue)) for k, caution in enumerate(stretch.cautions)]
    for texts in said_together(stretch, added):
        for found in conflicts(texts):
            places = (found.one.place, found.other.place)
            if places not in seen:
                seen.add(places)
                yield Problem(
                    f"{where}.{found.one.place}",
                    quoted(found.one.text),
                    f"{quoted(found.words)} stands against {quoted(found.others)} in {found.other.place}, and both are "
                    "shown at once; change one of them, or give a form that replaces it",
                )


def _texts(stretch: Stretch) -> Iterator[tuple[str, str]]:
    """Yield the place of each text that is shown during a session, and the text."""
    for place, part in _parts(stretch):
        for name in ("name", *_SIDED, "inhale_cue", "exhale_cue"):
            text = getattr(part, name, None)
            if text is not None and (name != "name" or place):
                yield f"{place}{name}", text


def _parts(stretch: Stretch) -> Iterator[tuple[str, object]]:
    yield "", stretch
    for k, caution in enumerate(stretch.cautions):
        yield f"cautions[{k}].", caution
    if stretch.breath is not None:
        yield "breath.", stretch.breath
        yield "breath.effort_out.", stretch.breath.effort_out
    for k, form in enumerate(stretch.forms):
        yield f"forms[{k}].", form
        yield f"forms[{k}].effort_out.", form.effort_out


def _forms(stretch: Stretch, where: str) -> Iterator[Problem]:
    """Yield what contradicts in the forms: breath cues of a hold, a breath with one half or one school changed."""
    seen: dict[str, int] = {}
    for k, form in enumerate(stretch.forms):
        place = f"{where}.forms[{k}] ({form.id})"
        first = seen.setdefault(form.id, k)
        if first != k:
            message = f"{quoted(form.id)} is the id of forms[{first}] already; each id may stand once in a stretch"
            yield Problem(f"{place}.id", quoted(form.id), message)
        for name in ("rules", "also"):
            values = getattr(form, name)
            for i, value in enumerate(values):
                if values.index(value) != i:
                    message = f"{quoted(value)} is listed twice: {name}[{values.index(value)}] is the same"
                    yield Problem(f"{place}.{name}[{i}]", quoted(value), message)
        breaths = {name for name in ("inhale_cue", "exhale_cue", "effort_out") if getattr(form, name) is not None}
        if stretch.breath is None:
            for name in sorted(breaths):
                yield Problem(f"{place}.{name}", "", f"{name} is for movements, and this stretch has no breath")
            continue
        if len(breaths & {"inhale_cue", "exhale_cue"}) == 1:
            missing = min({"inhale_cue", "exhale_cue"} - breaths)
            message = f"{missing} is missing; a form that changes one half of the breath says both"
            yield Problem(f"{place}.{missing}", "", message)
        if stretch.breath.effort_out is not None and breaths and "effort_out" not in breaths:
            message = "effort_out is missing; the breath of this stretch has it, so a form with breath cues says it too"
            yield Problem(f"{place}.effort_out", "", message)


_LISTS: Final[Mapping[str, Callable[[Stretch], Sequence[str]]]] = {
    "cautions": lambda stretch: [caution.rule for caution in stretch.cautions],
    "loads": lambda stretch: stretch.loads or (),
    "equipment": lambda stretch: stretch.equipment,
    "needs": lambda stretch: stretch.needs,
    "ordering.after": lambda stretch: stretch.ordering.after,
}
"""The lists of a stretch in which a name may stand once."""


def _repeated_values(stretch: Stretch, where: str, field: str) -> Iterator[Problem]:
    values = _LISTS[field](stretch)
    for k, value in enumerate(values):
        first = values.index(value)
        if first != k:
            place = f"{field}[{k}].rule" if field == "cautions" else f"{field}[{k}]"
            message = f"{quoted(value)} is listed twice: {field}[{first}] is the same"
            yield Problem(f"{where}.{place}", quoted(value), message)


def _unknown_facts(stretch: Stretch, where: str) -> Iterator[Problem]:
    facts = _facts(stretch) if stretch.provenance else []
    for fact in stretch.provenance:
        if fact not in facts:
            yield _unknown(path(("provenance", fact), where), "fact", fact, facts)


def _unknown_sources(stretch: Stretch, where: str, sources: Sequence[str]) -> Iterator[Problem]:
    for fact, source in stretch.provenance.items():
        if source not in sources:
            yield _unknown(path(("provenance", fact), where), "source", source, sorted(sources))


def _facts(stretch: Stretch) -> list[str]:
    """Return the facts that may have a source: each field, and each part of a field with several parts."""
    facts = [name for name in type(stretch).model_fields if name not in {"id", "provenance"}]
    facts += [f"targets.{area}" for _, areas in stretch.targets.by_kind() for area in areas]
    facts += [f"cautions.{caution.rule}" for caution in stretch.cautions]
    facts += [f"forms.{form.id}" for form in stretch.forms]
    facts += [f"dose.{name}" for name in type(stretch.dose).model_fields if name != "kind"]
    for field, part in (("ordering", stretch.ordering), ("references", stretch.references), ("breath", stretch.breath)):
        facts += [f"{field}.{name}" for name in type(part).model_fields] if part is not None else []
    return facts


def _tombstones(tombstones: Sequence[Tombstone], known: Sequence[str]) -> Iterator[Problem]:
    for i, tombstone in enumerate(tombstones):
        name = tombstone.replaced_by
        if name is not None and name not in known:
            yield _unknown(f"tombstones[{i}] ({tombstone.id}).replaced_by", "stretch", name, known)


def _picture(picture: Picture, where: str) -> Iterator[Problem]:
    """Yield what is wrong with a picture: the name of a figure of the library, or braces that are no placeholder."""
    if picture.id in FIGURES:
        message = f"{quoted(picture.id)} is the name of a figure of the library; give the picture another id"
        yield Problem(f"{where}.id", quoted(picture.id), message)
    for braces in _BRACES.findall(picture.description):
        if not _is_placeholder(braces):
            hint, suggestion = did_you_mean(braces, _PLACEHOLDERS, f"a description may hold {_MAY_STAND}")
            message = f"{quoted(braces)} is not allowed; {hint}"
            yield Problem(f"{where}.description", quoted(picture.description), message, suggestion)


def _figures(stretch: Stretch, where: str, pictures: Sequence[str]) -> Iterator[Problem]:
    """Yield the figures that are unknown, or that show a person in another start position."""
    named = [(f"{where}.figure", stretch.figure)]
    named += [(f"{where}.forms[{k}] ({form.id}).figure", form.figure) for k, form in enumerate(stretch.forms)]
    for place, name in named:
        if name is None or name in pictures:
            continue
        if name not in FIGURES:
            yield _unknown(place, "figure", name, [*pictures, *FIGURES])
            continue
        position, sides = FIGURES[name]
        if position != stretch.position:
            message = f"{quoted(name)} shows a person {position}, and this stretch starts {stretch.position}"
            yield Problem(place, quoted(name), message)
        elif sides == "each" and stretch.sides == "both":
            message = f"{quoted(name)} shows one side at work, and this stretch works both at once"
            yield Problem(place, quoted(name), message)
