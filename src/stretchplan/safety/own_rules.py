"""Rules of a caller's own: what one looks like, and how it is kept from loosening anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, get_args, runtime_checkable

from stretchplan.base.errors import PolicyError
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import clean_text
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import OwnRuleRef, Plan
from stretchplan.results.report import Violation
from stretchplan.rulebook.rule import Strength
from stretchplan.rulebook.rules import RULES
from stretchplan.safety.dosage import Dosage

__all__ = ["OwnRule", "checked", "doses_allowed_by", "own_violations", "reference"]

_TEXTS: Final = ("sentence", "source")
_LONGEST_TEXT: Final = 600
_MAX_VIOLATIONS: Final = 200
_MOST_RULES: Final = 100
"""As many as a plan may name."""


@runtime_checkable
class OwnRule(Protocol):
    """A safety rule of a caller's own: any object with these four attributes and two methods.

    Hand it to :class:`stretchplan.Planner` as ``rules=[...]``, and to :func:`stretchplan.check` likewise. It can only
    narrow. Both methods must depend on their arguments alone: the same request has the same plan, byte for byte.

    Attributes
    ----------
    id
        Kebab-case, and no id of :func:`stretchplan.rules`.
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
        """Return those of the doses that the rule leaves; none forbids the stretch.

        Parameters
        ----------
        stretch
            An entry of the catalogue.
        doses
            What the library's rules leave of it, by sets and then by amount; never empty.
        request
            What was asked for.
        """
        ...

    def judge(self, plan: Plan, catalog: Catalog) -> Iterable[Violation]:
        """Return how a finished plan breaks the rule, each as a :class:`stretchplan.Violation` with the rule's id.

        Parameters
        ----------
        plan
            Any plan, not only one that this library made.
        catalog
            What its stretch ids mean.
        """
        ...


def checked(rules: Iterable[OwnRule]) -> tuple[OwnRule, ...]:
    """Return rules of a caller's own, each known to be one.

    Raises
    ------
    PolicyError
        When one lacks an attribute or a method, or has the id of another rule, or there are more than 100.
    """
    given: object = rules
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise PolicyError.of("rules", quoted(given), f"{quoted(given)} is not a list of rules; give one")
    found: tuple[OwnRule, ...] = tuple(given)
    if len(found) > _MOST_RULES:
        raise PolicyError.of("rules", "", f"{len(found)} rules are not allowed; give at most {_MOST_RULES}")
    taken = {rule.id for rule in RULES}
    for k, rule in enumerate(found):
        where = f"rules[{k}]"
        for name in ("leaves", "judge"):
            if not callable(getattr(rule, name, None)):
                raise PolicyError.of(f"{where}.{name}", "", "this method is required and is missing")
        rule_id = getattr(rule, "id", None)
        if not isinstance(rule_id, str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,63}", rule_id):
            raise PolicyError.of(
                f"{where}.id", quoted(rule_id), f"{quoted(rule_id)} is not an id; give lower-case letters and hyphens"
            )
        if rule_id in taken:
            raise PolicyError.of(f"{where}.id", quoted(rule_id), f"{rule_id!r} is the id of another rule; give its own")
        taken.add(rule_id)
        for name in _TEXTS:
            text = getattr(rule, name, None)
            if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST_TEXT:
                raise PolicyError.of(
                    f"{where}.{name}",
                    quoted(text),
                    f"{quoted(text)} is not a {name}; give 1 to {_LONGEST_TEXT} characters",
                )
            try:
                clean_text(text)
            except ValueError as error:
                raise PolicyError.of(f"{where}.{name}", quoted(text), str(error)) from None
        strength = getattr(rule, "strength", None)
        if strength not in get_args(Strength):
            raise PolicyError.of(
                f"{where}.strength",
                quoted(strength),
                f"{quoted(strength)} is not a strength; it is one of {', '.join(get_args(Strength))}",
            )
    return found


def reference(rule: OwnRule) -> OwnRuleRef:
    """Return what a plan says of a rule that it was made under."""
    return OwnRuleRef(id=rule.id, sentence=rule.sentence, source=rule.source, strength=rule.strength)


def doses_allowed_by(
    rule: OwnRule, stretch: Stretch, doses: tuple[Dosage, ...], request: PlanRequest
) -> tuple[Dosage, ...]:
    """Return the doses that a caller's rule leaves, in the order they were in.

    Raises
    ------
    PolicyError
        When it leaves a dose that was not there to be left, or fails.
    """
    try:
        left = tuple(rule.leaves(stretch, doses, request))
    except Exception as error:
        raise PolicyError.of(
            f"rules ({rule.id})", "", f"the rule failed on {stretch.id!r}: {type(error).__name__}: {quoted(str(error))}"
        ) from error
    for dose in left:
        if dose in doses:
            continue
        if not isinstance(dose, Dosage):
            raise PolicyError.of(
                f"rules ({rule.id})",
                quoted(dose),
                f"the rule leaves {quoted(dose)} of {stretch.id!r}, which is no dose",
            )
        most = max((d.sets, d.amount) for d in doses)
        raise PolicyError.of(
            f"rules ({rule.id})",
            quoted((dose.sets, dose.amount)),
            f"the rule would loosen what the library's rules leave of {stretch.id!r}: it leaves {dose.sets} × "
            f"{dose.amount}, and they leave up to {most[0]} × {most[1]}; a rule may only take doses away",
        )
    return tuple(dose for dose in doses if dose in left)


def own_violations(rule: OwnRule, plan: Plan, catalog: Catalog) -> Iterator[Violation]:
    """Yield how a plan breaks a caller's rule; a rule that fails is reported as one that the plan breaks.

    Parameters
    ----------
    rule, plan, catalog
        What judges, what is judged, and what its stretch ids mean.
    """
    try:
        for count, violation in enumerate(rule.judge(plan, catalog)):
            if count == _MAX_VIOLATIONS:
                return
            if not isinstance(violation, Violation) or violation.rule_id != rule.id:
                raise TypeError(f"{quoted(violation)} is no Violation of {rule.id}")
            yield violation
    except Exception as error:  # noqa: BLE001 - when in doubt, the plan is not fine
        message = f"The rule could not check the plan: {type(error).__name__}: {quoted(str(error))}."
        yield Violation(rule_id=rule.id, step=None, message=message)
