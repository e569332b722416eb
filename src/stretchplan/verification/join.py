"""How do the answers to the parts become one verification? Counts add up, and answers are numbered anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from stretchplan._version import __version__
from stretchplan.base.described import Described
from stretchplan.catalog import Stretch
from stretchplan.results.plan import CatalogRef
from stretchplan.results.verification import (
    Answers,
    AreaReach,
    DayReach,
    DoseUse,
    EntryDigest,
    Group,
    Refused,
    StretchUse,
    Timeline,
    Unproved,
    Verification,
)
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.verification.findings import find
from stretchplan.verification.groups import SituationGroup
from stretchplan.verification.refused import read_refused
from stretchplan.verification.standings import Stood, allowed_doses, standings
from stretchplan.verification.tally import Tally
from stretchplan.verification.work import Work

__all__ = ["digest_of", "joined"]

_NOT_PLANNED: frozenset[str] = frozenset({"provenance", "references", "safety_word", "aliases"})
"""The facts of a stretch that no plan depends on."""


def joined(work: Work, tallies: Sequence[Tally]) -> Verification:
    """Return the verification that the answers to all parts make.

    Parameters
    ----------
    work
        The work.
    tallies
        The answer to each of ``work.parts``, in their order, as ``work.answer`` gives it.

    Returns
    -------
    Verification
        The same, whoever answered the parts and in however many processes.

    Examples
    --------
    >>> from stretchplan.verification import Work, joined
    >>> work = Work("seven", grid={"days": [3], "minutes": [10], "areas": 1, "conditions": 0, "pain": [None]})
    >>> joined(work, [work.answer(part) for part in work.parts]).requests
    10
    """
    tally = Tally()
    for one in tallies:
        tally.merge(one)
    grid, axes, catalog = work.grid, work.axes, work.catalog
    slowest = tally.slowest.get("")
    unproved = tally.unproved.get("")
    stood = standings(work, tally)
    stretches = tuple(_uses(work, tally, stood))
    refused = tuple(_refused(work, tally))
    areas = tuple(_reach(work, tally))
    made = Verification(
        digest="",
        stretchplan_version=__version__,
        rules_version=RULES_VERSION,
        catalog=CatalogRef(id=catalog.id, version=catalog.version, digest=catalog.digest, language=catalog.language),
        area_ids=catalog.area_ids,
        entries=tuple(_entry(stretch) for stretch in catalog.stretches),
        policy=work.policy,
        own_rules=work.terms.own_rule_refs,
        node_budget=work.node_budget,
        grid=grid,
        requests=tally.requests,
        problems=tally.problems,
        planned=tally.planned,
        searches=tally.searches,
        checks=tally.checks,
        refused=refused,
        areas=areas,
        stretches=stretches,
        unproved=Unproved(
            requests=unproved.requests if unproved else 0,
            smallest=axes.request(unproved.smallest) if unproved else None,
        ),
        most_nodes=slowest.requests if slowest else 0,
        slowest=axes.request(slowest.smallest) if slowest else None,
        findings=tuple(find(work, tally, stood, areas, stretches, refused)),
        answers=_answers(work.groups, len(grid.areas), tallies),
    )
    return made.model_copy(update={"digest": digest_of(made)})


def digest_of(made: Verification) -> str:
    """Return the digest of all that a verification says."""
    text = json.dumps(made.model_dump(mode="json", exclude={"digest"}), sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _entry(stretch: Stretch) -> EntryDigest:
    facts = {}
    for name in type(stretch).model_fields:
        if name in _NOT_PLANNED or name == "id":
            continue
        value = getattr(stretch, name)
        plain = value.model_dump(mode="json") if isinstance(value, Described) else _plain(value)
        facts[name] = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:8]
    return EntryDigest(stretch_id=stretch.id, facts=facts)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [one.model_dump(mode="json") if isinstance(one, Described) else one for one in value]
    return value


def _refused(work: Work, tally: Tally) -> Iterator[Refused]:
    """Yield the requests without a plan by their reasons, the most frequent first."""
    for text, counted in sorted(tally.refused.items(), key=lambda one: (-one[1].requests, one[0])):
        kind, areas, rules = read_refused(text)
        yield Refused(
            kind=kind,
            area_ids=areas,
            rule_ids=rules,
            requests=counted.requests,
            smallest=work.axes.request(counted.smallest),
        )


def _reach(work: Work, tally: Tally) -> Iterator[AreaReach]:
    grid = work.grid
    least: dict[tuple[str, int], int] = {}
    asked = {area for areas in grid.areas for area in areas}
    for key, number in tally.reach.items():
        areas, day = map(int, key.split())
        place = number // grid.situations
        for area in grid.areas[areas]:
            least[area, day] = min(place, least.get((area, day), place))
    for entry in work.catalog.areas:
        if entry.id not in asked:
            continue
        days: list[DayReach] = []
        for place, since in enumerate(grid.days):
            reached = least.get((entry.id, place))
            minutes = None if reached is None else grid.minutes[reached]
            before = days[-1] if days else None
            if before is not None and before.first_day is not None and before.least_minutes == minutes:
                days[-1] = before.model_copy(update={"last_day": since})
            else:
                days.append(DayReach(first_day=since, last_day=since, least_minutes=minutes))
        yield AreaReach(area_id=entry.id, name=entry.name, days=tuple(days))


def _uses(work: Work, tally: Tally, stood: Stood) -> Iterator[StretchUse]:
    allowed = allowed_doses(stood)
    for place, stretch in enumerate(work.catalog.stretches):
        doses = []
        smallest, requests = None, 0
        for sets in range(stretch.dose.min_sets, stretch.dose.max_sets + 1):
            for amount in stretch.dose.amounts:
                dose = f"{sets}x{amount}"
                used = tally.doses.get(f"{stretch.id} {dose}")
                if used is not None:
                    requests += used.requests
                    smallest = used.smallest if smallest is None else min(smallest, used.smallest)
                doses.append(
                    DoseUse(
                        sets=sets,
                        amount=amount,
                        requests=used.requests if used else 0,
                        allowed=(place, dose) in allowed,
                    )
                )
        yield StretchUse(
            stretch_id=stretch.id,
            name=stretch.name,
            requests=requests,
            doses=tuple(doses),
            smallest=None if smallest is None else work.axes.request(smallest),
        )


def _answers(groups: Sequence[SituationGroup], areas: int, tallies: Sequence[Tally]) -> Answers:
    """Return the answer to each request, with answers, timelines and the rest numbered as they first come."""
    texts: dict[str, int] = {}
    lines: dict[Timeline, int] = {}
    of_group = [[-1] * areas for _ in groups]
    for tally in tallies:
        own = [texts.setdefault(text, len(texts)) for text in tally.answers]
        numbers = [
            lines.setdefault(tuple((minutes, own[answer]) for minutes, answer in line), len(lines))
            for line in tally.timelines
        ]
        for group, place, line_number in tally.groups:
            of_group[group][place] = numbers[line_number]
    standings: dict[str, int] = {}
    manners: dict[str, int] = {}
    rows = tuple(
        Group(
            standing=tuple(standings.setdefault(one, len(standings)) for one in group.standing),
            manner=tuple(manners.setdefault(one, len(manners)) for one in group.manner),
            timelines=tuple(timelines),
        )
        for group, timelines in zip(groups, of_group, strict=True)
    )
    owner = {member: number for number, group in enumerate(groups) for member in group.members}
    in_order = (owner[number] for number in range(len(owner)))
    return Answers(
        situations=tuple((len(list(row)), number) for number, row in groupby(in_order)),
        groups=rows,
        standings=tuple(standings),
        manners=tuple(manners),
        timelines=tuple(lines),
        answers=tuple(texts),
    )
