"""Catalogues of any size that look like real ones: drawn from a seed, the same on every machine."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from stretchplan.catalog import Catalog, builtin_catalog

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BREATH", "catalog_from", "catalog_of", "realistic"]

_AREAS = (
    "lower_back", "hips", "hamstrings", "glutes", "spine", "upper_back", "pelvis", "knees", "ankles",
    "neck", "shoulders", "calves", "chest", "wrists",
)  # fmt: skip
_NEIGHBOURS = 3
"""Secondary targets are at most this many places from the primary ones in the list above."""

# About how often each occurs among the stretches of the built-in catalogue and of free-exercise-db.
_POSITIONS = {
    "supine": 30, "kneeling": 12, "quadruped": 12, "prone": 10, "seated": 16, "standing": 14, "side_lying": 6,
}  # fmt: skip
_STYLES = {"static": 75, "dynamic": 13, "strengthening": 12}
_HOLDS = {(10, 20, 5): 25, (15, 30, 5): 30, (20, 30, 10): 15, (20, 60, 10): 15, (30, 60, 15): 10, (10, 30, 10): 5}
_FIRST_DAYS = {0: 84, 7: 10, 14: 4, 42: 2}
BREATH = {"inhale_seconds": 3, "exhale_seconds": 3, "inhale_cue": "Breathe in.", "exhale_cue": "Breathe out."}


def catalog_of(stretches: int, seed: int) -> Catalog:
    """Return the built-in catalogue for 7 stretches, else a realistic one.

    Parameters
    ----------
    stretches
        How many.
    seed
        Which of the realistic ones.
    """
    return builtin_catalog() if stretches == len(builtin_catalog().stretches) else realistic(stretches, seed)


def realistic(stretches: int, seed: int) -> Catalog:
    """Draw a catalogue.

    Parameters
    ----------
    stretches
        How many it has, at least 9.
    seed
        The same seed gives the same catalogue.

    Returns
    -------
    Catalog
        With 9 areas below 60 stretches and 12 from there on, each the primary target of some stretch.
    """
    random = Random(f"{stretches} stretches, {seed}")  # noqa: S311 - a seed is the point
    areas = _AREAS[: 9 if stretches < 60 else 12]
    entries = [_entry(random, number, areas) for number in range(stretches)]
    for number, entry in enumerate(entries):
        earlier = [other["id"] for other in entries[:number] if other["position"] == entry["position"]]
        hints: dict[str, Any] = {"opens": entry["style"] != "strengthening" and random.random() < 0.2}
        if earlier and not hints["opens"]:
            if random.random() < 0.1:
                hints["after"] = [random.choice(earlier[-5:])]
            elif random.random() < 0.05:
                hints["straight_after"] = random.choice(earlier[-5:])
        entry["ordering"] = hints
    title = f"{stretches} stretches drawn from seed {seed}"
    return catalog_from(f"realistic_{stretches}_{seed}", title, areas, entries)


def catalog_from(id_: str, title: str, areas: Sequence[str], entries: Sequence[dict[str, Any]]) -> Catalog:
    """Return a catalogue of some areas and stretches, given as its file would have them."""
    return Catalog.model_validate(
        {
            "id": id_,
            "version": "1.0.0",
            "title": title,
            "areas": [{"id": area, "name": area.replace("_", " ")} for area in areas],
            "stretches": entries,
        }
    )


def _entry(random: Random, number: int, areas: Sequence[str]) -> dict[str, Any]:
    style = _pick(random, _STYLES)
    sides = "each" if style == "static" and random.random() < 0.65 else "both"
    main = number % len(areas)  # each area in turn, so that each has a stretch
    near = [area for place, area in enumerate(areas) if 0 < abs(place - main) <= _NEIGHBOURS]
    random.shuffle(near)
    primary = [areas[main], *near[: _pick(random, {0: 55, 1: 35, 2: 10})]]
    secondary = near[len(primary) - 1 :][: _pick(random, {0: 40, 1: 40, 2: 20})]
    entry: dict[str, Any] = {
        "id": f"stretch_{number:03}",
        "name": f"Stretch {number}",
        "position": _pick(random, _POSITIONS),
        "style": style,
        "sides": sides,
        "dose": _dose(random, style),
        "targets": {"primary": primary, "secondary": secondary},
        "first_allowed_day": _pick(random, _FIRST_DAYS),
        "setup": "Get into place.",
        "cue": "Stretch your {side} side." if sides == "each" else "Stretch.",
        "loads": [],
    }
    if entry["dose"]["kind"] != "hold":
        entry["breath"] = BREATH
    return entry


def _dose(random: Random, style: str) -> dict[str, Any]:
    sets = {"min_sets": 1, "max_sets": _pick(random, {2: 25, 3: 35, 4: 40})}
    if style == "static":
        least, most, step = _pick(random, _HOLDS)
        return {"kind": "hold", "min_seconds": least, "max_seconds": most, "step_seconds": step, **sets}
    least = _pick(random, {3: 30, 5: 50, 8: 20})
    most = least + random.choice([2, 3, 5])
    return {"kind": "repetitions", "min_repetitions": least, "max_repetitions": most, **sets}


def _pick(random: Random, weights: dict[Any, int]) -> Any:
    return random.choices(list(weights), list(weights.values()))[0]
