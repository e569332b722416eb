"""JSON read strictly: what readers disagree on is refused, for it may be what a person's safety hangs on."""

from __future__ import annotations

from typing import Any, Final, NoReturn

__all__ = ["MAX_BYTES", "read_strictly"]

MAX_BYTES: Final = 2**20
_MAX_DIGITS: Final = 400


def read_strictly(text: str | bytes | bytearray) -> Any:
    """Return what a JSON text holds.

    Raises
    ------
    ValueError
        In one sentence: when it is no JSON in UTF-8, is longer than 1 MiB or nested too deeply, or holds a name twice
        in one object, NaN, or a number of more than 400 digits.
    """
    import json  # on everyone's bill otherwise

    try:
        plain = text if isinstance(text, str) else bytes(text).decode()
        if len(plain) > MAX_BYTES:
            raise ValueError(f"the text is longer than {MAX_BYTES:,} characters, the most that is read")
        return json.loads(plain, object_pairs_hook=_each_name_once, parse_int=_int, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise ValueError(f"the text is not UTF-8: byte {error.start + 1} cannot be read") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"the text is not JSON: {error.msg[:1].lower()}{error.msg[1:]} at {where}") from None
    except RecursionError:
        raise ValueError("the text is nested too deeply to be read") from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        from stretchplan.base.text import quoted  # which imports this module

        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"the name {quoted(twice)} stands twice in one object; each may stand once")
    return found


def _int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits is in the text; at most {_MAX_DIGITS} are read")
    return int(digits)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is in the text, and JSON knows no such number")
