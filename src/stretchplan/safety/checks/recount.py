"""What a schedule shows, counted from its steps alone.

Every judge works from this count, never from what the plan says of itself. Only one thing is taken from the
catalogue: which stretch an id means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.results.plan import OwnRuleRef, Plan, Side, Step, StepKind

__all__ = ["MOVES", "PAUSES", "Run", "Session", "Worked", "recount"]

MOVES: Final = frozenset({"get_ready", "change_position", "settle"})
"""Kinds of step that lead to a stretch."""
PAUSES: Final = frozenset({"change_side", "rest"})
"""Kinds of step between two pieces of work of one stretch."""


@dataclass(slots=True)
class Run:
    """Steps of one stretch that follow one another: its moves, then work and pauses.

    Attributes
    ----------
    stretch_id
        The stretch; None when the steps name none.
    stretch
        Its entry in the catalogue, or None.
    first, body, end
        Indices into the schedule: the first step, the first one that is no move, and one past the last.
    work
        Indices of the work steps.
    needs
        The kind of move that has to lead here, or None when the catalogue does not know the two stretches.
    """

    stretch_id: str | None
    stretch: Stretch | None
    first: int
    body: int
    end: int
    work: list[int] = field(default_factory=list)
    needs: StepKind | None = None


@dataclass(slots=True)
class Worked:
    """One stretch of the catalogue as the schedule shows it, all its runs taken together.

    Attributes
    ----------
    stretch
        Its entry in the catalogue.
    first
        Index of its first step.
    work
        Indices of its work steps.
    first_side_steps
        Those of them that start a set: all of them, or for one-sided stretches every other one.
    runs
        How often the schedule comes to it.
    balanced
        Whether left and right have as many pieces of work as one another; true for two-sided stretches.
    even
        Whether, besides, the second side of each set is as long as the first.
    sets
        How many sets there are: one number, or when the sides are not balanced each that could be meant.
    seconds_per_side
        Seconds of work on one side: one number, or when the sides are not even each that could be meant.
    amounts
        The first step of each set and its seconds or, for repetitions, its count. A set without a count is left out.
    """

    stretch: Stretch
    first: int
    work: list[int]
    runs: int = 1
    first_side_steps: list[int] = field(default_factory=list)
    balanced: bool = True
    even: bool = True
    sets: frozenset[int] = frozenset()
    seconds_per_side: frozenset[int] = frozenset()
    amounts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def amount_range(self) -> tuple[int, int, str]:
        """The lowest and the highest amount of a set in the catalogue, and their unit."""
        dose = self.stretch.dose
        if dose.kind == "repetitions":
            return dose.min_repetitions, dose.max_repetitions, "repetitions"
        return dose.min_seconds, dose.max_seconds, "s"

    def above(self, amount: int, sets: int | None = None) -> Iterator[tuple[int, str, str]]:
        """Yield each set above an amount, and the first set beyond a number of sets.

        Yields
        ------
        tuple of int, str and str
            The step, how much there is and how much is allowed.
        """
        unit = self.amount_range[2]
        for i, found in self.amounts:
            if found > amount:
                yield i, f"{found} {unit} a set", f"{amount} {unit}"
        if sets is not None and len(self.first_side_steps) > sets:
            yield self.first_side_steps[sets], f"{len(self.first_side_steps)} sets", f"{sets}"


@dataclass(slots=True)
class Session:
    """A plan, and what its schedule shows.

    Attributes
    ----------
    plan, catalog
        What is judged, and by which catalogue; None when there is none at hand.
    steps
        The schedule.
    first_side, second_side
        The side that one-sided stretches start with, the left and on odd day numbers the right; and the other.
    policy
        The bounds to judge by: those of the plan's own policy and of the one that the judge was given, narrowest first.
    own_rules
        What the caller's rules that the judge was given say of themselves.
    pace
        The least seconds that each kind of move and pause takes, at the request's pace and by the policy.
    total_seconds
        Sum over all steps.
    runs
        In schedule order.
    worked
        The stretches of the catalogue that have at least one step of work, by id, in the order of the session.
    misnamed
        Indices of moves and pauses that name another stretch than the one they lead to or stand in.
    unknown
        First index of each stretch id that the catalogue does not have.
    complete
        Whether the whole session could be counted: there is a catalogue, and it knows every step's stretch.
    """

    plan: Plan
    catalog: Catalog | None
    steps: Sequence[Step]
    first_side: Side
    second_side: Side
    policy: Policy
    own_rules: tuple[OwnRuleRef, ...]
    pace: Mapping[StepKind, int]
    total_seconds: int = 0
    runs: list[Run] = field(default_factory=list)
    worked: dict[str, Worked] = field(default_factory=dict)
    misnamed: list[int] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    complete: bool = True

    @property
    def stretches_visited(self) -> Iterator[tuple[Stretch, int]]:
        """Each stretch of the catalogue that the schedule comes to, with its first step; also one only moved to."""
        seen: set[str] = set()
        for run in self.runs:
            if run.stretch is not None and run.stretch.id not in seen:
                seen.add(run.stretch.id)
                yield run.stretch, run.first

    @property
    def position_changes(self) -> int:
        """How often the body changes position between two stretches that are worked."""
        positions = [run.stretch.position for run in self.runs if run.stretch is not None and run.work]
        return sum(before != after for before, after in pairwise(positions))

    @property
    def stretching_seconds(self) -> int:
        """Seconds of all work steps, both sides counted."""
        return sum(self.steps[i].seconds for run in self.runs for i in run.work)


def recount(plan: Plan, catalog: Catalog | None, policy: Policy, own_rules: tuple[OwnRuleRef, ...] = ()) -> Session:
    """Count what a schedule shows.

    Parameters
    ----------
    plan
        Of the right types; anything else about it may be wrong.
    catalog
        What its stretch ids mean, or None.
    policy
        The bounds to judge by.
    own_rules
        What the caller's rules that the judge was given say of themselves.

    Returns
    -------
    Session
    """
    steps = plan.schedule
    on, pace, least = plan.request.on, plan.request.pace, policy.least_pace
    odd = on is not None and on.toordinal() % 2 == 1
    session = Session(
        plan,
        catalog,
        steps,
        first_side="right" if odd else "left",
        second_side="left" if odd else "right",
        policy=policy,
        own_rules=own_rules,
        pace={
            "get_ready": max(pace.get_ready_seconds, least.get_ready_seconds),
            "change_position": max(pace.change_position_seconds, least.change_position_seconds),
            "settle": max(pace.settle_seconds, least.settle_seconds),
            "change_side": max(pace.change_side_seconds, least.change_side_seconds),
            "rest": max(pace.rest_seconds, least.rest_seconds),
        },
    )
    session.total_seconds = sum([step.seconds for step in steps])
    _split(session, catalog.by_id if catalog is not None else {})
    _settle_moves(session)
    _add_up(session)
    return session


def _split(session: Session, stretches: Mapping[str, Stretch]) -> None:
    """Split the schedule into runs, and note which stretches it names that are not known."""
    stated = [step.stretch_id for step in session.steps]
    names = _names(session, stated)
    run: Run | None = None
    for i, step in enumerate(session.steps):
        name, kind = names[i], step.kind
        moving = kind in MOVES
        if run is None or name != run.stretch_id or (moving and i > run.body):
            stretch = stretches.get(name) if name is not None else None
            run = Run(name, stretch, i, i, i)
            session.runs.append(run)
        run.end = i + 1
        if moving:
            run.body = i + 1
        elif kind not in PAUSES:
            run.work.append(i)
    for name in dict.fromkeys(stated):
        if name is not None and name not in stretches:
            session.unknown[name] = stated.index(name)
    session.complete = session.catalog is not None and not session.unknown and None not in stated


def _names(session: Session, stated: Sequence[str | None]) -> Sequence[str | None]:
    """Return each step's stretch id, that of a misnamed move or pause put right."""
    names = list(stated)
    for i in range(len(names) - 1):
        if names[i] == names[i + 1]:
            continue
        kind = session.steps[i].kind
        if session.steps[i + 1].kind in MOVES:
            continue
        # A move belongs to the work that follows; a pause to the stretch that it stands in.
        if kind in MOVES or (kind in PAUSES and i and names[i - 1] == names[i + 1]):
            session.misnamed.append(i)
            names[i] = names[i + 1]
    return names


