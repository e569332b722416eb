"""Collects the examples in the documents: every ``>>>`` in README.md and docs/ is run and compared."""

import asyncio
from collections.abc import Iterator
from doctest import ELLIPSIS

import pytest
from sybil import Sybil
from sybil.parsers.doctest import DocTestParser

pytest_collect_file = Sybil(
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=["*.md"],
    path=".",
    excludes=["CHANGELOG.md"],
).pytest()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Hide the event loop of a browser that runs for other tests: asyncio.run refuses while another loop runs."""
    loop = None if "browser" in getattr(item, "fixturenames", ()) else asyncio._get_running_loop()
    if loop is not None:
        asyncio._set_running_loop(None)
    try:
        yield
    finally:
        if loop is not None:
            asyncio._set_running_loop(loop)
