"""What do all tests share? Hypothesis profiles, a working Ctrl-C, and a browser.

``HYPOTHESIS_PROFILE=long pytest`` tries a hundred times as many examples, with fresh random seeds. The default tries
the same examples on every run and every machine.
"""

import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.browser import chromium

settings.register_profile("ci", derandomize=True, max_examples=50, deadline=None, database=None)
settings.register_profile(
    "long",
    max_examples=5000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# As in an activated environment, whose `pip` is the right one; messages that name an extra depend on it.
os.environ["VIRTUAL_ENV"] = sys.prefix

# A run started in the background ignores SIGINT. So would every process that the tests start and then interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, so that ``-m browser`` runs only them."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Give a running Chromium; the test is skipped where there is none (see support/browser.py)."""
    with chromium() as running:
        yield running
