"""What a plan asks of each stretch, and why it is in: ``plan.prescriptions``."""

from __future__ import annotations

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.explain.compare import Otherwise, lost
from stretchplan.results.plan import Prescription
from stretchplan.results.reasons import Serves
from stretchplan.safety.dosage import Dosage
from stretchplan.words import reasons as english

__all__ = ["NOT_WORKED_OUT", "prescription", "serves"]


NOT_WORKED_OUT: Otherwise = ("not_worked_out", None)


def prescription(
    stretch: Stretch, dosage: Dosage, catalog: Catalog, request: PlanRequest, otherwise: Otherwise
) -> Prescription:
    """Return what the session asks of one stretch.

    Parameters
    ----------
    stretch, dosage
        What is done, and how much.
    catalog
        For the names and the order of areas.
    request
        For the areas asked for.
    otherwise
        How the best plan without it compares.
    """
    because = serves(stretch, catalog, request, otherwise)
    seconds = stretch.work_seconds(dosage.amount)
    held = stretch.dose.kind == "hold"
    breath = stretch.breath
    repetitions = None if breath is None else seconds // breath.seconds  # only what moves has a breath of its own
    primary = [area for area in catalog.areas if area.id in stretch.targets.primary]
    secondary = [area for area in catalog.areas if area.id in stretch.targets.secondary]
    return Prescription(
        stretch_id=stretch.id,
        name=stretch.name,
        position=stretch.position,
        kind=stretch.dose.kind,
        sets=dosage.sets,
        hold_seconds=seconds if held else None,
        repetitions=repetitions,
        set_seconds=seconds,
        sides=stretch.sides,
        seconds_per_side=dosage.sets * seconds,
        areas=tuple(area.id for area in (*primary, *secondary)),
        why=english.why_in(because),
        because=because,
        equipment=(*stretch.needs, *(piece for piece in stretch.equipment if piece not in stretch.needs)),
    )


def serves(stretch: Stretch, catalog: Catalog, request: PlanRequest, otherwise: Otherwise) -> Serves:
    """Return why a stretch is in.

    Parameters
    ----------
    stretch, catalog
        Which one, and the names and the order of areas.
    request
        For the areas and the stretches asked for.
    otherwise
        How the best plan without it compares.
    """
    counts = [area for area in catalog.areas if not request.targets or area.id in request.targets]
    outcome, loses = lost(otherwise)
    return Serves(
        primary=tuple(area.name for area in counts if area.id in stretch.targets.primary),
        secondary=tuple(area.name for area in counts if area.id in stretch.targets.secondary),
        included=stretch.id in request.profile.include,
        outcome=outcome,
        loses=loses,
    )
