"""The planner's reading of the rules: what each leaves of a stretch. The checker has its own, in ``checks``."""
