"""Which plans of the second catalogue have a page in planning/golden/anywhere.txt, and what is on a page?"""

from pathlib import Path

import stretchplan as sp

GOLDEN = Path(__file__).parents[1] / "planning/golden/anywhere.txt"

PLANS = {
    "5 minutes on a chair": ("anywhere", {"minutes": 5, "profile": {"equipment": {"chair"}}}),
    "10 minutes in bed on the day of an injury": (
        "anywhere",
        {
            "minutes": 10,
            "days_since_injury": 0,
            "profile": {"equipment": {"bed"}, "avoid_positions": {"seated", "standing"}},
        },
    ),
    "15 minutes with pain of 4 on day 10": (
        "anywhere",
        {"minutes": 15, "days_since_injury": 10, "pain": 4, "profile": {"equipment": {"chair", "bed"}}},
    ),
    "20 minutes in pregnancy, with the seven": ("both", {"minutes": 20, "profile": {"conditions": {"pregnancy"}}}),
    "10 minutes with osteoporosis on day 20, with the seven": (
        "both",
        {"minutes": 10, "days_since_injury": 20, "profile": {"conditions": {"osteoporosis"}}},
    ),
    "10 minutes for the hamstrings, with the seven": ("both", {"minutes": 10, "targets": {"hamstrings"}}),
}


def page(title):
    """Return a plan as text."""
    catalog, fields = PLANS[title]
    text = sp.plan(**{"days_since_injury": None} | fields, catalog=catalog).to_text()
    return "\n".join([f"=== {title}", "", text.rstrip("\n"), ""])


def pages():
    """Return all plans as one text."""
    return "\n".join(map(page, PLANS))
