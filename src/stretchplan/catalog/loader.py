"""How are catalogues read from files and text? Every mistake in one is a :class:`CatalogError`.

TOML and JSON have the same form: the fields of :class:`~stretchplan.catalog.catalog.Catalog`.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, NamedTuple, NoReturn

from stretchplan.base.cache import Cache
from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.models import read
from stretchplan.base.strict_json import MAX_BYTES, UnreadableJSON, longer_than, read_strictly
from stretchplan.base.text import did_you_mean, listed, printable, quoted
from stretchplan.base.translation import ENGLISH, LANGUAGES, LanguageName, known_language
from stretchplan.catalog.catalog import TESTED, Catalog
from stretchplan.catalog.picture import MAX_PICTURES, MAX_SVG_BYTES
from stretchplan.catalog.stretch import Stretch

__all__ = ["BUILTIN", "DRAWING_PATTERN", "SCHEMA_OF_JSON", "BuiltinName", "Text", "builtin_catalog", "builtin_of"]
__all__ += ["as_written", "catalog_from_dict", "data_of", "held_elsewhere", "load_catalog", "open_catalog"]
__all__ += ["parse_catalog", "recorded_ids", "stretch_named", "valid_catalog", "with_drawings"]

DRAWING_PATTERN: Final = r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.svg"
"""The name of an SVG file beside a catalogue, or in a folder below."""
_FILE_NAME_LENGTH: Final = 200

Format = Literal["toml", "json"]
SCHEMA_OF_JSON: Final = "$schema"
"""Where a catalogue in JSON may name its JSON Schema, for editors; in TOML a comment ``#:schema`` does."""
_FORMATS: Final[dict[str, Format]] = {".toml": "toml", ".json": "json"}
"""The formats of a catalogue's file, by the end of its name."""
BuiltinName = Literal["seven", "anywhere", "both"]
"""The built-in catalogues."""

BUILTIN: Final[dict[BuiltinName, str]] = {
    "seven": "lower_back_seven",
    "anywhere": "lower_back_anywhere",
    "both": "lower_back_both",
}
"""The id of each built-in catalogue, by its name. No other catalogue may have one of these ids."""
_FILES: Final = {"seven": "builtin.json", "anywhere": "anywhere.json"}
"""``python -m tests.regenerate`` makes them from the TOML files that people edit. JSON is read forty times as fast."""
_DIGESTS: Final = "builtin.sha256"
"""The SHA-256 of each of these files, as ``sha256sum`` writes it."""
_DAMAGED: Final = "this file of stretchplan's built-in catalogue"


def builtin_catalog(name: BuiltinName = "seven", language: LanguageName = ENGLISH) -> Catalog:
    """Return a built-in catalogue: seven stretches for the lower back, or their forms for anywhere, or both.

    The facts of the seven come from a web article for readers and from the sources that their provenance names; those
    of the others from leaflets, and from guidelines where the provenance says so.

    Parameters
    ----------
    name
        ``seven``: the seven, which are planned from where no catalogue is stated. ``anywhere``: seated, standing and
        in-bed forms of each. ``both``: the seven and these, of which a plan keeps each for the days when one that it
        stands in for is out.
    language
        The language of its texts: ``en`` or ``de``. No clinician has reviewed a translation.

    Returns
    -------
    Catalog
        The same object on every call.

    Raises
    ------
    CatalogError
        For another name, or another language.

    Examples
    --------
    >>> [stretch.id for stretch in builtin_catalog().stretches][:3]
    ['knee_to_chest', 'lying_knee_twist', 'childs_pose']
    >>> builtin_catalog("anywhere").get("seated_twist").stands_in
    ('lying_knee_twist',)
    """
    if not isinstance(name, str) or name not in BUILTIN:
        hint, suggestion = did_you_mean(name, BUILTIN, f"it must be one of {', '.join(BUILTIN)}")
        message = (
            f"{quoted(name)} is not the name of a built-in catalogue; {hint}; a file is read with load_catalog(file)"
        )
        raise CatalogError(Problem("catalog", quoted(name), message, suggestion))
    if not isinstance(language, str) or language not in LANGUAGES:
        hint, suggestion = did_you_mean(language, LANGUAGES, f"it must be one of {', '.join(LANGUAGES)}")
        message = f"{quoted(language)} is not a language of the built-in catalogues; {hint}"
        raise CatalogError(Problem("language", quoted(language), message, suggestion))
    return _builtin(name) if language == ENGLISH else _translated(name, language)


