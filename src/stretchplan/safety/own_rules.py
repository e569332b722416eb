"""Define the caller's own rules, which may narrow a plan and never loosen it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Protocol, get_args, runtime_checkable

from stretchplan.base.errors import PolicyError
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import clean_text
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import OwnRuleRef, Plan
from stretchplan.results.report import Violation
from stretchplan.rulebook.rule import Strength
from stretchplan.rulebook.rules import RULES

__all__ = ["OwnRule", "checked", "doses_allowed_by", "own_violations", "reference"]

_LONGEST_TEXT: Final = 600
_MAX_VIOLATIONS: Final = 200
_MAX_RULES: Final = 100  # the most that a plan names


@runtime_checkable
class OwnRule(Protocol):
    """A caller's own safety rule: any object with these four attributes and two methods.

    Pass it to :class:`stretchplan.Planner` and to :func:`stretchplan.check` as ``rules=[...]``. It can only narrow.
    Both methods must depend on their arguments alone, so that the same request has the same plan, byte for byte.

    Attributes
    ----------
    id
        In kebab-case, and not an id of :func:`stretchplan.rules`.
    sentence
        The rule in one plain sentence.
    source
        Where it comes from.
    strength
        What it rests on: ``guideline``, ``study``, ``consensus``, ``practice``, ``article`` or ``policy``.

    Examples
    --------
    >>> import stretchplan as sp
    >>> class NoLongHolds:
    ...     id = "no-long-holds"
    ...     sentence = "Nothing is held for more than 15 s."
    ...     source = "our physiotherapist"
    ...     strength = "practice"
    ...
    ...     def leaves(self, stretch, doses, request):
    ...         return [dose for dose in doses if stretch.dose.kind != "hold" or dose.amount <= 15]
    ...
    ...     def judge(self, plan, catalog):
    ...         for i, step in enumerate(plan.schedule):
    ...             if step.kind == "hold" and step.seconds > 15:
    ...                 yield sp.Violation(rule_id=self.id, step=i, message=f"This hold lasts {step.seconds} s.")
    >>> planner = sp.Planner(rules=[NoLongHolds()])
    >>> plan = planner.plan(minutes=10, days_since_injury=None)
    >>> max(step.seconds for step in plan.schedule if step.kind == "hold")
    15
    """

    id: str
    sentence: str
    source: str
    strength: str

    def leaves(self, stretch: Stretch, doses: tuple[Dosage, ...], request: PlanRequest) -> Iterable[Dosage]:
        """Return the doses that the rule allows, out of those given; an empty answer forbids the stretch.

        Parameters
        ----------
        stretch
            An entry of the catalogue.
        doses
            The doses that the library's rules allow, by sets and then by amount; never empty.
        request
            The request to plan.
        """
        ...

    def judge(self, plan: Plan, catalog: Catalog) -> Iterable[Violation]:
        """Return how a finished plan breaks the rule, each as a :class:`stretchplan.Violation` with the rule's id.

        Parameters
        ----------
        plan
            Any plan, not only one of this library.
        catalog
            The catalogue of its stretches.
        """
        ...


def checked(rules: Iterable[OwnRule]) -> tuple[OwnRule, ...]:
    """Return the caller's own rules; raise PolicyError for a wrong attribute, a used id, or more than 100 rules."""
    given: object = rules
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise PolicyError.of("rules", quoted(given), f"{quoted(given)} is not a list of rules; give one")
    found: tuple[OwnRule, ...] = tuple(islice(given, _MAX_RULES + 1))  # it may have no end
    if len(found) > _MAX_RULES:
        raise PolicyError.of("rules", "", f"more than {_MAX_RULES} rules are not allowed; give at most {_MAX_RULES}")
    taken = {rule.id for rule in RULES}
    for k, rule in enumerate(found):
        _require_rule(rule, f"rules[{k}]", taken)
        taken.add(rule.id)
    return found


def _require_rule(rule: OwnRule, where: str, taken: set[str]) -> None:
    for name in ("leaves", "judge"):
        if not callable(getattr(rule, name, None)):
            raise PolicyError.of(f"{where}.{name}", "", "this method is required and is missing")
    rule_id = getattr(rule, "id", None)
    shown = quoted(rule_id)
    if not isinstance(rule_id, str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,63}", rule_id):
        raise PolicyError.of(f"{where}.id", shown, f"{shown} is not an id; give lower-case letters and hyphens")
    if rule_id in taken:
        raise PolicyError.of(f"{where}.id", shown, f"{rule_id!r} is the id of another rule; choose another id")
    for name in ("sentence", "source"):
        text = getattr(rule, name, None)
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST_TEXT:
            message = f"{quoted(text)} is not a {name}; give 1 to {_LONGEST_TEXT} characters"
            raise PolicyError.of(f"{where}.{name}", quoted(text), message)
        try:
            clean_text(text)
        except ValueError as error:
            raise PolicyError.of(f"{where}.{name}", quoted(text), str(error)) from None
    strength = getattr(rule, "strength", None)
    if strength not in get_args(Strength):
        message = f"{quoted(strength)} is not a strength; it is one of {', '.join(get_args(Strength))}"
        raise PolicyError.of(f"{where}.strength", quoted(strength), message)


def reference(rule: OwnRule) -> OwnRuleRef:
    """Return a rule as the plans made under it name it."""
    return OwnRuleRef(id=rule.id, sentence=rule.sentence, source=rule.source, strength=rule.strength)


def doses_allowed_by(
    rule: OwnRule, stretch: Stretch, doses: tuple[Dosage, ...], request: PlanRequest
) -> tuple[Dosage, ...]:
    """Return the doses that a caller's rule allows; raise PolicyError if it fails or returns another dose."""
    where = f"rules ({rule.id})"
    try:
        allowed = tuple(rule.leaves(stretch, doses, request))
    except Exception as error:
        message = f"the rule failed on {stretch.id!r}: {type(error).__name__}: {quoted(str(error))}"
        raise PolicyError.of(where, "", message) from error
    for dose in allowed:
        if dose in doses:
            continue
        if not isinstance(dose, Dosage):
            raise PolicyError.of(
                where, quoted(dose), f"the rule returned {quoted(dose)} for {stretch.id!r}, which is not a Dosage"
            )
        sets, amount = max((d.sets, d.amount) for d in doses)
        message = (
            f"the rule returned {dose.sets} × {dose.amount} for {stretch.id!r}, which is not one of the doses it was "
            f"given (up to {sets} × {amount}); a rule may only take doses away"
        )
        raise PolicyError.of(where, quoted((dose.sets, dose.amount)), message)
    return tuple(dose for dose in doses if dose in allowed)


def own_violations(rule: OwnRule, plan: Plan, catalog: Catalog) -> Iterator[Violation]:
    """Yield how a plan breaks a caller's rule; a rule that fails counts as broken."""
    try:
        for count, violation in enumerate(rule.judge(plan, catalog)):
            if count == _MAX_VIOLATIONS:
                return
            if not isinstance(violation, Violation) or violation.rule_id != rule.id:
                raise TypeError(f"{quoted(violation)} is not a Violation of {rule.id}")
            yield violation
    except Exception as error:  # noqa: BLE001 - a rule that cannot be checked counts as broken
        message = f"The rule could not check the plan: {type(error).__name__}: {quoted(str(error))}."
        yield Violation(rule_id=rule.id, step=None, message=message)
