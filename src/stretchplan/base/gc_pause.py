"""A pause of Python's cyclic garbage collector while many plans are made."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

__all__ = ["gc_paused"]


@contextmanager
def gc_paused() -> Iterator[None]:
    """Switch the collector off inside the block, for a bounded amount of work.

    A planner keeps thousands of plans of some thousand objects each. The collector would visit all of them about once
    in a thousand plans and find nothing: it took 40 % of the time of a batch (docs/batch.md). Reference counting still
    frees every object that is in no cycle.

    Threads may overlap inside. A thread that found the collector on switches it on again; the others leave it alone.
    """
    global _pausing
    if not gc.isenabled():
        yield
        return
    gc.disable()
    _pausing = get_ident()
    try:
        yield
    finally:
        _pausing = None
        gc.enable()


_pausing: int | None = None
"""The thread that switched the collector off."""


def _resume_in_child() -> None:
    """Switch the collector on in a forked child, if a thread that the child does not have switched it off."""
    if _pausing not in (None, get_ident()):
        gc.enable()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_resume_in_child)
