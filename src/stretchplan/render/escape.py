"""Escape text from a catalogue or a file before it is shown.

A catalogue refuses control characters when it is loaded. A plan read from a file may hold any text, and a terminal
obeys some characters: escape sequences repaint the screen, line breaks fake a line, direction overrides reorder text.
Such characters are replaced by visible escapes; no text is dropped.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any, Final

from stretchplan.words.languages import Phrase

__all__ = ["escape_control_chars", "escaped", "filled", "isolated", "json_for_script", "lang", "phrased"]

# The C0 and C1 controls, line and paragraph separators, surrogates, and direction overrides and isolates. The plain
# left-to-right and right-to-left marks stay: Arabic and Hebrew need them.
_CONTROLS: Final = re.compile(
    "[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
_MARKUP: Final = re.compile("[<>&]")


def escape_control_chars(text: str) -> str:
    r"""Return a text with its control characters and direction overrides written out.

    Examples
    --------
    >>> print(escape_control_chars("Cobra\x1b[2J\nPose"))
    Cobra\x1b[2J\x0aPose
    """
    return _CONTROLS.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def escaped(text: str) -> str:
    """Return a text for an HTML element or a quoted attribute, with control characters written out."""
    return html.escape(escape_control_chars(text))


def filled(template: str, **elements: str) -> str:
    """Return a text for an HTML element, escaped, and in its placeholders HTML as it is."""
    return escaped(template).format(**elements)


def isolated(text: str, language: str = "") -> str:
    """Return a text as an HTML element that keeps its writing direction apart from the surrounding text.

    ``language`` is the text's, where it is not that of the surrounding text.
    """
    return f"<bdi{lang(language)}>{escaped(text)}</bdi>"


def lang(language: str) -> str:
    """Return the attribute for a language with a space before it; empty for no language."""
    return f' lang="{escaped(language)}"' if language else ""


def phrased(phrases: Iterable[Phrase], around: str) -> str:
    """Return phrases as HTML elements; those in another language than ``around``, that of the place, state theirs."""
    shown = " ".join(isolated(text, "" if language == around else language) for text, language in phrases)
    return shown or isolated("")


def json_for_script(data: Any) -> str:
    """Return JSON in ASCII for a ``<script>`` element: no character can end the element or open another."""
    text = json.dumps(data, separators=(",", ":"))
    return _MARKUP.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
