"""A language that shows where each text is from: what this library says is in ⟦ ⟧, and what its catalogue says in ⟪ ⟫.

What stands outside both was never given to a translator, or was cut out of a text that was.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from gettext import NullTranslations
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.base import translation
from stretchplan.catalog import texts
from stretchplan.catalog.catalog import TESTED

LANGUAGE = "de"
UNITS = {"s", "min", "cm"}
_OPEN, _SHUT = "⟦⟪", "⟧⟫"
_WORD = re.compile(r"[^\W\d_]+")


class _Changed(NullTranslations):
    """Translates each text by a function."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self.change = change

    def gettext(self, message: str) -> str:
        return self.change(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def pseudo_language(around: str = "⟦⟧") -> AbstractContextManager[None]:
    """Let German be the language that shows where each text is from; ``around`` begins and ends this library's."""
    begin, end = around
    return changed_words(lambda text: f"{begin}{text}{end}", lambda text: f"⟪{text}⟫")


@contextmanager
def changed_words(ours: Callable[[str], str], of_catalogs: Callable[[str], str] = str) -> Iterator[None]:
    """Speak a German whose texts are the English ones, changed: this library's, and those of built-in catalogues."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "translations", lambda *_: _Changed(ours))
        patch.setattr(texts, "translations", lambda *_: _Changed(of_catalogs))
        _forget()
        try:
            with translation.speaking(LANGUAGE):
                yield
        finally:
            _forget()


def _forget() -> None:
    """Empty the caches of words; each is of one language."""
    for name, module in list(sys.modules.items()):
        if name.startswith("stretchplan.words."):
            for thing in list(vars(module).values()):
                if callable(getattr(thing, "cache_clear", None)):
                    thing.cache_clear()


def pseudo_catalog(name: str, language: str = LANGUAGE) -> sp.Catalog:
    """Return a built-in catalogue whose texts are in ⟪ ⟫; its id is another one, since its content is."""
    said = texts.in_language(sp.builtin_catalog(name), LANGUAGE)
    fields: dict[str, Any] = {**said.model_dump(mode="json"), "id": f"pseudo_{name}", "language": language}
    return sp.Catalog.model_validate(fields, context=TESTED)


def unsaid(text: str) -> list[str]:
    """Return the words of a text that nobody says: outside the brackets, and no unit, number or part of an id."""
    left: list[str] = []
    open_: list[str] = []
    for char in text:
        if char in _OPEN:
            open_.append(char)
            left.append(" ")
        elif char in _SHUT:
            if not open_ or _OPEN.index(open_.pop()) != _SHUT.index(char):
                left.append(f" cut{char} ")
        elif char == "…":  # a name that was cut
            open_ = []
        elif not open_:
            left.append(char)
    return [*_WORD.findall("".join(left)), *(f"cut{char}" for char in open_)]
