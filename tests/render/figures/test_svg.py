"""Does the reader of drawings let shapes through, and nothing that acts or reaches out?"""

import re
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.base.svg import MAX_DEPTH, MAX_ELEMENTS, MAX_SVG_BYTES, UnsafeSvg, read_svg
from stretchplan.catalog import picture

NS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
PATH = '<path d="M0 0L5 5"/>'


def svg(inner: str, attributes: str = 'viewBox="0 0 10 10"') -> str:
    """Return a drawing with some content."""
    return f"<svg {NS} {XLINK} {attributes}>{inner}</svg>"


SHOWN = {
    "shapes": (
        '<g transform="translate(1,2) rotate(45)"><rect x="1" y="1" width="2" height="3" rx=".5"/>'
        '<circle cx="1" cy="1" r="1"/><ellipse cx="1" cy="1" rx="2" ry="1"/><line x1="0" y1="0" x2="1" y2="1"/>'
        '<polyline points="0,0 1,1"/><polygon points="0 0 1 1 0 1"/></g>'
    ),
    "paint": '<path d="M0 0a1 1 0 0 1 2 2z" fill="#abc" stroke="rgb(1, 2, 3)" stroke-width="1.5" opacity=".5"/>',
    "gradient": (
        '<defs><linearGradient id="a"><stop offset="50%" stop-color="red" stop-opacity="1"/></linearGradient>'
        '<linearGradient id="b" href="#a"/><clipPath id="c"><rect width="1" height="1"/></clipPath></defs>'
        '<path d="M0 0" fill="url(#b)" clip-path="url(#c)"/>'
    ),
}


@pytest.mark.parametrize("inner", SHOWN.values(), ids=SHOWN)
def test_what_draws_passes_as_it_is(inner: str):
    drawing = read_svg(svg(inner))
    assert drawing.inner("") == inner
    assert read_svg(drawing.text()).text() == drawing.text()
    assert ElementTree.fromstring(drawing.text()) is not None  # noqa: S314 - it is our own


def test_ids_and_references_get_a_prefix():
    drawn = read_svg(svg(SHOWN["gradient"])).inner("sp-7-")
    assert set(re.findall(r' id="([^"]*)"', drawn)) == {"sp-7-a", "sp-7-b", "sp-7-c"}
    assert set(re.findall(r"#([^)\"]*)", drawn)) == {"sp-7-a", "sp-7-b", "sp-7-c"}


def test_data_of_drawing_programs_is_left_out():
    inner = (
        '<metadata><x:rdf xmlns:x="urn:x"><script>alert(1)</script></x:rdf></metadata><title>T</title><desc>D</desc>'
        '<n:view xmlns:n="urn:n" onload="alert(1)"/><!-- a comment -->'
        '<path class="a" data-x="1" xmlns:n="urn:n" n:label="l" d="M0 0"'
        ' style="fill:#ff0000;-inkscape-stroke:none;font-family:x;behavior:url(http://x)"/>'
    )
    assert read_svg(svg(inner)).inner("") == '<path d="M0 0" fill="#ff0000"/>'


