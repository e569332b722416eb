"""The built-in catalogues as the package reads them: JSON, made from the TOML that people edit."""

import json
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "src/stretchplan/catalog"


def files() -> dict[Path, str]:
    """Return the text of each file by its path."""
    return {
        FOLDER / f"{name}.json": json.dumps(_read(FOLDER / f"{name}.toml"), indent=1, ensure_ascii=False) + "\n"
        for name in ("builtin", "anywhere")
    }


def _read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
