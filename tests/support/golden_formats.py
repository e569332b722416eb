"""The expected content of each golden file of a format and of each golden figure."""

import json
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import stretchplan as sp
from stretchplan.catalog import FIGURES, Stretch
from stretchplan.render import figure
from tests.support.hostile_texts import PERSON, PLAN
from tests.support.sample_programmes import PROGRAMMES

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

for _name, _made in PROGRAMMES.items():
    SHAPES[f"programme-{_name}.txt"] = lambda made=_made: made().to_text() + "\n"
    SHAPES[f"programme-{_name}.md"] = lambda made=_made: made().to_markdown()
SHAPES["programme-day-0.ics"] = lambda: PROGRAMMES["day-0"]().to_ics(at=time(7, 30), zone="Europe/Berlin")
SHAPES["programme-osteoporosis.ics"] = lambda: PROGRAMMES["osteoporosis"]().to_ics(details="short", series="anna")

_BEFORE = sp.plan(minutes=10, days_since_injury=6, targets={"lower_back", "hips"}, on=date(2026, 3, 1))
_AFTER = sp.plan(
    minutes=8,
    days_since_injury=7,
    targets={"lower_back", "glutes"},
    pain=2,
    on=date(2026, 3, 2),
    profile={"conditions": ["wrist_pain"]},
)
DIFF = sp.diff(_BEFORE, _AFTER)
SHAPES |= {"diff.txt": lambda: DIFF.to_text() + "\n", "diff.md": DIFF.to_markdown, "diff.html": DIFF.to_html}

PICTURES: dict[Path, Callable[[], str]] = {
    IMAGES / f"programme-{name}.svg": lambda made=made: made().to_svg() for name, made in PROGRAMMES.items()
}
"""Each calendar in the documents, and the function that draws it."""


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
    for name, stretch in other_figures().items():
        yield IMAGES / f"figure-{name}.svg", figure(stretch) + "\n"


def other_figures() -> dict[str, Stretch]:
    """Return a stretch for each figure that no built-in stretch has: its form, or the built-in one most like it."""
    builtin = sp.builtin_catalog()
    found = {
        form.figure: stretch.in_form(form)
        for stretch in builtin.stretches
        for form in stretch.forms
        if form.figure is not None
    }
    for name, (position, sides) in FIGURES.items():
        if name not in found and name not in builtin.by_id:
            like = next((known for ending, known in _LIKE.items() if name.endswith(ending)), "cat_cow")
            changes = {"id": name, "figure": name, "position": position, "sides": sides, "forms": ()}
            found[name] = builtin.get(like).model_copy(update=changes)
    return found


_LIKE = {
    "knee_to_chest": "knee_to_chest",
    "knee_rolls": "lying_knee_twist",
    "twist": "lying_knee_twist",
    "trunk_turn": "lying_knee_twist",
    "childs_pose": "childs_pose",
    "forward_lean": "childs_pose",
    "desk_rest": "childs_pose",
    "counter_stretch": "childs_pose",
    "figure_four": "piriformis_stretch",
    "bridge": "glute_bridge",
    "sit_to_stand": "glute_bridge",
    "hip_extension": "glute_bridge",
    "back_bend": "cobra_pose",
    "wall_arch": "cobra_pose",
    "chest_lift": "cobra_pose",
    "on_elbows": "cobra_pose",
}
