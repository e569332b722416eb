"""Can every plan keep all ordering hints of its catalogue? It can if one order of the whole catalogue keeps them.

A hint is about two stretches and applies when the plan has both, so leaving stretches out of that order breaks none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stretchplan.base.errors import Problem
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.catalog.stretch import Stretch

__all__ = ["contradictions"]

_SHOWN = 8  # stretches of a cycle that a message lists


def contradictions(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    """Yield the problems of the ordering hints: unknown names, then openers, then impossible orders."""
    yield from _unknown_names(stretches)
    yield from _openers(stretches)
    chains = _Chains(stretches)
    yield from chains.contradictions()
    yield from chains.cycles()


def _hints(stretch: Stretch) -> Iterator[tuple[str, str]]:
    """Yield the field and the id of each stretch that a stretch comes after."""
    for k, name in enumerate(stretch.ordering.after):
        yield f"after[{k}]", name
    if stretch.ordering.straight_after is not None:
        yield "straight_after", stretch.ordering.straight_after


def _unknown_names(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    ids = [stretch.id for stretch in stretches]
    aliases = {alias: stretch.id for stretch in stretches for alias in stretch.aliases}
    for i, stretch in enumerate(stretches):
        for field, name in _hints(stretch):
            where = f"stretches[{i}] ({stretch.id}).ordering.{field}"
            if name == stretch.id:
                yield Problem(where, quoted(name), f"{quoted(name)} is this stretch itself; name another one")
            elif name not in ids:
                otherwise = "name the id of a stretch in this catalogue"
                hint, suggestion = did_you_mean(aliases.get(name, name), ids, otherwise)
                yield Problem(where, quoted(name), f"the stretch {quoted(name)} is not known; {hint}", suggestion)


def _openers(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    by_id = {stretch.id: stretch for stretch in stretches}
    for i, stretch in enumerate(stretches):
        if not stretch.ordering.opens:
            continue
        where = f"stretches[{i}] ({stretch.id}).ordering"
        if stretch.style == "strengthening":
            message = "a strengthening stretch may not open a session; set opens to false or choose another style"
            yield Problem(f"{where}.opens", "True", message)
        for field, name in _hints(stretch):
            other = by_id.get(name)
            if other is not None and not other.ordering.opens:
                message = f"{stretch.id!r} opens a session and so cannot wait for {name!r}, which does not"
                yield Problem(f"{where}.{field}", quoted(name), message)


class _Chains:
    """The stretches of a catalogue, grouped into chains that follow straight after one another."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.stretches = stretches
        self.places = {stretch.id: i for i, stretch in enumerate(stretches)}
        self.straight_after = {
            stretch.id: before
            for stretch in stretches
            if (before := stretch.ordering.straight_after) in self.places and before != stretch.id
        }
        # Each stretch's chain, from the stretch back to the first one; a cycle is walked once.
        self.back = {name: self._walk_back(name) for name in self.places}

    def _walk_back(self, name: str) -> list[str]:
        walked = [name]
        while (before := self.straight_after.get(walked[-1])) is not None and before not in walked:
            walked.append(before)
        return walked

    def _chain_of(self, name: str) -> str:
        """Return the stretch that names a chain: its first one, or in a cycle the first in catalogue order."""
        walked = self.back[name]
        first = walked[-1]
        if first not in self.straight_after:
            return first
        cycle = walked[walked.index(self.straight_after[first]) :]
        return min(cycle, key=self.places.__getitem__)

    def _where(self, name: str) -> str:
        return f"stretches[{self.places[name]}] ({name}).ordering"

    def contradictions(self) -> Iterator[Problem]:
        """Yield the problems within single chains."""
        followers: dict[str, str] = {}
        for name, before in self.straight_after.items():
            first = followers.setdefault(before, name)
            if first != name:
                message = f"{first!r} comes straight after {before!r} already; only one stretch can"
                yield Problem(f"{self._where(name)}.straight_after", quoted(before), message)
        for name in self.places:
            walked = self.back[name]
            if walked[-1] in self.straight_after and self._chain_of(name) == name:
                cycle = [*reversed(walked[walked.index(self.straight_after[walked[-1]]) :])]
                yield self._cycle(f"{self._where(name)}.straight_after", cycle)
        for stretch in self.stretches:
            for k, other in enumerate(stretch.ordering.after):
                # `other` comes straight after this stretch, or after one that does, and so on.
                if other in self.back and other != stretch.id and stretch.id in self.back[other]:
                    message = f"{stretch.id!r} cannot come after {other!r}, which follows straight after it"
                    yield Problem(f"{self._where(stretch.id)}.after[{k}]", quoted(other), message)

    def cycles(self) -> Iterator[Problem]:
        """Yield cycles of chains, each of which must come after the next."""
        from graphlib import CycleError, TopologicalSorter

        waits: dict[str, set[str]] = {}
        for stretch in self.stretches:
            chain = self._chain_of(stretch.id)
            before = waits.setdefault(chain, set())
            for other in stretch.ordering.after:
                if other in self.places and self._chain_of(other) != chain:
                    before.add(self._chain_of(other))
        while True:
            try:
                TopologicalSorter({name: sorted(before) for name, before in waits.items()}).prepare()
            except CycleError as error:
                cycle: list[str] = error.args[1][:-1]
                first = cycle.index(min(cycle, key=self.places.__getitem__))
                cycle = cycle[first:] + cycle[:first]
                yield self._cycle(f"{self._where(cycle[0])}.after", cycle)
                for name in cycle:  # remove this cycle to find the others
                    waits[name] -= set(cycle)
            else:
                return

    def _cycle(self, where: str, cycle: list[str]) -> Problem:
        shown = [*cycle[:_SHOWN], *(["…"] if len(cycle) > _SHOWN else []), cycle[0]]
        return Problem(
            where,
            quoted(cycle[0]),
            f"these go in a circle, so that no order keeps them: {' before '.join(shown)} "
            "(each with what follows straight after it); take one of the hints away",
        )
