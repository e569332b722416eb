"""What stands against a plan, and which nearest requests have one: the values that :class:`Infeasible` carries.

They are apart from the errors because most processes never refuse a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stretchplan.inputs.request import PlanRequest

__all__ = ["Change", "ChangeKind", "Conflict", "KeptOut", "Member", "MemberKind", "Relaxation"]

MemberKind = Literal["area", "include", "avoid_stretch", "avoid_position", "equipment", "minutes", "rule"]
"""The kinds of demands of a request, and ``rule``."""


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
        Its name for people.
    """

    kind: MemberKind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A stretch that could meet a demand of a conflict.

    Attributes
    ----------
    stretch_id, name
        The stretch.
    serves
        Whether it meets the demand itself; otherwise it could open the session for a stretch that does.
    by
        The rule of the conflict that keeps it out; ``wish`` when a wish or missing equipment does; or empty.
    """

    stretch_id: str
    name: str
    serves: bool
    by: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands and rules that no session meets together. When any one of them is dropped, some session meets the others.

    Attributes
    ----------
    members
        The demands and the rules.
    kept_out
        The stretches that could meet its demands.
    days_since_injury
        The day of the request.
    pain, pain_stop_from
        The pain now and the pain from which nothing is planned, 0 to 10, where ``pain-stop`` is a member; else None.
    budget_seconds
        The seconds available.
    least_seconds, session
        When time is short: the seconds of the shortest session, and its stretches; otherwise None and empty.
    message
        The same as one sentence; and a second one about ``stand_ins``, if there are some.
    stand_ins
        Ids of stretches of the built-in catalogue ``anywhere`` that could stand in for those that are kept out.
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
    stand_ins: tuple[str, ...] = ()

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
        The extra seconds, or the days to wait; otherwise 0.
    until
        All the seconds after the change, or the day to wait for; otherwise 0.
    """

    kind: ChangeKind
    id: str = ""
    name: str = ""
    amount: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A request that has a plan, as near as possible to the one that has none.

    Attributes
    ----------
    request
        A :class:`stretchplan.PlanRequest`, ready to be passed back: today if ``not_before_days`` is 0, and otherwise
        not before so many days have passed. Nothing in the library knows today's date, so a program that passes the
        request back at once gets a plan for a day that has not come.
    changes
        How it differs. No change ever relaxes a safety rule.
    message
        The same in words: ``one minute and ten seconds more (2 min 10 s in all)``.
    not_before_days
        The days to wait from the day of the refused request; 0 when the request may be passed back today.
    not_before
        The same as a date, which is the ``on`` of ``request``; None when there is nothing to wait for, or the refused
        request states no date.
    """

    request: PlanRequest
    changes: tuple[Change, ...]
    message: str
    not_before_days: int = 0
    not_before: date | None = None
