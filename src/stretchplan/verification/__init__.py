"""Go through a stated grid of requests exhaustively, and compare what two catalogues, policies or rules make of it.

``stretchplan.testing`` has the same functions. This package needs no extra, so the command line and a program in
production can use it without Hypothesis (docs/decisions/0054-verified-by-groups.md).
"""

from __future__ import annotations

from stretchplan.results.comparison import Comparison
from stretchplan.results.verification import Finding, Grid, Verification
from stretchplan.verification.compare import compare
from stretchplan.verification.join import joined
from stretchplan.verification.run import verify
from stretchplan.verification.work import Work

__all__ = ["Comparison", "Finding", "Grid", "Verification", "Work", "compare", "joined", "verify"]
