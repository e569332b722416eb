"""Do all words that a person reads come from ``stretchplan.words``, so that another language is one folder?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import stretchplan.render
from tests.support.translation_files import said

RENDER = Path(stretchplan.render.__file__).parent
TWO_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
MARKUP = re.compile(r'^["<]|=".*')
ERRORS = {"ValueError", "TypeError", "MissingExtra", "InvalidRequest", "_unplayable", "playable_steps", "did_you_mean"}
"""Messages for developers stay where they are raised; the last two take a part of one."""
STYLES = {"NOTEBOOK_STYLE", "_ICON", "_STYLE", "_style", "_timing", "policy", "_FUNCTION"}
"""CSS, SVG attributes, JavaScript and a Content-Security-Policy."""
NAMES = {"Garmin FIT", "WEBVTT Language: "}
"""Names of formats and of what stands in them, the same in every language."""


def texts(module: ast.Module) -> Iterator[str]:
    """Return the string literals of a module without docstrings, developers' messages and style sheets."""

    def walk(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
            return
        if isinstance(node, ast.FunctionDef) and node.name in STYLES:
            return
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in STYLES:
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    return walk(module)


@pytest.mark.parametrize("path", sorted(RENDER.rglob("*.py")), ids=lambda path: str(path.relative_to(RENDER)))
def test_no_sentence_in_a_renderer(path: Path):
    found = [text for text in texts(ast.parse(path.read_text(encoding="utf-8"))) if TWO_WORDS.search(text)]
    assert [text for text in found if text not in NAMES and not MARKUP.search(text)] == []


@pytest.mark.parametrize("path", sorted((RENDER / "pages").glob("*.py")), ids=lambda path: path.name)
def test_no_block_of_a_page_is_given_a_literal_word(path: Path):
    blocks = {"Heading", "Paragraph", "Bullet", "Column", "Group"}
    given = [
        argument.value
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in blocks
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    ]
    assert [text for text in given if re.search("[A-Za-z]", text)] == []


def test_no_word_in_the_guided_page():
    page = (RENDER / "guided/page.html").read_text(encoding="utf-8")
    body = re.sub(r"<!--.*?-->|<svg.*?</svg>|<[^>]*>", "", page, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]+", re.sub(r"\$\w+", "", body)) == []
    assert re.findall(r'(?:aria-label|title|alt|placeholder)="[^$"]', page) == []


@pytest.mark.parametrize("path", sorted((RENDER / "guided").glob("*.js")), ids=lambda path: path.name)
def test_no_sentence_in_a_script(path: Path):
    code = re.sub(r"(?m)(^|\s)//.*$", "", path.read_text(encoding="ascii"))
    keys = {"ArrowRight", "ArrowLeft", "Home"}
    assert {text for text in re.findall(r'"([^"\n]*)"', code) if re.match("[A-Z][a-z]+", text)} <= keys
    assert [text for text in re.findall(r"`([^`]*)`", code) if TWO_WORDS.search(re.sub(r"\$\{[^}]*\}", "", text))] == []


def literal(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def spoken_by_name(path: Path) -> Iterator[object]:
    """Yield each text that a module gives to ``say``, ``marked`` or ``say_count`` as it is."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id in {"say", "marked"}:
                yield literal(call.args[0])
            elif call.func.id == "say_count":
                yield tuple(map(literal, call.args[:2]))


def test_each_text_that_the_code_says_is_collected_for_translators():
    """The tool that collects them reads no call inside an f-string, and no call with ``map(say, ...)`` inside it."""
    collected = {message.id for message in said("words")}
    missed = [
        f"{path.stem}: {text}"
        for path in sorted((RENDER.parent / "words").glob("*.py"))
        for text in spoken_by_name(path)
        if text is not None and text not in collected
    ]
    assert missed == []