def _settle_moves(session: Session) -> None:
    before: Run | None = None
    for run in session.runs:
        if before is None:
            run.needs = "get_ready"
        elif run.stretch is not None and before.stretch is not None:
            run.needs = "settle" if run.stretch.position == before.stretch.position else "change_position"
        before = run


def _add_up(session: Session) -> None:
    for run in session.runs:
        if run.stretch is None or not run.work:
            continue
        worked = session.worked.get(run.stretch.id)
        if worked is None:
            session.worked[run.stretch.id] = Worked(run.stretch, run.first, list(run.work))
        else:
            worked.work += run.work
            worked.runs += 1
    for worked in session.worked.values():
        _by_side(worked, session.steps)
        counts = worked.stretch.dose.kind == "repetitions"
        for i in worked.first_side_steps:
            amount = session.steps[i].repetitions if counts else session.steps[i].seconds
            if amount is not None:
                worked.amounts.append((i, amount))


def _by_side(worked: Worked, steps: Sequence[Step]) -> None:
    work = worked.work
    if worked.stretch.sides == "both":
        worked.first_side_steps = work
        worked.sets = frozenset((len(work),))
        worked.seconds_per_side = frozenset((sum([steps[i].seconds for i in work]),))
        return
    # By place, not by label: a step with the wrong label is one defect, not a set too many.
    worked.first_side_steps = work[::2]
    one, other = [steps[i].seconds for i in work[::2]], [steps[i].seconds for i in work[1::2]]
    sides = [steps[i].side for i in work]
    lefts, rights = sides.count("left"), sides.count("right")
    worked.balanced = lefts == rights and lefts + rights == len(work)
    if worked.balanced:
        worked.even = one == other
        worked.sets = frozenset((lefts,))
        worked.seconds_per_side = frozenset((sum(one), sum(other)))
        return
    worked.even = False
    worked.sets = frozenset((len(one), lefts, rights))
    labelled = [sum([steps[i].seconds for i in work if steps[i].side == side]) for side in ("left", "right")]
    worked.seconds_per_side = frozenset((sum(one), sum(other), *labelled))
