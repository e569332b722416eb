"""Make ``stretchplan.zip``: stretchplan and all that it needs, for Pyodide in a browser or in Node.

    python bundle.py STRETCHPLAN

STRETCHPLAN is the wheel of stretchplan, or what pip takes in its place, such as stretchplan or ../.. for this copy.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from plain_engine import plain_engine

_PYODIDE = (
    "--platform",
    "pyemscripten_2026_0_wasm32",
    "--implementation",
    "cp",
    "--abi",
    "cp314",
    "--python-version",
    "3.14",
)
"""Pyodide 314, whose wheels of pydantic's core lie on PyPI. Another Pyodide has another name for its platform."""


def bundle(source: str, target: Path) -> None:
    """Write the archive of everything that ``import stretchplan`` needs."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        pip = [sys.executable, "-m", "pip"]
        subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", work, source], check=True)
        subprocess.run(
            [*pip, "download", "-q", "--only-binary", ":all:", *_PYODIDE, "-d", work, "pydantic>=2.12,<3"], check=True
        )
        plain_engine(folder)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for wheel in sorted(folder.glob("*.whl")):
                with zipfile.ZipFile(wheel) as parts:
                    for entry in sorted(parts.namelist()):
                        archive.writestr(zipfile.ZipInfo(entry), parts.read(entry), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    out = Path(__file__).with_name("stretchplan.zip")
    bundle(sys.argv[1], out)
    print(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB")
