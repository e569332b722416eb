"""Hypothesis without its search for a shorter example, for tests that expect a failure: that search takes minutes."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import Phase, settings


@contextmanager
def without_shrinking() -> Iterator[None]:
    """Make tests inside that show their first failing example as it is."""
    usual = settings.default
    settings.register_profile("first", usual, phases=(Phase.generate,))
    settings.load_profile("first")
    try:
        yield
    finally:
        settings.register_profile("usual", usual)
        settings.load_profile("usual")
