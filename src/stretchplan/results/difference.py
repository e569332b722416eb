"""What differs between two plans, as frozen models that hold enough to make either plan from the other.

Each list of a plan is compared by what its entries are about, such as a stretch. An entry that is the same in both
plans, and in the same order among those that stay, is not in the difference.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Final, Literal, TypeVar

from pydantic import StrictBool, StrictStr, computed_field

from stretchplan.base.bounded import SafeInt
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import OutputModel
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import quoted
from stretchplan.base.translation import ENGLISH, LanguageName
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.formats import DiffFormats
from stretchplan.results.plan import (
    AreaCoverage,
    CatalogRef,
    Effect,
    LeftOut,
    Notice,
    Objective,
    OwnRuleRef,
    Plan,
    Prescription,
    Step,
)

__all__ = [
    "DIFF_VERSION",
    "AreaChange",
    "ChangeKind",
    "EffectChange",
    "EntryChange",
    "LeftOutChange",
    "NoticeChange",
    "OwnRuleChange",
    "PlanDiff",
    "PlanHead",
    "StepChange",
    "StretchChange",
    "diff",
]

DIFF_VERSION: Final = "1.0"
"""Version of the JSON form. Within a major version fields are added, never renamed or removed."""

ChangeKind = Literal["added", "dropped", "changed", "moved"]


class PlanHead(OutputModel):
    """What a plan says once, and not for each stretch, step or area.

    Attributes
    ----------
    schema_version, request, catalog, rules_version, total_seconds, optimal, objective, bound, policy
        As in the plan.
    """

    schema_version: StrictStr
    request: PlanRequest
    catalog: CatalogRef
    rules_version: StrictStr
    total_seconds: SafeInt
    optimal: StrictBool
    objective: Objective
    bound: Objective
    policy: Policy = STANDARD


class EntryChange(OutputModel):
    """A difference in one entry of a list: what it is about, where it stands, and what it says in each plan.

    Attributes
    ----------
    id
        What the entry is about: the id of a stretch, an area, a notice or a rule; for getting up, ``get_up``.
    before_place
        Its place in the first plan, counted from 0; null when it is not there.
    after_place
        Its place in the second plan, counted from 0; null when it is not there.
    moved
        Whether it stands in another order among the entries that both plans have.
    before
        The entry in the first plan; null when it is not there.
    after
        The entry in the second plan; null when it is not there.
    kind
        In one word: ``added``, ``dropped``, ``changed`` (it says something else; it may be ``moved`` as well) or
        ``moved`` (it says the same in another place).
    """

    id: StrictStr
    before_place: SafeInt | None
    after_place: SafeInt | None
    moved: StrictBool = False
    before: Any
    after: Any

    @computed_field  # type: ignore[prop-decorator]
    @property
    def kind(self) -> ChangeKind:
        """What happened to the entry, in one word."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        return "moved" if self.before == self.after else "changed"

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, for an entry that both plans have; empty for others."""
        if self.before is None or self.after is None:
            return ()
        return _differing(self.before, self.after)


class StretchChange(EntryChange):
    """A difference in what the session asks of one stretch."""

    before: Prescription | None
    after: Prescription | None


class StepChange(EntryChange):
    """A difference in one step of the session."""

    before: Step | None
    after: Step | None

    @property
    def only_later_or_earlier(self) -> bool:
        """Whether the step differs in nothing but the second in which it begins."""
        return not self.moved and self.fields == ("start_seconds",)


class AreaChange(EntryChange):
    """A difference in how much an area is worked."""

    before: AreaCoverage | None
    after: AreaCoverage | None


class LeftOutChange(EntryChange):
    """A difference in which stretch is left out, or why."""

    before: LeftOut | None
    after: LeftOut | None


class NoticeChange(EntryChange):
    """A difference in what is to be told with the plan."""

    before: Notice | None
    after: Notice | None


class EffectChange(EntryChange):
    """A difference in what a stated condition does to a stretch."""

    before: Effect | None
    after: Effect | None


class OwnRuleChange(EntryChange):
    """A difference in the caller's own rules."""

    before: OwnRuleRef | None
    after: OwnRuleRef | None


