"""A language in which the library's words have no letters: what can still be read was not said through translations."""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager

from tests.support.pseudo import changed_words


def unreadable_words() -> AbstractContextManager[None]:
    """Let words be in that language. Plan nothing in here: the words of moves are kept for each language."""
    return changed_words(lambda text: re.sub(r"[A-Za-z]+(?![^{]*\})", "·", text))


def readable(text: str, given: Iterable[str]) -> list[str]:
    """Return the words of a text that can be read, besides the texts given to it and the units."""
    for one in sorted(given, key=len, reverse=True):
        if one:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "", text, flags=re.IGNORECASE)
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in {"min", "cm"}]
