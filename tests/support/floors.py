"""Draw the floors of the package from the import contracts in pyproject.toml: ``python -m tests.support.floors``."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
START, END = "<!-- floors: `just golden` writes this -->\n", "<!-- end of floors -->\n"


def contracts() -> list[dict]:
    """Return the contracts as pyproject.toml states them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def tower(contract: dict) -> str:
    """Draw the layers of one contract, the highest first; names on one floor do not import each other."""
    floors = [" │ ".join(name.strip(" ()") for name in layer.split("|")) for layer in contract["layers"]]
    width = max(map(len, floors))
    line = "─" * (width + 2)
    rows = f"\n├{line}┤\n".join(f"│ {floor:{width}} │" for floor in floors)
    return f"{contract['containers'][0]}\n┌{line}┐\n{rows}\n└{line}┘\n"


def picture() -> str:
    """Return a tower for each contract of layers, then the names of the other contracts."""
    towers = [tower(contract) for contract in contracts() if contract["type"] == "layers"]
    others = [f"- {contract['name']}.\n" for contract in contracts() if contract["type"] != "layers"]
    return "\n".join([*towers, "".join(others)])


def contributing() -> str:
    """Return CONTRIBUTING.md with the picture as the contracts are now."""
    before, rest = CONTRIBUTING.read_text(encoding="utf-8").split(START)
    return f"{before}{START}\n```text\n{picture()}```\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    print(picture(), end="")
