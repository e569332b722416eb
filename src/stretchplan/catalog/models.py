"""The typed catalogue: what can be done, with which dose, and where each fact comes from.

A catalogue says nothing of what *may* be done today: that is :mod:`stretchplan.safety`. It may point at a
caution of the rules by id; it can never define one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import StrictStr, model_validator

from stretchplan._base import FrozenDict, described_pattern
from stretchplan._display import Displayed
from stretchplan.catalog import editing, validation
from stretchplan.catalog.doses import Breath, Dose, FlowDose, HoldDose, RepetitionsDose
from stretchplan.catalog.entry import MAX_AREAS, Entry, Id, Name, Text, entries
from stretchplan.catalog.stretch import Caution, CrossReferences, GarminExercise, Ordering, Stretch, Targets
from stretchplan.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "MAX_AREAS",
    "MAX_SOURCES",
    "MAX_STRETCHES",
    "MAX_TOMBSTONES",
    "SECONDS_AIM",
    "Area",
    "Breath",
    "Catalog",
    "Caution",
    "CrossReferences",
    "Dose",
    "FlowDose",
    "GarminExercise",
    "HoldDose",
    "Ordering",
    "RepetitionsDose",
    "Source",
    "Stretch",
    "Targets",
    "Tombstone",
]

MAX_STRETCHES: Final = 500
MAX_SOURCES: Final = 200
MAX_TOMBSTONES: Final = 1000

SECONDS_AIM: Final = 60
"""Effective seconds per side at which a stretch has had its share of a session (ACSM, Garber et al. 2011)."""


class Source(Entry):
    """Where facts of a catalogue come from.

    Attributes
    ----------
    id
        What ``provenance`` entries name.
    kind
        What sort of source it is: an ``article`` for readers, ``anatomy``, a ``convention`` of the field, a
        ``guideline``, a ``study``, or a ``policy`` of the catalogue's own authors.
    title
        The source in words.
    """

    id: Id
    kind: Literal["article", "anatomy", "convention", "guideline", "study", "policy"]
    title: Text


class Area(Entry):
    """A part of the body that a person may want to work.

    Attributes
    ----------
    id
        What ``targets`` name.
    name
        The area in plain words.
    uberon
        UBERON identifier of the structure nearest to it, seven digits, or None.
    """

    id: Id
    name: Name
    uberon: Annotated[StrictStr, described_pattern(r"^[0-9]{7}$", "seven digits")] | None = None


class Tombstone(Entry):
    """What is left of a stretch that was removed, so that its id is never given to another.

    Attributes
    ----------
    id
        The id that was removed.
    replaced_by
        The stretch to use instead, or None.
    reason
        Why it was removed.
    """

    id: Id
    replaced_by: Id | None = None
    reason: Text


class Catalog(Displayed, Entry):
    """A set of stretches, the areas they work, and the sources of their facts.

    Load one with :func:`stretchplan.load_catalog`; the built-in one is :func:`stretchplan.builtin_catalog`.
    Making one checks every reference within it (see :mod:`stretchplan.catalog.validation`).

    Attributes
    ----------
    format
        Version of the file format, ``stretchplan-catalog/1``.
    id, version, title
        Which catalogue this is.
    sources, areas, stretches, tombstones
        Its entries; the order of ``stretches`` is what ties between equal plans are decided by.
    """

    format: Literal["stretchplan-catalog/1"] = "stretchplan-catalog/1"
    id: Id
    version: Annotated[
        StrictStr,
        described_pattern(r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", "three numbers with dots, such as 1.0.0"),
    ]
    title: Name
    sources: Annotated[tuple[Source, ...], entries(0, MAX_SOURCES)] = ()
    areas: Annotated[tuple[Area, ...], entries(1, MAX_AREAS)]
    stretches: Annotated[tuple[Stretch, ...], entries(1, MAX_STRETCHES)]
    tombstones: Annotated[tuple[Tombstone, ...], entries(0, MAX_TOMBSTONES)] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        found = validation.contradictions(self)
        if found:
            raise CatalogError(*found)
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
    def digest(self) -> str:
        """SHA-256 over everything the catalogue says, as ``sha256:`` and 64 hexadecimal digits."""
        import hashlib
        import json

        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def get(self, name: str) -> Stretch:
        """Return a stretch by its id or one of its aliases.

        Parameters
        ----------
        name
            An id or an alias.

        Raises
        ------
        CatalogError
            When there is none: with the nearest known name, or what replaces a stretch that was removed.
        """
        return editing.get(self, name)

    def extended(
        self,
        *,
        version: str,
        stretches: Iterable[Stretch] = (),
        areas: Iterable[Area] = (),
        sources: Iterable[Source] = (),
        id: str | None = None,  # noqa: A002 - the name of the field
        title: str | None = None,
    ) -> Catalog:
        """Return this catalogue with entries added at the end.

        An entry that is in it already, alike in every field, is not added again.

        Parameters
        ----------
        version
            Of the new catalogue. One id and version never name two different contents.
        stretches, areas, sources
            What to add.
        id, title
            Of the new catalogue; None keeps this one's.

        Raises
        ------
        CatalogError
            When an entry differs from one of the same id, takes the id of a removed stretch, or the result
            contradicts itself.
        """
        return editing.extended(
            self, version=version, stretches=stretches, areas=areas, sources=sources, id=id, title=title
        )

    def merged(
        self,
        other: Catalog,
        *,
        version: str,
        id: str | None = None,  # noqa: A002 - the name of the field
        title: str | None = None,
    ) -> Catalog:
        """Return this catalogue with everything of another one after it.

        Entries that are alike in every field coincide.

        Parameters
        ----------
        other
            What to add; its order is kept.
        version
            Of the new catalogue. One id and version never name two different contents.
        id, title
            Of the new catalogue; None keeps this one's.

        Raises
        ------
        CatalogError
            When the two have different entries of one id, when one has removed a stretch that the other
            has, or the result contradicts itself.
        """
        return editing.merged(self, other, version=version, id=id, title=title)

    def without(self, stretch_id: str, *, reason: str, version: str, replaced_by: str | None = None) -> Catalog:
        """Return this catalogue without one stretch, which leaves a tombstone.

        Its id and its aliases can never be given to another stretch. Ordering hints of other stretches that
        name it are dropped, and tombstones that pointed to it point to its replacement.

        Parameters
        ----------
        stretch_id
            Id or alias of the stretch to remove.
        reason
            Why, in words for people.
        version
            Of the new catalogue; it differs from this one's.
        replaced_by
            Id or alias of the stretch to use instead, or None.

        Raises
        ------
        CatalogError
            When one of the stretches is not there, or nothing would be left.
        """
        return editing.without(self, stretch_id, reason=reason, version=version, replaced_by=replaced_by)
