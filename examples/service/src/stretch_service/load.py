"""How many requests are worked on at a time? Others are told to come again, so that the process stays responsive."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from starlette.exceptions import HTTPException

__all__ = ["AT_ONCE", "RETRY_SECONDS", "Places"]

AT_ONCE = 4  # /check of the largest plan that is read takes some 130 MiB
RETRY_SECONDS = 2


class Places:
    """A number of places; whoever finds none is answered with 503 at once instead of waiting."""

    def __init__(self, count: int = AT_ONCE) -> None:
        self._free = BoundedSemaphore(count)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place inside the block."""
        if not self._free.acquire(blocking=False):
            raise HTTPException(
                503, "The service is working on as much as it can. Try again soon.", {"Retry-After": str(RETRY_SECONDS)}
            )
        try:
            yield
        finally:
            self._free.release()
