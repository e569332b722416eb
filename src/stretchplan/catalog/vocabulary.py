"""The closed vocabularies that the rules refer to; a catalogue cannot add words to them."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

from stretchplan.base.translation import marked

__all__ = [
    "EACH_PIECE",
    "EQUIPMENT",
    "LOADS",
    "POSITIONS",
    "POSITION_CALLED",
    "Equipment",
    "Load",
    "Position",
    "Sides",
    "Style",
    "clean_text",
]

Position = Literal["supine", "prone", "quadruped", "kneeling", "half_kneeling", "side_lying", "seated", "standing"]
"""Where the body starts. Safety rules refer to these, so the list is closed."""

POSITIONS: Final[dict[Position, str]] = {
    "supine": marked("lying on the back"),
    "prone": marked("lying face down"),
    "quadruped": marked("on hands and knees"),
    "kneeling": marked("kneeling, sitting back on the heels"),
    "half_kneeling": marked("on one knee, the other foot in front"),
    "side_lying": marked("lying on the side"),
    "seated": marked("sitting"),
    "standing": marked("standing"),
}
"""Each position in plain words."""

POSITION_CALLED: Final[dict[str, Position]] = {
    words.partition(",")[0]: position for position, words in POSITIONS.items() if words.partition(",")[0] != position
}
"""The position that people mean by the words they read for it, such as ``seated`` for sitting."""

Load = Literal[
    "end_range_flexion",
    "mid_range_flexion",
    "end_range_extension",
    "mid_range_extension",
    "spinal_rotation",
    "deep_hip_flexion",
    "hip_adduction_or_rotation",
    "deep_knee_flexion",
    "wrist_push",
    "wrist_support",
    "one_leg_balance",
]
"""What a stretch demands of a joint. Rules about conditions refer to these, so the list is closed."""

LOADS: Final[dict[Load, str]] = {
    "end_range_flexion": marked("the lower back rounds as far as it goes"),
    "mid_range_flexion": marked("the back rounds, within easy reach"),
    "end_range_extension": marked("the lower back arches backward as far as it goes"),
    "mid_range_extension": marked("the back arches backward, within easy reach"),
    "spinal_rotation": marked("the spine turns"),
    "deep_hip_flexion": marked("a hip bends past a right angle, or close to it under a pull"),
    "hip_adduction_or_rotation": marked("a thigh crosses the middle of the body, or turns in the hip"),
    "deep_knee_flexion": marked("a knee bends fully under weight"),
    "wrist_push": marked("bent-back wrists push the body's weight up"),
    "wrist_support": marked("the hands carry weight that fists or forearms can take instead"),
    "one_leg_balance": marked("one stands on one leg, the hands not holding on"),
}
"""Each load in plain words."""

Style = Literal["static", "dynamic", "strengthening"]
Sides = Literal["each", "both"]
Equipment = Literal["mat", "cushion", "towel", "strap", "chair", "wall", "table", "bed"]
"""What a stretch needs or is helped by. One that needs a bed is done on it: nobody gets down to the floor for it."""

EQUIPMENT: Final[dict[Equipment, str]] = {
    "mat": marked("mat"),
    "cushion": marked("cushion"),
    "towel": marked("towel"),
    "strap": marked("strap"),
    "chair": marked("chair"),
    "wall": marked("wall"),
    "table": marked("table"),
    "bed": marked("bed"),
}
"""Each piece in plain words, to stand in a list."""

EACH_PIECE: Final[dict[Equipment, str]] = {
    "mat": marked("a mat"),
    "cushion": marked("a cushion"),
    "towel": marked("a towel"),
    "strap": marked("a strap"),
    "chair": marked("a chair"),
    "wall": marked("a wall"),
    "table": marked("a table"),
    "bed": marked("a bed"),
}
"""Each piece with its article, to follow "without" and "with"."""

# Overrides and isolates can make a text look like another one. The plain left-to-right and right-to-left marks cannot;
# Arabic and Hebrew need them.
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str) -> str:
    """Return a text; raise ValueError if it is blank or holds a control character, an override or a surrogate."""
    if text.isprintable() and text.strip():  # then it holds none of these, as nearly all texts
        return text
    for place, char in enumerate(text):
        if unicodedata.category(char) in {"Cc", "Cs"} or char in _BIDI_CONTROLS or char in "\u2028\u2029":
            raise ValueError(
                f"character {place + 1} is U+{ord(char):04X}, a control character; only printable text is allowed"
            )
    if not text.strip():
        raise ValueError("it is blank; give some text")
    return text
