"""What going through a grid of requests found: the models of a verification, which is saved as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final, Literal, get_args

from pydantic import Field

from stretchplan.base.models import OutputModel
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PaceName, PlanRequest
from stretchplan.results.formats import ReportFormats
from stretchplan.results.plan import CatalogRef, OwnRuleRef

__all__ = ["FAULTS", "VERIFICATION_FORMAT", "Answers", "AreaReach", "DayReach", "DoseUse", "EntryDigest", "Finding"]
__all__ += ["FindingKind", "Grid", "Group", "Refused", "RefusedKind", "StretchUse", "Timeline", "Unproved"]
__all__ += ["Verification"]

VERIFICATION_FORMAT: Final = "stretchplan-verification/1"

RefusedKind = Literal[
    "nothing_allowed",
    "area_not_worked",
    "no_order",
    "too_few_minutes",
    "search_ended",
    "rule_failed",
    "unknown_area",
]
FindingKind = Literal[
    "rule_broken",
    "rule_failed",
    "no_answer",
    "area_never_worked",
    "area_needs_long",
    "stretch_never_allowed",
    "stretch_too_late",
    "stretch_too_long",
    "stretch_without_place",
    "stretch_never_best",
    "loads_unknown",
    "form_never_used",
    "caution_never_due",
    "dose_never_allowed",
    "dose_never_used",
    "not_proved",
]
_WORTH_KNOWING: Final = {"dose_never_allowed", "dose_never_used", "not_proved"}
FAULTS: Final[frozenset[FindingKind]] = frozenset(set(get_args(FindingKind)) - _WORTH_KNOWING)
"""The kinds of findings that somebody should mend or explain; the others are worth knowing."""


class Grid(OutputModel):
    """The requests that a verification goes through: every combination of the values of six fields.

    Every other field of a request is at its default, so no request states a date, wishes, a history or extra seconds.
    Warning signs are left open; where the policy requires the answers, each is no.

    Attributes
    ----------
    days
        Days since the injury; null stands for no recent injury, and comes first.
    minutes
        Whole minutes.
    areas
        Sets of areas to demand.
    conditions
        Sets of conditions to state, of :func:`stretchplan.conditions`.
    pain
        Pain now, 0 to 10; null stands for not asked, and comes first.
    paces
        Paces by name, ``usual``, ``unhurried`` or ``slow``; null leaves the pace to the day and the pain.
    """

    days: tuple[int | None, ...]
    minutes: tuple[int, ...]
    areas: tuple[tuple[str, ...], ...]
    conditions: tuple[tuple[Condition, ...], ...]
    pain: tuple[int | None, ...]
    paces: tuple[PaceName | None, ...]

    @property
    def situations(self) -> int:
        """How many combinations of day, conditions, pain and pace there are."""
        return len(self.days) * len(self.conditions) * len(self.pain) * len(self.paces)

    @property
    def requests(self) -> int:
        """How many requests there are."""
        return self.situations * len(self.areas) * len(self.minutes)


class Refused(OutputModel):
    """Requests without a plan, for one reason.

    Attributes
    ----------
    kind
        ``nothing_allowed`` (every stretch is forbidden), ``area_not_worked`` (no stretch that may be planned works a
        demanded area), ``no_order`` (no session keeps the order, however long), ``too_few_minutes``, ``search_ended``
        (the node budget ended before there was an answer), ``rule_failed`` (an own rule raised or returned something
        wrong) or ``unknown_area``.
    area_ids
        The demanded areas that no stretch works; empty for other kinds.
    rule_ids
        The rules that forbid the stretches which would be needed.
    requests
        How many requests.
    smallest
        The smallest of them: fewest minutes, then areas, conditions, pain, days and pace in the order of the grid.
    """

    kind: RefusedKind
    area_ids: tuple[str, ...]
    rule_ids: tuple[str, ...]
    requests: int
    smallest: PlanRequest


class DayReach(OutputModel):
    """From how many minutes an area can be had on some days.

    Attributes
    ----------
    first_day, last_day
        Days since the injury in a row in the grid; null for no recent injury.
    least_minutes
        Fewest minutes of a request of the grid that demands the area and has a plan, in any situation of these days;
        null when there is none.
    """

    first_day: int | None
    last_day: int | None
    least_minutes: int | None


class AreaReach(OutputModel):
    """On which days an area can be had.

    Attributes
    ----------
    area_id, name
        The area.
    days
        The days of the grid in their order, those with equal minutes together.
    """

    area_id: str
    name: str
    days: tuple[DayReach, ...]


class DoseUse(OutputModel):
    """How often a dose is planned.

    Attributes
    ----------
    sets, amount
        The dose: sets, and seconds or repetitions of each.
    requests
        How many requests have it in their plan.
    allowed
        Whether the rules allow it in some situation of the grid.
    """

    sets: int
    amount: int
    requests: int
    allowed: bool


class StretchUse(OutputModel):
    """How often a stretch is planned.

    Attributes
    ----------
    stretch_id, name
        The stretch.
    requests
        How many requests have it in their plan.
    doses
        Every dose of the catalogue's range.
    smallest
        The smallest request whose plan has it; null when there is none.
    """

    stretch_id: str
    name: str
    requests: int
    doses: tuple[DoseUse, ...]
    smallest: PlanRequest | None


class Unproved(OutputModel):
    """Requests whose plan is not proved the best within the node budget.

    Attributes
    ----------
    requests
        How many.
    smallest
        The smallest of them; null when there is none.
    """

    requests: int
    smallest: PlanRequest | None


class Finding(OutputModel):
    """Something that a verification found.

    Attributes
    ----------
    kind
        What it is: ``rule_broken``, ``rule_failed``, ``no_answer``, ``area_never_worked``, ``area_needs_long``,
        ``stretch_never_allowed``, ``stretch_too_late``, ``stretch_too_long``, ``stretch_without_place``,
        ``stretch_never_best``, ``loads_unknown``, ``form_never_used``, ``caution_never_due``, ``dose_never_allowed``,
        ``dose_never_used`` or ``not_proved``. docs/verify.md explains each.
    subject
        What it is about: the id of a rule, an area or a stretch; for a form, a caution or a dose of a stretch its name
        follows after a colon.
    message
        The same as one sentence.
    smallest
        The smallest request that shows it; null where no single request does.
    requests
        How many requests of the grid show it; 0 where no single request does.
    rule_ids
        The rules behind it.
    """

    kind: FindingKind
    subject: str
    message: str
    smallest: PlanRequest | None = None
    requests: int = 0
    rule_ids: tuple[str, ...] = ()

    @property
    def is_fault(self) -> bool:
        """Whether somebody should mend or explain it."""
        return self.kind in FAULTS


class EntryDigest(OutputModel):
    """The facts of a stretch as digests, so that two verifications can say which of them differ.

    Attributes
    ----------
    stretch_id
        The stretch.
    facts
        The first eight hexadecimal digits of the SHA-256 of each fact, by its name.
    """

    stretch_id: str
    facts: dict[str, str]


class Group(OutputModel):
    """Situations that lead to the same allowed doses, refusals, pace, effects and cautions.

    Attributes
    ----------
    standing
        For each stretch in catalogue order, the place in ``Answers.standings`` of what the rules say of it.
    manner
        For each stretch in catalogue order, the place in ``Answers.manners`` of its form and its cautions.
    timelines
        For each set of areas of the grid, the place in ``Answers.timelines``.
    """

    standing: tuple[int, ...]
    manner: tuple[int, ...]
    timelines: tuple[int, ...]


Timeline = tuple[tuple[int, int], ...]
"""From which minutes which answer holds: places in the minutes of the grid and in ``Answers.answers``."""


class Answers(OutputModel):
    """The answer to each request of the grid, in a form small enough to be saved and compared.

    Attributes
    ----------
    situations
        The group of each situation, as pairs of a count and a group: the situations stand in the order of conditions,
        pain, days and paces of the grid, the last of them changing fastest.
    groups
        The groups.
    standings
        What the rules may say of a stretch: its doses, or the rule that forbids it.
    manners
        In which form a stretch is done and with which cautions.
    timelines
        The answers by the minutes.
    answers
        The answers: the doses of a session in order and its seconds, or why there is no plan.
    """

    situations: tuple[tuple[int, int], ...]
    groups: tuple[Group, ...]
    standings: tuple[str, ...]
    manners: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    answers: tuple[str, ...]


class Verification(ReportFormats, OutputModel):
    """What going through every request of a grid found. It covers this grid and claims nothing beyond it.

    Attributes
    ----------
    format
        Always ``stretchplan-verification/1``.
    digest
        SHA-256 of all the rest, as ``sha256:`` and 64 hexadecimal digits.
    stretchplan_version, rules_version
        Versions of the library and of its rules.
    catalog
        The catalogue.
    area_ids
        Its areas.
    entries
        Its stretches as digests of their facts.
    policy
        The caller's policy.
    own_rules
        The caller's rules.
    node_budget
        The most nodes of each search.
    grid
        The requests that were gone through.
    requests
        How many requests those are.
    problems
        How many distinct problems they come to: situations that are alike, with one set of areas and minutes in a row
        that have the same answer.
    planned
        How many requests have a plan.
    searches
        How many searches there were.
    checks
        How many plans were made in full and checked.
    refused
        The requests without a plan, by the reason.
    areas
        On which days, and from how many minutes, each area can be had.
    stretches
        How often each stretch and each dose is planned.
    unproved
        The plans that are not proved the best.
    most_nodes
        Nodes of the search that took the most.
    slowest
        The request of that search; null when there was no search.
    findings
        What was found: faults first, each with its smallest example.
    answers
        The answer to each request.
    """

    max_json_bytes: ClassVar[int] = 256 * 2**20

    format: Literal["stretchplan-verification/1"] = VERIFICATION_FORMAT
    digest: str
    stretchplan_version: str
    rules_version: str
    catalog: CatalogRef
    area_ids: tuple[str, ...]
    entries: tuple[EntryDigest, ...]
    policy: Policy
    own_rules: tuple[OwnRuleRef, ...]
    node_budget: int
    grid: Grid
    requests: int
    problems: int
    planned: int
    searches: int
    checks: int
    refused: tuple[Refused, ...]
    areas: tuple[AreaReach, ...]
    stretches: tuple[StretchUse, ...]
    unproved: Unproved
    most_nodes: int
    slowest: PlanRequest | None
    findings: tuple[Finding, ...]
    answers: Answers = Field(repr=False)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that somebody should mend or explain."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def ok(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what tells verifications apart."""
        yield "catalog", f"{self.catalog.id} {self.catalog.version}"
        yield "requests", self.requests
        yield "problems", self.problems
        yield "planned", self.planned
        yield "findings", [f"{finding.kind} {finding.subject}" for finding in self.findings[:5]]
        yield "digest", self.digest
