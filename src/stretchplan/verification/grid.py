"""Which requests are gone through? Every combination of the values of six fields of a request."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple, TypedDict, get_args

from stretchplan.base.bounded import whole
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PACES, PaceName, PlanRequest
from stretchplan.inputs.screening import QUESTIONS, Screening
from stretchplan.results.verification import Grid

__all__ = ["Axes", "GridFields", "Rank", "make_grid"]

Rank = tuple[int, int, int]
"""Where a request stands: its minutes, its set of areas and its situation, as places in the grid. Less is smaller."""

_DAYS: Final = (None, *range(61))
_MINUTES: Final = tuple(range(1, 61))
_PAIN: Final = (None, *range(11))


class GridFields(TypedDict, total=False):
    """What a caller may state of a grid; docs/verify.md has the defaults."""

    days: Iterable[int | None]
    minutes: Iterable[int]
    areas: int | Iterable[Collection[str]]
    conditions: int | Iterable[Collection[Condition]]
    pain: Iterable[int | None]
    paces: Iterable[PaceName | None]


def make_grid(area_ids: Sequence[str], fields: GridFields) -> Grid:
    """Return the grid that is stated, each axis in order and without repeats; sets of areas may name unknown areas.

    Raises
    ------
    InvalidRequest
        If a value is not allowed in a request, or an axis is empty.
    """
    days, pain = (
        _ordered("days", fields.get("days", _DAYS), none=True),
        _ordered("pain", fields.get("pain", _PAIN), none=True),
    )
    minutes, paces = _ordered("minutes", fields.get("minutes", _MINUTES)), _paces(fields.get("paces", (None,)))
    areas = _sets("areas", fields.get("areas", 2), area_ids)
    conditions = _sets("conditions", fields.get("conditions", 2), tuple(CONDITIONS))
    # The request itself says what is allowed, with its own words.
    for number in minutes:
        PlanRequest(minutes=number, days_since_injury=None)  # type: ignore[arg-type]
    for day in days:
        PlanRequest(minutes=1, days_since_injury=day)
    for names in areas:
        PlanRequest(minutes=1, days_since_injury=None, targets=names)
    for points in pain:
        PlanRequest(minutes=1, days_since_injury=None, pain=points)
    for names in conditions:
        PlanRequest(minutes=1, days_since_injury=None, profile={"conditions": names})
    return Grid(
        days=days,
        minutes=minutes,  # type: ignore[arg-type]
        areas=areas,
        conditions=conditions,  # type: ignore[arg-type]
        pain=pain,
        paces=paces,
    )


def _listed(name: str, values: object) -> list[object]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise _wrong(name, quoted(values), f"{quoted(values)} is not a list of values; give one")
    found = list(values)
    if not found:
        raise _wrong(name, "", "give at least one value")
    return found


def _ordered(name: str, values: object, *, none: bool = False) -> tuple[int | None, ...]:
    """Return the values of an axis in order; None comes first where it is allowed."""
    found: set[int] = set()
    has_none = False
    for value in _listed(name, values):
        number = whole(value)
        if none and number is None:
            has_none = True
        elif isinstance(number, bool) or not isinstance(number, int):
            raise _wrong(name, quoted(number), f"{quoted(number)} is not a whole number")
        else:
            found.add(number)
    return (*([None] if has_none else []), *sorted(found))


def _paces(values: object) -> tuple[PaceName | None, ...]:
    """Return the paces, the one that suits the day first and then from quick to slow."""
    found = _listed("paces", values)
    for value in found:
        if value is not None and value not in PACES:
            hint, suggestion = did_you_mean(str(value), PACES, f"it is one of {', '.join(PACES)}, or None")
            message = f"{quoted(value)} is not a pace; {hint}"
            raise InvalidRequest(Problem("grid.paces", quoted(value), message, suggestion))
    return tuple(name for name in (None, *get_args(PaceName)) if name in found)


def _sets(name: str, given: object, known: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return all sets of up to so many names, or the sets that are given: small ones first, in the known order."""
    if isinstance(given, bool):
        raise _wrong(name, quoted(given), f"{quoted(given)} is not allowed; give a whole number or a list of sets")
    if isinstance(given, int):
        if not 0 <= given <= len(known):
            raise _wrong(name, str(given), f"{given} is not allowed; give 0 to {len(known)} for the sets of so many")
        return tuple(names for size in range(given + 1) for names in combinations(known, size))
    places = {one: place for place, one in enumerate(known)}

    def place(one: str) -> tuple[int, str]:
        return places.get(one, len(places)), one

    found = set()
    for names in _listed(name, given):
        if isinstance(names, (str, bytes)) or not isinstance(names, Collection):
            raise _wrong(name, quoted(names), f'{quoted(names)} is not a set of names; give one such as ["hips"]')
        if not all(isinstance(one, str) for one in names):
            raise _wrong(name, quoted(names), f"{quoted(names)} is not a set of names")
        found.add(tuple(sorted({str(one) for one in names}, key=place)))
    return tuple(sorted(found, key=lambda names: (len(names), [place(one) for one in names])))


