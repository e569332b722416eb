"""Catalogues that look like published lists of exercises: drawn from a seed, the same on every machine.

They differ from those of ``tests/oracles/realistic.py`` in what makes a search hard. A few areas have many entries and
most have few; an entry has one main area, and often nothing else; a handful of dose ranges and positions serve all. So
a request cannot tell many entries apart. The shares are about those of the 123 stretches of free-exercise-db (The
Unlicense): half of its entries name no second area, and its largest areas have 19 entries, its smallest two.
"""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from stretchplan.catalog import Catalog
from tests.oracles.realistic import BREATH, catalog_from

__all__ = ["Shape", "questions", "real_list"]

_AREAS = (
    "hamstrings", "quadriceps", "calves", "lower_back", "shoulders", "abdominals", "adductors", "lats", "glutes",
    "abductors", "chest", "middle_back", "biceps", "neck", "triceps", "forearms", "traps", "ankles", "hips", "wrists",
)  # fmt: skip
_POSITIONS = ("supine", "seated", "standing", "prone", "kneeling", "quadruped", "side_lying")
_SECONDARY = {0: 48, 1: 30, 2: 14, 3: 6, 4: 2}
_HOLDS = (
    {"kind": "hold", "min_seconds": 15, "max_seconds": 30, "step_seconds": 5},
    {"kind": "hold", "min_seconds": 10, "max_seconds": 30, "step_seconds": 10},
    {"kind": "hold", "min_seconds": 20, "max_seconds": 60, "step_seconds": 10},
    {"kind": "hold", "min_seconds": 30, "max_seconds": 60, "step_seconds": 15},
)
_MOVES = {"kind": "repetitions", "min_repetitions": 5, "max_repetitions": 8}


class Shape(NamedTuple):
    """A question to a catalogue: the minutes, and the areas asked for. Where there are none, all count."""

    minutes: int
    areas: tuple[str, ...]


def real_list(stretches: int, seed: int) -> Catalog:
    """Draw a catalogue.

    Parameters
    ----------
    stretches
        How many it has, at least 24.
    seed
        The same seed gives the same catalogue.

    Returns
    -------
    Catalog
        With 8 to 20 areas (no more than a third of the stretches), each the main area of some stretch; one to three
        dose ranges for holds and three to six positions. One entry in sixteen is a movement, one in twelve may open a
        session, and one in forty comes after another.
    """
    random = Random(f"real list {stretches} {seed}")  # noqa: S311 - a seed is the point
    areas = _AREAS[: random.randint(8, min(20, stretches // 3))]
    holds = [
        {**dose, "min_sets": 1, "max_sets": random.choice((2, 3))}
        for dose in random.sample(_HOLDS, random.choice((1, 2, 2, 3)))
    ]
    positions = _POSITIONS[: random.randint(3, 6)]
    size = [1 / (place + 2) for place in range(len(areas))]  # the largest area has about ten times the smallest
    near = {area: random.sample([a for a in areas if a != area], 4) for area in areas}
    entries = []
    for number in range(stretches):
        main = areas[number] if number < len(areas) else random.choices(areas, size)[0]
        count = random.choices(list(_SECONDARY), list(_SECONDARY.values()))[0]
        entries.append(_entry(random, number, main, near[main][:count], random.choice(holds), positions))
    for number in range(1, stretches):
        if random.random() < 0.025:
            entries[number]["ordering"] = {"after": [entries[random.randrange(number)]["id"]]}
    return catalog_from(f"real_list_{stretches}_{seed}", f"{stretches} entries drawn from seed {seed}", areas, entries)


def questions(catalog: Catalog, seed: int, each: int = 2) -> list[Shape]:
    """Return questions to a catalogue: some for one to six areas each, and some for none, of 5 to 45 minutes.

    Parameters
    ----------
    catalog
        The catalogue.
    seed
        The same seed gives the same questions.
    each
        How many for each number of areas.
    """
    random = Random(f"questions {catalog.id} {seed}")  # noqa: S311 - a seed is the point
    return [
        Shape(random.randint(5, 45), tuple(sorted(random.sample(catalog.area_ids, count))))
        for count in (1, 2, 3, 4, 5, 6, 0)
        for _ in range(each)
    ]


def _entry(
    random: Random, number: int, main: str, near: list[str], hold: dict[str, Any], positions: tuple[str, ...]
) -> dict[str, Any]:
    moves = random.random() < 1 / 16
    sides = "both" if moves or random.random() < 0.4 else "each"
    entry: dict[str, Any] = {
        "id": f"entry_{number:03}",
        "name": f"Entry {number}",
        "position": random.choice(positions),
        "style": "dynamic" if moves else "static",
        "sides": sides,
        "dose": {**_MOVES, "min_sets": 1, "max_sets": 2} if moves else hold,
        "targets": {"primary": [main], "secondary": near},
        "first_allowed_day": 0,
        "setup": "Get into place.",
        "cue": "Stretch your {side} side." if sides == "each" else "Stretch.",
        "ordering": {"opens": random.random() < 1 / 12},
        "loads": [],
    }
    if moves:
        entry["breath"] = BREATH
    return entry
