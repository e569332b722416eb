"""Is the public face what it says, do imports run one way, and does importing stay cheap?"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import stretchplan as sp

PACKAGE = Path(sp.__file__).parent

# From what knows least to what knows most. A module may import from its own layer and from layers before it.
LAYERS = (
    {"_version", "_words", "bounds"},
    {"_base", "_details", "_json", "_names", "errors"},
    {"catalog"},
    {"conditions", "profile", "request", "screening"},
    {"policy", "reasons", "english"},
    {"plans", "schema"},
    {"safety"},
    {"planning"},
    {"__init__"},
    {"render"},
    {"testing"},
    {"batch"},
    {"cli", "__main__"},
)


def modules():
    """Return every module's path with the layer it is in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        yield path, relative.parts[0].removesuffix(".py")


def imported(path):
    """Return the dotted names of the library's modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "stretchplan")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "stretchplan":
            yield node.module if node.module != "stretchplan" else f"stretchplan.{node.names[0].name}"


def layer(name):
    """Return the number of a layer; the package itself is the public face."""
    return next(i for i, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize(("path", "name"), list(modules()), ids=lambda value: str(value).rpartition("stretchplan/")[2])
def test_imports_run_one_way(path, name):
    """No module imports from a layer above its own."""
    for dotted in imported(path):
        if (path.name, dotted) == ("_details.py", "stretchplan.request"):
            continue  # for the type of a field; an error holds requests and knows nothing of them
        parts = dotted.split(".")
        target = parts[1] if len(parts) > 1 and any(parts[1] in names for names in LAYERS) else "__init__"
        if name == "__init__" or target == "_version":
            continue
        assert layer(target) <= layer(name), f"{path.name} imports {dotted}"


def test_only_one_module_meets_the_solver():
    """python-constraint is imported in planning/search.py and nowhere else."""
    meeting = {
        path.relative_to(PACKAGE).as_posix()
        for path, _ in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "constraint")
        or (isinstance(node, ast.Import) and any(a.name.split(".")[0] == "constraint" for a in node.names))
    }
    assert meeting == {"planning/search.py"}


def test_the_checker_shares_nothing_with_the_solver():
    """Loading check brings in no module of planning, and its files do not read the planner's limits."""
    for path in [PACKAGE / "safety/check.py", PACKAGE / "safety/recount.py", *(PACKAGE / "safety/judges").glob("*.py")]:
        for dotted in imported(path):
            assert not dotted.startswith("stretchplan.planning"), path
            assert not dotted.startswith(("stretchplan.safety.limits", "stretchplan.safety.stops")), path


def test_what_is_public_is_listed_sorted_and_there():
    """``__all__`` is sorted as ruff sorts it, complete and true."""
    assert len(sp.__all__) == len(set(sp.__all__))
    assert all(hasattr(sp, name) for name in sp.__all__)
    public = {n for n in vars(sp) if not n.startswith("_")} - {"annotations", "cache", "Any"}
    submodules = {p.name.removesuffix(".py") for p in PACKAGE.iterdir()}
    assert public - submodules <= set(sp.__all__)


@pytest.mark.parametrize("name", [n for n in sp.__all__ if n != "__version__"])
def test_everything_public_is_documented(name):
    """Every public name has a docstring, and functions say what they raise and return."""
    thing = getattr(sp, name)
    assert thing.__doc__
    assert len(thing.__doc__.strip()) > 30


def test_importing_brings_in_nothing_optional():
    """No extra, no network, no solver but the one; and not difflib, tomllib or the catalogue file."""
    code = "import sys, stretchplan; print('\\n'.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    unwanted = {"ortools", "hypothesis", "typer", "rich", "numpy", "pandas", "pytest", "difflib", "tomllib", "click"}
    unwanted |= {"pyarrow", "dask", "pyspark"}
    assert not unwanted & loaded


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
