"""Write the parts of the guided page for reading and printing: notices, stretches, and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.vocabulary import POSITIONS
from stretchplan.render.escape import escaped, isolated
from stretchplan.render.guided.pictures import Pictures
from stretchplan.results.plan import WORK_KINDS, Plan, Side, Step
from stretchplan.words import guided, pages
from stretchplan.words.steps import area_words, breathing_words, dose_words, minutes_seconds

__all__ = ["notices", "reasons", "stretches"]


def notices(plan: Plan) -> str:
    """Return the notices as the entries of a list."""
    return "".join(f"<li>{isolated(notice.text)}</li>" for notice in plan.notices)


def stretches(plan: Plan, pictures: Pictures) -> str:
    """Return the stretches as the entries of a list, in the order of the session."""
    return "\n".join(_stretch(plan, number, pictures) for number in range(len(plan.prescriptions)))


def _stretch(plan: Plan, number: int, pictures: Pictures) -> str:
    prescription = plan.prescriptions[number]
    steps = [(place, step) for place, step in enumerate(plan.schedule) if step.stretch_id == prescription.stretch_id]
    lines = "".join(f"<p>{isolated(text)}</p>" for text in _how([step for _, step in steps]))
    side: Side | None = next((step.side for _, step in steps if step.kind in WORK_KINDS), None)
    first = ""
    if prescription.sides == "each" and side in {"left", "right"}:
        first = f', <b class="{side}">{guided.SIDE_FIRST.format(side)}</b>'
    start, place = (minutes_seconds(steps[0][1].start_seconds), steps[0][0]) if steps else ("-", 0)
    starting = guided.STARTING.format(start, POSITIONS[prescription.position].partition(",")[0])
    areas = ", ".join(area_words(area, plan) for area in prescription.areas)
    name = isolated(prescription.name)
    return (
        f'<li><div class="thumb">{pictures.still(number, side)}</div><div class="how">'
        f"<h3>{name}</h3>"
        f'<p class="dose">{escaped(dose_words(prescription))}{first}</p>{lines}'
        f'<p class="quiet"><span class="start">{escaped(starting)} </span>'
        f'{guided.AREAS.format(isolated(areas))}<span class="why"> {isolated(prescription.why)}</span></p>'
        f'<button type="button" class="go-to" data-step="{place}" hidden>{guided.GO_TO.format(name)}</button>'
        "</div></li>"
    )


def _how(steps: list[Step]) -> Iterator[str]:
    """Yield the first setup and the first cue of a stretch as one text, then how to breathe."""
    into = next((step.cue for step in steps if step.kind not in WORK_KINDS), "")
    work = next((step for step in steps if step.kind in WORK_KINDS), None)
    yield " ".join(filter(None, (into, work.cue if work else "")))
    if work and work.breathing:
        yield breathing_words(work)


def reasons(plan: Plan) -> str:
    """Return the section about the effects of conditions and the stretches left out; empty without either."""
    effects = "".join(f"<li>{isolated(effect.text)} ({escaped(effect.rule_id)})</li>" for effect in plan.effects)
    left_out = "".join(
        f"<li>{isolated(entry.reason)}{f' ({escaped(entry.rule_id)})' if entry.rule_id else ''}</li>"
        for entry in plan.left_out
    )
    parts = [
        f"<h2>{title}</h2><ul>{entries}</ul>"
        for title, entries in ((pages.CONDITIONS_CHANGE, effects), (pages.LEFT_OUT, left_out))
        if entries
    ]
    return f'<section class="reasons">{"".join(parts)}</section>' if parts else ""
