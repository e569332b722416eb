"""Check that the wheel and the source archive hold what they should and are as large as docs/install.md says.

``python .ci/archives.py DIST [ENVIRONMENT]``: the folder of the two, and an environment that uv made for the command.
"""

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOLERANCE = 0.15
"""Sizes differ with the versions of dependencies and from Python to Python."""
SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY|\bghp_[A-Za-z0-9]{36}|\bpypi-AgE[A-Za-z0-9_-]{20}|\bAKIA[0-9A-Z]{16}\b"
)
INSTALL = (ROOT / "docs/install.md").read_text(encoding="utf-8")
wrong: list[str] = []


def expect(found: object, wanted: object, what: str) -> None:
    """Note what is not as it should be."""
    if isinstance(found, set) and isinstance(wanted, set):
        wrong.extend(f"{what}: {name} is too much" for name in sorted(found - wanted))
        wrong.extend(f"{what}: {name} is missing" for name in sorted(wanted - found))
    elif found != wanted:
        wrong.append(f"{what}: {found}, and it should be {wanted}")


def tracked(folder: str) -> set[str]:
    """Return the names of the files that git knows below a folder."""
    listed = subprocess.run(["git", "ls-files", "-z", folder], capture_output=True, text=True, cwd=ROOT, check=True)  # noqa: S603, S607
    return set(listed.stdout.strip("\0").split("\0"))


def expect_size(size: float, row: str) -> None:
    """Compare megabytes (of 1,000,000 bytes) with the row of the table in docs/install.md that starts so."""
    said = re.search(rf"^\| {re.escape(row)}.*\| ([\d.]+) MB \|$", INSTALL, re.MULTILINE)
    print(f"{row}: {size / 1e6:.2f} MB")
    if said is None or abs(size / 1e6 - float(said[1])) > TOLERANCE * float(said[1]):
        wrong.append(f"docs/install.md says {said and said[1]} MB of {row}, and it is {size / 1e6:.2f}")


def main(dist: Path, environment: Path | None) -> None:
    """Look at both archives, and at the environment if there is one."""
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    info = f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"
    expect(
        {name for name in inside if not name.startswith(info)}, {n[4:] for n in tracked("src")}, "files of the wheel"
    )
    expect(f"{info}/licenses/LICENSE" in inside, True, "the wheel has the licence")
    expect("stretchplan/py.typed" in inside, True, "the wheel has py.typed")
    with tarfile.open(sdist) as archive:
        files = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive if member.isfile()}
        content = {name: file.read() for name, file in files.items() if file}
    expect({*content} - {"PKG-INFO"}, tracked("."), "files of the source archive")
    expect([n for n, b in (inside | content).items() if SECRETS.search(b)], [], "files that look like a secret")
    metadata = Parser().parsestr(inside[f"{info}/METADATA"].decode())
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    expect(cited and cited[1], metadata["Version"], "the version in CITATION.cff")
    expect_size(wheel.stat().st_size, "the wheel")
    expect_size(sdist.stat().st_size, "the source archive")
    if environment:
        sizes = [path.stat().st_size for path in environment.rglob("*") if path.is_file() and not path.is_symlink()]
        expect_size(sum(sizes), "what the command needs")
        found = {path.name.partition("-")[0].replace("_", "-") for path in environment.rglob("*.dist-info")}
        said = re.search(r"`uv run --extra cli` installs ([\w, -]+) and ([\w-]+)[.:]", " ".join(INSTALL.split()))
        expect(found, said and {*said[1].split(", "), said[2]}, "what the command needs")
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
