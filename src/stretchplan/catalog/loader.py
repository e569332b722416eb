"""How are catalogues read from files and text? Every mistake in one is a :class:`CatalogError`.

TOML and JSON have the same form: the fields of :class:`~stretchplan.catalog.catalog.Catalog`.
"""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any, Final, Literal, NoReturn

from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.models import read
from stretchplan.base.strict_json import MAX_BYTES, UnreadableJSON, longer_than, read_strictly
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.catalog.catalog import Catalog

__all__ = ["BUILTIN", "BuiltinName", "builtin_catalog", "builtin_of", "catalog_from_dict", "load_catalog"]
__all__ += ["parse_catalog"]

MAX_DOTS_IN_A_TOML_LINE: Final = 100
"""A dotted key of n parts costs the TOML reader n² steps, and no line of a real catalogue has so many full stops."""

_MESSAGE_LENGTH: Final = 200

Format = Literal["toml", "json"]
BuiltinName = Literal["seven", "anywhere", "both"]
"""The built-in catalogues."""

BUILTIN: Final[dict[BuiltinName, str]] = {
    "seven": "lower_back_seven",
    "anywhere": "lower_back_anywhere",
    "both": "lower_back_both",
}
"""The id of each built-in catalogue, by its name. No other catalogue may have one of these ids."""
_FILES: Final = {"seven": "builtin.toml", "anywhere": "anywhere.toml"}


def builtin_catalog(name: BuiltinName = "seven") -> Catalog:
    """Return a built-in catalogue: seven stretches for the lower back, or their forms for anywhere, or both.

    The facts of the seven come from a web article for readers and from the sources that their provenance names; those
    of the others from leaflets, and from guidelines where the provenance says so.

    Parameters
    ----------
    name
        ``seven``: the seven, which are planned from where no catalogue is stated. ``anywhere``: seated, standing and
        in-bed forms of each. ``both``: the seven and these, of which a plan keeps each for the days when one that it
        stands in for is out.

    Returns
    -------
    Catalog
        The same object on every call.

    Raises
    ------
    CatalogError
        For another name.

    Examples
    --------
    >>> [stretch.id for stretch in builtin_catalog().stretches][:3]
    ['knee_to_chest', 'lying_knee_twist', 'childs_pose']
    >>> builtin_catalog("anywhere").get("seated_twist").stands_in
    ('lying_knee_twist',)
    """
    if name not in BUILTIN:
        hint, suggestion = did_you_mean(name, BUILTIN, f"it must be one of {', '.join(BUILTIN)}")
        message = f"{quoted(name)} is not the name of a built-in catalogue; {hint}"
        raise CatalogError(Problem("catalog", quoted(name), message, suggestion))
    return _builtin(name)


def builtin_of(catalog_id: object) -> Catalog | None:
    """Return the built-in catalogue of an id; None when the id is not a built-in one's."""
    return next((builtin_catalog(name) for name, known in BUILTIN.items() if known == catalog_id), None)


@cache
def _builtin(name: BuiltinName) -> Catalog:
    if name == "both":
        seven, anywhere = _builtin("seven"), _builtin("anywhere")
        return seven.merged(
            anywhere,
            id=BUILTIN[name],
            version=".".join(one.version.replace(".", "") for one in (seven, anywhere)) + ".0",  # both, digit by digit
            title="Seven stretches for the lower back, and their forms for anywhere",
        )
    from importlib.resources import files

    text = files("stretchplan.catalog").joinpath(_FILES[name]).read_bytes()
    return parse_catalog(text, format="toml", source=_FILES[name])


def load_catalog(path: str | os.PathLike[str]) -> Catalog:
    """Read a catalogue from a file.

    Parameters
    ----------
    path
        A file that ends in ``.toml`` or ``.json``, in UTF-8, of at most 1 MiB
        (room for 500 entries as full as the built-in ones).

    Returns
    -------
    Catalog
        Checked in every field and reference.

    Raises
    ------
    CatalogError
        When the file cannot be read, is too large, is not TOML or JSON, or is not a valid catalogue. Its
        ``problems`` list the mistakes; its ``source`` is the path.
    """
    try:
        name = os.fspath(path)
    except TypeError:
        name = None
    if not isinstance(name, str):
        raise CatalogError(Problem("", quoted(path), f"{quoted(path)} is not a path; give a text or a Path"))
    source = _printable(name)
    formats: dict[str, Format] = {".toml": "toml", ".json": "json"}
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a Path refuses some names, with other errors
    if suffix not in formats:
        message = f"the file name ends in {quoted(suffix)}; it must end in .toml or .json"
        raise CatalogError(Problem("", quoted(suffix), message), source=source)
    return parse_catalog(_read(name, source), format=formats[suffix], source=source)


