"""What the errors of :mod:`stretchplan.errors` are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from stretchplan.request import PlanRequest

__all__ = ["Change", "Conflict", "KeptOut", "Member", "Problem", "Relaxation"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with some input.

    Attributes
    ----------
    where
        The place, as a dotted path, such as ``targets`` or ``stretches[2].dose.max_seconds``. Empty for the
        whole input.
    value
        What stood there, as a short printable text; empty when nothing did.
    message
        What is wrong and what is allowed, as one sentence.
    suggestion
        The nearest known name, when one is near; else None.
    """

    where: str
    value: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


MemberKind = Literal["area", "include", "avoid_stretch", "avoid_position", "equipment", "minutes", "rule"]
"""What can be part of a conflict: demands of the request, and rules."""


@dataclass(frozen=True, slots=True)
class Member:
    """A demand of the request, or a rule.

    Attributes
    ----------
    kind
        ``area``, ``include`` (a stretch that must be in), ``avoid_stretch``, ``avoid_position``, ``equipment`` (a piece
        that is not at hand), ``minutes`` or ``rule``.
    id
        The area, stretch, position, piece of equipment or rule; ``minutes`` for the minutes.
    name
        The same for people.
    """

    kind: MemberKind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A stretch that could do what a conflict demands.

    Attributes
    ----------
    stretch_id, name
        Which one.
    serves
        Whether it does what is demanded itself; else it could open the session for one that does.
    by
        The rule of the conflict that keeps it out, ``wish`` when something the request avoids does, or empty.
    """

    stretch_id: str
    name: str
    serves: bool
    by: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands and rules that cannot be had together; without any one of them, the others can.

    Attributes
    ----------
    members
        The demands and the rules.
    kept_out
        The stretches that it is about.
    days_since_injury
        The day of the request.
    pain, pain_stop_from
        The pain now and the bound, where ``pain-stop`` is a member; else None.
    budget_seconds
        The seconds that there are.
    least_seconds, session
        Where time is short: what the shortest session takes, and its stretches; else None and empty.
    message
        The same as one sentence.
    """

    members: tuple[Member, ...]
    kept_out: tuple[KeptOut, ...]
    days_since_injury: int | None
    pain: int | None
    pain_stop_from: int | None
    budget_seconds: int
    least_seconds: int | None
    session: tuple[str, ...]
    message: str = ""

    @property
    def demands(self) -> tuple[Member, ...]:
        """The members that the request could give up."""
        return tuple(member for member in self.members if member.kind != "rule")

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The rules among the members."""
        return tuple(member.id for member in self.members if member.kind == "rule")


ChangeKind = Literal[
    "more_time", "wait", "without_area", "without_stretch", "with_equipment", "allow_stretch", "allow_position"
]
"""How a relaxation differs from the request."""


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which a relaxation differs from the request.

    Attributes
    ----------
    kind
        ``more_time``, ``wait``, ``without_area``, ``without_stretch``, ``with_equipment``, ``allow_stretch`` or
        ``allow_position``.
    id, name
        The area, stretch, piece of equipment or position; empty for the first two.
    amount
        Seconds more, or days to wait; else 0.
    until
        All the seconds that there are then, or the day that is waited for; else 0.
    """

    kind: ChangeKind
    id: str = ""
    name: str = ""
    amount: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A request near to the one that has no plan, and that does have one.

    Attributes
    ----------
    request
        The request, ready to be passed back: a :class:`stretchplan.PlanRequest`.
    changes
        How it differs. No rule of safety is ever among them.
    message
        The same in words: ``one minute and ten seconds more (2 min 10 s in all)``.
    """

    request: PlanRequest
    changes: tuple[Change, ...]
    message: str
