"""The expected content of each golden file of a format and of each golden figure."""

import json
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import stretchplan as sp
from stretchplan.render import figure
from tests.support.hostile_texts import PERSON, PLAN

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/render/golden"
IMAGES = ROOT / "docs/images"

SHAPES: dict[str, Callable[[], str | bytes]] = {
    "plan.txt": lambda: PLAN.to_text() + "\n",
    "person.txt": lambda: PERSON.to_text() + "\n",
    "plan.md": PLAN.to_markdown,
    "person.md": PERSON.to_markdown,
    "plan.vtt": PLAN.to_vtt,
    "plan.json.vtt": lambda: PLAN.to_vtt("json"),
    "plan.csv": PLAN.to_csv,
    "plan.ics": lambda: PLAN.to_ics(on=date(2026, 1, 31), at=time(7, 30), zone="Europe/Berlin", alarm_minutes=10),
    "plan.fit": PLAN.to_fit,
    "plan.health_connect.json": lambda: json.dumps(PLAN.to_health_connect(), indent=2, ensure_ascii=False) + "\n",
}
"""Each golden file, and the function that writes it."""


def golden(name: str) -> bytes:
    """Return the expected bytes of a golden file, without the library's version, which each release changes."""
    made = SHAPES[name]()
    content = made.encode() if isinstance(made, str) else made
    return content.replace(f"//stretchplan {sp.__version__}//".encode(), b"//stretchplan VERSION//")


def figures() -> Iterator[tuple[Path, str]]:
    """Yield the path and the expected content of each picture in the documentation and each figure of one side."""
    for stretch in sp.builtin_catalog().stretches:
        yield IMAGES / f"figure-{stretch.id}.svg", figure(stretch) + "\n"
        if stretch.sides == "each":
            yield GOLDEN / "figures" / f"{stretch.id}_left.svg", figure(stretch, side="left") + "\n"
            yield GOLDEN / "figures" / f"{stretch.id}_right.svg", figure(stretch, side="right") + "\n"
