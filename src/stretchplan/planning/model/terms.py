"""What applies to every request of a planner? The catalogue, the policy and the caller's own rules."""

from __future__ import annotations

from dataclasses import dataclass

from stretchplan.base.cache import cached_property
from stretchplan.catalog.catalog import Catalog
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.results.plan import OwnRuleRef
from stretchplan.safety import own_rules
from stretchplan.safety.own_rules import OwnRule

__all__ = ["Terms"]


@dataclass(frozen=True, eq=False, repr=False)
class Terms:
    """The catalogue, policy and own rules that apply to every request of a planner."""

    catalog: Catalog
    policy: Policy = STANDARD
    own_rules: tuple[OwnRule, ...] = ()

    @cached_property
    def own_rule_refs(self) -> tuple[OwnRuleRef, ...]:
        """What a plan says of the caller's own rules."""
        return tuple(own_rules.reference(rule) for rule in self.own_rules)
