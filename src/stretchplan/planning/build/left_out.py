"""Why is each other stretch not in a plan? ``plan.left_out``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.build.stand_ins import stand_ins
from stretchplan.planning.explain.compare import Comparisons, comparison_for
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.results.plan import LeftOut, LeftOutKind
from stretchplan.results.reasons import Beaten, Because, NotTargeted, StandsBy, TooLong
from stretchplan.words import reasons

__all__ = ["left_out"]


def left_out(
    day: Day,
    session: Sequence[PlannedStretch],
    optimal: bool,
    shortest_with: Mapping[str, int],
    comparisons: Comparisons,
) -> tuple[LeftOut, ...]:
    """Return why each stretch that is not in the session was left out, in catalogue order."""
    planned = {entry.stretch.id for entry in session}
    entries = []
    for stretch in day.catalog.stretches:
        if stretch.id in planned:
            continue
        kind, rule_id, because = _why(day, stretch, shortest_with)
        if because is None:
            outcome, gives_up = comparison_for(stretch.id, comparisons)
            because = Beaten(budget_seconds=day.budget_seconds, proved=optimal, outcome=outcome, gives_up=gives_up)
        instead = stand_ins(day, stretch, because, planned) if kind in ("forbidden", "avoided") else ()
        why = reasons.why_out(because, stretch.name, day.catalog.names)
        entries.append(
            LeftOut(
                stretch_id=stretch.id,
                name=stretch.name,
                kind=kind,
                rule_id=rule_id,
                reason=f"{why} {reasons.stand_ins_sentence(instead)}".rstrip(),
                because=because,
                stand_ins=instead,
            )
        )
    return tuple(entries)


def _why(
    day: Day, stretch: Stretch, shortest_with: Mapping[str, int]
) -> tuple[LeftOutKind, str | None, Because | None]:
    """Return the kind of reason, the rule against the stretch if any, and the reason: None when a plan is better."""
    refusal, wish = day.allowed.refusals.get(stretch.id), day.allowed.unwanted.get(stretch.id)
    if refusal is not None:
        return "forbidden", refusal.rule_id, refusal.because
    if wish is not None:
        return "standing_by" if isinstance(wish, StandsBy) else "avoided", None, wish
    least = shortest_with[stretch.id]
    if least > day.budget_seconds:
        return "forbidden", "fits-the-minutes", TooLong(least_seconds=least, budget_seconds=day.budget_seconds)
    targets = day.request.targets
    if targets and not targets & stretch.targets.areas(named=day.named):
        return "not_targeted", None, NotTargeted()
    return "beaten", None, None
