"""Decide which stretches and doses the rules allow, for the planner; ``checks`` reads the rules for itself."""