def require_known_areas(grid: Grid, area_ids: Sequence[str], of: str = "this catalogue") -> None:
    """Raise InvalidRequest for an area of the grid that is not in ``area_ids``; ``of`` says whose these are."""
    for names in grid.areas:
        for name in names:
            if name not in area_ids:
                hint, suggestion = did_you_mean(name, area_ids, f"known areas: {', '.join(area_ids)}")
                message = f"{quoted(name)} is not an area of {of}; {hint}"
                raise InvalidRequest(Problem("grid.areas", quoted(name), message, suggestion))


def _wrong(name: str, value: str, message: str) -> InvalidRequest:
    return InvalidRequest(Problem(f"grid.{name}", value, message))


class Situation(NamedTuple):
    """A day, pain, conditions and a pace, as places in the grid."""

    conditions: int
    pain: int
    day: int
    pace: int


class Axes:
    """The requests of a grid by their places in it.

    Situations are numbered in the order of conditions, pain, days and paces, the last changing fastest, so that the
    first one is the smallest.
    """

    def __init__(self, grid: Grid, policy: Policy) -> None:
        self.grid = grid
        self._screening = (
            Screening(**{question.id: "no" for question in QUESTIONS})  # type: ignore[arg-type]
            if policy.require_screening
            else None
        )
        self._profiles = [Profile(conditions=frozenset(names)) for names in grid.conditions]
        self._areas = [frozenset(names) for names in grid.areas]

    def situation(self, number: int) -> Situation:
        """Return what a situation is, by its number."""
        grid = self.grid
        number, pace = divmod(number, len(grid.paces))
        number, day = divmod(number, len(grid.days))
        conditions, pain = divmod(number, len(grid.pain))
        return Situation(conditions, pain, day, pace)

    def day(self, number: int) -> int:
        """Return the place of the day of a situation."""
        return number // len(self.grid.paces) % len(self.grid.days)

    def request(self, rank: Rank) -> PlanRequest:
        """Return the request with a rank."""
        minutes, areas, number = rank
        grid, at = self.grid, self.situation(number)
        return PlanRequest(
            minutes=grid.minutes[minutes],
            days_since_injury=grid.days[at.day],
            targets=self._areas[areas],
            pain=grid.pain[at.pain],
            pace=grid.paces[at.pace],
            screening=self._screening,
            profile=self._profiles[at.conditions],
        )

    def requests(self) -> Iterator[PlanRequest]:
        """Yield every request, the smallest first."""
        grid = self.grid
        for minutes in range(len(grid.minutes)):
            for areas in range(len(grid.areas)):
                for number in range(grid.situations):
                    yield self.request((minutes, areas, number))
