"""Plans that each break one rule in one place: ``BROKEN_PLANS`` has the rule, the step and the plan of each."""

from tests.support.broken_plans import conditions, doses, over_time, policy, sessions, signs, statements, timing
from tests.support.broken_plans.register import BROKEN_PLANS

# Importing a module registers its plans.
__all__ = ["BROKEN_PLANS", "conditions", "doses", "over_time", "policy", "sessions", "signs", "statements", "timing"]
