"""What does an editor make of the catalogue's schema? Asked are the servers that editors run.

`.ci/readers` installs them: Tombi, and from npm Taplo's server and the JSON service of VS Code.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.catalog import parse_catalog
from stretchplan.cli.authoring import SCHEMA_FILE

ASK = Path(__file__).with_name("editors") / "ask.mjs"
NEW = (Path(sp.__file__).parent / "catalog" / "new.toml").read_text(encoding="utf-8")
HEAD = f"#:schema ./{SCHEMA_FILE}\n"
POSITIONS = ["supine", "prone", "quadruped", "kneeling", "half_kneeling", "side_lying", "seated", "standing"]


def with_mistakes(text: str) -> str:
    """Return a catalogue with a wrong value and a misspelt field."""
    text = text.replace('"standing"', '"siting"', 1)
    return text.replace("style", "stile", 1) if text.startswith("{") else text.replace("\nstyle", "\nstile", 1)


def question(file: str, text: str) -> dict[str, Any]:
    """Return a question about the place of ``§`` in a text."""
    before, _, after = text.partition("§")
    line, character = before.count("\n"), len(before) - before.rfind("\n") - 1
    return {"file": file, "text": before + after, "line": line, "character": character}


def labels(answer: dict[str, Any]) -> list[str]:
    return [item["label"].strip('"') for item in answer["completions"]]


def lines(answer: dict[str, Any]) -> set[int]:
    return {problem["range"]["start"]["line"] + 1 for problem in answer["problems"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / SCHEMA_FILE).write_text(json.dumps(sp.catalog_schema()), encoding="utf-8")
    return tmp_path


def ask(server: str, package: str, folder: Path, *questions: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask a server of editors in Node."""
    modules = os.environ.get("NODE_PATH", "")
    if shutil.which("node") is None or not (Path(modules) / package).is_dir():
        pytest.skip(f"{package} is not installed")
    done = subprocess.run(
        ["node", str(ASK), server, str(folder)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_json_support_of_vs_code(folder: Path):
    data = parse_catalog(NEW, format="toml").model_dump(mode="json", exclude_unset=True)
    whole = json.dumps({"$schema": f"./{SCHEMA_FILE}", **data}, indent=1)
    start = f'{{"$schema": "./{SCHEMA_FILE}", '
    good, bad, fields, values, dose, loads, identifier = ask(
        "vscode",
        "vscode-json-languageservice",
        folder,
        question("good.json", whole.replace('"position"', '"posi§tion"', 1)),
        question("bad.json", with_mistakes(whole) + "§"),
        question("1.json", start + '"stretches": [{§}]}'),
        question("2.json", start + '"stretches": [{"position": §}]}'),
        question("3.json", start + '"stretches": [{"dose": {"kind": §}}]}'),
        question("4.json", start + '"stretches": [{"loads": [§]}]}'),
        question("5.json", start + '"id": §}'),
    )
    assert good["problems"] == []
    assert "lying on the back" in good["hover"]
    marked = {problem["message"].split('"')[0].strip() for problem in bad["problems"]}
    assert marked == {"Missing property", "Value is not accepted. Valid values:", "Property stile is not allowed."}
    assert labels(fields) == list(sp.catalog_schema()["$defs"]["Stretch"]["properties"])
    assert labels(values) == POSITIONS
    assert labels(dose) == ["hold", "flow", "repetitions"]
    assert "end_range_flexion" in labels(loads)
    assert labels(identifier) == ["my_catalogue"]


def test_taplo_as_in_even_better_toml(folder: Path):
    """Below a heading such as [stretches.dose] its version 0.8.0 panics when asked for fields, with any schema."""
    good, bad, root, fields, values, kinds = ask(
        "taplo",
        "@taplo/lsp",
        folder,
        question("good.toml", "§" + NEW),
        question("bad.toml", "§" + with_mistakes(NEW)),
        question("1.toml", HEAD + "§"),
        question("2.toml", HEAD + '[[stretches]]\nid = "a"\n§\n'),
        question("3.toml", HEAD + '[[stretches]]\nposition = "§"\n'),
        question("4.toml", HEAD + '[[sources]]\nkind = "§"\n'),
    )
    assert good["problems"] == []
    assert {30, 31} <= lines(bad)
    assert {"id", "version", "title", "areas", "stretches"} <= {*labels(root)}
    assert {"name", "position", "dose", "dose.kind", "targets.primary"} <= {*labels(fields)}
    assert labels(values) == POSITIONS
    assert "lying on the back" in values["hover"]
    assert labels(kinds) == ["article", "anatomy", "convention", "guideline", "study", "policy"]


class Tombi:
    """Tombi's server, asked by the Language Server Protocol."""

    def __init__(self, folder: Path) -> None:
        command = shutil.which("tombi", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        if command is None:
            pytest.skip("tombi is not installed")
        self.process = subprocess.Popen(
            [command, "lsp", "--offline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self.folder, self.number = folder, 0
        self.limit = threading.Timer(60, self.process.kill)
        self.limit.start()
        capabilities = {"textDocument": {"diagnostic": {}, "completion": {}, "hover": {}}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        out = self.process.stdout
        assert out is not None
        while True:
            assert self.process.poll() is None, "the server has ended"
            length = 0
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            message = json.loads(out.read(length) or b"{}")
            if "method" in message and "id" in message:  # a question of the server's own
                self.send({"id": message["id"], "result": None})
            elif message.get("id") == self.number:
                return message["result"]

    def about(self, asked: dict[str, Any]) -> dict[str, Any]:
        document = {"uri": (self.folder / asked["file"]).as_uri()}
        (self.folder / asked["file"]).write_text(asked["text"], encoding="utf-8")
        opened = {**document, "languageId": "toml", "version": 1, "text": asked["text"]}
        self.tell("textDocument/didOpen", {"textDocument": opened})
        at = {"textDocument": document, "position": {"line": asked["line"], "character": asked["character"]}}
        problems = self.ask("textDocument/diagnostic", {"textDocument": document})["items"]
        found = self.ask("textDocument/completion", at)
        return {
            "problems": problems,
            "completions": found["items"] if isinstance(found, dict) else found or [],
            "hover": (self.ask("textDocument/hover", at) or {"contents": {"value": ""}})["contents"]["value"],
        }


def test_tombi(folder: Path):
    tombi = Tombi(folder)
    try:
        good = tombi.about(question("good.toml", NEW.replace("\nposition", "\nposi§tion", 1)))
        bad = tombi.about(question("bad.toml", with_mistakes(NEW) + "§"))
        fields = tombi.about(question("1.toml", HEAD + '[[stretches]]\nid = "a"\n§'))
        values = tombi.about(question("2.toml", HEAD + '[[stretches]]\nposition = "§"\n'))
        dose = tombi.about(question("3.toml", HEAD + '[[stretches]]\nid = "a"\n[stretches.dose]\n§'))
    finally:
        tombi.limit.cancel()
        tombi.process.kill()
        tombi.process.communicate()
    assert good["problems"] == []
    assert "lying on the back" in good["hover"]
    assert lines(bad) == {26, 30, 31}
    assert {"name", "position", "dose"} <= {*labels(fields)}
    assert labels(values) == POSITIONS
    assert {"min_seconds", "max_repetitions"} <= {*labels(dose)}