def builtin_of(catalog_id: object, language: object = ENGLISH) -> Catalog | None:
    """Return the built-in catalogue of an id; None when the id is not a built-in one's.

    It is in ``language`` if there is such a translation, and in English otherwise.
    """
    spoken = known_language(language) if language in LANGUAGES else ENGLISH
    return next((builtin_catalog(name, spoken) for name, known in BUILTIN.items() if known == catalog_id), None)


def stretch_named(catalog: Catalog, name: str) -> Stretch:
    """Return a stretch as the catalogue's ``get`` does; the error says which built-in catalogues have it."""
    try:
        return catalog.get(name)
    except CatalogError:
        elsewhere = held_elsewhere(name, catalog)
        if not elsewhere:
            raise
        message = f"there is no stretch {quoted(name)} in this catalogue; {elsewhere}"
        raise CatalogError(Problem("", quoted(name), message), source=catalog.id) from None


def held_elsewhere(name: object, catalog: Catalog) -> str:
    """Return, as the end of a message, which built-in catalogues have a stretch that a catalogue lacks, or nothing."""
    if not isinstance(name, str) or name in catalog.ids or name in catalog.removed:
        return ""
    holders = [repr(builtin) for builtin in BUILTIN if name in builtin_catalog(builtin).ids]
    return f"the built-in catalogues {' and '.join(holders)} have it" if holders else ""


def recorded_ids(catalog: Catalog) -> Mapping[str, str]:
    """Return the ids of stretches by the names that they may have in the sessions before.

    Beside the catalogue's own, these are the names of the seven that some of its stretches stand in for: a session may
    have been planned from the seven, and what made the back worse there is out here as well.
    """
    stood_for = {name for stretch in catalog.stretches for name in stretch.stands_in}
    if not stood_for:
        return catalog.ids
    seven = {name: stretch_id for name, stretch_id in builtin_catalog("seven").ids.items() if stretch_id in stood_for}
    return {**seven, **catalog.ids}


@cache
def _translated(name: BuiltinName, language: LanguageName) -> Catalog:
    from stretchplan.catalog.texts import in_language

    return in_language(_builtin(name), language)


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
    # Each field is checked here. That the entries agree with one another is checked by tests, not in each process.
    return Catalog.model_validate(json.loads(_released(_FILES[name])), context=TESTED)