def parse_catalog(text: str | bytes, *, format: Format, source: str = "<text>") -> Catalog:  # noqa: A002
    """Read a catalogue from text.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8 (a byte order mark is skipped); at most 1 MiB.
    format
        ``toml`` or ``json``.
    source
        The name of the text in errors.

    Returns
    -------
    Catalog
        Checked in every field and reference.

    Raises
    ------
    CatalogError
        When the text is too large, is not what ``format`` says, or is not a valid catalogue.
    """
    source = _printable(source)
    plain = _decode(text, source)
    if format == "toml":
        return catalog_from_dict(_from_toml(plain, source), source=source)
    if format == "json":
        return catalog_from_dict(_from_json(plain, source), source=source)
    raise CatalogError(Problem("", quoted(format), f"{quoted(format)} is not a format; it must be 'toml' or 'json'"))


def catalog_from_dict(data: object, *, source: str = "") -> Catalog:
    """Make a catalogue from plain data, such as ``json.loads`` gives.

    Parameters
    ----------
    data
        A dict in the form of :class:`~stretchplan.catalog.catalog.Catalog`.
    source
        The name of the data in errors.

    Returns
    -------
    Catalog
        Checked in every field and reference.

    Raises
    ------
    CatalogError
        When it is not a valid catalogue.
    """
    if not isinstance(data, dict):
        message = f"a catalogue is a table of fields, and this is {quoted(data)}"
        raise CatalogError(Problem("", quoted(data), message), source=source)
    try:
        return read(Catalog, data)
    except CatalogError as error:
        raise CatalogError(*error.problems, source=source) from None


def _read(name: str, source: str) -> bytes:
    try:
        if os.path.lexists(name) and not os.path.isfile(name):  # noqa: PTH113 - a pipe would wait for ever
            _refuse("this is not a file that can be read; give a regular file", source)
        with open(name, "rb") as file:  # noqa: PTH123 - a Path refuses some names, with other errors
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        _refuse(f"the file cannot be read: {error.strerror or type(error).__name__}", source)
    except CatalogError:  # a ValueError too
        raise
    except ValueError:
        _refuse("this is not a file name: it holds characters that no file name can", source)


def _decode(text: object, source: str) -> str:
    if not isinstance(text, (str, bytes, bytearray)):
        _refuse(f"{quoted(text)} is not a text; give str or bytes", source)
    if longer_than(text, MAX_BYTES):
        _refuse(f"it is larger than {MAX_BYTES:,} bytes; divide it and merge the parts", source)
    if isinstance(text, str):
        for half in re.finditer("[\ud800-\udfff]", text):
            line = text.count("\n", 0, half.start()) + 1
            _refuse(f"it holds half of a character, {quoted(half[0])}; give valid Unicode", source, f"line {line}")
        return text.removeprefix("\ufeff")
    try:
        return text.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        _refuse(f"byte {error.start + 1} is not UTF-8; save the file as UTF-8", source, f"line {line}")


def _from_toml(text: str, source: str) -> Any:
    import tomllib

    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MAX_DOTS_IN_A_TOML_LINE:
            message = f"it has more than {MAX_DOTS_IN_A_TOML_LINE} full stops; break the line into several"
            _refuse(message, source, f"line {number}")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser puts the place at the end of its message. It is taken out, so that cutting the message keeps it.
        parts = re.fullmatch(r"(.*) \(at ([^()]*)\)", str(error), re.DOTALL)
        message, where = parts.groups() if parts else (str(error), "")
        _refuse(f"this is not TOML: {_printable(message)}", source, where)
    except RecursionError:
        _refuse("its tables or lists are nested too deep", source)
    except ValueError:  # Python's limit on digits
        _refuse("a number has too many digits", source)


def _from_json(text: str, source: str) -> Any:
    try:
        return read_strictly(text)
    except UnreadableJSON as error:
        _refuse(error.message, source, error.where)


def _refuse(message: str, source: str, where: str = "") -> NoReturn:
    raise CatalogError(Problem(where, "", message), source=source) from None


def _printable(text: object) -> str:
    """Return foreign text as one short printable line."""
    line = text if isinstance(text, str) else quoted(text)
    line = line if len(line) <= _MESSAGE_LENGTH else line[: _MESSAGE_LENGTH - 1] + "…"
    return line if line.isprintable() else line.encode("unicode_escape", "backslashreplace").decode("ascii")
