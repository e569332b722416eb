"""Write what each stretch and each of its forms says, when and for how long, into docs/stretches.md."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import stretchplan as sp
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.render.guided.step_texts import step_texts
from stretchplan.words.steps import dose_words, step_words

PAGE = Path(__file__).parents[2] / "docs/stretches.md"
CATALOGS = {"The seven": "seven", "Anywhere": "anywhere"}
WIDTHS = (64, 155, 600)
"""How wide a figure is shown, in pixels: in a list, on a card, and on the guided page."""
DAYS_AND_PAIN = {
    "early-form": {"days_since_injury": 0},
    "twist-small": {"days_since_injury": 0},
    "piriformis-light": {"days_since_injury": 0},
    "repair-form": {"days_since_injury": 7},
    "pain-form": {"pain": 4},
}
"""What to ask for, so that a rule about the day or the pain applies; the rule of a condition is named as it is."""
INTRODUCTION = """# What is said and shown, stretch by stretch

`python -m tests.regenerate` writes this page from the two catalogues. Each entry is a stretch in a session of ten
minutes: what the guided page says, the seconds that the step lasts, and the seconds that the words take at the stated
rate ([the schedule](schedule.md)). The screen shows the same words. A stretch comes in one of its forms when the
request states what stands behind the form's name. Each figure is shown as wide as in a list, on a card and on the page.
"""


def escape(text: str) -> str:
    """Return a text as it is safe in Markdown that holds HTML."""
    return html.escape(text, quote=False)


def plan_of(stretch: Stretch, catalog: sp.Catalog, asked: dict) -> sp.Plan | None:
    """Return a session that holds the stretch, or None when a rule forbids it."""
    fields = {"days_since_injury": None, "minutes": 10, **asked}
    profile = {"include": [stretch.id], **fields.get("profile", {})}
    try:
        return sp.Planner(catalog=catalog).plan(sp.PlanRequest(**{**fields, "profile": profile}))
    except sp.Infeasible:
        return None


def prescribed(stretch: Stretch, plan: sp.Plan) -> sp.Prescription:
    """Return the prescription of a stretch."""
    return next(p for p in plan.prescriptions if p.stretch_id == stretch.id)


def requests_for(form: Form | None) -> Iterator[dict]:
    """Yield what may lead to a form."""
    if form is None:
        yield {}
        return
    for rule in form.rules:
        asked = DAYS_AND_PAIN.get(rule, {})
        stated = [] if asked else [rule.replace("-", "_")]
        for also in form.also or ("",):
            yield {**asked, "profile": {"conditions": [*stated, *([also.replace("-", "_")] if also else [])]}}


def sessions(stretch: Stretch, catalog: sp.Catalog) -> Iterator[tuple[str, sp.Plan]]:
    """Yield a session with the stretch as it is, and one with each of its forms."""
    for form in (None, *stretch.forms):
        due = form and form.id
        for asked in requests_for(form):
            plan = plan_of(stretch, catalog, asked)
            if plan is not None and prescribed(stretch, plan).form == due:
                yield stated(asked), plan
                break
        else:
            raise AssertionError(f"no request leads to {stretch.id} in the form {due}")


def stated(asked: dict) -> str:
    """Return what a request states, in words."""
    day, pain = asked.get("days_since_injury"), asked.get("pain")
    words = [f"day {day}"] if day is not None else []
    words += [f"pain {pain} of 10"] if pain else []
    words += [condition.replace("_", " ") for condition in asked.get("profile", {}).get("conditions", [])]
    return ", ".join(words) or "no recent injury"


def table(stretch: Stretch, plan: sp.Plan) -> Iterator[str]:
    """Yield the lines of the table of a stretch: its move, and its first set on either side."""
    yield "| phase | what is said | seconds | spoken |"
    yield "|---|---|---|---|"
    for step, words in zip(plan.schedule, step_texts(plan), strict=True):
        if step.stretch_id != stretch.id or (step.set_number or 1) > 1:
            continue
        said = " ".join(phrase.text for moment in words.say for phrase in moment.phrases)
        spoken = sum(moment.seconds for moment in words.say)
        yield f"| {step_words(step)} | {escape(said)} | {step.seconds} | {spoken} |"


def section(stretch: Stretch, catalog: sp.Catalog) -> Iterator[str]:
    """Yield the lines about one stretch."""
    yield f"### {escape(stretch.name)}"
    for when, plan in sessions(stretch, catalog):
        prescription = prescribed(stretch, plan)
        name = prescription.form_name or "as it is"
        figure = prescription.figure or stretch.id
        yield ""
        yield f"**{escape(name)}** ({when}; {dose_words(prescription)})"
        yield ""
        yield " ".join(
            f"![{figure} at {width} pixels](images/figure-{figure}.svg){{ width={width} }}" for width in WIDTHS
        )
        yield ""
        yield from table(stretch, plan)
    yield ""


def page() -> str:
    """Return docs/stretches.md as it is now."""
    lines = [INTRODUCTION]
    for title, name in CATALOGS.items():
        catalog = sp.builtin_catalog(name)
        lines += [f"## {title}", ""]
        for stretch in catalog.stretches:
            lines += section(stretch, catalog)
    return "\n".join(lines)
