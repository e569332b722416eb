"""What was found in a part of the work: counts and smallest examples, which add up in any order."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from stretchplan.verification.grid import Rank

__all__ = ["Counted", "Tally"]


@dataclass
class Counted:
    """How many requests, the smallest of them, and a sentence about it."""

    requests: int
    smallest: Rank
    message: str = ""

    def add(self, other: Counted) -> None:
        """Add the requests of another one."""
        self.requests += other.requests
        if other.smallest < self.smallest:
            self.smallest, self.message = other.smallest, other.message


@dataclass
class Tally:
    """The counts of a part. As JSON it can be kept in a file."""

    requests: int = 0
    problems: int = 0
    planned: int = 0
    searches: int = 0
    checks: int = 0
    refused: dict[str, Counted] = field(default_factory=dict)  # by the text of the answer
    reach: dict[str, int] = field(default_factory=dict)  # least minutes, as a place, by the places of area set and day
    doses: dict[str, Counted] = field(default_factory=dict)  # by stretch and dose
    manners: dict[str, int] = field(default_factory=dict)  # planned requests by stretch and form, or stretch and rule
    broken: dict[str, Counted] = field(default_factory=dict)  # by rule
    stood: dict[str, Counted] = field(default_factory=dict)  # of situations by themselves: see `Standing`
    failed: dict[str, Counted] = field(default_factory=dict)  # by own rule
    unproved: dict[str, Counted] = field(default_factory=dict)  # under one key
    slowest: dict[str, Counted] = field(default_factory=dict)  # nodes, under one key
    shortest: dict[str, int] = field(default_factory=dict)  # least seconds of a session with a stretch
    answers: list[str] = field(default_factory=list)
    timelines: list[list[list[int]]] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)  # group, set of areas, timeline

    def count(self, table: str, key: str, requests: int, rank: Rank, message: str = "") -> None:
        """Count requests under a key of a table."""
        _add(getattr(self, table), key, Counted(requests, rank, message))

    def least(self, table: str, key: str, number: int) -> None:
        """Note the least number under a key of a table."""
        numbers: dict[str, int] = getattr(self, table)
        numbers[key] = min(number, numbers.get(key, number))

    def note_nodes(self, nodes: int, rank: Rank) -> None:
        """Note a search, if none took more nodes; of equal ones the smallest request."""
        known = self.slowest.get("")
        if known is None or (-nodes, rank) < (-known.requests, known.smallest):
            self.slowest[""] = Counted(nodes, rank)

    def merge(self, other: Tally) -> None:
        """Add the counts of another part; the answers to requests are the caller's to join."""
        for name in ("requests", "problems", "planned", "searches", "checks"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("refused", "doses", "broken", "stood", "failed", "unproved"):
            for key, counted in getattr(other, name).items():
                _add(getattr(self, name), key, counted)
        for name in ("reach", "shortest"):
            for key, number in getattr(other, name).items():
                self.least(name, key, number)
        for key, number in other.manners.items():
            self.manners[key] = self.manners.get(key, 0) + number
        for counted in other.slowest.values():
            self.note_nodes(counted.requests, counted.smallest)

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Tally:
        """Return the tally that :meth:`to_json` gave."""
        tables = ("refused", "doses", "broken", "stood", "failed", "unproved", "slowest")
        read = {
            name: {
                key: Counted(one["requests"], (*one["smallest"],), one["message"]) for key, one in data[name].items()
            }
            for name in tables
        }
        return cls(**{**data, **read})


def _add(table: dict[str, Counted], key: str, counted: Counted) -> None:
    known = table.get(key)
    if known is None:
        table[key] = Counted(counted.requests, counted.smallest, counted.message)
    else:
        known.add(counted)
