"""Is an SVG file safe to show in a page, and what of it is shown? A reader that lists what may pass.

The parser is expat, from the standard library, and is stopped at the first document type, entity or processing
instruction, so there is nothing to expand and nothing to fetch. What is written out is made anew, from a list of
elements and attributes and from values that match a pattern: no text of the file reaches a page as it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, NoReturn

from stretchplan.base.text import quoted

__all__ = ["MAX_SVG_BYTES", "Svg", "UnsafeSvg", "read_svg"]

MAX_SVG_BYTES: Final = 65_536
MAX_DEPTH: Final = 16
MAX_ELEMENTS: Final = 1_000
_MAX_VALUE: Final = 20_000
_MAX_SHORT_VALUE: Final = 400

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"

_NUMBER: Final = r"[-+]?(?:[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})(?:[eE][-+]?[0-9]{1,3})?"
_ID: Final = r"[A-Za-z_][A-Za-z0-9_.-]{0,63}"


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _is_transform(value: str) -> bool:
    rest = re.sub(r"(?:matrix|translate|scale|rotate|skewX|skewY)[ \t\r\n]*\([-+0-9.eE, \t\r\n]*\)", "", value)
    return not rest.strip(" \t\r\n,")


_PAINT: Final = _matches(
    rf"none|currentColor|#(?:[0-9a-fA-F]{{3,4}}|[0-9a-fA-F]{{6}}|[0-9a-fA-F]{{8}})|[A-Za-z]{{3,24}}"
    rf"|(?:rgb|rgba|hsl|hsla)\([0-9., %/]*\)|url\(#{_ID}\)"
)
_LENGTH: Final = _matches(rf"{_NUMBER}(?:px|pt|mm|cm|in|%)?")
_NUMBERS: Final = _matches(r"[-+0-9.eE, \t\r\n]*")
_LENGTHS: Final = _matches(r"none|[-+0-9.eEpx%, \t\r\n]*")
_PATH: Final = _matches(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-., \t\r\n]*")
_OPACITY: Final = _matches(r"[0-9.]{1,20}%?")
_UNITS: Final = _matches("userSpaceOnUse|objectBoundingBox")
_LOCAL: Final = _matches(rf"url\(#{_ID}\)")
_RULE: Final = _matches("nonzero|evenodd")

_PRESENTATION: Final[Mapping[str, Callable[[str], bool]]] = {
    "fill": _PAINT,
    "fill-opacity": _OPACITY,
    "fill-rule": _RULE,
    "stroke": _PAINT,
    "stroke-width": _LENGTH,
    "stroke-opacity": _OPACITY,
    "stroke-linecap": _matches("butt|round|square"),
    "stroke-linejoin": _matches("miter|round|bevel|arcs|miter-clip"),
    "stroke-miterlimit": _LENGTH,
    "stroke-dasharray": _LENGTHS,
    "stroke-dashoffset": _LENGTH,
    "opacity": _OPACITY,
    "clip-path": _LOCAL,
    "clip-rule": _RULE,
    "stop-color": _PAINT,
    "stop-opacity": _OPACITY,
    "color": _PAINT,
    "display": _matches("none|inline"),
    "visibility": _matches("visible|hidden"),
}
_SHAPE: Final[Mapping[str, Callable[[str], bool]]] = {"transform": _is_transform}
_GRADIENT: Final[Mapping[str, Callable[[str], bool]]] = {
    "gradientUnits": _UNITS,
    "gradientTransform": _is_transform,
    "spreadMethod": _matches("pad|reflect|repeat"),
    "href": _matches(rf"#{_ID}"),
}


def _lengths(*names: str) -> Mapping[str, Callable[[str], bool]]:
    return dict.fromkeys(names, _LENGTH)


_ELEMENTS: Final[Mapping[str, Mapping[str, Callable[[str], bool]]]] = {
    "svg": {"viewBox": _NUMBERS, **_lengths("width", "height")},
    "g": _SHAPE,
    "path": {"d": _PATH, **_SHAPE},
    "rect": {**_lengths("x", "y", "width", "height", "rx", "ry"), **_SHAPE},
    "circle": {**_lengths("cx", "cy", "r"), **_SHAPE},
    "ellipse": {**_lengths("cx", "cy", "rx", "ry"), **_SHAPE},
    "line": {**_lengths("x1", "y1", "x2", "y2"), **_SHAPE},
    "polyline": {"points": _NUMBERS, **_SHAPE},
    "polygon": {"points": _NUMBERS, **_SHAPE},
    "defs": {},
    "clipPath": {"clipPathUnits": _UNITS, **_SHAPE},
    "linearGradient": {**_lengths("x1", "y1", "x2", "y2"), **_GRADIENT},
    "radialGradient": {**_lengths("cx", "cy", "r", "fx", "fy", "fr"), **_GRADIENT},
    "stop": {"offset": _LENGTH},
}
_SKIPPED_ELEMENTS: Final = frozenset({"metadata", "title", "desc"})
"""The catalogue has its own description of a picture."""
_SKIPPED_ATTRIBUTES: Final = frozenset(
    {"class", "version", "baseProfile", "preserveAspectRatio", "x", "y", "enable-background", "role", "font-size"}
)


class UnsafeSvg(ValueError):
    """An SVG that is not shown; the message says where and why."""


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element] = field(default_factory=list)

    def written(self, prefix: str) -> str:
        attributes = "".join(
            f' {name}="{escape(_prefixed(name, value, prefix))}"' for name, value in self.attributes.items()
        )
        inner = "".join(child.written(prefix) for child in self.children)
        return f"<{self.name}{attributes}>{inner}</{self.name}>" if inner else f"<{self.name}{attributes}/>"


@dataclass(frozen=True, slots=True)
class Svg:
    """A drawing that is safe to show.

    Attributes
    ----------
    view_box
        Left, top, width and height of the drawing, in its own units.
    """

    view_box: tuple[float, float, float, float]
    _root: _Element

    def inner(self, prefix: str) -> str:
        """Return the elements of the drawing, each id and each reference with a prefix."""
        return "".join(child.written(prefix) for child in self._root.children)

    def text(self) -> str:
        """Return the drawing as a file; reading it gives the same drawing."""
        box = " ".join(f"{number:g}" for number in self.view_box)
        paint = "".join(
            f' {name}="{escape(value)}"' for name, value in self._root.attributes.items() if name in _PRESENTATION
        )
        return f'<svg xmlns="{_SVG}" viewBox="{box}"{paint}>{self.inner("")}</svg>'

    def paint(self, prefix: str) -> str:
        """Return the attributes of the root that its elements inherit, such as ``fill``."""
        return "".join(
            f' {name}="{escape(_prefixed(name, value, prefix))}"'
            for name, value in self._root.attributes.items()
            if name in _PRESENTATION
        )


def read_svg(text: str) -> Svg:
    """Read a drawing; raise :class:`UnsafeSvg` where it holds what is not shown.

    Data of drawing programs (other namespaces, metadata, classes) is left out. Scripts, event handlers, links, images,
    text, animations, filters, style sheets and anything else that is not on the list is refused.

    Parameters
    ----------
    text
        The content of an SVG file, at most 64 KiB in UTF-8.

    Returns
    -------
    Svg
        Made of listed elements and attributes only.
    """
    return _Reader().read(text)


def _prefixed(name: str, value: str, prefix: str) -> str:
    """Return the value of an attribute with the prefix in each id and each reference."""
    if name == "id":
        return prefix + value
    if name == "href":
        return f"#{prefix}{value[1:]}"
    return value.replace("url(#", f"url(#{prefix}")


class _Reader:
    """The state while a file is parsed."""

    def __init__(self) -> None:
        from xml.parsers import expat

        self._errors = expat.ExpatError
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._open: list[_Element] = []
        self._skipping = 0
        self._root: _Element | None = None
        self._elements = 0
        self._ids: set[str] = set()
        self._references: dict[str, int] = {}

    def read(self, text: str) -> Svg:
        data = text.encode("utf-8", "surrogatepass")
        if len(data) > MAX_SVG_BYTES:
            raise UnsafeSvg(f"it has {len(data):,} bytes; a picture may have {MAX_SVG_BYTES:,}")
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a document type is not allowed")
        parser.EntityDeclHandler = lambda *_: self._refuse("an entity is not allowed")
        parser.ExternalEntityRefHandler = lambda *_: self._refuse("an external entity is not allowed")
        parser.ProcessingInstructionHandler = lambda *_: self._refuse("a processing instruction is not allowed")
        try:
            parser.Parse(data, True)
        except self._errors as error:
            raise UnsafeSvg(f"line {error.lineno}: it is not XML") from None
        root = self._root
        if root is None:
            raise UnsafeSvg("it has no svg element")
        for name, line in self._references.items():
            if name not in self._ids:
                raise UnsafeSvg(f"line {line}: there is no element with the id {quoted(name)}")
        return Svg(self._view_box(root), root)

    def _view_box(self, root: _Element) -> tuple[float, float, float, float]:
        stated = root.attributes.get("viewBox")
        if stated is None:
            size = [re.match(_NUMBER, root.attributes.get(name, "")) for name in ("width", "height")]
            numbers = [0.0, 0.0, *(float(found[0]) for found in size if found)]
        else:
            numbers = [float(found) for found in re.findall(_NUMBER, stated)]
        if len(numbers) != 4 or not (0 < numbers[2] <= 1e6 and 0 < numbers[3] <= 1e6) or max(map(abs, numbers)) > 1e6:
            raise UnsafeSvg("its svg element needs a viewBox of four numbers, such as '0 0 480 320'")
        return numbers[0], numbers[1], numbers[2], numbers[3]

    def _refuse(self, why: str) -> NoReturn:
        raise UnsafeSvg(f"line {self._parser.CurrentLineNumber}: {why}")

    def _start(self, qualified: str, given: dict[str, str]) -> None:
        space, _, name = qualified.rpartition(" ")
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            self._refuse(f"it has more than {MAX_ELEMENTS:,} elements")
        if len(self._open) + self._skipping >= MAX_DEPTH:
            self._refuse(f"its elements are nested deeper than {MAX_DEPTH}")
        if self._skipping or (self._open and (space != _SVG or name in _SKIPPED_ELEMENTS)):
            self._skipping += 1
            return
        if space != _SVG or (name == "svg") != (not self._open):
            self._refuse(
                f"<{_shown(name)}> is not allowed here; the file is one svg element in the namespace {_SVG}"
                if not self._open or name == "svg"
                else f"<{_shown(name)}> is not allowed"
            )
        if name not in _ELEMENTS:
            self._refuse(f"<{_shown(name)}> is not allowed; a picture may have {', '.join(list(_ELEMENTS)[1:])}")
        element = _Element(name, dict(self._attributes(name, given)))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def _characters(self, text: str) -> None:
        if not self._skipping and text.strip():
            self._refuse("text is not allowed; the description of the picture is the place for words")

    def _attributes(self, element: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
        allowed = {**_PRESENTATION, **_ELEMENTS[element]}
        for qualified, value in given.items():
            space, _, name = qualified.rpartition(" ")
            if space and not (space == _XLINK and name == "href"):
                continue  # data of a drawing program
            if name == "style":
                yield from self._styles(element, value)
            elif name == "id":
                yield name, self._new_id(value)
            elif name in allowed:
                yield name, self._checked(element, name, value, allowed[name])
            elif name not in _SKIPPED_ATTRIBUTES and not name.startswith(("data-", "aria-", "font-", "text-")):
                self._refuse(f"the attribute {quoted(name)} of <{element}> is not allowed")

    def _styles(self, element: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield the listed properties of a style attribute as attributes, which a strict policy of a page allows."""
        for declaration in text.split(";"):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if name in _PRESENTATION:
                yield name, self._checked(element, name, value, _PRESENTATION[name])

    def _checked(self, element: str, name: str, value: str, is_allowed: Callable[[str], bool]) -> str:
        value = value.strip()
        longest = _MAX_VALUE if name in {"d", "points"} else _MAX_SHORT_VALUE
        if len(value) > longest or not is_allowed(value):
            self._refuse(f"the value {quoted(value)} of {name} is not allowed")
        if name == "clip-path" and "clipPath" in {element, *(parent.name for parent in self._open)}:
            self._refuse("a clip-path in a clipPath is not allowed")
        for found in re.findall(rf"(?:url\(|^)#({_ID})", value) if "url(" in value or name == "href" else ():
            self._references.setdefault(found, self._parser.CurrentLineNumber)
        return value

    def _new_id(self, value: str) -> str:
        if re.fullmatch(_ID, value) is None:
            self._refuse(
                f"the id {quoted(value)} is not allowed; letters, digits, full stops, hyphens and underscores are"
            )
        if value in self._ids:
            self._refuse(f"the id {quoted(value)} stands twice")
        self._ids.add(value)
        return value


def _shown(name: Any) -> str:
    return str(name)[:40]