def _released(file: str) -> bytes:
    """Return the content of a built-in catalogue's file; a file that is not the released one makes no plan."""
    from hashlib import sha256
    from importlib.resources import files

    folder = files("stretchplan.catalog")
    try:
        content, digests = folder.joinpath(file).read_bytes(), folder.joinpath(_DIGESTS).read_bytes()
    except OSError as error:
        _refuse(f"{_DAMAGED} cannot be read: {error.strerror or type(error).__name__}; install it again", file)
    if f"{sha256(content).hexdigest()}  {file}".encode() not in digests.split(b"\n"):
        _refuse(f"{_DAMAGED} is not as it was released; install it again", file)
    return content


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

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.load_catalog("no-such.toml")
    Traceback (most recent call last):
      ...
    stretchplan.errors.CatalogError: no-such.toml: the file cannot be read: No such file or directory
    """
    opened = open_catalog(path)
    data, troubles = with_drawings(data_of(opened), opened.folder)
    if troubles:
        raise CatalogError(*troubles, source=opened.source)
    return _made(data, opened)


class Text(NamedTuple):
    """The text of a catalogue, its format, its name in errors, and the folder that its drawings lie in."""

    text: str
    format: Format
    source: str
    folder: str


def open_catalog(path: str | os.PathLike[str]) -> Text:
    """Return the text in the file of a catalogue; raise CatalogError where there is none."""
    try:
        name = os.fspath(path)
    except TypeError:
        name = None
    if not isinstance(name, str):
        raise CatalogError(Problem("", quoted(path), f"{quoted(path)} is not a path; give a text or a Path"))
    source = printable(name)
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a Path refuses some names, with other errors
    if suffix not in _FORMATS:
        raise CatalogError(_no_format(name, suffix), source=source)
    folder = os.path.dirname(name)  # noqa: PTH120
    return Text(_decode(_read(name, source), source), _FORMATS[suffix], source, folder)


def _no_format(name: str, suffix: str) -> Problem:
    """Return the problem of a file name without the end of a format; without any end a built-in one may be meant."""
    if name in BUILTIN:
        return Problem(
            "", quoted(name), f"this is no file but a built-in catalogue; builtin_catalog({name!r}) returns it"
        )
    if suffix:
        return Problem("", quoted(suffix), f"the file name ends in {quoted(suffix)}; it must end in .toml or .json")
    meant = next((builtin for builtin, catalog_id in BUILTIN.items() if catalog_id == name), name)
    hint, suggestion = did_you_mean(meant, BUILTIN, f"the built-in catalogues are {listed(BUILTIN)}")
    message = f"a file of a catalogue ends in .toml or .json, and no built-in catalogue has this name; {hint}"
    return Problem("", quoted(name), message, suggestion)


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

    Examples
    --------
    >>> import stretchplan as sp
    >>> text = sp.builtin_catalog().model_dump_json()
    >>> sp.parse_catalog(text, format="json") == sp.builtin_catalog()
    True
    """
    source = printable(source)
    plain = _decode(text, source)
    if format not in _FORMATS.values():
        message = f"{quoted(format)} is not a format; it must be 'toml' or 'json'"
        raise CatalogError(Problem("", quoted(format), message))
    opened = Text(plain, format, source, "")
    return _made(data_of(opened), opened)


def _made(data: object, text: Text) -> Catalog:
    try:
        return catalog_from_dict(data, source=text.source)
    except CatalogError as error:
        raise CatalogError(*as_written(error.problems, text), source=text.source) from None


def as_written(found: Sequence[Problem], text: Text) -> tuple[Problem, ...]:
    """Return the problems of a text's data; for TOML, say which brackets or quotes are wrong."""
    if text.format == "json":
        return tuple(found)
    from stretchplan.catalog.toml_text import in_toml

    return in_toml(found, text.text)


def data_of(text: Text) -> Any:
    """Return the data that the text of a catalogue holds; raise CatalogError where it is not of its format."""
    if text.format == "toml":
        return _from_toml(text.text, text.source)
    data = _from_json(text.text, text.source)
    if isinstance(data, dict) and isinstance(data.get(SCHEMA_OF_JSON), str):
        del data[SCHEMA_OF_JSON]
    return data


def with_drawings(data: Any, folder: str) -> tuple[Any, tuple[Problem, ...]]:
    """Return the data with the content of each SVG file that a picture names in ``file``, in place of its name.

    A file lies beside the catalogue or in a folder below, so that no catalogue can show another file of the machine.
    A picture whose file cannot be used stays as it is, and a problem says why.
    """
    pictures = data.get("pictures") if isinstance(data, dict) else None
    if not isinstance(pictures, list) or len(pictures) > MAX_PICTURES:
        return data, ()  # the model says what is wrong
    changed: list[Any] = []
    troubles: list[Problem] = []
    for i, picture in enumerate(pictures):
        if isinstance(picture, dict) and picture.get("kind") == "svg" and "file" in picture and "svg" not in picture:
            rest = {key: value for key, value in picture.items() if key != "file"}
            try:
                changed.append(rest | {"svg": _drawing(picture["file"], folder, f"pictures[{i}].file")})
                continue
            except CatalogError as error:
                troubles += error.problems
        changed.append(picture)
    return data | {"pictures": changed}, tuple(troubles)