class PlanDiff(DiffFormats, NotebookRepr, OutputModel):
    """What differs between two plans: the answer of :func:`stretchplan.diff`.

    The changes of each list are in the order of the second plan; what was dropped comes last, in the order of the
    first. With the first plan they are enough to make the second one, and the other way round: take out the entries
    at ``before_place``, then put those at ``after_place`` in, from the first place to the last.

    Attributes
    ----------
    schema_version
        Version of this form: within a major version fields are added, never renamed or removed.
    before
        What the first plan says as a whole: its request, catalogue, policy, length and objective.
    after
        What the second plan says as a whole.
    stretches
        What differs in the stretches of the session, their doses, reasons and order.
    steps
        What differs in the schedule, second by second.
    areas
        What differs in how much each area is worked.
    left_out
        What differs in what is left out, and why.
    notices
        What differs in what is to be told.
    effects
        What differs in what the stated conditions do.
    own_rules
        What differs in the caller's own rules.
    same
        Whether nothing differs.
    """

    max_json_bytes: ClassVar[int] = 10 * 2**20  # two plans, each as long as is read

    schema_version: StrictStr = DIFF_VERSION
    before: PlanHead
    after: PlanHead
    stretches: tuple[StretchChange, ...] = ()
    steps: tuple[StepChange, ...] = ()
    areas: tuple[AreaChange, ...] = ()
    left_out: tuple[LeftOutChange, ...] = ()
    notices: tuple[NoticeChange, ...] = ()
    effects: tuple[EffectChange, ...] = ()
    own_rules: tuple[OwnRuleChange, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        lists = (self.stretches, self.steps, self.areas, self.left_out, self.notices, self.effects, self.own_rules)
        return self.before == self.after and not any(lists)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what differs in the plans as a whole, such as ``request`` or ``total_seconds``."""
        return _differing(self.before, self.after)

    @property
    def language(self) -> LanguageName:
        """The language in which the difference is told: that of the second plan."""
        return self.after.request.language or ENGLISH

    @property
    def sentences(self) -> tuple[str, ...]:
        """The difference in plain words, the session first; one sentence says so when nothing differs."""
        from pkgutil import resolve_name  # as in results/formats.py: words/ is above this module

        sentences: tuple[str, ...] = resolve_name("stretchplan.words.difference:sentences")(self)
        return sentences

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what differs as a whole, and how many entries of each list do."""
        yield "same", self.same
        if self.fields:
            yield "fields", list(self.fields)
        for name in ("stretches", "steps", "areas", "left_out", "notices", "effects", "own_rules"):
            if changes := getattr(self, name):
                yield name, len(changes)


def diff(a: Plan, b: Plan) -> PlanDiff:
    """Return what differs between two plans.

    Parameters
    ----------
    a
        The first plan, such as yesterday's.
    b
        The second plan, such as today's. It may be of another catalogue, policy or version; the difference says so.

    Returns
    -------
    PlanDiff
        ``same`` is true exactly when both plans say the same. It has ``sentences``, and the methods ``to_text``,
        ``to_markdown`` and ``to_html``; notebooks and rich show it.

    Raises
    ------
    InvalidRequest
        When one of them is not a :class:`Plan`.

    Examples
    --------
    >>> import stretchplan as sp
    >>> monday = sp.plan(minutes=5, days_since_injury=3, on="2026-03-02")
    >>> tuesday = sp.plan(minutes=6, days_since_injury=4, on="2026-03-03")
    >>> found = sp.diff(monday, tuesday)
    >>> [(change.id, change.kind) for change in found.stretches if change.kind != "changed"]
    [('cobra_pose', 'added')]
    >>> sp.diff(monday, monday).same
    True
    """
    for name, plan in (("a", a), ("b", b)):
        if not isinstance(plan, Plan):
            raise InvalidRequest(Problem(name, quoted(plan), f"{quoted(plan)} is not a plan; give a Plan"))
    return PlanDiff(
        before=_head(a),
        after=_head(b),
        stretches=_changes(StretchChange, _by(a.prescriptions, "stretch_id"), _by(b.prescriptions, "stretch_id")),
        steps=_changes(StepChange, _steps(a), _steps(b)),
        areas=_changes(
            AreaChange,
            [(area_id, area_id, coverage) for area_id, coverage in a.coverage.items()],
            [(area_id, area_id, coverage) for area_id, coverage in b.coverage.items()],
        ),
        left_out=_changes(LeftOutChange, _by(a.left_out, "stretch_id"), _by(b.left_out, "stretch_id")),
        notices=_changes(
            NoticeChange,
            _by(a.notices, "id", "stretch_id", "area_id", "rule_id"),
            _by(b.notices, "id", "stretch_id", "area_id", "rule_id"),
        ),
        effects=_changes(
            EffectChange,
            _by(a.effects, "stretch_id", "condition", "rule_id"),
            _by(b.effects, "stretch_id", "condition", "rule_id"),
        ),
        own_rules=_changes(OwnRuleChange, _by(a.own_rules, "id"), _by(b.own_rules, "id")),
    )


def _head(plan: Plan) -> PlanHead:
    return PlanHead(**{name: getattr(plan, name) for name in PlanHead.model_fields})


_Entry = tuple[str, Hashable, Any]
"""What an entry is about, the key by which it is found in the other plan, and the entry."""


def _by(entries: Iterable[Any], *names: str) -> list[_Entry]:
    """Return entries that are found by some of their fields; the first of these is what they are about."""
    return [(getattr(entry, names[0]), tuple(getattr(entry, name) for name in names), entry) for entry in entries]


def _steps(plan: Plan) -> list[_Entry]:
    return [
        (step.stretch_id or step.kind, (step.stretch_id, step.kind, step.side, step.set_number), step)
        for step in plan.schedule
    ]


Change = TypeVar("Change", bound=EntryChange)


def _changes(make: type[Change], before: Sequence[_Entry], after: Sequence[_Entry]) -> tuple[Change, ...]:
    """Return the changes that lead from one list to another. As few entries as possible count as moved."""
    here, there = _numbered(before), _numbered(after)
    pairs = [(here[key], place) for key, place in there.items() if key in here]
    in_order = _longest_rising([first for first, _ in pairs])
    found = []
    for number, (first, second) in enumerate(pairs):
        about, _, old = before[first]
        _, _, new = after[second]
        moved = number not in in_order
        if moved or old != new:
            found.append(
                (second, make(id=about, before=old, after=new, before_place=first, after_place=second, moved=moved))
            )
    for key, place in there.items():
        if key not in here:
            about, _, new = after[place]
            found.append((place, make(id=about, before=None, after=new, before_place=None, after_place=place)))
    gone = [
        make(id=before[place][0], before=before[place][2], after=None, before_place=place, after_place=None)
        for key, place in here.items()
        if key not in there
    ]
    return (*(change for _, change in sorted(found, key=lambda pair: pair[0])), *gone)


def _numbered(entries: Sequence[_Entry]) -> dict[tuple[Hashable, int], int]:
    """Return the place of each entry by its key and how many of that key came before it."""
    seen: Counter[Hashable] = Counter()
    places = {}
    for place, (_, key, _) in enumerate(entries):
        places[key, seen[key]] = place
        seen[key] += 1
    return places


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return the indexes of a longest rising subsequence of distinct numbers."""
    lowest: list[int] = []  # the lowest last number of a rising subsequence of each length
    last: list[int] = []  # its index
    previous: list[int | None] = []
    for index, number in enumerate(numbers):
        length = bisect_left(lowest, number)
        lowest[length : length + 1] = [number]
        last[length : length + 1] = [index]
        previous.append(last[length - 1] if length else None)
    found = set()
    index_or_none = last[-1] if last else None
    while index_or_none is not None:
        found.add(index_or_none)
        index_or_none = previous[index_or_none]
    return frozenset(found)


def _differing(before: OutputModel, after: OutputModel) -> tuple[str, ...]:
    """Return the names of the fields in which two models of one class differ."""
    return tuple(name for name in type(before).model_fields if getattr(before, name) != getattr(after, name))
