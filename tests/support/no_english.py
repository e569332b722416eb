"""A language in which the library's words have no letters: what can still be read was not said through translations."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from unittest.mock import patch

from stretchplan.base import translation
from stretchplan.base.translation import speaking


class _Unreadable(NullTranslations):
    def gettext(self, message: str) -> str:
        return re.sub(r"[A-Za-z]+(?![^{]*\})", "·", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def unreadable_words() -> Iterator[None]:
    """Let words be in that language. Plan nothing in here: the words of moves are kept for each language."""
    with patch.object(translation, "translations", lambda _domain, _language: _Unreadable()), speaking("de"):
        yield


def readable(text: str, given: Iterable[str]) -> list[str]:
    """Return the words of a text that can be read, besides the texts given to it and the units."""
    for one in sorted(given, key=len, reverse=True):
        if one:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "", text, flags=re.IGNORECASE)
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in {"min", "cm"}]
