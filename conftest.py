"""Collects the examples in the documents: every ``>>>`` in README.md and docs/ is run and compared."""

from doctest import ELLIPSIS

from sybil import Sybil
from sybil.parsers.doctest import DocTestParser

pytest_collect_file = Sybil(
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=["*.md"],
    path=".",
    excludes=["CHANGELOG.md"],
).pytest()
