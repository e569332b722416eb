"""Is the collector of garbage put off inside, and running again afterwards, whoever was inside and however it ended?"""

import gc
from threading import Barrier, Thread

import pytest

from stretchplan.base.gc_pause import collection_put_off


def test_it_is_put_off_and_set_running_again():
    """Also when one is inside another, and after an error."""
    with collection_put_off():
        assert not gc.isenabled()
        with collection_put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="trouble"), collection_put_off():
        raise ValueError("trouble")
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off():
    """The caller has switched it off, and had a reason."""
    gc.disable()
    try:
        with collection_put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_threads_leave_it_running():
    """Many at once, in any order."""
    start = Barrier(8)

    def work() -> None:
        start.wait()
        for _ in range(500):
            with collection_put_off():
                pass

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.isenabled()
