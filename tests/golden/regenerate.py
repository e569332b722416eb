"""Write the golden plan and the schema file anew; look at what git says has changed before you commit it."""

import json
from pathlib import Path

import stretchplan as sp

HERE = Path(__file__).parent

plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
(HERE / "plan.json").write_text(plan.model_dump_json(indent=2) + "\n", encoding="utf-8")
schema = json.dumps(sp.plan_schema(), indent=2, ensure_ascii=False)
(HERE.parent.parent / "docs/plan.schema.json").write_text(schema + "\n", encoding="utf-8")
