"""In which language does the library speak? Its sentences stand in the code in English, the others in ``locale/``.

A translation is a file of GNU gettext for each domain: ``words`` has the sentences of this library, ``catalogs`` the
texts of the built-in catalogues. The English text is the key, so when a sentence changes, its translation is missing
until somebody writes a new one. docs/languages.md says how to add a language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Any, Final, Literal, LiteralString, TypeVar, get_args

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import did_you_mean, quoted

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = ["ENGLISH", "LANGUAGES", "LanguageName", "in_english", "marked", "say", "say_count", "speaking", "spoken"]
__all__ += ["in_its_language", "known_language", "one_by_one", "spoken_by", "translations"]

LanguageName = Literal["en", "de"]
"""The languages in which the library has its words, as tags of BCP 47."""

LANGUAGES: Final[tuple[LanguageName, ...]] = get_args(LanguageName)
ENGLISH: Final[LanguageName] = "en"

# The code that asks for words is often many calls below the code that knows the language, so the language is no
# parameter. Each thread and each asyncio task has its own.
_SPOKEN: Final[ContextVar[LanguageName]] = ContextVar("stretchplan_language", default=ENGLISH)

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def spoken() -> LanguageName:
    """Return the language in which words are asked for now."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: LanguageName) -> Iterator[None]:
    """Speak a language inside a ``with`` block, where nothing else decides it.

    A plan, a programme and a refusal state their own language, and their formats are in it. This is for what states
    none, such as :attr:`Prescription.dose_words` or the sentences of a progress. Each thread and each asyncio task has
    its own. A generator must not yield inside the block: its caller would speak the language too.

    Parameters
    ----------
    language
        ``en`` or ``de``.

    Raises
    ------
    InvalidRequest
        If the library does not speak the language.

    Examples
    --------
    >>> import stretchplan as sp
    >>> dose = sp.plan(minutes=5, days_since_injury=3, targets={"hips"}).prescriptions[-1]
    >>> with sp.speaking("de"):
    ...     print(dose.dose_words)
    2 × 10 s je Seite
    """
    token = _SPOKEN.set(known_language(language))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def in_english(function: F) -> F:
    """Make a function speak English, whatever is spoken around it: for messages to developers."""

    @wraps(function)
    def says(*args: Any, **kwargs: Any) -> Any:
        with speaking(ENGLISH):
            return function(*args, **kwargs)

    return says  # type: ignore[return-value]  # the same parameters and the same result


def known_language(stated: object) -> LanguageName:
    """Return a language that the library speaks.

    Raises
    ------
    InvalidRequest
        If it is none; the message names those there are.
    """
    for known in LANGUAGES:
        if isinstance(stated, str) and known == stated:
            return known
    hint, suggestion = did_you_mean(stated, LANGUAGES, f"it must be one of {', '.join(LANGUAGES)}")
    message = f"{quoted(stated)} is not a language of this library; {hint}"
    raise InvalidRequest(Problem("language", quoted(stated), message, suggestion))


def in_its_language(function: F) -> F:
    """Make a function speak the language of its first argument, such as a plan.

    That is the argument's ``language``; English where it has none that the library speaks. A generator speaks it only
    while it makes an entry, and its caller speaks as before.
    """
    yields = isgeneratorfunction(function)

    @wraps(function)
    def says(thing: Any, *args: Any, **kwargs: Any) -> Any:
        with speaking(spoken_by(thing)):
            found = function(thing, *args, **kwargs)
        return one_by_one(found, spoken_by(thing)) if yields else found

    return says  # type: ignore[return-value]  # the same parameters and the same result


def one_by_one(entries: Iterator[T], language: LanguageName) -> Iterator[T]:
    """Yield the entries of an iterator, each made in a language; between them the caller's is spoken."""
    end = object()
    while True:
        with speaking(language):
            entry: Any = next(entries, end)
        if entry is end:
            return
        yield entry


def spoken_by(thing: object) -> LanguageName:
    """Return the language of a thing, such as a plan; English where it has none that the library speaks."""
    language = getattr(thing, "language", None)
    return known_language(language) if language in LANGUAGES else ENGLISH


def marked(text: LiteralString) -> str:
    """Return a text as it is. The call shows the tool that collects texts for translators a text in a table."""
    return text


def say(text: str, /, **values: object) -> str:
    """Return a text in the spoken language, its placeholders filled with ``values``.

    ``text`` is English, and either a literal or marked by :func:`marked`. Without values it is not a template.
    """
    language = _SPOKEN.get()
    found = text if language == ENGLISH or not text else translations("words", language).gettext(text)
    return found.format(**values) if values else found


def say_count(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the text for a count in the spoken language; ``{count}`` is filled with it, unless ``values`` has it."""
    language = _SPOKEN.get()
    if language == ENGLISH:
        found = one if count == 1 else many
    else:
        found = translations("words", language).ngettext(one, many, count)
    return found.format(**{"count": count, **values})


@cache
def translations(domain: Literal["words", "catalogs"], language: LanguageName) -> NullTranslations:
    """Return the translations of a domain into a language; for English there are none."""
    from gettext import GNUTranslations, NullTranslations  # imported here: a program in English never asks

    if language == ENGLISH:
        return NullTranslations()
    from importlib.resources import files  # it loads modules for archives

    with files("stretchplan").joinpath("locale", language, "LC_MESSAGES", f"{domain}.mo").open("rb") as file:
        return GNUTranslations(file)
