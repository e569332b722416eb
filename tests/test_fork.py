"""Does a process that is forked while one of its threads holds a lock of ours hang?"""

import os
import signal
import subprocess
import sys

import pytest

START = """
import gc, os, signal, threading, time
import stretchplan as sp
from stretchplan.base.cache import Cache, cached_property
from stretchplan.base.gc_pause import gc_paused

inside = threading.Event()

def wait():
    inside.set()
    time.sleep(0.5)
"""
IN_A_THREAD = {
    "a cache": (
        """
class Slow:
    def __hash__(self):
        wait()
        return 1

cache = Cache(3)
work = lambda: cache.put(Slow(), 1)
""",
        "assert cache.put(2, 2) == 2",
    ),
    "an import": ("def work():\n    with sp._IMPORTING:\n        wait()", "sp.PlanRequest"),
    "a value worked out once": (
        """
class Once:
    def __init__(self, wait):
        self.wait = wait

    @cached_property
    def value(self):
        self.wait()
        return 7

work = lambda: Once(wait).value
""",
        "assert Once(int).value == 7",
    ),
    "a pause of the collector": ("def work():\n    with gc_paused():\n        wait()", "assert gc.isenabled()"),
}
FORK = """
thread = threading.Thread(target=work)
thread.start()
inside.wait()
child = os.fork()
if not child:
    signal.alarm(20)  # ends a child that hangs
    try:
        IN_THE_CHILD
    except BaseException:
        os._exit(1)
    os._exit(0)
thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
@pytest.mark.parametrize(("work", "then"), IN_A_THREAD.values(), ids=IN_A_THREAD)
def test_a_child_does_not_wait_for_a_thread_that_it_does_not_have(work: str, then: str):
    script = START + work + FORK.replace("IN_THE_CHILD", then)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    assert int(done.stdout) == 0, signal.Signals(-int(done.stdout)).name
