"""A catalogue: its stretches, areas and sources, and how to extend, merge and reduce it.

:mod:`stretchplan.safety` decides what *may* be done today. A catalogue may refer to a caution of the rules by its id
and can never define one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import ValidationInfo, model_validator

from stretchplan.base.bounded import PatternText
from stretchplan.base.cache import cached_property
from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.messages import contradictory
from stretchplan.base.models import FrozenDict
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import did_you_mean, listed, quoted, some
from stretchplan.catalog.entries import MAX_SOURCES, MAX_STRETCHES, MAX_TOMBSTONES, Area, Source, Tombstone
from stretchplan.catalog.entry import MAX_AREAS, Entry, Id, Language, Name, entries
from stretchplan.catalog.picture import MAX_PICTURES, DrawnPicture, Picture, PosedPicture
from stretchplan.catalog.stretch import Stretch

__all__ = ["TESTED", "Catalog", "removal", "unknown_cautions"]

TESTED: Final = object()
"""As the context of pydantic's validation: the tests have compared the entries of this catalogue with one another."""


class Catalog(NotebookRepr, Entry):
    """A set of stretches, the areas they work, and the sources of their facts.

    Load one with :func:`stretchplan.load_catalog`; the built-in one is :func:`stretchplan.builtin_catalog`.
    Making one checks every reference within it (see :mod:`stretchplan.catalog.validation`).

    An id has lower-case letters, digits and ``_``, such as ``lower_back_seven``, and at most 64 characters. A title has
    at most 80 characters. There are at most 200 sources, 64 areas, 500 stretches, 1,000 tombstones and 200 pictures.

    Attributes
    ----------
    format
        Version of the file format, ``stretchplan-catalog/1``.
    id
        Id of the catalogue.
    version
        Version of its content, three numbers with dots, such as ``1.2.0``.
    title
        What the catalogue is called, for people.
    language
        The language of its texts, as a tag of BCP 47 such as ``de`` or ``pt-BR``; ``en`` where a file states none, at
        most 35 characters. All texts of a catalogue are in one language.
    sources
        Where its facts come from.
    areas
        The parts of the body that its stretches work.
    stretches
        Its stretches; their order decides between plans that are otherwise equal.
    tombstones
        The stretches that were removed from it.
    pictures
        Pictures of its own, which ``figure`` of a stretch or of a form may name.
    """

    format: Literal["stretchplan-catalog/1"] = "stretchplan-catalog/1"
    id: Id
    version: Annotated[
        str, PatternText(r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", "three numbers with dots, such as 1.0.0")
    ]
    title: Name
    language: Language = "en"
    sources: Annotated[tuple[Source, ...], entries(0, MAX_SOURCES)] = ()
    areas: Annotated[tuple[Area, ...], entries(1, MAX_AREAS)]
    stretches: Annotated[tuple[Stretch, ...], entries(1, MAX_STRETCHES)]
    tombstones: Annotated[tuple[Tombstone, ...], entries(0, MAX_TOMBSTONES)] = ()
    pictures: Annotated[tuple[Picture, ...], entries(0, MAX_PICTURES)] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self, info: ValidationInfo) -> Self:
        if info.context is TESTED:
            return self
        from stretchplan.catalog import validation  # a plan from a built-in catalogue needs none of it

        problems = validation.contradictions(
            self.sources, self.areas, self.stretches, self.tombstones, self.language, self.pictures
        )
        if problems:
            raise contradictory(type(self), problems)
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Stretch]:
        """The stretches by id, in catalogue order."""
        return FrozenDict((stretch.id, stretch) for stretch in self.stretches)

    @cached_property
    def area_ids(self) -> tuple[str, ...]:
        """The ids of the areas, in catalogue order."""
        return tuple(area.id for area in self.areas)

    @cached_property
    def area_names(self) -> Mapping[str, str]:
        """The names of the areas by id, in catalogue order."""
        return FrozenDict((area.id, area.name) for area in self.areas)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the stretches by id, in catalogue order."""
        return FrozenDict((stretch.id, stretch.name) for stretch in self.stretches)

    @cached_property
    def stand_ins(self) -> Mapping[str, tuple[Stretch, ...]]:
        """The stretches of this catalogue that can take the place of one, by its id, in catalogue order."""
        found: dict[str, tuple[Stretch, ...]] = {}
        for stretch in self.stretches:
            for name in stretch.stands_in:
                found[name] = (*found.get(name, ()), stretch)
        return FrozenDict(found)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The id of the stretch that each name means: each id itself and each alias, in catalogue order."""
        return FrozenDict((name, s.id) for s in self.stretches for name in (s.id, *s.aliases))

    @cached_property
    def removed(self) -> Mapping[str, Tombstone]:
        """The tombstones by the id that was removed."""
        return FrozenDict((tombstone.id, tombstone) for tombstone in self.tombstones)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole content, as ``sha256:`` and 64 hexadecimal digits."""
        import hashlib
        import json

        # A catalogue that says nothing in a later field keeps the digest that plans know it by.
        later = {"language": self.language == "en", "pictures": not self.pictures}
        content = self.model_dump(mode="json", exclude={name for name, is_silent in later.items() if is_silent})
        _drop_unused(content)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what tells catalogues apart; all of one fills a screen for each stretch."""
        for name in ("id", "version", "title", "language"):
            yield name, getattr(self, name)
        yield "areas", some(self.area_ids)
        yield "stretches", some(list(self.by_id))

    def get(self, name: str) -> Stretch:
        """Return a stretch by its id or one of its aliases.

        Parameters
        ----------
        name
            An id or an alias.

        Raises
        ------
        CatalogError
            When there is none. The message has the nearest known name, or the replacement of a removed stretch.
        """
        if isinstance(name, str):
            if name in self.ids:
                return self.by_id[self.ids[name]]
            if name in self.removed:
                raise CatalogError(removal(self.removed[name]), source=self.id)
        hint, suggestion = did_you_mean(name, self.ids, f"known: {listed(self.by_id)}")
        message = f"there is no stretch {quoted(name)}; {hint}"
        raise CatalogError(Problem("", quoted(name), message, suggestion), source=self.id)

    def find(self, name: str) -> Stretch | None:
        """Return the stretch that a name of the past means now: what replaced it, where it was removed.

        Parameters
        ----------
        name
            An id or an alias, also of a stretch that was removed.

        Returns
        -------
        Stretch or None
            None when the catalogue has none, and nothing replaced it.
        """
        gone = self.removed.get(name)
        return self.by_id.get(self.ids.get((gone.replaced_by or "") if gone is not None else name, ""))

    def extended(
        self,
        *,
        version: str,
        stretches: Iterable[Stretch] = (),
        areas: Iterable[Area] = (),
        sources: Iterable[Source] = (),
        pictures: Iterable[Picture] = (),
        id: str | None = None,  # noqa: A002 - the name of the field
        title: str | None = None,
        language: str | None = None,
    ) -> "Catalog":
        """Return this catalogue with entries added at the end.

        An entry equal to one of the catalogue is not added again.

        Parameters
        ----------
        version
            Of the new catalogue. One id and version never name two different contents.
        stretches, areas, sources, pictures
            The entries to add.
        id, title, language
            Of the new catalogue; None keeps this one's.

        Raises
        ------
        CatalogError
            When an entry differs from one of the same id, takes the id of a removed stretch, or the result
            contradicts itself.
        """
        added = {
            "sources": tuple(sources),
            "areas": tuple(areas),
            "stretches": tuple(stretches),
            "pictures": tuple(pictures),
        }
        new = {"id": id, "version": version, "title": title, "language": language}
        return _joined(self, added, "the added entries", new, self)

    def merged(
        self,
        other: "Catalog",
        *,
        version: str,
        id: str | None = None,  # noqa: A002 - the name of the field
        title: str | None = None,
        language: str | None = None,
    ) -> "Catalog":
        """Return this catalogue with the entries of another one after its own; equal entries are kept once.

        Parameters
        ----------
        other
            The catalogue to add; its order is kept.
        version
            Of the new catalogue. One id and version never name two different contents.
        id, title, language
            Of the new catalogue; None keeps this one's. When the two are in different languages, ``language`` is
            required; ``mul`` stands for several.

        Raises
        ------
        CatalogError
            When the two have different entries of one id, when one has removed a stretch that the other
            has, when they are in different languages and ``language`` is None, or the result contradicts itself.
        """
        if not isinstance(other, type(self)):
            raise CatalogError(Problem("other", quoted(other), f"{quoted(other)} is not a catalogue; give a Catalog"))
        if language is None and self.language.lower() != other.language.lower():
            message = (
                f"{quoted(other.language)} is the language of {other.id}, "
                f"and {quoted(self.language)} that of {self.id}; "
                'state the language of the two together, or "mul" for several'
            )
            raise CatalogError(Problem("language", quoted(other.language), message), source=self.id)
        added = {name: getattr(other, name) for name in ("sources", "areas", "stretches", "tombstones", "pictures")}
        new = {"id": id, "version": version, "title": title, "language": language}
        return _joined(self, added, f"{other.id} {other.version}", new, self, other)

    def without(
        self,
        stretch_id: str,
        *,
        reason: str,
        version: str,
        replaced_by: str | None = None,
        id: str | None = None,  # noqa: A002 - the name of the field
        title: str | None = None,
    ) -> "Catalog":
        """Return this catalogue without one stretch, with a tombstone in its place.

        No other stretch can take its id or its aliases. Ordering hints that name it are dropped, and tombstones that
        referred to it refer to its replacement.

        Parameters
        ----------
        stretch_id
            Id or alias of the stretch to remove.
        reason
            The reason, for people.
        version
            Of the new catalogue; it differs from this one's.
        replaced_by
            Id or alias of the stretch to use instead, or None.
        id, title
            Of the new catalogue; None keeps this one's.

        Raises
        ------
        CatalogError
            When one of the stretches is not in the catalogue, or no stretch would remain.
        """
        gone = self.get(stretch_id)
        instead = None if replaced_by is None else self.get(replaced_by).id
        if instead == gone.id:
            message = f"{instead!r} is the stretch that is removed; name another one"
            raise CatalogError(Problem("replaced_by", quoted(replaced_by), message), source=self.id)
        tombstones: list[Any] = [
            old.model_copy(update={"replaced_by": instead}) if old.replaced_by == gone.id else old
            for old in self.tombstones
        ]
        tombstones += [{"id": name, "replaced_by": instead, "reason": reason} for name in (gone.id, *gone.aliases)]
        stretches = tuple(_unhinted(stretch, gone.id) for stretch in self.stretches if stretch.id != gone.id)
        fields = {"stretches": stretches, "tombstones": tuple(tombstones)}
        return _renamed(self, fields, {"id": id, "version": version, "title": title}, self)


