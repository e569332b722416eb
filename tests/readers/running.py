"""Run readers that are no Python: each prints as JSON what it found in the file that it is given."""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = Path(__file__).parent / "programs"


def has_node_package(package: str) -> bool:
    """Return whether Node.js finds a package where NODE_PATH points."""
    places = os.environ.get("NODE_PATH", "").split(os.pathsep)
    return shutil.which("node") is not None and any(Path(place, package).is_dir() for place in places if place)


def with_node(package: str, family: str, content: bytes, *arguments: str) -> Any:
    """Return what a package of npm makes of a file; ``programs/readers.cjs`` has a few lines for each."""
    if not has_node_package(package):
        pytest.skip(f"needs Node.js and its package {package}, where NODE_PATH points")
    command = ["node", str(PROGRAMS / "readers.cjs"), family, package, *arguments]
    return output(command, content)


def output(command: list[str], content: bytes = b"", **more: str) -> Any:
    """Return the JSON that a command prints, in UTC."""
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", **more}
    done = subprocess.run(command, input=content, capture_output=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def need(module: str) -> None:
    """Skip where a module of Python is not installed."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"needs {module}")


def need_command(*commands: str) -> None:
    """Skip where a command is not installed."""
    for command in commands:
        if shutil.which(command) is None:
            pytest.skip(f"needs the command {command}")


def need_source(variable: str) -> str:
    """Return the folder with the source of a reader that no registry of packages here has, or skip."""
    folder = os.environ.get(variable)
    if not folder:
        pytest.skip(f"needs {variable}, the folder of its source (docs/readers.md)")
    return folder
