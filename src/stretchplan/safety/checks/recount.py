"""Count what a schedule shows, from its steps alone.

Every check works from this count, never from the plan's own summary. The catalogue only says which stretch an id means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.policy import Policy
from stretchplan.results.plan import EffectKind, OwnRuleRef, Plan, Side, Step, StepKind
from stretchplan.results.report import Violation
from stretchplan.safety.checks.pace import lengths
from stretchplan.safety.checks.texts_due import Due, texts_due
from stretchplan.words.moves import move_cue, moves_said

__all__ = ["MOST_TEXT", "MOVES", "PAUSES", "EffectKey", "Run", "Session", "Worked", "recount", "violation"]

MOVES: Final = frozenset({"get_ready", "change_position", "settle"})
"""Kinds of step that lead to a stretch."""
PAUSES: Final = frozenset({"change_side", "rest"})
"""Kinds of step between two work steps of one stretch."""
MOST_TEXT: Final = 200
"""The most characters of a plan's text, or of the text due, in a violation."""


def violation(rule_id: str, step: int | None, message: str) -> Violation:
    """Return a violation."""
    return Violation(rule_id=rule_id, step=step, message=message)


@dataclass(slots=True, eq=False, repr=False)
class Run:
    """Consecutive steps of one stretch: its moves, then its work and pauses. Steps are given by their index."""

    stretch_id: str | None  # None when the steps name no stretch
    stretch: Stretch | None  # None when the catalogue does not have it
    first: int  # the first step
    body: int  # the first step that is not a move
    end: int  # one past the last step
    work: list[int] = field(default_factory=list)  # the work steps
    needs: StepKind | None = (
        None  # the move due before it; None when this or the stretch before is not in the catalogue
    )
    way: str = ""  # the library's words for the way there, which begin the cue of the move; empty where none are due


@dataclass(slots=True, eq=False, repr=False)
class Worked:
    """All work of one stretch of the catalogue, in all its runs. Steps are given by their index.

    ``sets`` and ``seconds_per_side`` (seconds of work on one side) hold one number if it is certain; otherwise all
    numbers that the schedule may mean. ``amounts`` leaves out a set that lacks its repetitions.
    """

    stretch: Stretch
    first: int  # its first step
    work: list[int]  # its work steps
    runs: int = 1  # how many runs it has
    first_side_steps: list[int] = field(default_factory=list)  # the work steps that start a set
    balanced: bool = True  # whether left and right have the same number of work steps; true for two-sided stretches
    even: bool = True  # whether it is balanced and the second side of each set is as long as the first
    sets: frozenset[int] = frozenset()
    seconds_per_side: frozenset[int] = frozenset()
    amounts: list[tuple[int, int]] = field(default_factory=list)  # of each set: its first step, seconds or repetitions

    @property
    def amount_range(self) -> tuple[int, int, str]:
        """The lowest and the highest amount of a set in the catalogue, and their unit."""
        dose = self.stretch.dose
        if dose.kind == "repetitions":
            return dose.min_repetitions, dose.max_repetitions, "repetitions"
        return dose.min_seconds, dose.max_seconds, "s"

    def above(self, amount: int, sets: int | None = None) -> Iterator[tuple[int, str, str]]:
        """Yield each set above an amount, and the first set above a number of sets: step, amount and allowed amount."""
        unit = self.amount_range[2]
        for i, actual in self.amounts:
            if actual > amount:
                yield i, f"{actual} {unit} a set", f"{amount} {unit}"
        if sets is not None and len(self.first_side_steps) > sets:
            yield self.first_side_steps[sets], f"{len(self.first_side_steps)} sets", f"{sets}"


class EffectKey(NamedTuple):
    """The fields of an effect."""

    stretch_id: str
    condition: Condition
    kind: EffectKind
    text: str
    rule_id: str
    source: str
    strength: str


@dataclass(slots=True, eq=False, repr=False)
class Session:
    """A plan and what its schedule shows. Steps are given by their index."""

    plan: Plan
    catalog: Catalog | None  # the catalogue to check the plan by
    steps: Sequence[Step]  # the schedule
    first_side: Side  # where one-sided stretches start: left, or right on a date with an odd ordinal
    second_side: Side
    policy: Policy  # the narrowest bounds of the plan's own policy and of the one given to the check
    own_rules: tuple[OwnRuleRef, ...]  # the caller's rules given to the check
    pace: Mapping[StepKind, int]  # the least seconds of each move and pause, by the request's pace and the policy
    beyond_settling: Mapping[StepKind, int]  # the least seconds of each move on top of settling for its stretch
    get_up_seconds: int  # the least seconds of getting up, with its words
    get_up: int | None = None  # the last step, if it is getting up
    total_seconds: int = 0
    runs: list[Run] = field(default_factory=list)
    worked: dict[str, Worked] = field(default_factory=dict)  # catalogue stretches with a work step, in schedule order
    misnamed: list[int] = field(default_factory=list)  # moves and pauses that name another stretch than their work does
    unknown: dict[str, int] = field(default_factory=dict)  # stretch ids that are not in the catalogue: their first step
    complete: bool = True  # whether there is a catalogue, and it has the stretch of every step
    known_texts: dict[str, Due] = field(default_factory=dict)  # what texts_due has worked out, by stretch
    known_effects: tuple[EffectKey, ...] | None = None  # what conditions.effects has worked out

    @property
    def stretches_visited(self) -> Iterator[tuple[Stretch, int]]:
        """Each stretch of the catalogue in the schedule, worked or only moved to, with its first step."""
        seen: set[str] = set()
        for run in self.runs:
            if run.stretch is not None and run.stretch.id not in seen:
                seen.add(run.stretch.id)
                yield run.stretch, run.first

    def texts_due(self, stretch: Stretch) -> Due:
        """Return the texts that a stretch is due in this session, under the narrowest policy."""
        known = self.known_texts.get(stretch.id)
        if known is None:
            known = self.known_texts[stretch.id] = texts_due(stretch, self.plan.request, self.policy)
        return known

    def setup_said(self, run: Run, i: int) -> str:
        """Return the cue of a move without the way from the position before; empty when the way is missing."""
        cue = self.steps[i].cue
        if run.needs is None:  # the way from a stretch that the catalogue does not have is not known
            ways = [way for way in moves_said() if cue.startswith(f"{way} ")]
            return cue[max(len(way) for way in ways) + 1 :] if ways else cue
        if not run.way:
            return cue
        return cue.removeprefix(f"{run.way} ") if cue.startswith(f"{run.way} ") else ""

    @property
    def position_changes(self) -> int:
        """How often the position changes between two worked stretches."""
        positions = [run.stretch.place for run in self.runs if run.stretch is not None and run.work]
        return sum(before != after for before, after in pairwise(positions))

    @property
    def returns_to_a_position(self) -> bool:
        """Whether the session leaves a position and comes back to it; if not, no order changes position less often."""
        positions = {run.stretch.place for run in self.runs if run.stretch is not None and run.work}
        return self.position_changes >= len(positions) > 0

    @property
    def stretching_seconds(self) -> int:
        """Seconds of all work steps, both sides counted."""
        return sum(self.steps[i].seconds for run in self.runs for i in run.work)


