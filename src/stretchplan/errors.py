"""Everything the library raises, in one tree.

::

    StretchPlanError
    ├── InvalidRequest        the request itself is wrong: mend it and ask again
    ├── CatalogError          a catalogue cannot be read, or contradicts itself
    ├── MissingExtra          an optional dependency is not installed
    ├── UnsafePlan            the checker refused a plan the planner made: a defect, report it
    └── NoPlan                the request is well formed, and no plan is handed out
        ├── Infeasible        the demands and the rules leave no plan
        └── SearchExhausted   the node budget ended before any plan was found

Each has ``to_dict()``, the problem details of RFC 9457, so that a web service can answer with it as is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

__all__ = [
    "CatalogError",
    "Infeasible",
    "InvalidRequest",
    "MissingExtra",
    "NoPlan",
    "Problem",
    "Reason",
    "SearchExhausted",
    "StretchPlanError",
    "UnsafePlan",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with some input.

    Attributes
    ----------
    where
        The place, as a dotted path, such as ``targets`` or ``stretches[2].dose.max_seconds``. Empty for the
        whole input.
    value
        What stood there, as a short printable text; empty when nothing did.
    message
        What is wrong and what is allowed, as one sentence.
    suggestion
        The nearest known name, when one is near; else None.
    """

    where: str
    value: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True, slots=True)
class Reason:
    """One demand that cannot be met, and why.

    Attributes
    ----------
    demand
        What was asked: ``targets.<area>`` or ``minutes``.
    rule_ids
        The rules that stand against it, in the order of :func:`stretchplan.rules`.
    stretch_ids
        The stretches that would have met it.
    message
        The same as one sentence.
    """

    demand: str
    rule_ids: tuple[str, ...]
    stretch_ids: tuple[str, ...]
    message: str


class StretchPlanError(Exception):
    """The root of the tree: catch it to catch everything the library raises on purpose."""

    title: ClassVar[str] = "stretchplan could not answer"
    status: ClassVar[int] = 500

    @property
    def kind(self) -> str:
        """The class name in kebab-case, stable across versions: ``invalid-request``."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))

    def to_dict(self) -> dict[str, Any]:
        """Return the error as RFC 9457 problem details.

        Returns
        -------
        dict
            ``type`` (a URN, stable), ``title``, ``status`` (an HTTP status), ``detail`` (the message), and
            members of the error's own; only what JSON can carry.
        """
        return {
            "type": f"urn:stretchplan:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": str(self),
            **self._members(),
        }

    def _members(self) -> dict[str, Any]:
        return {}


class _InputError(StretchPlanError):
    """What :class:`InvalidRequest` and :class:`CatalogError` share: a list of problems, the first one leading."""

    def __init__(self, *problems: Problem, source: str = "") -> None:
        self.problems = problems
        self.source = source
        more = len(problems) - 1
        tail = "" if more <= 0 else f" (and {more} more problem{'s' if more > 1 else ''})"
        head = str(problems[0]) if problems else self.title
        super().__init__(f"{source + ': ' if source else ''}{head}{tail}")

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would pass the finished message back as a problem; errors must cross process borders.
        return (_rebuild_input_error, (type(self), self.problems, self.source))

    def _members(self) -> dict[str, Any]:
        members: dict[str, Any] = {"errors": [asdict(problem) for problem in self.problems]}
        if self.source:
            members["source"] = self.source
        return members


def _rebuild_input_error(cls: type[_InputError], problems: tuple[Problem, ...], source: str) -> _InputError:
    return cls(*problems, source=source)


class InvalidRequest(_InputError):
    """A request is wrong: catch it to show the person what to mend.

    Attributes
    ----------
    problems
        Every problem found, as :class:`Problem`, in the order of the request's fields.
    source
        The file the request came from, or empty.
    """

    title = "The request is not valid"
    status = 422


class CatalogError(_InputError):
    """A catalogue cannot be read or contradicts itself: catch it where catalogues are loaded.

    Attributes
    ----------
    problems
        Every problem found, as :class:`Problem`, in file order.
    source
        The file or the name given for the text.
    """

    title = "The catalogue is not valid"
    status = 422


class MissingExtra(StretchPlanError, ImportError):
    """An optional dependency is not installed; the message says which ``pip install`` brings it."""

    title = "An optional dependency is missing"
    status = 501

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        self.what = what
        super().__init__(f"{what} needs the extra '{extra}': pip install 'stretchplan[{extra}]'")

    def __reduce__(self) -> tuple[Any, ...]:
        return (MissingExtra, (self.extra, self.what))

    def _members(self) -> dict[str, Any]:
        return {"extra": self.extra}


class UnsafePlan(StretchPlanError):
    """The checker found a violation in a plan that the planner made, so the plan is withheld.

    It is a defect of the library (or of a rule of one's own), never of the request: please report it.

    Attributes
    ----------
    violations
        The violations as ``(rule id, step index or None, message)``.
    """

    title = "The plan did not pass its own check"
    status = 500

    def __init__(self, violations: tuple[tuple[str, int | None, str], ...]) -> None:
        self.violations = violations
        rule_id, _, message = violations[0]
        super().__init__(f"the plan was withheld because it breaks {rule_id}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (UnsafePlan, (self.violations,))

    def _members(self) -> dict[str, Any]:
        return {"violations": [{"rule_id": r, "step": s, "message": m} for r, s, m in self.violations]}


class NoPlan(StretchPlanError):
    """The request is well formed and there is no plan for it: catch it to tell the person why."""

    title = "There is no plan for this request"
    status = 422


class Infeasible(NoPlan):
    """The demands and the rules together leave no plan.

    Attributes
    ----------
    reasons
        Each demand that cannot be met, as :class:`Reason`; never empty.
    """

    title = "The demands and the rules leave no plan"

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reason.message for reason in reasons))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Infeasible, self.reasons)

    def _members(self) -> dict[str, Any]:
        return {
            "reasons": [
                {
                    "demand": r.demand,
                    "rule_ids": list(r.rule_ids),
                    "stretch_ids": list(r.stretch_ids),
                    "message": r.message,
                }
                for r in self.reasons
            ]
        }


class SearchExhausted(NoPlan):
    """The search met its node budget before it found a plan, so nobody knows whether there is one.

    Attributes
    ----------
    nodes
        How many nodes were searched. A larger ``node_budget`` for :class:`stretchplan.Planner` searches on.
    """

    title = "The search ended without an answer"

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        super().__init__(
            f"the search ended after its budget of {nodes} nodes without a plan; "
            "ask for fewer areas or give the planner a larger node_budget"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (SearchExhausted, (self.nodes,))

    def _members(self) -> dict[str, Any]:
        return {"nodes": self.nodes}
