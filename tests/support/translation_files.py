"""Write the files of translators again: what is to be said comes from the code, how it is said stays as it is.

``tests.regenerate`` calls it. A text that is new has no translation in the file until somebody writes one, and a test
fails as long as one is missing (tests/test_languages.py).
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog as Messages
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import stretchplan
import stretchplan as sp
from stretchplan.base.translation import ENGLISH, LANGUAGES
from stretchplan.catalog.texts import catalog_texts

SOURCE = Path(stretchplan.__file__).parent
LOCALE = SOURCE / "locale"
TEXTS = {"say": 1, "marked": 1, "say_count": 2}
"""How many texts each function takes before its other arguments."""
DOMAINS = ("words", "catalogs")
OTHERS = tuple(language for language in LANGUAGES if language != ENGLISH)
_HEADER = """\
# {}
msgid ""
msgstr ""
"Language: {}\\n"
"Plural-Forms: {}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""What is compiled states a date; the same texts are to give the same bytes."""
_ABOUT = {
    "words": "The sentences of stretchplan, by their English.",
    "catalogs": "The texts of the built-in catalogues of stretchplan, by their English.",
}


def path_of(domain: str, language: str) -> Path:
    """Return the file that a translator edits."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def said(domain: str) -> Messages:
    """Return what is to be translated, without translations."""
    found = Messages(charset="utf-8")
    for message, place, comments in _own_texts() if domain == "words" else _texts_of_catalogs():
        found.add(message, locations=[(place, None)], auto_comments=comments)
    return found


def _own_texts() -> Iterator[tuple[str | tuple[str, ...], str, list[str]]]:
    """Yield each text of the code, with its file. Babel's own reader passes over calls inside f-strings."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if place.startswith("cli/"):  # the terminal speaks English
            continue
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for call in _calls(ast.parse(source)):
            given = TEXTS.get(call.func.id if isinstance(call.func, ast.Name) else "", 0)
            texts = [one.value for one in call.args[:given] if isinstance(one, ast.Constant)]
            if given and len(texts) == given:
                note = lines[call.lineno - 2].partition("# Translators: ")[2]
                yield (texts[0] if given == 1 else tuple(texts)), place, [note] if note else []


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls below a node as they stand in the code."""
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _texts_of_catalogs() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each text of the built-in catalogues, with its place."""
    for name in ("seven", "anywhere", "both"):
        for place, text in catalog_texts(sp.builtin_catalog(name)):
            yield text, f"{name}:{place}", []


def translated(domain: str, language: str) -> Messages:
    """Return the translations of a file, brought in line with what is to be said; those of other texts are dropped."""
    path = path_of(domain, language)
    kept = Messages(locale=language, charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            kept = read_po(file, locale=language)
    kept.update(said(domain), no_fuzzy_matching=True)
    kept.obsolete.clear()
    for entry in kept if domain == "catalogs" else ():
        # A placeholder of a catalogue is none of Python's: another language has a word for each side instead.
        entry.flags.discard("python-brace-format")
    return kept


def po(domain: str, language: str) -> bytes:
    """Return the content of the file that a translator edits. It states no date: the same texts, the same bytes."""
    messages = translated(domain, language)
    out = BytesIO()
    write_po(out, messages, width=100, omit_header=True, include_lineno=False)
    header = _HEADER.format(_ABOUT[domain], language, messages.plural_forms)
    return header.encode() + out.getvalue()


def mo(domain: str, language: str) -> bytes:
    """Return what the library reads, compiled from the file that a translator edits."""
    with path_of(domain, language).open("rb") as file:
        messages = read_po(file, locale=language)
    messages.creation_date = messages.revision_date = _NO_DATE
    out = BytesIO()
    write_mo(out, messages)
    return out.getvalue()


def write_all() -> None:
    """Write each file again."""
    for language in OTHERS:
        for domain in DOMAINS:
            path = path_of(domain, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(po(domain, language))
            path.with_suffix(".mo").write_bytes(mo(domain, language))
