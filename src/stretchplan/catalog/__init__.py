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
from stretchplan.catalog.picture import (
    FIGURES,
    Arm,
    DrawnPicture,
    Leg,
    Picture,
    PosedPicture,
    Posture,
    Spine,
)
from stretchplan.catalog.stretch import Caution, CrossReferences, Form, GarminExercise, Ordering, Stretch, Targets
from stretchplan.catalog.vocabulary import LOADS, POSITIONS, Equipment, Load, Position, Sides, Style

__all__ = [
    "FIGURES",
    "LOADS",
    "POSITIONS",
    "Area",
    "Arm",
    "Breath",
    "BreathCues",
    "Catalog",
    "Caution",
    "CrossReferences",
    "Dose",
    "DrawnPicture",
    "Equipment",
    "FlowDose",
    "Form",
    "GarminExercise",
    "HoldDose",
    "Leg",
    "Load",
    "Ordering",
    "Picture",
    "PosedPicture",
    "Position",
    "Posture",
    "RepetitionsDose",
    "Sides",
    "Source",
    "Spine",
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
