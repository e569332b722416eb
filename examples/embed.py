"""Embed the library in an app: one JSON request on standard input, one JSON answer on standard output.

Try it::

    echo '{"minutes": 10, "days_since_injury": 3, "targets": ["hips"]}' | python examples/embed.py

The answer is either a plan (``"plan"``) or problem details as of RFC 9457 (``"problem"``), never a traceback.
"""

import json
import sys

import stretchplan as sp


def answer(text: str) -> dict[str, object]:
    """Return the answer to one request as JSON values."""
    try:
        plan = sp.plan(sp.parse_request(text))
    except sp.StretchPlanError as error:
        return {"problem": error.to_dict()}
    return {"plan": plan.model_dump(mode="json")}


if __name__ == "__main__":
    json.dump(answer(sys.stdin.read()), sys.stdout, ensure_ascii=False, indent=2)
    print()
