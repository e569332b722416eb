"""What a change to a catalogue, a policy or rules does to the requests of a grid: the models of a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from stretchplan.base.models import OutputModel
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.formats import ReportFormats
from stretchplan.results.plan import CatalogRef, OwnRuleRef

__all__ = ["AnswerChange", "AnswerChangeKind", "ChangedEntry", "Compared", "Comparison"]

AnswerChangeKind = Literal["lost", "gained", "other_plan", "other_words", "other_reason"]


class Compared(OutputModel):
    """One side of a comparison.

    Attributes
    ----------
    digest
        The digest of its verification.
    stretchplan_version, rules_version
        Versions of the library and of its rules.
    catalog
        The catalogue.
    policy
        The caller's policy.
    own_rules
        The caller's rules.
    faults
        How many faults its verification found.
    """

    digest: str
    stretchplan_version: str
    rules_version: str
    catalog: CatalogRef
    policy: Policy
    own_rules: tuple[OwnRuleRef, ...]
    faults: int


class ChangedEntry(OutputModel):
    """A stretch that differs between two catalogues.

    Attributes
    ----------
    stretch_id
        The stretch.
    kind
        ``added``, ``removed`` or ``changed``.
    facts
        The facts that differ, for ``changed``.
    """

    stretch_id: str
    kind: Literal["added", "removed", "changed"]
    facts: tuple[str, ...] = ()


class AnswerChange(OutputModel):
    """Requests whose answer changes in one way, for one cause.

    Attributes
    ----------
    kind
        ``lost`` (a plan before, none now), ``gained`` (none before, a plan now), ``other_plan`` (other stretches,
        doses, order or length), ``other_words`` (the same session, with another form, other cautions or other texts) or
        ``other_reason`` (no plan, for another reason).
    requests
        How many requests.
    smallest
        The smallest of them.
    old, new
        Its answers: the session and its seconds, or why there is no plan.
    behind
        What makes the difference: stretches with what the rules say of them, facts of an entry, fields of the policy,
        an own rule, or a version.
    """

    kind: AnswerChangeKind
    requests: int
    smallest: PlanRequest
    old: str
    new: str
    behind: tuple[str, ...]


class Comparison(ReportFormats, OutputModel):
    """Two verifications of one grid, request by request.

    Attributes
    ----------
    old, new
        What is compared.
    requests
        How many requests.
    same
        How many have the same answer.
    lost, gained, other_plan, other_words, other_reason
        How many have another one, by the kinds of :class:`AnswerChange`.
    entries
        The stretches that differ.
    changes
        The changes by kind and by cause, those of most requests first; each with its smallest example.
    """

    max_json_bytes: ClassVar[int] = 64 * 2**20

    old: Compared
    new: Compared
    requests: int
    same: int
    lost: int
    gained: int
    other_plan: int
    other_words: int
    other_reason: int
    entries: tuple[ChangedEntry, ...]
    changes: tuple[AnswerChange, ...]

    @property
    def ok(self) -> bool:
        """Whether every request has the same answer."""
        return self.same == self.requests

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield the counts."""
        for name in ("requests", "same", "lost", "gained", "other_plan", "other_words", "other_reason"):
            yield name, getattr(self, name)