def unknown_cautions(catalog: Catalog, known: Iterable[str], for_forms: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Return a problem for each caution and each form that names an unknown rule.

    The planner calls this, because catalogues do not know the safety rules.

    Parameters
    ----------
    catalog
        The catalogue.
    known
        Ids of the rules that a caution may name.
    for_forms
        Ids of the further rules that a form may name.

    Returns
    -------
    tuple of Problem
        Empty when every caution and every form has its rule.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.catalog import unknown_cautions
    >>> ids = [rule.id for rule in sp.rules()]
    >>> unknown_cautions(sp.builtin_catalog(), ids, ids)
    ()
    """
    from stretchplan.catalog import validation

    return validation.cautions_without_rule(catalog.stretches, known, for_forms)


_ENTRY_TYPES: Final[dict[str, tuple[type[Any], ...]]] = {
    "sources": (Source,),
    "areas": (Area,),
    "stretches": (Stretch,),
    "tombstones": (Tombstone,),
    "pictures": (PosedPicture, DrawnPicture),
}


def removal(tombstone: Tombstone, where: str = "") -> Problem:
    """Return the problem of a name that is a removed stretch's; it says what replaces the stretch."""
    instead = tombstone.replaced_by
    hint = f"use {instead!r} instead" if instead else "nothing replaces it"
    message = f"the stretch {tombstone.id!r} was removed ({tombstone.reason}); {hint}"
    return Problem(where, quoted(tombstone.id), message, instead)


def _unhinted(stretch: Stretch, gone: str) -> Stretch:
    """Return a stretch without the ordering hints that name a removed one."""
    hints = stretch.ordering
    if gone not in hints.after and gone != hints.straight_after:
        return stretch
    remaining = {
        "after": tuple(name for name in hints.after if name != gone),
        "straight_after": None if hints.straight_after == gone else hints.straight_after,
    }
    return stretch.model_copy(update={"ordering": hints.model_copy(update=remaining)})


def _joined(
    catalog: Catalog, added: dict[str, tuple[Any, ...]], origin: str, new: dict[str, str | None], *before: Catalog
) -> Catalog:
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, new_entries in added.items():
        entry_types = _ENTRY_TYPES[field]
        own = {entry.id: entry for entry in getattr(catalog, field)}
        together = list(own.values())
        for i, entry in enumerate(new_entries):
            if not isinstance(entry, entry_types):
                names = " or ".join(entry_type.__name__ for entry_type in entry_types)
                message = f"{quoted(entry)} is not allowed; give an entry of type {names}"
                problems.append(Problem(f"{field}[{i}]", quoted(entry), message))
                continue
            known = own.get(entry.id)
            if known is None:
                together.append(entry)
            elif known != entry:
                differing = ", ".join(n for n in type(known).model_fields if getattr(known, n) != getattr(entry, n))
                problems.append(
                    Problem(
                        f"{field}[{i}] ({entry.id})",
                        quoted(entry.id),
                        f"{entry.id!r} stands in {catalog.id} {catalog.version} and in {origin}, and they differ "
                        f"in {differing}; give one of them another id",
                    )
                )
        fields[field] = tuple(together)
    if problems:
        raise CatalogError(*problems, source=catalog.id)
    return _renamed(catalog, fields, new, *before)


def _renamed(catalog: Catalog, fields: dict[str, Any], new: dict[str, str | None], *before: Catalog) -> Catalog:
    """Return the catalogue with other fields and names; refuse an id and version that stand for other content."""
    names = {name: value for name, value in new.items() if value is not None}
    changed = catalog.model_copy(update=fields | names)
    for old in before:
        if (changed.id, changed.version) == (old.id, old.version) and changed != old:
            message = f"{old.version!r} is the version of {old.id} with another content; give the new one its own"
            raise CatalogError(Problem("version", quoted(changed.version), message), source=catalog.id)
    return changed


def _drop_unused(content: dict[str, Any]) -> None:
    """Drop the fields of schema 1.3 that say nothing, so that older catalogues keep the digest that plans know."""
    for area in content["areas"]:
        if area["mainly_by"] is None:
            del area["mainly_by"]
    for stretch in content["stretches"]:
        for form in stretch["forms"]:
            if form["change"] is None:
                del form["change"]
        for field in ("feel", "change", "forms", "figure", "stands_in"):
            if not stretch[field]:
                del stretch[field]
        for field, unsaid in (("effort_out", None), ("begins_with", "inhale")):
            if isinstance(stretch["breath"], dict) and stretch["breath"].get(field) == unsaid:
                del stretch["breath"][field]
        if not stretch["targets"]["named"]:
            del stretch["targets"]["named"]
        if stretch["dose"]["choices"] is None:
            del stretch["dose"]["choices"]
