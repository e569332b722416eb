"""Are the public names complete and documented, and does importing stay cheap?"""

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
from stretchplan.results.formats import (
    DIFF_RENDERERS,
    PROGRAMME_RENDERERS,
    PROGRESS_RENDERERS,
    RENDERERS,
    DiffFormats,
    PlanFormats,
    ProgrammeFormats,
    ProgressFormats,
)

PACKAGE = Path(sp.__file__).parent


def modules():
    """Return every module's path with the layer it is in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        yield path, relative.parts[0].removesuffix(".py")


FORMATS = (
    (PlanFormats, RENDERERS),
    (ProgrammeFormats, PROGRAMME_RENDERERS),
    (ProgressFormats, PROGRESS_RENDERERS),
    (DiffFormats, DIFF_RENDERERS),
)


@pytest.mark.parametrize(("formats", "renderers"), FORMATS)
def test_every_format_method_has_a_renderer_with_its_parameters(formats, renderers):
    """``to_ics`` takes one plan and its renderer several; all other parameters and defaults are equal."""
    assert renderers.keys() == {name for name in vars(formats) if name.startswith("to_")}
    for method, renderer in renderers.items():
        assert_same_parameters(getattr(formats, method), resolve_name(renderer))


def assert_same_parameters(method, renderer):
    _, *of_method = signature(method).parameters.values()
    _, *of_renderer = signature(renderer).parameters.values()
    assert [(p.name, p.kind, p.default) for p in of_method] == [(p.name, p.kind, p.default) for p in of_renderer]


def test_no_model_has_a_field_with_the_name_of_a_format_method():
    assert not set(sp.Plan.model_fields) & set(dir(PlanFormats))
    assert not set(sp.Programme.model_fields) & set(dir(ProgrammeFormats))
    assert not set(sp.Progress.model_fields) & set(dir(ProgressFormats))
    assert not set(sp.PlanDiff.model_fields) & set(dir(DiffFormats))


def test_all_lists_every_public_name():
    assert len(sp.__all__) == len(set(sp.__all__))
    assert all(hasattr(sp, name) for name in sp.__all__)
    assert set(sp.__all__) == set(sp._HOMES) | {"__version__", "errors"}
    assert set(sp.__all__) <= set(dir(sp))
    public = {n for n in vars(sp) if not n.startswith("_")} - {"annotations", "TYPE_CHECKING"}
    submodules = {p.name.removesuffix(".py") for p in PACKAGE.iterdir()}
    assert public - submodules <= set(sp.__all__)


def test_type_checkers_and_running_code_see_the_same_names():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    read = {}
    for node in block.body:
        module = node.module.removeprefix("stretchplan").lstrip(".")
        read[module] = read.get(module, ()) + tuple(alias.name for alias in node.names)
    assert read.pop("") == ("catalog", "errors", "render")
    assert read == {module: tuple(names.split()) for module, names in sp._NAMES.items()}
    for module, names in read.items():
        assert set(names) <= set(import_module(f"stretchplan.{module}").__all__), module


def test_no_module_has_the_name_of_a_public_function():
    modules = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()}
    assert modules & set(sp.__all__) == {"errors"}
    assert run("import stretchplan.inputs.conditions, stretchplan as sp; print(sp.conditions()[0].id)") == [
        "osteoporosis"
    ]


def test_names_are_imported_on_first_use():
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


def test_the_renderers_are_an_attribute_of_the_package():
    code = "import stretchplan; print(stretchplan.render.to_ics.__name__, stretchplan.catalog.Stretch.__name__)"
    assert run(code) == ["to_ics", "Stretch"]


def test_threads_that_import_together_get_the_same_names():
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


def test_threads_that_first_need_other_parts_of_the_search_get_the_same_plans():
    """Those parts are imported inside functions, by several threads at once."""
    code = """
import sys, threading
import stretchplan as sp
sp.Planner
sys.setswitchinterval(1e-6)
start, said = threading.Barrier(12), [set(), set()]
def ask(turn):
    start.wait()
    planner = sp.Planner("both" if turn % 2 else "seven")
    plan = planner.plan(minutes=15, days_since_injury=60)
    said[turn % 2].add(plan.model_dump_json() + planner.revise(plan, minutes=9).plan.model_dump_json())
threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*map(len, said))
"""
    assert run(code) == ["1", "1"]


@pytest.mark.parametrize(("path", "name"), list(modules()), ids=lambda value: str(value).rpartition("stretchplan/")[2])
def test_no_module_imports_the_package(path, name):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and name != "__init__":
            assert node.module != "stretchplan"


def test_importing_a_module_and_a_name_together_does_not_hang():
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


def test_a_plan_can_be_unpickled_before_any_name_is_used(tmp_path):
    (tmp_path / "plan").write_bytes(pickle.dumps(sp.plan(minutes=5, days_since_injury=3)))
    code = (
        "import pathlib, pickle, sys, stretchplan; print(pickle.loads(pathlib.Path(sys.argv[1]).read_bytes()).optimal)"
    )
    assert run(code, str(tmp_path / "plan")) == ["True"]


@pytest.mark.parametrize("name", [n for n in sp.__all__ if n != "__version__"])
def test_everything_public_is_documented(name):
    thing = getattr(sp, name)
    assert thing.__doc__
    assert len(thing.__doc__.strip()) > 30


def run(code, *arguments):
    """Return the words that some code prints in a new process."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    ).stdout.split()


