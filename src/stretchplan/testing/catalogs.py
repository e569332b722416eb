"""Strategies for valid catalogues and stretches of every kind."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Equipment, Load, Position

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["catalogs", "stretches"]

_AREAS = ("lower_back", "hips", "neck", "shoulders", "calves", "chest", "wrists", "thighs")
_POSITIONS: tuple[Position, ...] = get_args(Position)
_LOADS: tuple[Load, ...] = get_args(Load)
_EQUIPMENT: tuple[Equipment, ...] = get_args(Equipment)
_BREATHS = ((2, 3), (3, 3), (2, 2), (4, 6), (1, 1))

# Each strategy is made once and draws several values together, the simplest first: a draw costs Hypothesis much more
# than a choice among a thousand, and a large catalogue has hundreds.
_STYLES_AND_KINDS = st.sampled_from(
    [("static", "hold"), ("dynamic", "flow"), ("dynamic", "repetitions")]
    + [("strengthening", kind) for kind in ("hold", "repetitions", "flow")]
)
_CHANGE = "Let your {other_side} side go and rest for a moment, then take your {side} side in the same way as before."
_SIDES = (("both", None), ("each", None), ("each", _CHANGE))
_SIDES_AND_BREATHS = st.sampled_from(list(product(_SIDES, _BREATHS)))
_DAYS_AND_POSITIONS = st.sampled_from(list(product((0, 0, 0, 3, 7, 42), _POSITIONS)))
_LOADS_DRAWN = st.none() | st.sampled_from([list(some) for count in range(4) for some in combinations(_LOADS, count)])
_NEEDS = st.sampled_from([*([[]] * len(_EQUIPMENT)), *([piece] for piece in _EQUIPMENT)])
_SETS = st.sampled_from(list(product((1, 2), range(4))))
_AMOUNTS = {
    "hold": st.sampled_from(list(product((10, 15, 20, 30), range(4), (5, 10, 1)))),
    "flow": st.sampled_from(list(product(range(1, 6), range(4), (1, 2)))),
    "repetitions": st.sampled_from(list(product(range(1, 9), range(4), (1,)))),
}


@cache
def _worked(areas: tuple[str, ...]) -> list[SearchStrategy[tuple[tuple[str, ...], int, int]]]:
    """Return strategies for one area, two areas and so on, each in any order with the kinds of target."""
    counts = range(1, min(4, len(areas)) + 1)
    return [
        st.sampled_from([(some, main, rest) for some in permutations(areas, count) for main, rest in _splits(count)])
        for count in counts
    ]


def _splits(count: int) -> list[tuple[int, int]]:
    """Return how many of so many areas are primary, and how many are primary or secondary, the plainest first."""
    splits = [(main, rest) for main in range(1, count + 1) for rest in range(main, count + 1)]
    return sorted(splits, key=lambda split: count - split[1])


@st.composite
def stretches(draw: DrawFn, *, areas: tuple[str, ...] = _AREAS[:3], number: int = 0) -> Stretch:
    """Draw one stretch without ordering hints; it shrinks to a hold for both sides.

    Parameters
    ----------
    areas
        Ids of areas to work.
    number
        Part of its id and name, to tell several apart.

    Returns
    -------
    Stretch
        Its id ends in the number.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import stretches
    >>> @given(stretches())
    ... def test_stretch(stretch):
    ...     assert stretch.first_allowed_day >= 0
    """
    return Stretch.model_validate(draw(_entries(areas, number)))


@st.composite
def _entries(draw: DrawFn, areas: tuple[str, ...], number: int) -> dict[str, Any]:
    style, kind = draw(_STYLES_AND_KINDS)
    (sides, change), breath = draw(_SIDES_AND_BREATHS)
    counts = _worked(areas)
    worked, main, meant = draw(counts[draw(st.integers(0, len(counts) - 1))])
    first_day, position = draw(_DAYS_AND_POSITIONS)
    loads, needs = draw(_LOADS_DRAWN), draw(_NEEDS)
    entry: dict[str, Any] = {
        "id": f"stretch_{number}",
        "name": f"Stretch {number}",
        "position": position,
        "style": style,
        "sides": sides,
        "dose": _dose(draw, kind, sum(breath)),
        "targets": {"primary": worked[:main], "secondary": worked[main:meant], "named": worked[meant:]},
        "first_allowed_day": first_day,
        "setup": "Get into place.",
        "cue": "Stretch your {side} side away from your {other_side} one." if sides == "each" else "Stretch.",
        "change": change,
        "loads": loads,
        "needs": needs,
    }
    if kind != "hold":
        entry["breath"] = {
            "inhale_seconds": breath[0],
            "exhale_seconds": breath[1],
            "inhale_cue": "Breathe in.",
            "exhale_cue": "Breathe out.",
        }
    return entry


def _dose(draw: DrawFn, kind: str, breath_seconds: int) -> dict[str, Any]:
    fewest, more_sets = draw(_SETS)
    least, more, step = draw(_AMOUNTS[kind])
    dose: dict[str, Any] = {"kind": kind, "min_sets": fewest, "max_sets": fewest + more_sets}
    if kind == "repetitions":
        dose |= {"min_repetitions": least, "max_repetitions": least + more}
        if draw(st.booleans()):  # some of the numbers between the ends
            dose["choices"] = sorted({least, least + more // 2, least + more})
        return dose
    unit = breath_seconds if kind == "flow" else 1
    return dose | {
        "min_seconds": least * unit,
        "max_seconds": (least + more * step) * unit,
        "step_seconds": step * unit,
    }


@st.composite
def catalogs(draw: DrawFn, *, min_stretches: int = 1, max_stretches: int = 6) -> Catalog:
    """Draw a valid catalogue; it shrinks to one stretch for one area.

    At least one of its stretches is not strengthening and may be planned on any day, so that some request has a plan.

    Parameters
    ----------
    min_stretches, max_stretches
        How many stretches it has: 1 to 500.
    """
    areas = _AREAS[: draw(st.integers(1, len(_AREAS)))]
    count = draw(st.integers(min_stretches, max_stretches))
    entries = [draw(_entries(areas, number)) for number in range(count)]
    entries[0] |= {"style": "static", "first_allowed_day": 0, "needs": []}
    if entries[0]["dose"]["kind"] != "hold":
        dose = {"kind": "hold", "min_seconds": 10, "max_seconds": 20, "step_seconds": 5, "min_sets": 1, "max_sets": 2}
        entries[0] |= {"dose": dose, "breath": None}
    entries[0]["dose"] |= {"min_sets": 1}
    _add_hints(draw, entries)
    return Catalog.model_validate(
        {
            "id": "drawn",
            "version": "1.0.0",
            "title": "A drawn catalogue",
            "areas": [{"id": area, "name": area.replace("_", " ")} for area in areas],
            "stretches": entries,
        }
    )


def _add_hints(draw: DrawFn, entries: list[dict[str, Any]]) -> None:
    """Add ordering hints that one order of the whole catalogue keeps, so that none make a cycle."""
    order = draw(st.permutations(range(len(entries))))
    for place, number in enumerate(order):
        entry = entries[number]
        opens = entry["style"] != "strengthening" and draw(st.booleans())
        before = [entries[n] for n in order[:place] if not opens or entries[n]["ordering"]["opens"]]
        hints: dict[str, Any] = {"opens": opens}
        if before and draw(st.integers(0, 2)) == 2:
            hints["after"] = [draw(st.sampled_from([e["id"] for e in before]))]
        previous = entries[order[place - 1]] if place else None
        if previous is not None and previous in before and draw(st.integers(0, 3)) == 3:
            hints["straight_after"] = previous["id"]
        entry["ordering"] = hints
