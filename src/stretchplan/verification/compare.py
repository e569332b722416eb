"""Who gets another answer from a new catalogue, policy or rules? Two verifications of one grid, request by request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.results.comparison import AnswerChange, AnswerChangeKind, ChangedEntry, Compared, Comparison
from stretchplan.results.verification import Verification
from stretchplan.verification.grid import Axes, Rank
from stretchplan.verification.groups import FORBIDDEN
from stretchplan.verification.refused import is_refused, read_refused, refused_text

__all__ = ["AnswersOf", "compare"]

_SAME_AXES: Final = ("days", "minutes", "conditions", "pain", "paces")
_NOT_SHOWN: Final = frozenset({"dose", "first_allowed_day", "ordering", "loads", "stands_in"})
"""The facts of a stretch that a plan with the same session does not show."""
_UNKNOWN_AREA: Final = refused_text("unknown_area")
_KINDS: Final[tuple[AnswerChangeKind, ...]] = ("lost", "gained", "other_plan", "other_words", "other_reason")


class AnswersOf:
    """The answers that a verification holds, by the places of a request in its grid."""

    def __init__(self, made: Verification) -> None:
        self.made, self.answers = made, made.answers
        self.groups: list[int] = [group for count, group in made.answers.situations for _ in range(count)]
        self.names: tuple[str, ...] = tuple(entry.stretch_id for entry in made.entries)

    def text(self, rank: Rank) -> str:
        """Return the text of the answer to a request."""
        minutes, areas, situation = rank
        line = self.answers.timelines[self.answers.groups[self.groups[situation]].timelines[areas]]
        return self.answers.answers[next(answer for start, answer in reversed(line) if start <= minutes)]

    def line(self, group: int, areas: int | None) -> tuple[tuple[int, str], ...]:
        """Return the answers of a group for a set of areas, from which minutes each holds; None is an unknown set."""
        if areas is None:
            return ((0, _UNKNOWN_AREA),)
        line = self.answers.timelines[self.answers.groups[group].timelines[areas]]
        return tuple((start, self.answers.answers[answer]) for start, answer in line)

    def standing(self, group: int) -> dict[str, str]:
        """Return what the rules say of each stretch."""
        of_group = self.answers.groups[group].standing
        return {name: self.answers.standings[k] for name, k in zip(self.names, of_group, strict=True)}

    def manner(self, group: int) -> dict[str, str]:
        """Return the form and the cautions of each stretch."""
        of_group = self.answers.groups[group].manner
        return {name: self.answers.manners[k] for name, k in zip(self.names, of_group, strict=True)}


class _Change(NamedTuple):
    kind: AnswerChangeKind
    behind: tuple[str, ...]


class _Found(NamedTuple):
    requests: int
    smallest: Rank
    old: str
    new: str


def compare(old: Verification, new: Verification) -> Comparison:
    """Return which requests of a grid get another answer, and what is behind it.

    Parameters
    ----------
    old, new
        Verifications of the same grid, made now or read from files, also of other versions of the library. A set of
        areas may be missing from one of them only where its catalogue lacks one of the areas: it then has no plan.

    Returns
    -------
    Comparison
        The counts, and the smallest example for each kind of change and each cause.

    Raises
    ------
    InvalidRequest
        If the two were made on different grids.

    Examples
    --------
    >>> from stretchplan.verification import compare, verify
    >>> import stretchplan as sp
    >>> grid = {"days": [3], "minutes": [5, 10], "areas": 0, "conditions": 0, "pain": [None]}
    >>> before = verify(**grid)
    >>> after = verify(policy=sp.Policy(forbidden_stretches={"cat_cow"}), **grid)
    >>> made = compare(before, after)
    >>> made.other_plan, made.changes[0].behind
    (2, ('cat_cow: forbidden by caller-policy, was allowed',))
    """
    return _Comparer(old, new).comparison()


class _Comparer:
    def __init__(self, old: Verification, new: Verification) -> None:
        for name in _SAME_AXES:
            if getattr(old.grid, name) != getattr(new.grid, name):
                message = f"the two were verified with other {name}; verify both on one grid"
                raise InvalidRequest(Problem(f"grid.{name}", "", message))
        self._old, self._new = AnswersOf(old), AnswersOf(new)
        self._areas = tuple(dict.fromkeys((*old.grid.areas, *new.grid.areas)))
        self._places = [(self._place(old, names), self._place(new, names)) for names in self._areas]
        self._grid = old.grid.model_copy(update={"areas": self._areas})
        self._entries = tuple(_changed_entries(old, new))
        self._facts = {entry.stretch_id: entry.facts for entry in self._entries}
        self._elsewhere = tuple(_other_causes(old, new))
        self._found: dict[_Change, _Found] = {}
        self._counts: Counter[AnswerChangeKind] = Counter()

    @staticmethod
    def _place(made: Verification, names: tuple[str, ...]) -> int | None:
        if names in made.grid.areas:
            return made.grid.areas.index(names)
        if set(names) <= set(made.area_ids):
            message = f"the areas {', '.join(names)} were demanded in one of the two only; verify both on one grid"
            raise InvalidRequest(Problem("grid.areas", "", message))
        return None

    def comparison(self) -> Comparison:
        """Go through all pairs of groups."""
        old, new = self._old, self._new
        pairs = Counter(zip(old.groups, new.groups, strict=True))
        first: dict[tuple[int, int], int] = {}
        for situation, pair in enumerate(zip(old.groups, new.groups, strict=True)):
            first.setdefault(pair, situation)
        for pair, count in pairs.items():
            self._compare_groups(pair, first[pair], count)
        axes = Axes(self._grid, new.made.policy)
        changes = [
            AnswerChange(
                kind=change.kind,
                requests=found.requests,
                smallest=axes.request(found.smallest),
                old=found.old,
                new=found.new,
                behind=change.behind,
            )
            for change, found in sorted(
                self._found.items(), key=lambda one: (_KINDS.index(one[0].kind), -one[1].requests, one[0].behind)
            )
        ]
        requests = self._grid.requests
        return Comparison(
            old=_side(old.made),
            new=_side(new.made),
            requests=requests,
            same=requests - self._counts.total(),
            lost=self._counts["lost"],
            gained=self._counts["gained"],
            other_plan=self._counts["other_plan"],
            other_words=self._counts["other_words"],
            other_reason=self._counts["other_reason"],
            entries=self._entries,
            changes=tuple(changes),
        )

    def _compare_groups(self, pair: tuple[int, int], situation: int, members: int) -> None:
        """Compare the answers of the situations that are in one group of the old and in one of the new."""
        old, new = self._old, self._new
        before, after = old.standing(pair[0]), new.standing(pair[1])
        manners = old.manner(pair[0]), new.manner(pair[1])
        told = frozenset(
            name
            for name in manners[0].keys() & manners[1].keys()
            if manners[0][name] != manners[1][name] or not set(self._facts.get(name, ())) <= _NOT_SHOWN
        )

        @cache
        def change(one: str, other: str) -> _Change | None:
            kind = _kind(one, other, told)
            return None if kind is None else _Change(kind, self._behind(kind, one, other, before, after, manners))

        for place, (of_old, of_new) in enumerate(self._places):
            lines = old.line(pair[0], of_old), new.line(pair[1], of_new)
            for start, end, one, other in _segments(*lines, len(self._grid.minutes)):
                found = change(one, other)
                if found is None:
                    continue
                count, rank = (end - start) * members, (start, place, situation)
                self._counts[found.kind] += count
                known = self._found.get(found)
                if known is None:
                    self._found[found] = _Found(count, rank, one, other)
                elif rank < known.smallest:
                    self._found[found] = _Found(known.requests + count, rank, one, other)
                else:
                    self._found[found] = known._replace(requests=known.requests + count)

    def _behind(
        self,
        kind: AnswerChangeKind,
        one: str,
        other: str,
        before: dict[str, str],
        after: dict[str, str],
        manners: tuple[dict[str, str], dict[str, str]],
    ) -> tuple[str, ...]:
        """Return what makes the difference: what the rules say of the stretches in question, else what entries say."""
        sessions = _session(one), _session(other)
        in_question = {name for name, _ in sessions[0] ^ sessions[1]} or {name for name, _ in sessions[0]}
        if kind == "other_words":
            return tuple(
                text
                for name in sorted(in_question)
                if (text := _other_manner(name, manners[0].get(name), manners[1].get(name), self._facts.get(name, ())))
                is not None
            )
        missing = {
            area
            for text, made in ((one, self._old.made), (other, self._new.made))
            if is_refused(text) and read_refused(text)[0] == "unknown_area"
            for area in {*self._old.made.area_ids, *self._new.made.area_ids} - set(made.area_ids)
        }
        if missing:
            gone = set(self._old.made.area_ids) & missing
            return tuple(f"area {area}: {'removed' if area in gone else 'added'}" for area in sorted(missing))
        stood = {
            name: text
            for name in sorted({*before, *after})
            if (text := _other_standing(name, before.get(name), after.get(name))) is not None
        }
        facts = {name: f"{name}: {', '.join(facts)}" for name, facts in self._facts.items() if facts}
        for causes in (stood, facts):
            near = tuple(causes[name] for name in sorted(causes) if name in in_question)
            if near:
                return near
        return tuple(stood.values()) or tuple(facts[name] for name in sorted(facts)) or self._elsewhere


def _kind(one: str, other: str, told: frozenset[str]) -> AnswerChangeKind | None:
    """Return how an answer changes; ``told`` are the stretches that are shown otherwise."""
    none_before, none_now = is_refused(one), is_refused(other)
    if none_before and none_now:
        return None if one == other else "other_reason"
    if none_before or none_now:
        return "gained" if none_before else "lost"
    if one != other:
        return "other_plan"
    return "other_words" if told and any(name in told for name, _ in _session(one)) else None


def _segments(
    old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]], end: int
) -> Iterator[tuple[int, int, str, str]]:
    """Yield minutes in a row with one old and one new answer."""
    starts = sorted({start for start, _ in (*old, *new)})
    for start, until in zip(starts, (*starts[1:], end), strict=True):
        before, now = (next(text for at, text in reversed(line) if at <= start) for line in (old, new))
        yield start, until, before, now


@cache
def _session(text: str) -> frozenset[tuple[str, str]]:
    """Return the stretches of an answer with their doses; none for an answer that is no plan."""
    if is_refused(text):
        return frozenset()
    doses = text.partition("; ")[0].split(", ")
    return frozenset((name, dose) for name, _, dose in (one.partition(" ") for one in doses))


def _other_standing(name: str, before: str | None, after: str | None) -> str | None:
    """Say what the rules say otherwise of a stretch; None where they say the same."""
    if before == after:
        return None
    if before is None or after is None:
        return f"{name}: {'added' if before is None else 'removed'}"
    if after.startswith(FORBIDDEN):
        return f"{name}: {after}, was {before if before.startswith(FORBIDDEN) else 'allowed'}"
    return f"{name}: allowed, was {before}" if before.startswith(FORBIDDEN) else f"{name}: other doses are allowed"


def _other_manner(name: str, before: str | None, after: str | None, facts: Sequence[str]) -> str | None:
    """Say how a stretch is shown otherwise; None where it is not."""
    shown = [fact for fact in facts if fact not in _NOT_SHOWN]
    if before != after and before is not None and after is not None:
        (form, cautions), (form_before, cautions_before) = after.split("|"), before.split("|")
        shown += [f"form {form or 'none'}, was {form_before or 'none'}"] if form != form_before else []
        shown += ["other cautions"] if cautions != cautions_before else []
    return f"{name}: {', '.join(shown)}" if shown else None


def _changed_entries(old: Verification, new: Verification) -> Iterator[ChangedEntry]:
    before, after = ({entry.stretch_id: entry.facts for entry in made.entries} for made in (old, new))
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield ChangedEntry(stretch_id=name, kind="removed")
        elif name not in before:
            yield ChangedEntry(stretch_id=name, kind="added")
        else:
            one, other = before[name], after[name]
            facts = tuple(sorted(fact for fact in {*one, *other} if one.get(fact) != other.get(fact)))
            if facts:
                yield ChangedEntry(stretch_id=name, kind="changed", facts=facts)


def _other_causes(old: Verification, new: Verification) -> Iterator[str]:
    """Yield what else differs: fields of the policy, own rules, the node budget, the versions."""
    for name in type(old.policy).model_fields:
        if getattr(old.policy, name) != getattr(new.policy, name):
            yield f"policy: {name}"
    rules = {rule.id for rule in old.own_rules} ^ {rule.id for rule in new.own_rules}
    yield from (f"own rule {rule_id}" for rule_id in sorted(rules))
    if old.node_budget != new.node_budget:
        yield f"node budget: {new.node_budget}, was {old.node_budget}"
    if [entry.stretch_id for entry in old.entries] != [entry.stretch_id for entry in new.entries]:
        yield "the order of the catalogue"
    for name in ("rules_version", "stretchplan_version"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield f"{name}: {other}, was {one}"


def _side(made: Verification) -> Compared:
    return Compared(
        digest=made.digest,
        stretchplan_version=made.stretchplan_version,
        rules_version=made.rules_version,
        catalog=made.catalog,
        policy=made.policy,
        own_rules=made.own_rules,
        faults=len(made.faults),
    )
