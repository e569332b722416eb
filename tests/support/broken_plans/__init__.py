"""Plans that are each broken in one way: ``BREAKS`` names the rule, the step and the function that makes the plan."""

from tests.support.broken_plans import conditions, doses, policy, sessions, signs
from tests.support.broken_plans.register import BREAKS

__all__ = ["BREAKS", "conditions", "doses", "policy", "sessions", "signs"]  # importing each module fills BREAKS
