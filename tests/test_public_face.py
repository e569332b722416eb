"""Is the public face what it says, do imports run one way, and does importing stay cheap?"""

import ast
import pickle
import subprocess
import sys
from importlib import import_module
from inspect import signature
from pathlib import Path
from pkgutil import resolve_name

import pytest

import stretchplan as sp
from stretchplan.results.formats import RENDERERS, PlanFormats

PACKAGE = Path(sp.__file__).parent


def modules():
    """Return every module's path with the layer it is in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        yield path, relative.parts[0].removesuffix(".py")


@pytest.mark.parametrize("method", [name for name in vars(PlanFormats) if name.startswith("to_")])
def test_every_format_method_has_a_renderer_with_its_parameters(method):
    """``to_ics`` takes one plan and its renderer several; apart from that the parameters and defaults are the same."""
    assert RENDERERS.keys() == {name for name in vars(PlanFormats) if name.startswith("to_")}
    _, *of_method = signature(getattr(PlanFormats, method)).parameters.values()
    _, *of_renderer = signature(resolve_name(RENDERERS[method])).parameters.values()
    assert [(p.name, p.kind, p.default) for p in of_method] == [(p.name, p.kind, p.default) for p in of_renderer]


def test_no_field_of_a_plan_has_the_name_of_a_format_method():
    assert not set(sp.Plan.model_fields) & set(dir(PlanFormats))


def test_what_is_public_is_listed_sorted_and_there():
    """``__all__`` is sorted as ruff sorts it, complete and true."""
    assert len(sp.__all__) == len(set(sp.__all__))
    assert all(hasattr(sp, name) for name in sp.__all__)
    assert set(sp.__all__) == set(sp._HOMES) | {"__version__", "errors"}
    assert set(sp.__all__) <= set(dir(sp))
    public = {n for n in vars(sp) if not n.startswith("_")} - {"annotations", "TYPE_CHECKING"}
    submodules = {p.name.removesuffix(".py") for p in PACKAGE.iterdir()}
    assert public - submodules <= set(sp.__all__)


def test_what_type_checkers_read_is_what_runs():
    """The imports for type checkers and the table for the running code name the same things in the same modules."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    read = {
        node.module.removeprefix("stretchplan").lstrip("."): tuple(alias.name for alias in node.names)
        for node in block.body
    }
    assert read.pop("") == ("errors",)
    assert read == sp._NAMES
    for module, names in read.items():
        assert set(names) <= set(import_module(f"stretchplan.{module}").__all__), module


def test_no_module_has_the_name_of_something_else():
    """A module that is imported becomes an attribute of the package, and would take the place of a function."""
    modules = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()}
    assert modules & set(sp.__all__) == {"errors"}
    assert run("import stretchplan.inputs.conditions, stretchplan as sp; print(sp.conditions()[0].id)") == [
        "osteoporosis"
    ]


def test_names_come_when_they_are_asked_for():
    """By attribute, by star, as a module; an unknown one is an error from which Python names the nearest."""
    assert run("from stretchplan import *; print(plan(minutes=5, days_since_injury=3).optimal)") == ["True"]
    assert run("import stretchplan; print(stretchplan.catalog.Area.__name__, stretchplan.errors.Problem.__name__)") == [
        "Area",
        "Problem",
    ]
    assert run("import stretchplan as sp; print(sp.Plan is sp.Plan, 'Plan' in vars(sp))") == ["True", "True"]
    assert not hasattr(sp, "plam")
    with pytest.raises(AttributeError, match="module 'stretchplan' has no attribute 'plam'") as caught:
        sp.plam  # noqa: B018
    assert (caught.value.name, caught.value.obj) == ("plam", sp)


def test_threads_that_ask_at_once_get_the_same():
    """In a process where nothing has been asked for, every name from many threads at the same moment."""
    code = """
import sys, threading
import stretchplan as sp
sys.setswitchinterval(1e-6)
names = [name for name in sp.__all__ if name not in vars(sp)]
start, got, plans = threading.Barrier(16), {name: set() for name in names}, []
def ask(turn):
    start.wait()
    for name in names[turn:] + names[:turn]:
        got[name].add(id(getattr(sp, name)))
    plans.append(sp.plan(minutes=10, days_since_injury=3).model_dump_json())
threads = [threading.Thread(target=ask, args=(3 * turn,)) for turn in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print({len(ids) for ids in got.values()}, len(plans), len(set(plans)))
"""
    assert run(code) == ["{1}", "16", "1"]


