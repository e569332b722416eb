"""Do two texts say opposite things? The table of words that may not be shown together.

Words that follow a "not" in their part of a sentence do not count: "do not round to the end" says nothing against
"small". Only English is judged: a catalogue in another language has other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from stretchplan.catalog.stretch import Form, Stretch

__all__ = ["OPPOSITES", "Conflict", "Said", "are_judged", "conflicts", "said_together"]


class Said(NamedTuple):
    """A text that is shown with a stretch, and its place in the catalogue, such as ``forms[0].cue``."""

    place: str
    text: str


class Conflict(NamedTuple):
    """Words of one text that stand against words of another one, or of the same."""

    one: Said
    words: str
    other: Said
    others: str


_FAR: Final = r"as (?:far|deep|low|high|wide|much)(?: \w+){0,2} as\b(?! (?:your|the|a|shoulders?|hips?)\b)"
_NOT_A_MOVEMENT: Final = r"(?! (?:cushion|pillow|towel|blanket|ball|block|book|stool|step|gap|of))"

OPPOSITES: Final[tuple[tuple[str, str], ...]] = (
    (
        rf"small(?:er)?\b{_NOT_A_MOVEMENT}|only (?:just|a little|a few)|half[- ]way",
        rf"{_FAR}|fully|all the way|to (?:its|the|their) (?:very )?end|full range",
    ),
    (
        r"low\b(?! back)|only a (?:little|few centimet(?:re|er)s)|a few centimet(?:re|er)s",
        r"straighten(?:ing|ed)? (?:\w+ ){0,2}(?:arm|elbow)s?|(?:arms|elbows) (?:are )?straight|straight arms"
        r"|full height|one line|as high as",
    ),
    (
        r"light(?:ly)?\b(?! of)|gentl[ey]",
        rf"{_FAR}|deeper|harder|strong (?:pull|stretch)|force|with all your",
    ),
    (
        r"fists?|forearms?|knuckles",
        r"flat hands?|hands? (?:are |lie |stay )?flat|palms? (?:flat|down|pressing|on)",
    ),
    (r"slow(?:ly)?", r"fast|quick(?:ly)?|bouncing|bounce|swing(?:ing)?|jerk"),
    (r"knees? (?:stays? )?bent", r"straighten (?:the|your|both) (?:knee|leg)s?|knees? (?:are )?straight|locked knees?"),
    (r"foot (?:stays?|is|lies)? ?(?:flat|on the floor|down)", r"lift (?:that|this|the same) foot"),
    (
        r"breathe in\b[^.,;]{0,25}\b(?:lift|raise|rise|push up|press up)",
        r"breathe out\b[^.,;]{0,25}\b(?:lift|raise|rise|push up|press up)",
    ),
)
"""Pairs of words that no step may say together, each as two patterns: a small movement and one as far as it goes; low
and high; light and deep; on fists or forearms and on flat hands; slow and fast; a bent knee and a straight one; a foot
that stays and one that is lifted; the effort on the in-breath and on the out-breath."""

_SIDES: Final = tuple(side for pair in OPPOSITES for side in pair)
_PATTERNS: Final = tuple(re.compile(rf"\b(?:{side})\b", re.IGNORECASE) for side in _SIDES)
_CLAUSE: Final = re.compile(r"[.;:!?,]|\b(?:but|then)\b")
_NEGATED: Final = re.compile(
    r"\b(?:not|never|no|none|without|don't|avoid|instead of|rather than|short of|less than|stop before)\b",
    re.IGNORECASE,
)


def are_judged(language: str) -> bool:
    """Return whether the texts of a language are judged: those in English, and those in several languages."""
    return language.lower().partition("-")[0] in {"en", "mul"}


def conflicts(texts: Sequence[Said]) -> Iterator[Conflict]:
    """Yield the conflicts between texts that are shown together, each pair of opposites once."""
    for pair in range(len(OPPOSITES)):
        sides = [[(said, words) for said in texts if (words := _words(said)[2 * pair + k])] for k in (0, 1)]
        if sides[0] and sides[1]:
            (one, words), (other, others) = sides[0][0], sides[1][0]
            yield Conflict(one, words, other, others)


def _words(said: Said) -> tuple[str, ...]:
    """Return the words of each side of each pair in a text; empty where it has none."""
    half = {"inhale_cue": "Breathe in ", "exhale_cue": "Breathe out "}.get(said.place.rpartition(".")[2], "")
    return _found(half + said.text)


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[str, ...]:
    return tuple(_first(pattern, text) for pattern in _PATTERNS)


def _first(pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        begins = max((end.end() for end in _CLAUSE.finditer(text, 0, match.start())), default=0)
        if not _NEGATED.search(text, begins, match.start()):
            return match[0]
    return ""


def said_together(stretch: Stretch, added: Iterable[tuple[str, Said]] = ()) -> Iterator[list[Said]]:
    """Yield the texts of a stretch that may be shown together: of its own way, and of each of its forms.

    ``added`` are sentences that a rule adds, each with the id of its rule. One is shown with a way of doing the stretch
    where no form replaces it.
    """
    further = list(added)
    ways: list[tuple[int, Form | None]] = [(len(stretch.forms), None), *enumerate(stretch.forms)]
    for place, form in ways:
        taken = {rule for earlier in stretch.forms[:place] if not earlier.also for rule in earlier.rules}
        if form is not None:
            if taken.issuperset(form.rules):
                continue  # an earlier form is always taken before it
            taken |= {*form.rules, *form.also}
        sentences = [said for rule, said in further if rule not in taken]
        for out in (False, True) if stretch.breath is not None else (False,):
            yield [*_own_texts(stretch, form, place, out), *sentences]


def _own_texts(stretch: Stretch, form: Form | None, place: int, out: bool) -> Iterator[Said]:
    there = f"forms[{place}]."
    for name in ("setup", "cue", "feel", "change"):
        given = getattr(form, name, None)
        text = given if given is not None else getattr(stretch, name)
        if text is not None:
            yield Said(f"{there if given is not None else ''}{name}", text)
    breath = stretch.breath
    if breath is None:
        return
    effort = getattr(form, "effort_out", None)
    for name in ("inhale_cue", "exhale_cue"):
        given = getattr(form, name, None)
        if out and effort is not None:
            yield Said(f"{there}effort_out.{name}", getattr(effort, name))
        elif out and breath.effort_out is not None:
            yield Said(f"breath.effort_out.{name}", getattr(breath.effort_out, name))
        elif given is not None:
            yield Said(f"{there}{name}", given)
        else:
            yield Said(f"breath.{name}", getattr(breath, name))
