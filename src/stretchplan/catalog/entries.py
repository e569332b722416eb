"""The entries of a catalogue beside its stretches: sources, areas and tombstones, and how many there may be."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import StrictStr

from stretchplan.base.messages import described_pattern
from stretchplan.catalog.entry import Entry, Id, Name, Text

__all__ = ["MAX_SOURCES", "MAX_STRETCHES", "MAX_TOMBSTONES", "Area", "Source", "Tombstone"]


MAX_STRETCHES: Final = 500


MAX_SOURCES: Final = 200


MAX_TOMBSTONES: Final = 1000


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
