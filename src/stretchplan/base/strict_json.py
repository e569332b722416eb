"""Is a text JSON that no two readers can understand differently? It is read strictly, or refused in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from stretchplan.base.text import quoted

__all__ = ["MAX_BYTES", "UnreadableJSON", "longer_than", "read_strictly"]

MAX_BYTES: Final = 2**20
MAX_DIGITS: Final = 400

_HINTS: Final[Mapping[str, str]] = {
    "Expecting property name": "a name stands in double quotes, and no comma stands before }",
    "Expecting value": "a text stands in straight double quotes, true and false are written small, and no comma stands "
    "before ]",
    "Expecting ','": "put a comma between two entries, or close the bracket; a number has no unit",
    "Expecting ':'": 'write "name": value',
    "Unterminated string": "close the quotes",
    "Invalid control character": r"close the quotes on the same line; a line break in a text is written \n",
    "Invalid \\": "write \\\\ for each \\",
    "Extra data": "nothing may follow the last bracket",
}
"""What to write instead, by how the messages of Python's reader begin."""


class UnreadableJSON(ValueError):
    """Why a JSON text is refused, in one sentence.

    Attributes
    ----------
    message
        The sentence without the place.
    where
        The place, such as ``line 1, column 2``; empty when there is none to name.
    hint
        What to write instead, for a text that a person has written, after a semicolon; empty when that is not known.
    """

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        self.message = message
        self.where = where
        self.hint = hint
        super().__init__(f"{message} at {where}" if where else message)


def read_strictly(text: str | bytes | bytearray, *, max_bytes: int = MAX_BYTES, max_digits: int = MAX_DIGITS) -> Any:
    """Return the value of a JSON text. Python's reader would keep the last of two values that have one name.

    Raises
    ------
    UnreadableJSON
        When it is no text, or the text is not JSON in UTF-8, has more than ``max_bytes``, is nested too deeply, or
        holds NaN, an infinity, a whole number of more than ``max_digits`` (a sign counts as one), or one name twice in
        an object.
    """
    import json  # imported here to keep `import stretchplan` fast

    def whole_number(digits: str) -> int:
        if len(digits) > max_digits:
            raise UnreadableJSON(f"a number of {len(digits)} characters is in the text; at most {max_digits} are read")
        return int(digits)

    if not isinstance(text, (str, bytes, bytearray)):
        raise UnreadableJSON(f"this is no text but of type {type(text).__name__}; give str or bytes")
    if longer_than(text, max_bytes):
        raise UnreadableJSON(f"the text is longer than {max_bytes:,} bytes, the most that is read")
    try:
        characters = text if isinstance(text, str) else text.decode()
        return json.loads(
            characters, object_pairs_hook=_each_name_once, parse_int=whole_number, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise UnreadableJSON(f"the text is not UTF-8: byte {error.start + 1} cannot be read") from None
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at").removesuffix(" starting")
        hint = next((f"; {hint}" for beginning, hint in _HINTS.items() if error.msg.startswith(beginning)), "")
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableJSON(
            f"the text is not JSON: {reason}", where, hint if error.doc.strip() else "; it is empty"
        ) from None
    except RecursionError:
        raise UnreadableJSON("the text is nested too deeply to be read") from None


def longer_than(text: str | bytes | bytearray, max_bytes: int) -> bool:
    """Return whether a text has more bytes in UTF-8 than allowed. A text of too many characters is not encoded."""
    return len(text) > max_bytes or (isinstance(text, str) and len(text.encode(errors="surrogatepass")) > max_bytes)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise UnreadableJSON(f"the name {quoted(twice)} stands twice in one object; each may stand once")
    return table


def _no_constant(name: str) -> NoReturn:
    raise UnreadableJSON(f"{name} is in the text, and JSON knows no such number")