def _drawing(file: object, folder: str, where: str) -> str:
    if not isinstance(file, str) or re.fullmatch(DRAWING_PATTERN, file) is None or len(file) > _FILE_NAME_LENGTH:
        _refuse(f"{quoted(file)} is not the name of an SVG file beside the catalogue, such as side-bend.svg", "", where)
    path = os.path.join(folder, *file.split("/"))  # noqa: PTH118
    here, there = os.path.realpath(folder or "."), os.path.realpath(path)
    if os.path.commonpath((here, there)) != here:
        _refuse(f"{quoted(file)} leads out of the folder of the catalogue", "", where)
    try:
        if not os.path.isfile(there):  # noqa: PTH113 - a pipe would wait for ever
            _refuse(f"{quoted(file)} is not a file that can be read", "", where)
        with open(there, "rb") as opened:  # noqa: PTH123
            content = opened.read(MAX_SVG_BYTES + 1)
    except OSError as error:
        _refuse(f"{quoted(file)} cannot be read: {error.strerror or type(error).__name__}", "", where)
    if len(content) > MAX_SVG_BYTES:
        _refuse(f"{quoted(file)} is larger than {MAX_SVG_BYTES:,} bytes", "", where)
    try:
        return content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _refuse(f"{quoted(file)} is not UTF-8 at byte {error.start + 1}", "", where)


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

    Examples
    --------
    >>> from stretchplan.catalog import builtin_catalog, catalog_from_dict
    >>> catalog_from_dict(builtin_catalog().model_dump(mode="json")).id
    'lower_back_seven'
    """
    if not isinstance(data, dict):
        message = f"a catalogue is a table of fields, and this is {quoted(data)}"
        raise CatalogError(Problem("", quoted(data), message), source=source)
    try:
        return _as_valid(read(Catalog, data))
    except CatalogError as error:
        raise CatalogError(*error.problems, source=source) from None


def valid_catalog(value: object, where: str = "catalog") -> Catalog:
    """Return a catalogue, validated again: model_construct checks nothing. Raise CatalogError for what is none.

    Built-in ones are known by being the same object, and so are the last few others that were read or validated.
    """
    if not isinstance(value, Catalog):
        shown = quoted(value)
        way = f"builtin_catalog({shown})" if isinstance(value, str) and value in BUILTIN else "load_catalog(file)"
        raise CatalogError(Problem(where, shown, f"{shown} is not a Catalog; read one with stretchplan.{way}"))
    stated = vars(value)
    if value is builtin_of(stated.get("id"), stated.get("language")):
        return value
    known = _VALID.get(id(value))  # an entry holds its catalogue, so no other can have its id
    if known is None:
        fields = {name: stated[name] for name in Catalog.model_fields if name in stated}  # without what is cached
        known = _VALID.put(id(value), (value, _as_valid(read(Catalog, fields))))
    return known[1]


_VALID: Final = Cache[tuple[Catalog, Catalog]](8)
"""The valid catalogue for one that was given, which may be the same, by the id of that one."""


def _as_valid(catalog: Catalog) -> Catalog:
    """Return a catalogue that was validated just now, and remember it."""
    return _VALID.put(id(catalog), (catalog, catalog))[1]


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
    from stretchplan.catalog.toml_text import UnreadableTOML, read_toml

    try:
        return read_toml(text)
    except UnreadableTOML as error:
        _refuse(error.message, source, error.where)


def _from_json(text: str, source: str) -> Any:
    try:
        return read_strictly(text)
    except UnreadableJSON as error:
        _refuse(f"{error.message}{error.hint}", source, error.where)


def _refuse(message: str, source: str, where: str = "") -> NoReturn:
    raise CatalogError(Problem(where, "", message), source=source) from None
