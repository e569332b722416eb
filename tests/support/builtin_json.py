"""The built-in catalogues as the package reads them: JSON, made from the TOML that people edit, and its digests."""

import json
import tomllib
from hashlib import sha256
from pathlib import Path

from stretchplan.catalog import Catalog

FOLDER = Path(__file__).parents[2] / "src/stretchplan/catalog"


def files() -> dict[Path, str]:
    """Return the text of each file by its path."""
    texts = {f"{name}.json": _json(FOLDER / f"{name}.toml") for name in ("builtin", "anywhere")}
    texts["builtin.sha256"] = "".join(f"{sha256(text.encode()).hexdigest()}  {name}\n" for name, text in texts.items())
    return {FOLDER / name: text for name, text in texts.items()}


def write_all() -> None:
    """Write the files, each from a catalogue that is valid."""
    for path, text in files().items():
        path.write_bytes(text.encode())


def _json(path: Path) -> str:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    Catalog(**data)
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
