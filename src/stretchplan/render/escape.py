"""Make text that somebody else wrote harmless to show.

A catalogue refuses control characters when it is loaded. A plan read from a file may hold anything, and a
terminal obeys some of it: escape sequences that repaint the screen, line breaks that fake a line, direction
overrides that make text read as something else. All of it is shown as what it is, and nothing is dropped.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

__all__ = ["escaped", "inert", "isolated", "json_for_script"]

# The C0 and C1 controls, line and paragraph separators, half characters, and the direction controls that can
# make text lie. The plain left-to-right and right-to-left marks stay: honest Arabic and Hebrew need them.
_ACTIVE: Final = re.compile(
    "[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def inert(text: str) -> str:
    r"""Return ``text`` with everything that is not for reading written out as an escape.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> print(inert("Cobra\x1b[2J\nPose"))
    Cobra\x1b[2J\x0aPose
    """
    return _ACTIVE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_UNSAFE_IN_SCRIPT: Final = re.compile("[<>&]")  # the rest of what could do harm is no ASCII, and escaped as such


def escaped(text: str) -> str:
    """Return any text so that it is only text in HTML, in an element and in a quoted attribute.

    Controls and direction overrides are written out, as in every other rendering.
    """
    return html.escape(inert(text))


def isolated(text: str) -> str:
    """Return any text as an element that keeps its writing direction to itself: a mark in it turns nothing around."""
    return f"<bdi>{escaped(text)}</bdi>"


def json_for_script(data: Any) -> str:
    """Return JSON in ASCII that may stand in a ``<script>``: no character in it could end or open anything there.

    Any reader of JSON reads back the same data.
    """
    text = json.dumps(data, separators=(",", ":"))
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
