"""Does @given by type work in either order of imports, and does it cost other projects nothing?"""

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings

import _stretchplan_hypothesis
import stretchplan as sp

BY_TYPE = """
from hypothesis import HealthCheck, given, settings
{}
import stretchplan as sp
@settings(max_examples=5, database=None, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(...)
def test(plan: sp.Plan, request: sp.PlanRequest, profile: sp.Profile, answers: sp.Screening, policy: sp.Policy):
    assert sp.check(plan).ok
test()
print("fine")
"""


def run(code, **environment):
    """Return the words that some code prints in a new process."""
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@given(...)
@settings(max_examples=20)
def test_strategies_are_found_by_type(plan: sp.Plan, request: sp.PlanRequest, catalog: sp.Catalog):
    assert sp.check(plan).ok
    assert isinstance(request, sp.PlanRequest)
    assert isinstance(catalog, sp.Catalog)


@pytest.mark.parametrize("order", ["", "import stretchplan"])
def test_the_order_of_imports_does_not_matter(order):
    code = BY_TYPE.format("")
    if order:
        code = f"{order}\n{code}"
    assert run(code).stdout == "fine\n", run(code).stderr


@pytest.mark.parametrize(("value", "registered"), [("1", 0), ("no", 0), ("", 6), (None, 6)])
def test_one_environment_variable_switches_it_off(monkeypatch, value, registered):
    if value is None:
        monkeypatch.delenv("STRETCHPLAN_NO_HYPOTHESIS", raising=False)
    else:
        monkeypatch.setenv("STRETCHPLAN_NO_HYPOTHESIS", value)
    told = []
    monkeypatch.setattr("hypothesis.strategies.register_type_strategy", lambda model, _: told.append(model))
    _stretchplan_hypothesis.register()
    assert len(told) == registered


def test_importing_hypothesis_does_not_import_the_library():
    loaded = run("import hypothesis, sys; print(*sys.modules)").stdout.split()
    assert "_stretchplan_hypothesis" in loaded
    assert not {"stretchplan", "pydantic", "constraint"} & set(loaded)


def test_importing_the_library_does_not_import_hypothesis():
    loaded = run("import stretchplan, stretchplan.render, sys; print(*sys.modules)").stdout.split()
    assert "hypothesis" not in loaded


def test_the_hook_never_raises(monkeypatch):
    class Broken:
        def __getattr__(self, name):
            raise RuntimeError(name)

    monkeypatch.setitem(sys.modules, "hypothesis.strategies", Broken())
    assert _stretchplan_hypothesis.register() is None


def test_without_hypothesis_the_message_says_what_to_install():
    code = """
import sys
sys.modules["hypothesis"] = None
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "hypothesis" else find(name, package)
try:
    import stretchplan.testing
except ImportError as error:
    print(type(error).__name__, error)
"""
    assert run(code).stdout == (
        "MissingExtra stretchplan.testing needs the extra 'testing': pip install 'stretchplan[testing]'\n"
    ), run(code).stderr
