"""Requests to try in the browser's Python, and a comparison of its answers with those of this one, byte for byte.

python compare.py requests > requests.jsonl
node answer.mjs requests.jsonl > answers.jsonl
python compare.py answers requests.jsonl answers.jsonl
"""

import json
import sys
from itertools import product
from pathlib import Path

import stretchplan as sp


def answer(text: str) -> str:
    """Return the plan for a request, or why there is none, as plan.mjs does."""
    try:
        return sp.plan(sp.PlanRequest.model_validate_json(text)).model_dump_json()
    except sp.StretchPlanError as error:
        return json.dumps(error.to_dict())


if sys.argv[1] == "requests":
    targets = ([], ["hips"], ["lower_back", "hips"], ["pelvis"], ["wings"])
    people = ({}, {"conditions": ["wrist_pain"]}, {"avoid_positions": ["prone"]})
    for minutes, days, areas, person in product((2, 5, 10, 20), (None, 0, 3, 60), targets, people):
        request = {"minutes": minutes, "days_since_injury": days, "targets": areas, "profile": person}
        print(json.dumps(request))
else:
    asked, answered = (Path(name).read_text(encoding="utf-8").splitlines() for name in sys.argv[2:4])
    different = [request for request, found in zip(asked, answered, strict=True) if answer(request) != found]
    print(f"{len(asked) - len(different)} of {len(asked)} answers are equal, byte for byte")
    sys.exit(f"another answer to {different[0]}" if different else 0)
