"""The sources, areas and tombstones of a catalogue, and how many entries of each kind it may have."""

from typing import Annotated, Final, Literal

from stretchplan.base.bounded import PatternText
from stretchplan.catalog.entry import Entry, Id, Name, Text

__all__ = ["MAX_SOURCES", "MAX_STRETCHES", "MAX_TOMBSTONES", "Area", "Source", "SourceKind", "Tombstone"]

SourceKind = Literal["article", "anatomy", "convention", "guideline", "study", "policy"]

MAX_STRETCHES: Final = 500
MAX_SOURCES: Final = 200
MAX_TOMBSTONES: Final = 1000


class Source(Entry):
    """A source of facts in a catalogue.

    An id has lower-case letters, digits and ``_``, such as ``harvey_2017``, and at most 64 characters, a title at most
    600.

    Attributes
    ----------
    id
        The id that ``provenance`` refers to.
    kind
        An ``article`` for readers, ``anatomy``, a ``convention`` of the field, a ``guideline``, a ``study``, or a
        ``policy`` of the catalogue's authors.
    title
        The source in words.
    """

    id: Id
    kind: SourceKind
    title: Text


class Area(Entry):
    """A part of the body that a person may want to work.

    An id has lower-case letters, digits and ``_``, such as ``lower_back``, and at most 64 characters.
    A name has at most 80 characters, another text at most 600.

    Attributes
    ----------
    id
        The id that ``targets`` refer to.
    name
        The area in plain words.
    uberon
        UBERON identifier of the nearest structure, seven digits such as ``0001130``; or None.
    mainly_by
        What a stretch that is mainly for this area does, or why there is none; shown with a plan that works the area
        only by stretches that are named for it. None: nothing more is said.
    """

    id: Id
    name: Name
    uberon: Annotated[str, PatternText(r"^[0-9]{7}$", "seven digits")] | None = None
    mainly_by: Text | None = None


class Tombstone(Entry):
    """The record of a removed stretch, so that no other stretch takes its id.

    An id has lower-case letters, digits and ``_``, such as ``old_stretch``, and at most 64 characters, a reason at most
    600.

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
