"""Make a wheel of python-constraint2 that runs on any Python: its plain ``.py`` files without the compiled ones.

    python plain_engine.py FOLDER

PyPI has wheels of python-constraint2 for some systems, and each of them holds the plain files beside the compiled
ones. They are the same code and find the same solutions in the same order; they only take longer. So the wheel that
this writes serves in a browser (Pyodide), on a free-threaded Python, on an Intel Mac, or where nothing can be compiled:

    pip install FOLDER/python_constraint2-2.9.0-py3-none-any.whl .
"""

import base64
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_PLATFORM = (
    "--platform",
    "manylinux_2_28_x86_64",
    "--implementation",
    "cp",
    "--abi",
    "cp311",
    "--python-version",
    "3.11",
)
"""Any wheel would do. This is the smallest one."""
_KEPT = re.compile(r"constraint/[a-z_]+\.py|[^/]+\.dist-info/(METADATA|licenses/.*|LICENSE.*)")


def plain_engine(folder: Path, requirement: str = "python-constraint2>=2.9,<3") -> Path:
    """Write the plain wheel into a folder, which must be there, and return its path."""
    with tempfile.TemporaryDirectory() as work:
        listed = Path(work) / "requirements.txt"  # hashes of a requirement are read from a file alone
        listed.write_text(requirement, encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", *_PLATFORM]
        subprocess.run([*pip, "-d", work, "-r", str(listed)], check=True)
        (compiled,) = Path(work).glob("*.whl")
        name, version = compiled.name.split("-")[:2]
        with zipfile.ZipFile(compiled) as wheel:
            files = {entry: wheel.read(entry) for entry in sorted(wheel.namelist()) if _KEPT.fullmatch(entry)}
    info = f"{name}-{version}.dist-info"
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: plain_engine\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    digests = {entry: base64.urlsafe_b64encode(hashlib.sha256(data).digest()) for entry, data in files.items()}
    lines = [f"{entry},sha256={digests[entry].decode().rstrip('=')},{len(files[entry])}" for entry in files]
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""]).encode()
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for entry, data in files.items():
            wheel.writestr(zipfile.ZipInfo(entry), data, zipfile.ZIP_DEFLATED)
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python plain_engine.py FOLDER, where FOLDER exists")
    print(plain_engine(Path(sys.argv[1])))