@pytest.mark.parametrize(("path", "name"), list(modules()), ids=lambda value: str(value).rpartition("stretchplan/")[2])
def test_no_module_takes_from_the_package(path, name):
    """It would ask for the lock of the names while others wait for its own: from its modules, never from itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and name != "__init__":
            assert node.module != "stretchplan"


def test_a_module_and_a_name_at_once():
    """One thread imports a module, another asks for a name that needs it: neither waits for ever."""
    code = """
import os, sys, threading, time
import stretchplan as sp
half_way = threading.Event()
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "stretchplan.planning.explain.answers":
            half_way.set()
            time.sleep(0.2)
sys.meta_path.insert(0, Slow())
def module():
    import stretchplan.planning.planner
def name():
    half_way.wait()
    sp.Planner
threads = [threading.Thread(target=one, daemon=True) for one in (module, name)]
[thread.start() for thread in threads]
[thread.join(20) for thread in threads]
print(half_way.is_set(), *(thread.is_alive() for thread in threads), flush=True)
os._exit(0)  # two threads that wait for one another would keep it
"""
    assert run(code) == ["True", "False", "False"]


def test_a_plan_can_be_unpickled_where_nothing_was_asked_for(tmp_path):
    """The names inside a pickle are imported as any others are."""
    (tmp_path / "plan").write_bytes(pickle.dumps(sp.plan(minutes=5, days_since_injury=3)))
    code = (
        "import pathlib, pickle, sys, stretchplan; print(pickle.loads(pathlib.Path(sys.argv[1]).read_bytes()).optimal)"
    )
    assert run(code, str(tmp_path / "plan")) == ["True"]


@pytest.mark.parametrize("name", [n for n in sp.__all__ if n != "__version__"])
def test_everything_public_is_documented(name):
    """Every public name has a docstring, and functions say what they raise and return."""
    thing = getattr(sp, name)
    assert thing.__doc__
    assert len(thing.__doc__.strip()) > 30


def run(code, *arguments):
    """Return the words that some code prints in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    ).stdout.split()


def loaded(code):
    """Return the modules that some code loads in a process of its own, besides what Python loads anyway."""
    show = "import sys; print(*sys.modules)"
    return set(run(f"{code}; {show}")) - set(run(show))


OPTIONAL = {
    "ortools",
    "hypothesis",
    "typer",
    "rich",
    "click",
    "numpy",
    "pandas",
    "polars",
    "icalendar",
    "fit_tool",
    "pyarrow",
    "dask",
    "pyspark",
    "pytest",
    "_pytest",
}
PLAN = "import stretchplan as sp; plan = sp.plan(minutes=10, days_since_injury=3, targets={'hips'})"


def test_importing_brings_in_nothing():
    """Not pydantic, not the solver, not the catalogue file: names come when they are asked for."""
    found = loaded("import stretchplan")
    assert {name for name in found if name.partition(".")[0] not in sys.stdlib_module_names} == {
        "stretchplan",
        "stretchplan._version",
    }
    assert not found & {"dataclasses", "inspect", "tomllib", "json", "difflib"}


@pytest.mark.parametrize("code", ["import stretchplan as sp; [getattr(sp, n) for n in sp.__all__]", PLAN])
def test_using_brings_in_nothing_optional(code):
    """Every name and a first plan: no extra, no network, no solver but the one; and not difflib."""
    found = loaded(code)
    assert not found & {
        *OPTIONAL,
        "difflib",
        "stretchplan.batch",
        "stretchplan.cli",
        "stretchplan.render",
        "stretchplan.testing",
    }
    assert ("tomllib" in found) == (code == PLAN)  # the catalogue is read when it is needed


@pytest.mark.parametrize("name", ["Plan", "check", "plan_schema", "Catalog", "rules", "errors"])
def test_reading_and_checking_does_without_the_planner(name):
    """Whoever takes only these never loads the solver, nor any module of planning."""
    found = loaded(f"from stretchplan import {name}")
    assert "constraint" not in found
    assert not [module for module in found if module.startswith("stretchplan.planning")]


def test_showing_a_plan_loads_what_shows_it_and_no_more():
    """Text, Markdown, WebVTT, CSV and rows load no extra."""
    found = loaded(f"{PLAN}; plan.to_text(), plan.to_markdown(), plan.to_vtt(), plan.to_csv(), plan.to_rows()")
    assert not found & OPTIONAL
    assert "stretchplan.render" in found


def test_nothing_is_read_from_the_machine():
    """No module of the core imports a clock or a source of randomness, and none reads the environment."""
    for path, name in modules():
        if name in {"cli", "__main__", "render"}:
            continue
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Attribute):
                assert node.attr not in {"today", "now", "environ", "getenv"}, path
        assert not names & {"time", "random", "secrets", "uuid", "locale", "socket", "urllib"}, path
