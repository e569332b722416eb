"""Can every plan keep all ordering hints of its catalogue? It can if one order of the whole catalogue keeps them.

A hint is about two stretches and applies when the plan has both, so leaving stretches out of that order breaks none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stretchplan.base.errors import Problem
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.catalog.stretch import Stretch

__all__ = ["checks"]

_SHOWN = 8  # stretches of a cycle that a message lists


def checks(stretches: Sequence[Stretch]) -> Iterator[Iterable[Problem]]:
    """Yield the checks of the ordering hints, and each yields problems: unknown names, openers, impossible orders.

    Of a stretch that is wrong by itself only some fields may be there. A check ends where it asks for another one.
    """
    numbered = [(f"stretches[{i}]", stretch) for i, stretch in enumerate(stretches)]
    for where, stretch in numbered:
        yield _unknown_names(stretch, where, stretches)
    for where, stretch in numbered:
        yield _opener(stretch, where, stretches)
    yield _impossible(stretches)


def _hints(stretch: Stretch) -> Iterator[tuple[str, str]]:
    """Yield the field and the id of each stretch that a stretch comes after."""
    for k, name in enumerate(stretch.ordering.after):
        yield f"after[{k}]", name
    if stretch.ordering.straight_after is not None:
        yield "straight_after", stretch.ordering.straight_after


def _unknown_names(stretch: Stretch, where: str, stretches: Sequence[Stretch]) -> Iterator[Problem]:
    hints = list(_hints(stretch))
    ids = [other.id for other in stretches] if hints else []
    for field, name in hints:
        place = f"{where} ({stretch.id}).ordering.{field}"
        if name == stretch.id:
            yield Problem(place, quoted(name), f"{quoted(name)} is this stretch itself; name another one")
        elif name not in ids:
            aliases = {alias: other.id for other in stretches for alias in getattr(other, "aliases", ())}
            otherwise = "name the id of a stretch in this catalogue"
            hint, suggestion = did_you_mean(aliases.get(name, name), ids, otherwise)
            yield Problem(place, quoted(name), f"the stretch {quoted(name)} is not known; {hint}", suggestion)


def _opener(stretch: Stretch, where: str, stretches: Sequence[Stretch]) -> Iterator[Problem]:
    if not stretch.ordering.opens:
        return
    place = f"{where} ({stretch.id}).ordering"
    if stretch.style == "strengthening":
        message = "a strengthening stretch may not open a session; set opens to false or choose another style"
        yield Problem(f"{place}.opens", "True", message)
    hints = list(_hints(stretch))
    by_id = {one.id: one for one in stretches} if hints else {}
    for field, name in hints:
        other = by_id.get(name)
        if other is not None and not other.ordering.opens:
            message = f"{stretch.id!r} opens a session and so cannot wait for {name!r}, which does not"
            yield Problem(f"{place}.{field}", quoted(name), message)


def _impossible(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    chains = _Chains(stretches)
    yield from chains.contradictions()
    yield from chains.cycles()


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
