"""Types the pages of docs/start/ as a reader does: saves their files, types their commands, and compares the answers.

``python -m tests.support.tutorial FOLDER`` does so in a folder that holds a wheel and nothing else, with the commands
that install it. ``python -m tests.support.tutorial`` prints the pages with each answer as it is now.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / f"docs/start/{name}.md" for name in ("first-plan", "in-your-app", "a-week")]
BLOCK = re.compile(r'^```(\w+)(?: title="([\w.]+)")?\n(.*?)^```\n', re.MULTILINE | re.DOTALL)
MARK = "-- here ends an answer --"


class Command(NamedTuple):
    """A command of a page, and the lines that the page shows below it."""

    typed: str
    shown: tuple[str, ...]


def files(page: str) -> dict[str, str]:
    """Return the files of a page by their names."""
    return {name: code for _, name, code in BLOCK.findall(page) if name}


def commands(page: str, *, install: bool = False) -> list[Command]:
    """Return the commands of a page in their order, those that install (in blocks of ``sh``) only when asked for."""
    found: list[Command] = []
    for language, _, code in BLOCK.findall(page):
        for line in code.splitlines():
            if language == "sh" and install:
                found.append(Command(line, ()))
            elif language == "console" and line.startswith("$ "):
                found.append(Command(line[2:], ()))
            elif language == "console":
                found[-1] = found[-1]._replace(shown=(*found[-1].shown, line))
    return found


def answers(
    page: str, folder: Path, environment: dict[str, str], *, install: bool = False
) -> list[tuple[Command, str]]:
    """Type the commands of a page into one shell in a folder; return each with what was answered."""
    for name, code in files(page).items():
        (folder / name).write_text(code, encoding="utf-8")
    typed = commands(page, install=install)
    script = "set -m\n" + "".join(f"{command.typed}\necho '{MARK}'\n" for command in typed)
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    # What the shell says of a program in the background, and pip of its own settings, differs from machine to machine.
    own = re.sub(r"^(\[1\]|WARNING: |\[notice\]).*\n|^\n(?=\[notice\])", "", run.stdout, flags=re.MULTILINE)
    said = own.split(MARK + "\n")
    assert len(said) == len(typed) + 1, run.stdout
    return list(zip(typed, said, strict=False))


def agrees(shown: tuple[str, ...], said: str) -> bool:
    """Say whether a page shows what a command said; a line ``…`` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, said) is not None


def disagreements(page: str, folder: Path, environment: dict[str, str], *, install: bool = False) -> list[str]:
    """Return each command of a page that answers something else than the page shows, with its answer."""
    found = answers(page, folder, environment, install=install)
    return [f"$ {command.typed}\n{said}" for command, said in found if not agrees(command.shown, said)]


def main() -> None:
    """Try the pages in the folder that is given, or print them with their answers."""
    with tempfile.TemporaryDirectory() as scratch:
        given = sys.argv[1:]
        folder = Path(given[0] if given else scratch)
        tools = folder / ".venv/bin" if given else Path(sys.executable).parent
        environment = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}")
        if given:
            environment.pop("PYTHONPATH", None)
        for path in PAGES:
            page = path.read_text(encoding="utf-8")
            if given:
                wrong = disagreements(page, folder, environment, install=path is PAGES[0])
                sys.exit("\n".join(wrong)) if wrong else print(f"{path.name}: as shown")
                continue
            for command, said in answers(page, folder, environment):
                shown = "".join(f"{line}\n" for line in command.shown)
                page = page.replace(f"$ {command.typed}\n{shown}", f"$ {command.typed}\n{said}", 1)
            print(page, end="")


if __name__ == "__main__":
    main()
