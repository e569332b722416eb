"""The doses and stretches that the rules allow: the planner's reading. The checker has its own, in ``checks``."""
