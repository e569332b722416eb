"""Write docs/reference/json.md, each JSON form with its fields and an example: ``python -m tests.regenerate``."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

import stretchplan as sp
from stretchplan.results.schema import SCHEMAS, SchemaName
from stretchplan.results.verification import Verification
from stretchplan.testing import verify
from tests.support.catalog_samples import data, hold

PAGE = Path(__file__).parents[2] / "docs/reference/json.md"
EXAMPLES = PAGE.parent / "examples"
WIDTH = 100

INTRODUCTION = """# The JSON forms

<!-- `just golden` writes this page -->

What the library reads and writes as JSON, each with its fields and an example that a test reads back. Units are in the
names. Within a major version fields are added, and never renamed or removed, so a reader ignores fields that it does
not know. [In another app](../embedding.md#by-the-schema) says which tools read the schemas, and [Limits](../limits.md)
how large each text may be.
"""


class Form(NamedTuple):
    """A JSON form: its title, what it is, its model, an example, and its published schema if it has one."""

    title: str
    about: str
    model: type[BaseModel]
    example: Callable[[], str]
    schema: SchemaName | None = None

    @property
    def example_file(self) -> str | None:
        """The file of its example, where that is too long for a page."""
        long = ("Plan", "Programme", "Difference of two plans", "Verification")
        return f"{self.title.split()[0].lower()}.json" if self.title in long else None


def schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of a form: the published one, or that of its model."""
    if form.schema:
        return SCHEMAS[form.schema]()
    # A policy is written by people, who state few of its fields; the library writes the other forms, with all fields.
    return form.model.model_json_schema(mode="validation" if form.model is sp.Policy else "serialization")


def plan() -> sp.Plan:
    """Return a short plan."""
    return sp.plan(minutes=2, days_since_injury=None, targets={"hips"}, on="2026-03-02")


def refused(**fields: Any) -> str:
    """Return the problem details of a request that is refused."""
    try:
        sp.plan(**fields)
    except sp.StretchPlanError as error:
        return json.dumps(error.to_dict())
    raise AssertionError(fields)


FORMS = [
    Form(
        "Request",
        "What a session is asked for: the body of a service, the file of `--request`, a row of a batch. Only `minutes` "
        "and the days or the date of the injury are required.",
        sp.PlanRequest,
        lambda: (
            '{"minutes": 10, "days_since_injury": 3, "targets": ["hips"], "profile": {"conditions": ["wrist_pain"]}}'
        ),
        "request",
    ),
    Form(
        "Plan",
        "One session: `plan.model_dump_json()`, `stretchplan plan --format json`.",
        sp.Plan,
        lambda: plan().model_dump_json(),
        "plan",
    ),
    Form(
        "Programme",
        "The sessions of some weeks: `programme.model_dump_json()`, `stretchplan programme --format json`.",
        sp.Programme,
        lambda: (
            sp.Planner()
            .programme(
                sp.PlanRequest(minutes=2, days_since_injury=None, targets={"hips"}),
                "2026-03-02",
                days=2,
                rest_days={"tuesday"},
            )
            .model_dump_json()
        ),
        "programme",
    ),
    Form(
        "Catalogue",
        "The stretches that may be planned, in JSON or with the same fields in TOML; "
        "[The catalogue format](../catalogue.md) explains them.",
        sp.Catalog,
        lambda: json.dumps(data(hold())),
        "catalog",
    ),
    Form(
        "Policy",
        "Narrower bounds of your own, for `--policy` and `Policy.model_validate_json`; "
        "[what each narrows](../policy.md).",
        sp.Policy,
        lambda: sp.Policy(early_until_day=14, max_sets=3).model_dump_json(exclude_defaults=True),
    ),
    Form(
        "Record of a session",
        "What was done, from `record_of(plan)`, the guided page or `stretchplan log`. An export of a journal has one "
        'on each line, as `{"session": …}`, after a line `{"person": …}` ([The journal](../journal.md)).',
        sp.SessionRecord,
        lambda: sp.record_of(plan(), pain_before=2, pain_after=2).model_dump_json(),
    ),
    Form(
        "Person",
        "What holds from one session to the next, as a journal keeps it.",
        sp.Person,
        lambda: sp.Person(injured_on="2026-02-27", minutes=10).model_dump_json(),
    ),
    Form(
        "Report of the checker",
        "What `check` says: `report.model_dump_json()`, `stretchplan check --format json`. "
        "`ok` is written and not read.",
        sp.CheckReport,
        lambda: sp.check(plan().model_copy(update={"total_seconds": 100})).model_dump_json(),
    ),
    Form(
        "Difference of two plans",
        "`diff(old, new).model_dump_json()`, `stretchplan diff --format json`.",
        sp.PlanDiff,
        lambda: sp.diff(
            plan(), sp.plan(minutes=2, seconds=30, days_since_injury=None, targets={"hips"}, on="2026-03-02")
        ).model_dump_json(),
    ),
    Form(
        "Progress",
        "What recorded sessions show: `progress(records, on=…).model_dump_json()`, "
        "`stretchplan progress --format json`.",
        sp.Progress,
        lambda: sp.progress([sp.record_of(plan(), pain_before=2, pain_after=2)], on="2026-03-03").model_dump_json(),
    ),
    Form(
        "Verification",
        "A whole grid of requests: `verify(…).model_dump_json()`, `stretchplan verify --format json`.",
        Verification,
        lambda: verify(
            "seven", days=[None], minutes=[5], areas=0, conditions=0, pain=[None], workers=1
        ).model_dump_json(),
    ),
]

REFUSALS = {
    "A wrong request": lambda: refused(minutes=300, days_since_injury=3, targets={"hips"}),
    "A request without a plan": lambda: refused(minutes=10, days_since_injury=2, targets={"pelvis"}),
    "A warning sign": lambda: refused(minutes=10, days_since_injury=3, screening={"leg_weakness": "yes"}),
}
"""Errors as problem details, by what they are about."""


def page() -> str:
    """Return the page: a heading for each form."""
    text = "\n".join([INTRODUCTION, *map(_described, FORMS), _errors()])
    return re.sub(r"`(\w+)`", lambda name: _linked(name, f"\n### {name[1]}\n" in text), text)


def _linked(name: re.Match[str], has_heading: bool) -> str:
    return f"[{name[0]}](#{name[1].lower()})" if has_heading else name[0]


def _described(form: Form) -> str:
    link = f" Its schema: [{form.schema}.schema.json](../{form.schema}.schema.json).\n" if form.schema else "\n"
    whole = schema(form)
    fields = whole["properties"]
    required = {name: ", required" for name, field in form.model.model_fields.items() if field.is_required()}
    if form.model is sp.PlanRequest:
        required["days_since_injury"] = ", required unless `injured_on` is given"
    rows = [
        f"| `{name}` | {_kind(field, whole)}{required.get(name, '')}. {_sentence(field)} |"
        for name, field in fields.items()
    ]
    parts = _parts(whole) if form.model is sp.Plan else ""
    return f"## {form.title}\n\n{form.about}{link}\n{_table(rows)}\n\n{_shown(form)}{parts}"


def _parts(plan: dict[str, Any]) -> str:
    """Return the objects that a plan's own fields hold, but for those that have a heading of their own elsewhere."""
    told = {form.model.__name__ for form in FORMS}
    names = dict.fromkeys(re.findall(r"#/\$defs/(\w+)", json.dumps(plan["properties"])))
    sections = ["\n## The parts of a plan\n"]
    for name in names:
        part = plan["$defs"][name]
        if name not in told and "properties" in part:
            rows = [f"| `{field}` | {_kind(it, plan)}. {_sentence(it)} |" for field, it in part["properties"].items()]
            about = part["description"].split("\n")[0]
            sections.append(f"### {name}\n\n{about}\n\n{_table(rows)}\n")
    return "\n".join(sections)


def _table(rows: Sequence[str]) -> str:
    return "\n".join(["| field | what it is |", "|---|---|", *rows])


def _errors() -> str:
    parts = [
        "## Errors and refusals\n",
        "`error.to_dict()`: problem details (RFC 9457), with the status for HTTP. A request that has no plan is a "
        "refusal, with what would help. [What is raised](../embedding.md#what-is-raised) lists the kinds, and "
        "[Errors](api/errors.md) what each holds.\n",
    ]
    for title, example in REFUSALS.items():
        parts += [f"{title}:\n", _example(example())]
    return "\n".join(parts)


def _kind(field: dict[str, Any], whole: dict[str, Any]) -> str:
    """Return what kind of value a field has, in words."""
    for several in ("allOf", "anyOf", "oneOf"):
        if several in field:
            return " or ".join(dict.fromkeys(_kind(one, whole) for one in field[several]))
    if "$ref" in field:
        name = field["$ref"].split("/")[-1]
        values = whole["$defs"][name].get("enum", ())
        return _one_of(values) if 0 < len(values) <= 8 else f"`{name}`"
    if "enum" in field or "const" in field:
        return _one_of(field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"list of {_kind(field['items'], whole)}"
    if field.get("format") == "date":
        return "date"
    return str(field["type"])


def _one_of(values: Sequence[object]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _sentence(field: dict[str, Any]) -> str:
    return str(field.get("description", "")).split("\n")[0].replace("|", "\\|").replace("<", "&lt;")


def _shown(form: Form) -> str:
    if form.example_file is None:
        return _example(form.example())
    lines = pretty(json.loads(form.example())).count("\n") + 1
    return f"[A whole example](examples/{form.example_file}) has {lines} lines.\n"


def _example(text: str) -> str:
    return f"```json\n{pretty(json.loads(text))}\n```\n"


def files() -> dict[Path, str]:
    """Return the examples that are too long for the page, by their files."""
    return {
        EXAMPLES / form.example_file: pretty(json.loads(form.example())) + "\n"
        for form in FORMS
        if form.example_file is not None
    }


def pretty(value: Any, indent: int = 0) -> str:
    """Return a value as JSON in which each object or list that fits on a line takes one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= WIDTH or not value or not isinstance(value, list | dict):
        return flat
    inside = " " * (indent + 2)
    if isinstance(value, list):
        entries = [inside + pretty(one, indent + 2) for one in value]
        return "[\n" + ",\n".join(entries) + "\n" + " " * indent + "]"
    entries = [f"{inside}{json.dumps(name)}: {pretty(one, indent + 2)}" for name, one in value.items()]
    return "{\n" + ",\n".join(entries) + "\n" + " " * indent + "}"
