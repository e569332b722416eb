"""Decide what is allowed: doses for the planner, what the caller's own rules take away, and what the checker accepts.

``check`` and ``checks`` import nothing from :mod:`stretchplan.planning`, and nothing from
:mod:`stretchplan.safety.allowed`, which the planner uses.
"""