def loaded(code):
    """Return the modules that some code loads in a new process, without Python's own."""
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
    "anywidget",
    "traitlets",
}
PLAN = "import stretchplan as sp; plan = sp.plan(minutes=10, days_since_injury=3, targets={'hips'})"


def test_importing_loads_only_the_package_itself():
    found = loaded("import stretchplan")
    assert {name for name in found if name.partition(".")[0] not in sys.stdlib_module_names} == {
        "stretchplan",
        "stretchplan._version",
    }
    assert not found & {"dataclasses", "inspect", "tomllib", "json", "difflib"}


@pytest.mark.parametrize("code", ["import stretchplan as sp; [getattr(sp, n) for n in sp.__all__]", PLAN])
def test_using_loads_no_optional_dependency(code):
    found = loaded(code)
    assert not found & {
        *OPTIONAL,
        "difflib",
        "stretchplan.batch",
        "stretchplan.cli",
        "stretchplan.render",
        "stretchplan.testing",
        "stretchplan.widget",
    }
    assert "tomllib" not in found  # the built-in catalogue is JSON


@pytest.mark.parametrize("name", ["Plan", "check", "plan_schema", "Catalog", "rules", "errors"])
def test_reading_and_checking_do_not_load_the_planner(name):
    found = loaded(f"from stretchplan import {name}")
    assert "constraint" not in found
    assert not [module for module in found if module.startswith("stretchplan.planning")]


def test_a_first_plan_loads_nothing_that_only_others_need():
    spared = {
        "base.svg",
        "catalog.validation",
        "planning.bounds.lagrangian",
        "planning.build.programme",
        "planning.build.outline",
        "planning.explain.conflicts",
        "planning.explain.relaxations",
        "planning.search.keep",
        "planning.search.beyond_exhaustive",
        "planning.search.levels",
        "planning.search.state",
        "results.programme",
        "safety.checks.parse",
        "words.languages",
        "words.conflicts",
        "catalog.opposites",
        "render",
        "cli",
    }
    made = loaded("import stretchplan as sp; sp.plan(minutes=10, days_since_injury=3)")
    assert not {f"stretchplan.{name}" for name in spared} & made
    assert "gettext" not in made
    assert all(resolve_name(f"stretchplan.{name}") for name in spared)  # none was renamed


@pytest.mark.parametrize(("catalog", "needed"), [("seven", False), ("both", True)])
def test_the_search_by_levels_is_loaded_with_a_planner_that_will_need_it(catalog, needed):
    """Not while its threads plan, because a process that is forked then might wait forever for the module."""
    found = loaded(f"import stretchplan as sp; sp.Planner({catalog!r})")
    assert ("stretchplan.planning.search.levels" in found) == needed


def test_rendering_loads_no_optional_dependency():
    found = loaded(f"{PLAN}; plan.to_text(), plan.to_markdown(), plan.to_vtt(), plan.to_csv(), plan.to_rows()")
    assert not found & OPTIONAL
    assert "stretchplan.render" in found


# No plan depends on these: a message says how to install an extra, and a journal lies where a person's data does.
READ_ON_PURPOSE = [
    ("base/errors.py", "os.environ.get('VIRTUAL_ENV')"),
    ("programme/journal.py", "os.environ.get('XDG_DATA_HOME')"),
    ("programme/journal.py", "os.environ.get('LOCALAPPDATA')"),
]


def test_no_core_module_reads_clock_randomness_or_environment():
    meant = []
    for path, name in modules():
        if name in {"cli", "__main__", "render"}:
            continue
        names, allowed = set(), set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):  # a call comes before what is called
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Call):
                read = (path.relative_to(PACKAGE).as_posix(), ast.unparse(node))
                if read in READ_ON_PURPOSE:
                    meant.append(read)
                    allowed |= set(map(id, ast.walk(node)))
            elif isinstance(node, ast.Attribute) and id(node) not in allowed:
                assert node.attr not in {"today", "now", "environ", "getenv"}, path
        assert not names & {"time", "random", "secrets", "uuid", "locale", "socket", "urllib"}, path
    assert meant == READ_ON_PURPOSE


def test_errors_are_named_by_their_public_module():
    code = "from stretchplan.results.refusals import NoPlan; print(NoPlan.__module__)"
    assert run(code) == ["stretchplan.errors"]
    public = [vars(sp.errors)[name] for name in sp.errors.__all__ if name != "Problem"]
    assert {error.__module__ for error in public if issubclass(error, Exception)} == {"stretchplan.errors"}
    assert type("Theirs", (sp.StretchPlanError,), {"__module__": "their.module"}).__module__ == "their.module"
