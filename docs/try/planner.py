"""What the page asks of the library. worker.mjs runs this file in Pyodide; it runs in any Python."""

import json
from typing import Any

import stretchplan as sp


def choices() -> str:
    """Return what the page offers, as JSON: the areas of each catalogue, the conditions and the warning signs."""
    found: dict[str, Any] = {
        "version": sp.__version__,
        "areas": {
            name: [[area.id, area.name] for area in sp.builtin_catalog(name).areas]
            for name in ("seven", "anywhere", "both")
        },
        "conditions": [[entry.id, entry.description] for entry in sp.conditions()],
        "questions": [[question.id, question.text] for question in sp.screening_questions()],
    }
    return json.dumps(found)


def answer(request: str, catalog: str) -> tuple[str, str, str]:
    """Return the plan for a request as JSON, its first line, and the guided page; both are empty for a refusal."""
    try:
        plan = sp.plan(sp.parse_request(request), catalog=catalog)
    except sp.StretchPlanError as error:
        return json.dumps(error.to_dict()), "", ""
    return plan.model_dump_json(), plan.to_text().partition("\n")[0], plan.to_html()
