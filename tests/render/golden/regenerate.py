"""Write the golden text anew; look at what git says has changed before you commit it."""

from pathlib import Path

import stretchplan as sp
from stretchplan.render import plan_to_text

HERE = Path(__file__).parent

plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
(HERE / "plan.txt").write_text(plan_to_text(plan) + "\n", encoding="utf-8")

person = sp.plan(
    minutes=10,
    days_since_injury=60,
    pain=2,
    pace="slow",
    profile={"conditions": ["osteoporosis", "wrist_pain"], "avoid_positions": ["kneeling"]},
)
(HERE / "person.txt").write_text(plan_to_text(person) + "\n", encoding="utf-8")