def recount(
    plan: Plan,
    catalog: Catalog | None,
    policy: Policy,
    own_rules: tuple[OwnRuleRef, ...] = (),
    places: Collection[str] | None = None,
) -> Session:
    """Count what a schedule shows. The plan is validated for its types only.

    ``places`` are those between which its session may move; None for all of the catalogue.
    """
    if places is None:
        places = {stretch.place for stretch in catalog.stretches} if catalog is not None else ()
    steps = plan.schedule
    on = plan.request.on
    odd = on is not None and on.toordinal() % 2 == 1
    due = lengths(plan.request, policy, places)
    session = Session(
        plan,
        catalog,
        steps,
        first_side="right" if odd else "left",
        second_side="left" if odd else "right",
        policy=policy,
        own_rules=own_rules,
        pace=due.pace,
        beyond_settling=due.beyond_settling,
        get_up_seconds=due.get_up,
        get_up=len(steps) - 1 if steps and steps[-1].kind == "get_up" else None,
        total_seconds=sum([step.seconds for step in steps]),
    )
    _split_into_runs(session, catalog.by_id if catalog is not None else {})
    _set_needed_moves(session)
    _collect_work(session)
    return session


def _split_into_runs(session: Session, stretches: Mapping[str, Stretch]) -> None:
    """Split the schedule into runs, and note the unknown stretches."""
    steps = session.steps if session.get_up is None else session.steps[:-1]
    stated = [step.stretch_id for step in steps]
    names = _corrected_names(session, stated)
    run: Run | None = None
    for i, step in enumerate(steps):
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


def _corrected_names(session: Session, stated: Sequence[str | None]) -> Sequence[str | None]:
    """Return each step's stretch id, corrected for misnamed moves and pauses."""
    names = list(stated)
    for i in range(len(names) - 1):
        if names[i] == names[i + 1]:
            continue
        kind = session.steps[i].kind
        if session.steps[i + 1].kind in MOVES:
            continue
        # A move belongs to the work after it, a pause to the stretch on both sides of it.
        if kind in MOVES or (kind in PAUSES and i and names[i - 1] == names[i + 1]):
            session.misnamed.append(i)
            names[i] = names[i + 1]
    return names


def _set_needed_moves(session: Session) -> None:
    before: Run | None = None
    for run in session.runs:
        if before is None:
            run.needs = "get_ready"
            run.way = move_cue(None, run.stretch.place) if run.stretch is not None else ""
        elif run.stretch is not None and before.stretch is not None:
            run.needs = "settle" if run.stretch.place == before.stretch.place else "change_position"
            run.way = move_cue(before.stretch.place, run.stretch.place)
        before = run


def _collect_work(session: Session) -> None:
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
        _count_sides(worked, session.steps)
        counts = worked.stretch.dose.kind == "repetitions"
        for i in worked.first_side_steps:
            amount = session.steps[i].repetitions if counts else session.steps[i].seconds
            if amount is not None:
                worked.amounts.append((i, amount))


def _count_sides(worked: Worked, steps: Sequence[Step]) -> None:
    work = worked.work
    if worked.stretch.sides == "both":
        worked.first_side_steps = work
        worked.sets = frozenset((len(work),))
        worked.seconds_per_side = frozenset((sum([steps[i].seconds for i in work]),))
        return
    # Sets are counted by place: a wrong side label is then one defect, and not a set too many as well.
    worked.first_side_steps = work[::2]
    firsts, seconds = [steps[i].seconds for i in work[::2]], [steps[i].seconds for i in work[1::2]]
    sides = [steps[i].side for i in work]
    lefts, rights = sides.count("left"), sides.count("right")
    worked.balanced = lefts == rights and lefts + rights == len(work)
    if worked.balanced:
        worked.even = firsts == seconds
        worked.sets = frozenset((lefts,))
        worked.seconds_per_side = frozenset((sum(firsts), sum(seconds)))
        return
    worked.even = False
    worked.sets = frozenset((len(firsts), lefts, rights))
    labelled = [sum([steps[i].seconds for i in work if steps[i].side == side]) for side in ("left", "right")]
    worked.seconds_per_side = frozenset((sum(firsts), sum(seconds), *labelled))
