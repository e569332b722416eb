"""Find the rules that a finished plan breaks, with one module for each family of rules.

Each module has ``violations(session)``, which yields the :class:`~stretchplan.results.report.Violation` entries of a
recounted session. docs/check.md says which rule reports which defect.
"""
