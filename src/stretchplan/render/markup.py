"""Text that somebody else wrote, as a part of HTML: every rendering in HTML puts its texts in through here."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

from stretchplan.render.inert import inert

__all__ = ["escaped", "isolated", "json_for_script"]

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
