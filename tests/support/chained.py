"""Catalogues whose ordering hints form chains across positions: drawn from a seed, or as people reported them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from stretchplan.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Sequence

POSITIONS = ("standing", "seated", "supine", "prone", "quadruped", "kneeling")
_HOLDS = ((10, 30, 10), (20, 30, 10), (15, 30, 5), (20, 60, 20), (30, 30, 5))


def entry(number: int, position: str, after: Sequence[int] = (), **changes: Any) -> dict[str, Any]:
    """Return a static stretch for the back: 20 or 30 s, one set or two, both sides at once."""
    hold = changes.pop("hold", (20, 30, 10))
    dose = {"kind": "hold", "min_seconds": hold[0], "max_seconds": hold[1], "step_seconds": hold[2]}
    return {
        "id": f"s{number:03}",
        "name": f"Stretch {number}",
        "position": position,
        "style": "static",
        "sides": "both",
        "dose": {**dose, "min_sets": 1, "max_sets": changes.pop("sets", 2)},
        "targets": changes.pop("targets", {"primary": ["back"], "secondary": []}),
        "first_allowed_day": 0,
        "setup": "Get into place.",
        "cue": "Stretch.",
        "loads": [],
        "ordering": {"opens": changes.pop("opens", False), "after": [f"s{other:03}" for other in after]},
        **changes,
    }


def catalog(entries: list[dict[str, Any]], areas: Sequence[str] = ("back",)) -> Catalog:
    """Return a catalogue of some entries."""
    listed = [{"id": area, "name": area.replace("_", " ")} for area in areas]
    return Catalog.model_validate(
        {"id": "chained", "version": "1.0.0", "title": "Chained", "areas": listed, "stretches": entries}
    )


def routines(length: int) -> Catalog:
    """Return two routines, each stretch after the one before it; the positions go round in opposite directions."""
    entries = []
    for number in range(2 * length):
        place = number % length
        position = POSITIONS[place % 4 if number < length else (1 + 3 * place) % 4]
        entries.append(entry(number, position, [number - 1] if place else [], opens=True))
    return catalog(entries)


def crossing() -> Catalog:
    """Return 24 stretches in six positions in turn, every fourth after the one of half its number."""
    return catalog(
        [entry(n, POSITIONS[n % 6], [n // 2] if n and n % 4 == 0 else [], hold=(10, 30, 10)) for n in range(24)]
    )


def drawn(random: Random, least: int, most: int) -> Catalog:
    """Draw a catalogue of so many stretches in up to six positions for up to six areas: with chains, or with hints."""
    positions = POSITIONS[: random.randint(2, 6)]
    areas = [f"area_{k}" for k in range(random.choice([1, 1, 2, 3, 4, 6]))]
    kind, chains = random.choice(["routines", "hints", "few", "none"]), random.randint(2, 4)
    entries: list[dict[str, Any]] = []
    for number in range(random.randint(least, most)):
        after: list[int] = []
        if kind == "routines" and number >= chains:
            after = [number - chains]
        elif number and random.random() < {"hints": 0.5, "few": 0.2}.get(kind, 0):
            after = [random.randrange(number)]
        worked = random.sample(areas, random.randint(1, min(3, len(areas))))
        primary = random.randint(1, len(worked))
        sides = random.choice(["both", "both", "each"])
        entries.append(
            entry(
                number,
                random.choice(positions),
                after,
                hold=random.choice(_HOLDS),
                sets=random.choice([1, 2, 2, 3]),
                targets={"primary": worked[:primary], "secondary": worked[primary:]},
                opens=kind == "routines" or (not after and random.random() < 0.3),
                sides=sides,
                cue="Stretch the {side} side." if sides == "each" else "Stretch.",
            )
        )
    return catalog(entries, areas)
