"""Say what is missing before a version can be released; docs/development/releasing.md has the steps."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import stretchplan as sp

ROOT = Path(__file__).parents[1]


def read(name: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def git(*arguments: str) -> str:
    """Return what git prints."""
    return subprocess.run(["git", *arguments], capture_output=True, text=True, cwd=ROOT, check=True).stdout  # noqa: S603, S607


def missing(version: str) -> list[str]:
    """Return what is missing, a sentence each."""
    changelog, citation = read("CHANGELOG.md"), read("CITATION.cff")
    project = tomllib.loads(read("pyproject.toml"))["project"]
    heading = re.search(rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d{{2}}-\d{{2}})$", changelog, re.MULTILINE)
    unreleased = re.search(r"^## \[Unreleased\]\n(.*?)(?=^## \[|\Z)", changelog, re.MULTILINE | re.DOTALL)
    released = re.search(r"^date-released: ['\"]?(\S+?)['\"]?$", citation, re.MULTILINE)
    checks = {
        f"src/stretchplan/_version.py says {sp.__version__}": sp.__version__ == version,
        f"CITATION.cff does not say version: {version}": f"\nversion: {version}\n" in citation,
        f"CHANGELOG.md has no heading ## [{version}] - DATE": heading,
        "CHANGELOG.md has entries under Unreleased": not (unreleased and unreleased[1].strip()),
        "CITATION.cff has no date-released, or another date than the changelog": heading
        and released
        and heading[1] == released[1],
        "pyproject.toml has no [project.urls]": project.get("urls"),
        "docs/install.md speaks of the time before the first release": "Until the first release"
        not in read("docs/install.md"),
        f"v{version} is tagged already": not git("tag", "--list", f"v{version}"),
        "there are changes that are not committed": not git("status", "--porcelain"),
    }
    return [sentence for sentence, right in checks.items() if not right]


if __name__ == "__main__":
    found = missing(sys.argv[1])
    print(*found or [f"{sys.argv[1]} is ready to be tagged"], sep="\n")
    sys.exit(bool(found))
