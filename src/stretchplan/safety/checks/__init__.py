"""Find the rules that a finished plan breaks, with one module for each family of rules.

Each has ``violations(session)``, which yields :class:`~stretchplan.results.report.Violation` entries from a recounted
session. docs/check.md says which rule reports which defect.
"""
