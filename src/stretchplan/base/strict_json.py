"""Is a text JSON that no two readers can understand differently? It is read strictly, or refused in one sentence."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NoReturn

from stretchplan.base.text import quoted

__all__ = ["MAX_BYTES", "UnreadableJSON", "longer_than", "read_strictly"]

MAX_BYTES: Final = 2**20
MAX_DIGITS: Final = 400


class UnreadableJSON(ValueError):
    """Why a JSON text is refused, in one sentence.

    Attributes
    ----------
    message
        The sentence without the place.
    where
        The place, such as ``line 1, column 2``; empty when there is none to name.
    """

    def __init__(self, message: str, where: str = "") -> None:
        self.message = message
        self.where = where
        super().__init__(f"{message} at {where}" if where else message)


def read_strictly(text: str | bytes | bytearray, *, max_bytes: int = MAX_BYTES, max_digits: int = MAX_DIGITS) -> Any:
    """Return the value of a JSON text. Python's reader would keep the last of two values that have one name.

    Raises
    ------
    UnreadableJSON
        When the text is not JSON in UTF-8, has more than ``max_bytes``, is nested too deeply, or holds NaN, an
        infinity, a whole number of more than ``max_digits`` (a sign counts as one), or one name twice in an object.
    """
    import json  # imported here to keep `import stretchplan` fast

    def whole_number(digits: str) -> int:
        if len(digits) > max_digits:
            raise UnreadableJSON(f"a number of {len(digits)} characters is in the text; at most {max_digits} are read")
        return int(digits)

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
        reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        raise UnreadableJSON(f"the text is not JSON: {reason}", f"line {error.lineno}, column {error.colno}") from None
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
