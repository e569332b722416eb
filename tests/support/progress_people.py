"""Two people whose progress is drawn, and the golden files of their charts and pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import stretchplan as sp
from stretchplan.words.charts import Chart
from tests.support.golden_formats import GOLDEN, IMAGES

BEGIN = date(2026, 3, 1)
CHARTS: tuple[Chart, ...] = get_args(Chart)

_DOSES = {
    "cat_cow": {"sets": 2, "repetitions": 5, "sides": "both"},
    "childs_pose": {"sets": 2, "hold_seconds": 30, "sides": "both"},
    "piriformis_stretch": {"sets": 2, "hold_seconds": 15, "sides": "each"},
    "knee_to_chest": {"sets": 1, "hold_seconds": 20, "sides": "each"},
}


def record(day: int, *stretches: str, **fields: object) -> sp.SessionRecord:
    """Return the record of a day, counted from 0, on which some stretches were done."""
    done = [{"stretch_id": name, "done": _DOSES[name]} for name in stretches]
    return sp.SessionRecord.model_validate({"on": BEGIN + timedelta(days=day), "stretches": done, **fields})


def recovering() -> sp.Progress:
    """Fifty days after an injury, with a week away, and days on which pain was not noted."""
    missed = {5, 6, 12, 19, *range(20, 29), 33, 40}
    pain = {0: 6, 1: 6, 2: 7, 4: 6, 7: 5, 8: 5, 10: 6, 11: 4, 13: 5, 15: 4, 16: 4, 18: 3}
    pain |= {29: 4, 30: 3, 31: 3, 32: 3, 34: 4, 35: 3, 37: 2, 38: 2, 41: 3, 43: 2, 44: 2, 46: 1, 47: 2, 49: 1}
    reach = {0: 310, 14: 285, 30: 240, 49: 205}
    records = [
        record(
            day,
            "cat_cow",
            "childs_pose",
            *(["piriformis_stretch"] if day % 2 else []),
            pain_before=pain.get(day),
            finger_to_floor_mm=reach.get(day),
        )
        for day in range(50)
        if day not in missed
    ]
    return sp.progress(records, days_since_injury=49, on=BEGIN + timedelta(days=49))


def beginning() -> sp.Progress:
    """No injury: three sessions a week for ten weeks, and pain noted once."""
    days = [7 * week + day for week in range(10) for day in (0, 2, 4) if (week, day) != (6, 2)]
    records = [record(day, "cat_cow", "knee_to_chest", pain_before=1 if day == 14 else None) for day in days]
    return sp.progress(records, on=BEGIN + timedelta(days=69), catalog="seven")


def files() -> Iterator[tuple[Path, str]]:
    """Yield the path and the expected content of each golden file."""
    person = recovering()
    for chart in CHARTS:
        yield IMAGES / f"progress-{chart}.svg", person.to_svg(chart)
    yield GOLDEN / "progress.html", person.to_html()
    person = beginning()
    for chart in CHARTS:
        yield GOLDEN / f"progress-{chart}.svg", person.to_svg(chart)
    yield GOLDEN / "progress.txt", person.to_text() + "\n"
    yield GOLDEN / "progress.md", person.to_markdown()
