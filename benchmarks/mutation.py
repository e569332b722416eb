"""Try mutmut's mutants against tests that are collected once.

Run it in a scratch copy, after ``mutmut run`` of a single mutant has written the mutants and noted which tests reach
which function: ``python benchmarks/mutation.py tests/safety 'stretchplan.safety.*'``. ``mutmut run`` collects the tests
again for each mutant, which takes longer than running them. This script tries each mutant in a fork, the quickest tests
first, and writes the results where ``mutmut results`` and ``mutmut show`` find them. With ``ONLY_LEFT=1`` in the
environment it tries only the mutants that no test has killed yet. With ``UNDER=0.1`` it runs only the tests that take
less than 0.1 s: they kill most mutants, and the few that are left can be tried with all tests. With ``EVERY=8`` it
tries each eighth mutant only: a sample, where there is no time for all.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from contextlib import suppress
from fnmatch import fnmatch
from math import ceil
from pathlib import Path
from time import process_time, time

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test

HERE = Path.cwd()
CHILDREN = 2
KILLED, SURVIVED, FAILED, NO_TESTS = 1, 0, 3, 33
"""Exit codes, as in mutmut."""


def seconds_allowed(expected):
    """Return the processor's seconds after which a mutant counts as one that never ends."""
    return ceil(2 * expected + 2)


class Mutants:
    """A pytest plugin that runs the collected tests once for each mutant, instead of once."""

    def __init__(self, patterns):
        self.patterns = patterns
        self.killers = {}
        self.said, self.saying = os.pipe()
        os.set_blocking(self.said, False)
        stats = json.loads((HERE / "mutants/mutmut-stats.json").read_text(encoding="utf-8"))
        self.tests, self.seconds = stats["tests_by_mangled_function_name"], stats["duration_by_test"]
        self.under = float(os.environ.get("UNDER", "inf"))
        self.every = int(os.environ.get("EVERY", "1"))

    def pytest_runtestloop(self, session):
        """Try every mutant whose name fits."""
        gc.freeze()  # what is collected stays shared with the forks
        items = {item.nodeid.removeprefix("mutants/"): item for item in session.items}
        items = {name: item for name, item in items.items() if self.seconds.get(name, 0) < self.under}
        running = {os.fork() or self.run("", list(items.values()), 600): ({}, "")}
        if self.wait(running) != SURVIVED:
            raise SystemExit("the tests fail without any mutant")
        number = 0
        for path in sorted(HERE.glob("mutants/src/**/*.meta")):
            meta = json.loads(path.read_text(encoding="utf-8"))
            verdicts = meta["exit_code_by_key"]
            for name in verdicts:
                if not any(fnmatch(name, pattern) for pattern in self.patterns):
                    continue
                number += 1
                if number % self.every:
                    continue
                if os.environ.get("ONLY_LEFT") and verdicts[name] not in {None, SURVIVED, NO_TESTS}:
                    continue
                tests = self.tests.get(name.rpartition("__mutmut_")[0], [])
                found = sorted(filter(items.__contains__, tests), key=self.order)
                if not found:
                    verdicts[name] = NO_TESTS
                    continue
                while len(running) == CHILDREN:
                    self.wait(running)
                pid = os.fork()
                if pid == 0:
                    self.run(name, [items[test] for test in found], sum(self.seconds[test] for test in found))
                running[pid] = (verdicts, name)
            while running:
                self.wait(running)
            path.write_text(json.dumps(meta, indent=4), encoding="utf-8")
        return True

    def order(self, test):
        """Return the sort key: tests that killed a mutant lately first, then the quickest."""
        return -self.killers.get(test, 0), self.seconds[test]

    def wait(self, running):
        """Note the result of the next mutant that ends."""
        pid, status = os.wait()
        verdicts, name = running.pop(pid)
        verdicts[name] = os.waitstatus_to_exitcode(status)
        if verdicts[name] == KILLED:
            with suppress(BlockingIOError):
                for test in os.read(self.said, 2**16).decode().splitlines():
                    self.killers[test] = time()
        return verdicts[name]

    def run(self, name, items, expected):
        """Run tests on a mutant until one fails, and end."""
        limit = seconds_allowed(expected) + int(process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
        set_mutant_under_test(name)
        session = items[0].session
        try:
            for item in items:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if session.testsfailed:
                    os.write(self.saying, item.nodeid.removeprefix("mutants/").encode() + b"\n")
                    os._exit(KILLED)
        except BaseException:  # noqa: BLE001 - any other exception is not a failing test
            os._exit(FAILED)
        os._exit(SURVIVED)


if __name__ == "__main__":
    set_mutant_under_test("")
    os.chdir("mutants")
    sys.path.insert(0, str(HERE / "mutants/src"))
    arguments = ["--rootdir=.", "-n0", "-q", "-p", "no:cacheprovider", "--tb=no"]
    sys.exit(pytest.main([*arguments, *sys.argv[1].split(",")], plugins=[Mutants(sys.argv[2:])]))
