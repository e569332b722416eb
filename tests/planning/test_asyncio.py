"""Does planning in a thread leave an event loop free, and does the thread end when its task is cancelled?

``plan`` is what docs/embedding.md shows.
"""

import asyncio
import threading
from typing import Any

import pytest

import stretchplan as sp
from tests.oracles.realistic import realistic

PLANNER = sp.Planner()
LONG = sp.Planner(realistic(60, 3), node_budget=10_000_000)
"""A planner whose search takes minutes, if nobody ends it."""


async def plan(planner: sp.Planner, started: threading.Event, ended: list[BaseException], **fields: Any) -> sp.Plan:
    """Plan in a thread; ``ended`` gets how the thread ended."""
    gone = threading.Event()

    def ask() -> bool:
        started.set()
        return gone.is_set()

    def in_a_thread() -> sp.Plan:
        try:
            return planner.until(ask).plan(**fields)
        except sp.Cancelled as error:
            ended.append(error)
            raise

    try:
        return await asyncio.to_thread(in_a_thread)
    finally:
        gone.set()


def test_plans_of_many_tasks_are_those_of_one_after_another():
    days = (0, 3, 8, 20, 60, 3)

    async def main() -> list[sp.Plan]:
        return await asyncio.gather(
            *(plan(PLANNER, threading.Event(), [], minutes=10, days_since_injury=day) for day in days)
        )

    assert asyncio.run(main()) == [sp.plan(minutes=10, days_since_injury=day) for day in days]


def test_the_loop_stays_free_and_a_task_that_is_cancelled_ends_its_thread():
    async def main() -> tuple[int, list[BaseException]]:
        started, ended = threading.Event(), list[BaseException]()
        task = asyncio.create_task(plan(LONG, started, ended, minutes=30, days_since_injury=None))
        turns = 0
        while not started.is_set():
            await asyncio.sleep(0.001)
        for _ in range(20):
            await asyncio.sleep(0.001)
            turns += 1
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return turns, ended

    # asyncio.run waits for its threads: without the end of this one it would take minutes
    turns, ended = asyncio.run(main())
    assert turns == 20
    assert [type(error) for error in ended] == [sp.Cancelled]


def test_a_timeout_ends_the_thread_too():
    ended: list[BaseException] = []

    async def main() -> None:
        async with asyncio.timeout(0.2):
            await plan(LONG, threading.Event(), ended, minutes=30, days_since_injury=None)

    with pytest.raises(TimeoutError):
        asyncio.run(main())
    assert [type(error) for error in ended] == [sp.Cancelled]
