"""Is a change of the public names seen: in review, and as a break for callers?"""

import griffe
import pytest

from tests.support import public_api

OLD = """
__all__ = ["Plan", "check", "plan"]
class Plan:
    seconds: int
    def to_text(self, width: int = 80) -> str: ...
def plan(minutes: int, *, pace: str = "usual") -> Plan: ...
def check(plan: Plan) -> bool: ...
"""


@pytest.fixture(autouse=True)
def one_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the small packages below be whole: they have no public modules inside."""
    monkeypatch.setattr(public_api, "MODULES", ("",))


def test_the_list_of_public_names_is_that_of_the_code(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    assert public_api.FILE.read_text(encoding="utf-8") == public_api.text(public_api.here())


def test_nothing_is_broken_by_no_change_or_by_an_addition():
    added = OLD.replace('pace: str = "usual"', 'pace: str = "usual", pain: int = 0')
    assert breakages(OLD, OLD) == breakages(OLD, added) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"check", ', "", "check: Public object was removed"),
        ("minutes: int", "seconds: int", "Parameter was removed"),
        ('pace: str = "usual"', "pace: str", "Parameter is now required"),
        ('= "usual"', '= "slow"', "Parameter default was changed"),
        ("    seconds: int", "    length: int", "Public object was removed"),
        ("self, width: int = 80", "self, *, width: int = 80", "Parameter kind was changed"),
    ],
)
def test_what_breaks_a_caller_is_said(before: str, after: str, said: str):
    found = breakages(OLD, OLD.replace(before, after, 1))
    assert found
    assert said in found[0]


@pytest.mark.parametrize(
    ("ref", "version", "may"),
    [("v0.1.0", "0.1.1", False), ("v0.1.0", "0.2.0", True), ("v1.1.0", "1.2.0", False), ("v1.1.0", "2.0.0", True)],
)
def test_only_a_version_that_says_so_may_break_callers(ref: str, version: str, may: bool):
    assert public_api.may_break(ref, version) is may


def breakages(old: str, new: str) -> list[str]:
    """Compare two packages of one module."""
    with griffe.temporary_visited_module(old) as before, griffe.temporary_visited_module(new) as after:
        return public_api.breakages(before, after)
