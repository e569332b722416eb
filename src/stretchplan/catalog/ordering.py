"""Whether the ordering hints of a catalogue can all be kept, for whichever of its stretches a plan holds.

A hint holds when both stretches are in, so it is enough that one order of the whole catalogue keeps them all:
leaving stretches out of that order breaks none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stretchplan.base.errors import Problem
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.catalog.stretch import Stretch

__all__ = ["contradictions"]

_SHOWN = 8  # stretches of a circle that a message lists


def contradictions(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    """Yield what is wrong with the ordering hints of some stretches.

    Parameters
    ----------
    stretches
        All of a catalogue's, each well formed in every single field.

    Yields
    ------
    Problem
        Unknown names first; then what stands against opening a session; then orders that cannot be.
    """
    yield from _unknown_names(stretches)
    yield from _openers(stretches)
    chains = _Chains(stretches)
    yield from chains.contradictions()
    yield from chains.circles()


def _unknown_names(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    ids = [stretch.id for stretch in stretches]
    aliases = {alias: stretch.id for stretch in stretches for alias in stretch.aliases}
    for i, stretch in enumerate(stretches):
        hints = [(f"after[{k}]", name) for k, name in enumerate(stretch.ordering.after)]
        if stretch.ordering.straight_after is not None:
            hints.append(("straight_after", stretch.ordering.straight_after))
        for field, name in hints:
            where = f"stretches[{i}] ({stretch.id}).ordering.{field}"
            if name == stretch.id:
                yield Problem(where, quoted(name), f"{quoted(name)} is this stretch itself; name another one")
            elif name not in ids:
                hint, suggestion = did_you_mean(
                    aliases.get(name, name), ids, "name the id of a stretch in this catalogue"
                )
                yield Problem(where, quoted(name), f"the stretch {quoted(name)} is not known; {hint}", suggestion)


def _openers(stretches: Sequence[Stretch]) -> Iterator[Problem]:
    by_id = {stretch.id: stretch for stretch in stretches}
    for i, stretch in enumerate(stretches):
        if not stretch.ordering.opens:
            continue
        where = f"stretches[{i}] ({stretch.id}).ordering"
        if stretch.style == "strengthening":
            yield Problem(
                f"{where}.opens",
                "True",
                "a strengthening stretch may not open a session; set opens to false or choose another style",
            )
        hints = [(f"after[{k}]", name) for k, name in enumerate(stretch.ordering.after)]
        hints.append(("straight_after", stretch.ordering.straight_after or stretch.id))
        for field, name in hints:
            other = by_id.get(name)
            if other is not None and not other.ordering.opens:
                yield Problem(
                    f"{where}.{field}",
                    quoted(name),
                    f"{stretch.id!r} opens a session and so cannot wait for {name!r}, which does not",
                )


class _Chains:
    """The stretches of a catalogue, those that follow straight after one another taken together as chains."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.stretches = stretches
        self.places = {stretch.id: i for i, stretch in enumerate(stretches)}
        self.straight_after = {
            stretch.id: before
            for stretch in stretches
            if (before := stretch.ordering.straight_after) in self.places and before != stretch.id
        }
        # Every stretch's chain, from the stretch back to the first one; a chain that bites its tail ends there.
        self.back = {name: self._walk_back(name) for name in self.places}

    def _walk_back(self, name: str) -> list[str]:
        walked = [name]
        while (before := self.straight_after.get(walked[-1])) is not None and before not in walked:
            walked.append(before)
        return walked

    def _chain_of(self, name: str) -> str:
        """Return the stretch that stands for a chain: its first one, or of a circle the first in the catalogue."""
        walked = self.back[name]
        first = walked[-1]
        if first not in self.straight_after:
            return first
        circle = walked[walked.index(self.straight_after[first]) :]
        return min(circle, key=self.places.__getitem__)

    def _where(self, name: str) -> str:
        return f"stretches[{self.places[name]}] ({name}).ordering"

    def contradictions(self) -> Iterator[Problem]:
        """Yield what is wrong within the chains themselves."""
        followers: dict[str, str] = {}
        for name, before in self.straight_after.items():
            first = followers.setdefault(before, name)
            if first != name:
                yield Problem(
                    f"{self._where(name)}.straight_after",
                    quoted(before),
                    f"{first!r} comes straight after {before!r} already; only one stretch can",
                )
        for name in self.places:
            walked = self.back[name]
            if walked[-1] in self.straight_after and self._chain_of(name) == name:
                circle = [*reversed(walked[walked.index(self.straight_after[walked[-1]]) :])]
                yield self._circle(f"{self._where(name)}.straight_after", circle)
        for stretch in self.stretches:
            for k, other in enumerate(stretch.ordering.after):
                # `other` comes straight after this stretch, or after one that does, and so on.
                if other in self.back and other != stretch.id and stretch.id in self.back[other]:
                    yield Problem(
                        f"{self._where(stretch.id)}.after[{k}]",
                        quoted(other),
                        f"{stretch.id!r} cannot come after {other!r}, which follows straight after it",
                    )

    def circles(self) -> Iterator[Problem]:
        """Yield chains that wait for one another."""
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
                circle: list[str] = error.args[1][:-1]
                first = circle.index(min(circle, key=self.places.__getitem__))
                circle = circle[first:] + circle[:first]
                yield self._circle(f"{self._where(circle[0])}.after", circle)
                for name in circle:  # go on without this circle, to find the others
                    waits[name] -= set(circle)
            else:
                return

    def _circle(self, where: str, circle: list[str]) -> Problem:
        shown = [*circle[:_SHOWN], *(["…"] if len(circle) > _SHOWN else []), circle[0]]
        return Problem(
            where,
            quoted(circle[0]),
            f"these go in a circle, so that no order keeps them: {' before '.join(shown)} "
            "(each with what follows straight after it); take one of the hints away",
        )
