"""How is each stretch done, and why is it in the plan? ``plan.prescriptions``."""

from __future__ import annotations

from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.explain.compare import Comparison, Comparisons, as_loss, comparison_for
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.results.plan import Prescription
from stretchplan.results.reasons import Serves
from stretchplan.words import reasons

__all__ = ["prescription", "serves"]


def prescription(day: Day, planned: PlannedStretch, comparisons: Comparisons) -> Prescription:
    """Return the dose of one stretch and the reason why it is in."""
    stretch, sets, seconds = planned.stretch, planned.dosage.sets, planned.set_seconds
    because = serves(day, stretch, comparison_for(stretch.id, comparisons))
    breath = stretch.breath  # only a movement has a breath of its own
    kinds = stretch.targets.by_kind(named=day.named)
    areas = [area.id for _, wanted in kinds for area in day.catalog.areas if area.id in wanted]
    return Prescription(
        stretch_id=stretch.id,
        name=stretch.name,
        position=stretch.position,
        kind=stretch.dose.kind,
        sets=sets,
        hold_seconds=seconds if stretch.dose.kind == "hold" else None,
        repetitions=None if breath is None else seconds // breath.seconds,
        set_seconds=seconds,
        sides=stretch.sides,
        seconds_per_side=sets * seconds,
        areas=tuple(areas),
        why=reasons.why_in(because, day.catalog.area_names),
        because=because,
        equipment=(*stretch.needs, *(piece for piece in stretch.equipment if piece not in stretch.needs)),
        needs=stretch.needs,
        form=None if planned.form is None else planned.form.id,
        form_name=None if planned.form is None else planned.form.name,
        figure=planned.worded.figure,
    )


def serves(day: Day, stretch: Stretch, without: Comparison) -> Serves:
    """Return why a stretch is in; ``without`` is how the best plan without it compares."""
    counted = [area for area in day.catalog.areas if not day.request.targets or area.id in day.request.targets]
    outcome, loses = as_loss(without)
    return Serves(
        primary=tuple(area.id for area in counted if area.id in stretch.targets.primary),
        secondary=tuple(area.id for area in counted if area.id in stretch.targets.secondary),
        named=tuple(area.id for area in counted if day.named and area.id in stretch.targets.named),
        included=stretch.id in day.request.profile.include,
        outcome=outcome,
        loses=loses,
    )
