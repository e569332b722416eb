"""Does a missing extra name the command that reaches the environment that runs?"""

import sys
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.base import errors


@pytest.mark.parametrize(
    ("folder", "files", "words"),
    [
        (".venv", {"pyvenv.cfg": "home = /usr/bin\n"}, "pip install 'stretchplan[ics]'"),
        (".venv", {}, "pip install 'stretchplan[ics]'"),
        (".local/share/uv/tools/stretchplan", {"uv-receipt.toml": ""}, "uv tool install 'stretchplan[cli,ics]'"),
        (".cache/uv/archive-v0/abc", {"pyvenv.cfg": "uv = 0.5\n"}, "uvx --from 'stretchplan[cli,ics]' stretchplan"),
        (".cache/uv/environments-v2/abc", {}, "uvx --from 'stretchplan[cli,ics]' stretchplan"),
        ("pipx/venvs/stretchplan", {"pipx_metadata.json": ""}, "pipx install --force 'stretchplan[cli,ics]'"),
        (".cache/pipx/4f2", {"pipx_metadata.json": ""}, "pipx run --spec 'stretchplan[cli,ics]' stretchplan"),
    ],
)
def test_the_command_fits_the_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, files: dict[str, str], words: str
):
    prefix = tmp_path / folder
    prefix.mkdir(parents=True)
    for name, content in files.items():
        (prefix / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(prefix))
    monkeypatch.setenv("VIRTUAL_ENV", str(prefix))
    assert str(sp.MissingExtra("ics", "a calendar")) == f"a calendar needs the extra 'ics': {words}"


@pytest.mark.parametrize("active", ["/another/.venv", None])
def test_in_an_environment_that_is_not_active_its_python_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, active: str | None
):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/my home/.venv/bin/python")
    monkeypatch.delenv("VIRTUAL_ENV")
    if active:
        monkeypatch.setenv("VIRTUAL_ENV", active)
    assert errors.install_words("ics") == "'/my home/.venv/bin/python' -m pip install 'stretchplan[ics]'"


@pytest.mark.parametrize(
    ("pip", "words"), [(None, "uv add 'stretchplan[cli]' in a project, or uv pip install "), (1, "pip install ")]
)
def test_an_environment_of_uv_has_its_own_command_unless_it_has_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pip: object, words: str
):
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\nuv = 0.13.9\n", encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: pip if name == "pip" else 1)
    assert errors.install_words("cli") == f"{words}'stretchplan[cli]'"
