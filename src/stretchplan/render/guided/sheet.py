"""What can be read and printed: the notices, the stretches with their doses and cues, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.vocabulary import POSITIONS
from stretchplan.render.escape import escaped, isolated
from stretchplan.render.guided.pictures import Pictures
from stretchplan.results.plan import WORK_KINDS, Plan, Prescription, Side, Step
from stretchplan.words.steps import area_words, breathing_words, clock, dose_words

__all__ = ["notices", "reasons", "stretches"]


def notices(plan: Plan) -> str:
    """Return the notices as the entries of a list."""
    return "".join(f"<li>{isolated(notice.text)}</li>" for notice in plan.notices)


def stretches(plan: Plan, pictures: Pictures) -> str:
    """Return the stretches as the entries of a list, in the order of the session."""
    return "\n".join(_stretch(plan, number, pictures) for number in range(len(plan.prescriptions)))


def _stretch(plan: Plan, number: int, pictures: Pictures) -> str:
    one = plan.prescriptions[number]
    steps = [(place, step) for place, step in enumerate(plan.schedule) if step.stretch_id == one.stretch_id]
    lines = "".join(f"<p>{isolated(text)}</p>" for text in _how([step for _, step in steps]))
    side: Side | None = next((step.side for _, step in steps if step.kind in WORK_KINDS), None)
    start, place = (clock(steps[0][1].start_seconds), steps[0][0]) if steps else ("-", 0)
    areas = ", ".join(area_words(area, plan) for area in one.areas)
    return (
        f'<li><div class="thumb">{pictures.still(number, side)}</div><div class="how">'
        f"<h3>{isolated(one.name)}</h3>"
        f'<p class="dose">{escaped(dose_words(one))}{_starting(one, side)}</p>{lines}'
        f'<p class="quiet"><span class="start">From {escaped(start)}, {escaped(_position(one))}. </span>'
        f'For: {isolated(areas)}.<span class="why"> {isolated(one.why)}</span></p>'
        f'<button type="button" class="go-to" data-step="{place}" hidden>Go to {isolated(one.name)}</button>'
        "</div></li>"
    )


def _position(one: Prescription) -> str:
    return POSITIONS[one.position].partition(",")[0]


def _starting(one: Prescription, side: Side | None) -> str:
    return f', <b class="{side}">{side} first</b>' if one.sides == "each" and side in {"left", "right"} else ""


def _how(steps: list[Step]) -> Iterator[str]:
    """Yield the way into a stretch, what to do, and how to breathe: each once, as its first step says it."""
    into = next((step.cue for step in steps if step.kind not in WORK_KINDS), "")
    work = next((step for step in steps if step.kind in WORK_KINDS), None)
    yield " ".join(filter(None, (into, work.cue if work else "")))
    if work and work.breathing:
        yield breathing_words(work)


def reasons(plan: Plan) -> str:
    """Return what was left out and why, and how good the plan is; nothing of it is needed to follow the session."""
    left_out = "".join(
        f"<li>{isolated(entry.reason)}{f' ({escaped(entry.rule_id)})' if entry.rule_id else ''}</li>"
        for entry in plan.left_out
    )
    effects = "".join(f"<li>{isolated(effect.text)} ({escaped(effect.rule_id)})</li>" for effect in plan.effects)
    parts = [
        f"<h2>{title}</h2><ul>{entries}</ul>"
        for title, entries in (("What the stated conditions change", effects), ("Left out", left_out))
        if entries
    ]
    return f'<section class="reasons">{"".join(parts)}</section>' if parts else ""
