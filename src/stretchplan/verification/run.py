"""Go through a grid in this process or in several: ``verify``."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import SupportsIndex, Unpack

from stretchplan.base.bounded import whole
from stretchplan.base.crew import Crew, available_cores
from stretchplan.base.errors import InvalidRequest, PolicyError, Problem
from stretchplan.base.text import quoted
from stretchplan.base.translation import in_english
from stretchplan.catalog import Catalog
from stretchplan.catalog.loader import BuiltinName
from stretchplan.inputs.policy import Policy
from stretchplan.planning.planner import NODE_BUDGET
from stretchplan.results.verification import Verification
from stretchplan.safety.own_rules import OwnRule
from stretchplan.verification.grid import GridFields
from stretchplan.verification.groups import Part
from stretchplan.verification.join import joined
from stretchplan.verification.tally import Tally
from stretchplan.verification.work import Work

__all__ = ["MOST_WORKERS", "answered_parts", "verify"]

MOST_WORKERS = 256


@in_english
def verify(
    catalog: Catalog | BuiltinName | None = None,
    *,
    policy: Policy | None = None,
    rules: Iterable[OwnRule] = (),
    node_budget: SupportsIndex = NODE_BUDGET,
    workers: SupportsIndex | None = 1,
    report: Callable[[int, int], object] | None = None,
    **grid: Unpack[GridFields],
) -> Verification:
    """Go through every request of a grid: plan it, check the plan, and say what was found.

    Requests that the rules cannot tell apart are planned once. docs/verify.md says what is checked for each request and
    what is concluded from others of its group.

    Parameters
    ----------
    catalog, policy, rules, node_budget
        As for :class:`stretchplan.Planner`.
    workers
        How many processes go through it, 1 to 256; None: as many as there are cores. It changes nothing of the answer.
        Own rules must be defined in a module for more than one.
    report
        Called with how many requests are done and how many there are, after each part.
    **grid
        ``days`` (since the injury, each a whole number or None; 0 to 60 and None), ``minutes`` (1 to 60), ``areas`` and
        ``conditions`` (a list of sets, or a number for all sets of up to so many; 2), ``pain`` (None and 0 to 10), and
        ``paces`` (names, or None for the pace that suits the day; None alone).

    Returns
    -------
    Verification
        What was found in this grid. It says nothing of any other request.

    Raises
    ------
    CatalogError, PolicyError
        As :class:`stretchplan.Planner` does. A rule that fails on a request is a finding.
    InvalidRequest
        If an axis of the grid is empty or has a value that no request may have, or ``workers`` is wrong.

    Examples
    --------
    >>> from stretchplan.verification import verify
    >>> made = verify("seven", days=[None, 3], minutes=[5, 10, 20], areas=1, conditions=0, pain=[None, 2])
    >>> made.requests, made.planned
    (120, 114)
    >>> made.findings[0].message
    'Glute Bridge may be planned without a recent injury only, and on no day up to 3 after one (recovery-window).'
    """
    size = _workers(workers)
    work = Work(catalog, policy=policy, rules=tuple(rules), node_budget=node_budget, grid=grid)
    tallies: dict[int, Tally] = {}
    done = 0
    for part, tally in answered_parts(work, work.parts, size):
        tallies[part.number] = tally
        done += tally.requests
        if report is not None:
            report(done, work.grid.requests)
    return joined(work, [tallies[part.number] for part in work.parts])


def answered_parts(
    work: Work, parts: Iterable[Part], workers: int, stopped: Callable[[], object] = bool
) -> Iterator[tuple[Part, Tally]]:
    """Yield parts with what was found in them, in any order, until ``stopped`` says so.

    Raises
    ------
    PolicyError
        If several processes are asked for and an own rule cannot be sent to them.
    WorkerLost
        If a process was killed.
    """
    left = iter(parts)
    if workers == 1:
        for part in left:
            yield part, work.answer(part)
            if stopped():
                return
        return
    _require_sendable(work)
    with Crew(partial(_start, work), workers) as crew:
        while True:
            while crew.idle and not stopped():
                part_or_none = next(left, None)
                if part_or_none is None:
                    break
                crew.give(part_or_none)
            if not crew.asked:
                return
            yield from crew.answers()


def _start(work: Work) -> Callable[[Part, Callable[[], object]], Tally]:
    return partial(_answer, work)


def _answer(work: Work, part: Part, _stop: Callable[[], object]) -> Tally:
    return work.answer(part)


def _require_sendable(work: Work) -> None:
    for place, rule in enumerate(work.rules):
        try:
            pickle.dumps(rule)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            message = (
                f"the rule {rule.id!r} cannot be sent to other processes ({error}); define its class in a module, or "
                "use one worker"
            )
            raise PolicyError.of(f"rules[{place}]", quoted(rule.id), message) from None


def _workers(given: SupportsIndex | None) -> int:
    if given is None:
        return available_cores()
    number = whole(given)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST_WORKERS:
        message = f"{quoted(number)} is not allowed; it must be a whole number from 1 to {MOST_WORKERS}"
        raise InvalidRequest(Problem("workers", quoted(number), message))
    return number
