"""Put lengths of time, counts and lists into words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from stretchplan.base.translation import ENGLISH, marked, say, say_count, spoken

__all__ = ["capitalized", "counted", "decimal", "length_words", "listed", "number_words"]
__all__ += ["spelled_length"]


def length_words(seconds: int) -> str:
    """Return a length of time: ``7 min 53 s``, ``45 s``, ``3 min``."""
    minutes, rest = divmod(abs(seconds), 60)
    parts = ([f"{minutes} min"] if minutes else []) + ([f"{rest} s"] if rest or not minutes else [])
    return ("-" if seconds < 0 else "") + " ".join(parts)


_AND: Final = {"and": marked("and"), "or": marked("or")}


def listed(words: Iterable[str], last: Literal["and", "or"] = "and") -> str:
    """Return words as a list in a sentence: ``a, b and c``."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {say(_AND[last])} {end}" if most else end


def counted(count: int | str, noun: str, plural: str = "") -> str:
    """Return a count with its English noun, for the terminal: ``1 day``, ``two days``, ``3 stretches``."""
    return f"{count} {noun if count in (1, 'one') else plural or f'{noun}s'}"


def decimal(number: str) -> str:
    """Return a number, written with a point, as the spoken language writes it."""
    whole, point, rest = number.partition(".")
    # Translators: a number with its decimals, such as 4.5
    return say("{whole}.{rest}", whole=whole, rest=rest) if point else whole


def capitalized(text: str) -> str:
    """Return a text that starts with a capital letter, the rest unchanged."""
    return text[:1].upper() + text[1:]


_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number_words(number: int) -> str:
    """Return a whole number below a hundred in words, and any other in digits: ``seven``, ``forty-four``, ``120``.

    In another language than English it is in digits: there the words change with what is counted.
    """
    if not 0 <= number < 100 or spoken() != ENGLISH:
        return str(number)
    if number < 20:
        return (*_ONES, *_TEENS)[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


def spelled_length(seconds: int) -> str:
    """Return a length of time in words: ``one minute and ten seconds``, ``forty-four seconds``."""
    minutes, rest = divmod(seconds, 60)
    parts = [say_count("{words} minute", "{words} minutes", minutes, words=number_words(minutes))] if minutes else []
    if rest or not minutes:
        parts.append(say_count("{words} second", "{words} seconds", rest, words=number_words(rest)))
    return listed(parts)
