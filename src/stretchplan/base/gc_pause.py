"""A pause of Python's cyclic garbage collector while many plans are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["gc_paused"]


@contextmanager
def gc_paused() -> Iterator[None]:
    """Switch the collector off inside the block, for a bounded amount of work.

    A planner keeps thousands of plans of some thousand objects each. The collector would visit all of them about once
    in a thousand plans and find nothing: it took 40 % of the time of a batch (docs/batch.md). Reference counting still
    frees every object that is in no cycle.

    Threads may overlap inside. A thread that found the collector on switches it on again; the others leave it alone.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
