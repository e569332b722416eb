"""Is the garbage collector off inside the pause and on again afterwards?"""

import gc
from threading import Barrier, Thread

import pytest

from stretchplan.base.gc_pause import gc_paused


def test_the_collector_is_off_inside_and_on_again_afterwards():
    with gc_paused():
        assert not gc.isenabled()
        with gc_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_on_again_after_an_error():
    with pytest.raises(ValueError, match="trouble"), gc_paused():
        raise ValueError("trouble")
    assert gc.isenabled()


def test_a_collector_that_the_caller_switched_off_stays_off():
    gc.disable()
    try:
        with gc_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_overlapping_threads_leave_the_collector_on():
    start = Barrier(8)

    def work() -> None:
        start.wait()
        for _ in range(500):
            with gc_paused():
                pass

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.isenabled()
