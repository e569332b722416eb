"""The judges: one module for each family of rules, each reading a finished session and nothing else.

Each has ``violations(session)``, which yields :class:`~stretchplan.results.report.Violation` entries. Which rule
owns which defect stands in docs/check.md.
"""