REFUSED = {
    "script": ("<script>alert(1)</script>", "<script> is not allowed"),
    "foreign object": ("<foreignObject><p/></foreignObject>", "<foreignObject> is not allowed"),
    "image": ('<image href="http://example.invalid/a.png"/>', "<image> is not allowed"),
    "use": ('<use href="#a"/>', "<use> is not allowed"),
    "link": ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "<a> is not allowed"),
    "text": ("<text>words</text>", "<text> is not allowed"),
    "bare text": ("words", "text is not allowed"),
    "cdata": ("<![CDATA[<script>]]>", "text is not allowed"),
    "style sheet": ("<style>path{fill:red}</style>", "<style> is not allowed"),
    "filter": ('<filter id="f"/>', "<filter> is not allowed"),
    "animation": ('<set attributeName="onload" to="alert(1)"/>', "<set> is not allowed"),
    "animated link": ('<path d="M0 0"><animate attributeName="href"/></path>', "<animate> is not allowed"),
    "nested svg": (f"<svg {NS}/>", "<svg> is not allowed here"),
    "handler": ('<path d="M0 0" onclick="alert(1)"/>', "the attribute 'onclick' of <path> is not allowed"),
    "handler in capitals": ('<path d="M0 0" ONLOAD="alert(1)"/>', "the attribute 'ONLOAD' of <path> is not allowed"),
    "outside paint": ('<path fill="url(http://example.invalid/#a)"/>', "of fill is not allowed"),
    "outside paint in a style": ('<path style="fill:url(//example.invalid/a)"/>', "of fill is not allowed"),
    "data address": ('<path fill="url(data:image/svg+xml,x)"/>', "of fill is not allowed"),
    "script in a style": ('<path style="stroke:expression(alert(1))"/>', "of stroke is not allowed"),
    "escaped style": (r'<path style="fill:\75rl(http://x)"/>', "of fill is not allowed"),
    "link of a gradient": ('<linearGradient href="http://example.invalid/#a"/>', "of href is not allowed"),
    "xlink of a gradient": ('<linearGradient xlink:href="x.svg#a"/>', "of href is not allowed"),
    "link of a path": ('<path href="#a"/>', "the attribute 'href' of <path> is not allowed"),
    "missing target": ('<path fill="url(#gone)"/>', "there is no element with the id 'gone'"),
    "clip in a clip": ('<clipPath id="a"><path clip-path="url(#a)"/></clipPath>', "a clip-path in a clipPath"),
    "id twice": ('<path id="a"/><path id="a"/>', "the id 'a' stands twice"),
    "odd id": ('<path id="a b"/>', "the id 'a b' is not allowed"),
    "markup in a value": ('<path fill="red&quot; onload=&quot;alert(1)"/>', "of fill is not allowed"),
    "function in a transform": ('<g transform="url(#a)"/>', "of transform is not allowed"),
    "processing instruction": ("<?xml-stylesheet href='http://example.invalid/x.css'?>", "a processing instruction"),
    "deep": ("<g>" * MAX_DEPTH + "</g>" * MAX_DEPTH, f"nested deeper than {MAX_DEPTH}"),
    "deep in what is left out": ("<metadata>" * 20 + "</metadata>" * 20, f"nested deeper than {MAX_DEPTH}"),
    "many": ("<g/>" * MAX_ELEMENTS, "it has more than 1,000 elements"),
    "long": (f'<path fill="{"a" * 500}"/>', "of fill is not allowed"),
    "not XML": ("<g>", "it is not XML"),
    "entity": ("&unknown;", "it is not XML"),
}


@pytest.mark.parametrize(("inner", "why"), REFUSED.values(), ids=REFUSED)
def test_what_acts_or_reaches_out_is_refused(inner: str, why: str):
    with pytest.raises(UnsafeSvg, match=re.escape(why)):
        read_svg(svg(inner))


DOCTYPES = {
    "entity": f'<!DOCTYPE svg [<!ENTITY a "b">]>{svg("")}',
    "many laughs": '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>' + svg("&c;"),
    "outside entity": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///nonexistent">]>' + svg("&a;"),
    "outside definition": f'<!DOCTYPE svg SYSTEM "http://example.invalid/svg.dtd">{svg("")}',
    "parameter entity": f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///nonexistent"> %a;]>{svg("")}',
}


@pytest.mark.parametrize("text", DOCTYPES.values(), ids=DOCTYPES)
def test_a_document_type_is_refused_before_it_is_read(text: str):
    with pytest.raises(UnsafeSvg, match="a document type is not allowed"):
        read_svg(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not XML"),
        ("<svg/>", "the file is one svg element in the namespace"),
        (f"<g {NS}/>", "the file is one svg element in the namespace"),
        (f"<svg {NS}/>", "needs a viewBox of four numbers"),
        (svg("", 'viewBox="0 0 0 10"'), "needs a viewBox of four numbers"),
        (svg("", 'viewBox="0 0 1e9 10"'), "needs a viewBox of four numbers"),
        (svg("", 'viewBox="1 2 3"'), "needs a viewBox of four numbers"),
        (svg("x" * MAX_SVG_BYTES), "a picture may have 65,536"),
        (svg("\ud800"), "it is not XML"),
    ],
)
def test_what_is_no_drawing_is_refused(text: str, why: str):
    with pytest.raises(UnsafeSvg, match=re.escape(why)):
        read_svg(text)


def test_a_catalogue_and_the_reader_have_one_limit():
    assert picture.MAX_SVG_BYTES == MAX_SVG_BYTES


def test_size_stands_in_for_a_view_box():
    assert read_svg(svg(PATH, 'width="30mm" height="20"')).view_box == (0, 0, 30, 20)
    assert read_svg('<?xml version="1.0" encoding="UTF-8"?>' + svg(PATH)).inner("") == PATH


@given(st.text(max_size=60), st.sampled_from(["fill", "style", "transform", "d", "id", "href", "clip-path", "points"]))
def test_no_value_breaks_out_of_its_attribute(value: str, name: str):
    try:
        drawn = read_svg(svg(f"<path {name}={quoteattr(value)}/>")).text()
    except UnsafeSvg:
        return
    (path,) = ElementTree.fromstring(drawn)  # noqa: S314 - it is our own
    assert set(path.attrib) <= {"fill", "stroke", "transform", "d", "id", "clip-path"}
    assert not re.search(r"(?i)script|http|url\((?!#)|expression|[<>\\]", "".join(path.attrib.values()))
