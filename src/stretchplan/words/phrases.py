"""Put lengths of time, counts and lists into words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["capitalized", "counted", "length_words", "listed", "number_words", "spelled_length"]


def length_words(seconds: int) -> str:
    """Return a length of time: ``7 min 53 s``, ``45 s``, ``3 min``."""
    minutes, rest = divmod(abs(seconds), 60)
    parts = ([f"{minutes} min"] if minutes else []) + ([f"{rest} s"] if rest or not minutes else [])
    return ("-" if seconds < 0 else "") + " ".join(parts)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as an English list: ``a, b and c``."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def counted(count: int | str, noun: str, plural: str = "") -> str:
    """Return a count with its noun: ``1 day``, ``two days``, ``3 stretches``."""
    return f"{count} {noun if count in (1, 'one') else plural or f'{noun}s'}"


def capitalized(text: str) -> str:
    """Return a text that starts with a capital letter, the rest unchanged."""
    return text[:1].upper() + text[1:]


_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number_words(number: int) -> str:
    """Return a whole number below a hundred in words, and any other in digits: ``seven``, ``forty-four``, ``120``."""
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return (*_ONES, *_TEENS)[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


def spelled_length(seconds: int) -> str:
    """Return a length of time in words: ``one minute and ten seconds``, ``forty-four seconds``."""
    minutes, rest = divmod(seconds, 60)
    parts = [counted(number_words(minutes), "minute")] if minutes else []
    if rest or not minutes:
        parts.append(counted(number_words(rest), "second"))
    return " and ".join(parts)
