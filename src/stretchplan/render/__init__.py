"""Plans for people and other programs.

:func:`plan_to_text` gives plain text.
"""

from stretchplan.render.text import plan_to_text

__all__ = ["plan_to_text"]
