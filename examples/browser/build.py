"""Put the page that plans in the browser into a folder, with Pyodide and all that ``import stretchplan`` needs.

    npm ci
    python build.py FOLDER [STRETCHPLAN]

The page itself is ``docs/try``. STRETCHPLAN is what pip takes, such as a wheel or ``stretchplan``; without it, this
copy of the repository. Any server of static files serves the folder, under any path. The versions are those of
``package-lock.json`` and of ``uv.lock``.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from plain_engine import plain_engine

import stretchplan as sp

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_PAGE = _ROOT / "docs/try"
_PYODIDE = _HERE / "node_modules/pyodide"
_PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_PYODIDE_PLATFORM = (
    "--platform",
    "pyemscripten_2026_0_wasm32",
    "--implementation",
    "cp",
    "--abi",
    "cp314",
    "--python-version",
    "3.14",
)
"""Pyodide 314, whose wheels of pydantic's core are on PyPI. Another Pyodide has another name for its platform."""
_ENGINE = "python-constraint2"


def build(folder: Path, source: str) -> None:
    """Write the page and its parts into a folder."""
    if not _PYODIDE.is_dir():
        sys.exit(f"{_PYODIDE} is not there; run npm ci in {_HERE}")
    shutil.copytree(_PAGE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyodide").mkdir(exist_ok=True)
    for name in _PYODIDE_FILES:
        shutil.copyfile(_PYODIDE / name, folder / "pyodide" / name)
    _bundle(source, folder / "stretchplan.zip")
    _allow_the_guided_page(folder / "plan.html")
    parts = ("stretchplan.zip", "planner.py", *(f"pyodide/{name}" for name in _PYODIDE_FILES))
    sizes = {name: (folder / name).stat().st_size for name in parts}
    (folder / "parts.json").write_text(json.dumps(sizes, indent=2) + "\n", encoding="ascii")
    print(f"{folder}: {sum(sizes.values()) / 1e6:.1f} MB to load")


def _bundle(source: str, target: Path) -> None:
    """Write the archive of everything that ``import stretchplan`` needs."""
    with tempfile.TemporaryDirectory() as work:
        wheels = Path(work) / "wheels"
        pip = [sys.executable, "-m", "pip"]
        subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", str(wheels), source], check=True)
        locked = dict(_locked())
        engine = locked.pop(_ENGINE)
        pinned = Path(work) / "requirements.txt"
        pinned.write_text("\n".join(locked.values()), encoding="utf-8")
        download = [*pip, "download", "-q", "--no-deps", "--only-binary", ":all:", *_PYODIDE_PLATFORM]
        subprocess.run([*download, "-d", str(wheels), "-r", str(pinned)], check=True)
        plain_engine(wheels, engine)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for wheel in sorted(wheels.glob("*.whl")):
                with zipfile.ZipFile(wheel) as parts:
                    for entry in sorted(parts.namelist()):
                        archive.writestr(zipfile.ZipInfo(entry), parts.read(entry), zipfile.ZIP_DEFLATED)


def _locked() -> Iterator[tuple[str, str]]:
    """Yield what the core depends on, each by its name and as a line of requirements with the hashes of its wheels."""
    packages = tomllib.loads((_ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    known = {package["name"]: package for package in packages}
    names = ["stretchplan"]
    for name in names:  # it grows
        names += [one["name"] for one in known[name].get("dependencies", ()) if one["name"] not in names]
    for name in names[1:]:
        hashes = " ".join(f"--hash={wheel['hash']}" for wheel in known[name]["wheels"])
        yield name, f"{name}=={known[name]['version']} {hashes}"


def _allow_the_guided_page(page: Path) -> None:
    """Let the policy of the page allow the script and the style of the guided page, which its frame inherits."""
    guided = sp.plan(minutes=5, days_since_injury=None).to_html()
    text = page.read_text(encoding="utf-8")
    for directive in ("script-src", "style-src"):
        (digest,) = re.findall(rf"{directive} ('sha256-[^']+')", guided)
        text, changed = re.subn(rf"{directive} 'self'", f"{directive} 'self' {digest}", text)
        assert changed == 1, directive
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python build.py FOLDER [STRETCHPLAN]")
    build(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else str(_ROOT))
