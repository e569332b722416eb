"""Python's search for garbage, put off while many plans are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_put_off"]


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Keep the collector of cyclic garbage from running inside, for a bounded amount of work.

    A plan is some thousand objects, and a planner remembers thousands of plans. The collector looks through all of
    them again for every thousand plans or so, and finds nothing: it took 40 % of the time of a batch (docs/batch.md).
    What has no cycle is freed at once all the same.

    Any number of threads may be inside: whoever found it running sets it running again, and the first one did.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
