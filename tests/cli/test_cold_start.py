"""Do help, the version and completion load no models?"""

import os
import subprocess
import sys

import pytest

from tests.support.commands import every_command

SHOW = (
    "import sys\n"
    "from stretchplan.__main__ import main\n"
    "code = 0\n"
    "try:\n"
    "    code = main()\n"
    "except SystemExit as error:\n"  # click ends so when it has answered the shell
    "    code = error.code\n"
    "sys.stderr.write(' '.join(sys.modules))\n"
    "sys.exit(code)\n"
)
HEAVY = {"pydantic", "pydantic_core", "constraint", "rich", "tomllib", "decimal"}


def modules(*args: str, **variables: str) -> tuple[str, set[str]]:
    """Return what a command line prints and the modules that it loads, in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", SHOW, *args],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | variables,
    )
    return done.stdout, set(done.stderr.split())


def completed(line: str) -> tuple[str, set[str]]:
    words = line.split(" ")
    return modules(_STRETCHPLAN_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))


def loads_no_models(loaded: set[str]) -> bool:
    own = {name for name in loaded if name.split(".")[0] == "stretchplan"}
    folders = {[*name.split("."), ""][1] for name in own} - {""}
    return not loaded & HEAVY and folders <= {"base", "cli", "words", "_version", "__main__"}


@pytest.mark.parametrize(
    "args",
    [(), ("--help",), ("--version",), *((*name.split(), "--help") for name in every_command()), ("catalog", "--help")],
)
def test_help_and_version_load_no_models(args: tuple[str, ...]):
    out, loaded = modules(*args)
    assert "stretchplan" in out
    assert loads_no_models(loaded), sorted(loaded)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stretchplan wh", "plain,why\nplain,why-not\n"),
        ("stretchplan plan --no-rec", "plain,--no-recent-injury\n"),
        ("stretchplan programme --rep", "plain,--replaces\n"),
        ("stretchplan figure cobra_pose --side l", "plain,left\n"),
    ],
)
def test_completing_a_command_or_an_option_loads_no_models(line: str, expected: str):
    out, loaded = completed(line)
    assert out == expected
    assert loads_no_models(loaded), sorted(loaded)


def test_the_script_that_completes_loads_no_models():
    out, loaded = modules(_STRETCHPLAN_COMPLETE="bash_source")
    assert "complete" in out
    assert loads_no_models(loaded), sorted(loaded)


def test_a_command_loads_what_it_needs():
    """The other tests would pass if the names of the modules had changed."""
    out, loaded = modules("catalog")
    assert "Seven stretches" in out
    assert not loads_no_models(loaded)
    assert loaded >= {"pydantic", "stretchplan.catalog.catalog"}
