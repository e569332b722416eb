"""The typed catalogue: stretches, their doses, and the source of each fact.

:func:`builtin_catalog` returns the library's own; :func:`load_catalog` reads another one from a file. docs/catalogue.md
describes the format.
"""

from __future__ import annotations

from stretchplan.catalog.catalog import Catalog, unknown_cautions
from stretchplan.catalog.doses import Breath, BreathCues, Dose, FlowDose, HoldDose, RepetitionsDose
from stretchplan.catalog.entries import Area, Source, Tombstone
from stretchplan.catalog.loader import builtin_catalog, catalog_from_dict, load_catalog, parse_catalog
from stretchplan.catalog.looser import looser_facts
from stretchplan.catalog.stretch import Caution, CrossReferences, Form, GarminExercise, Ordering, Stretch, Targets
from stretchplan.catalog.vocabulary import LOADS, POSITIONS, Equipment, Load, Position, Sides, Style

__all__ = [
    "LOADS",
    "POSITIONS",
    "Area",
    "Breath",
    "BreathCues",
    "Catalog",
    "Caution",
    "CrossReferences",
    "Dose",
    "Equipment",
    "FlowDose",
    "Form",
    "GarminExercise",
    "HoldDose",
    "Load",
    "Ordering",
    "Position",
    "RepetitionsDose",
    "Sides",
    "Source",
    "Stretch",
    "Style",
    "Targets",
    "Tombstone",
    "builtin_catalog",
    "catalog_from_dict",
    "load_catalog",
    "looser_facts",
    "parse_catalog",
    "unknown_cautions",
]
