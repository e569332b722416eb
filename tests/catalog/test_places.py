"""Is the line of each value found, in every way in which TOML and JSON can be written?"""

import json
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.base.messages import path
from stretchplan.catalog.places import Place, Places, place_in


def paths(data, where=""):
    """Yield where each value is, by what the reader of the format has read."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        here = path((name,), where)
        yield here
        yield from paths(value, here)


EVERYTHING = r'''
# a comment with "quotes", [brackets] = and 'more'
title = "a \"quoted\" # no comment"   # a comment
"odd. name" = 'C:\not an escape'
numbers = [1, 2.5, 0x1F, inf, 1979-05-27T07:32:00Z, 1979-05-27 07:32:00, true] # mixed
nested = [[1, 2], [], [{ a = 1, b.c = [3] }, {}],  # comment ] in a list
  "x,]}", ]
text = """
[not_a_table]
key = "no key" \
""quotes"" and an escaped \""" here"""
raw = """"two quotes at the end"""""
literal = \'\'\'
key = 'no key'
\'\'\'\'\'
dotted . key = 1
dotted.more."a\u0062c" = 2
inline = { one = 1, two = { three = [ { four = 4 } ] } }

[a.b]
c = 1
[a]
d = 2
  [[ list ]]   # indented
  id = "first"
    [list.sub.deeper]
    x = 1
    [[list.inner]]
    y = 1
    [[list.inner]]
    y = 2
[[list]]
id = "second"
[list.sub]
z = 3
[[list.inner]]
[list."in ner".x]
'''.replace("\\'", "'")


def test_every_value_of_toml_is_found():
    assert set(Places(EVERYTHING, "toml").starts) == set(paths(tomllib.loads(EVERYTHING)))


@pytest.mark.parametrize(
    ("where", "line", "column"),
    [
        ("title", 3, 1),
        ("numbers[6]", 5, 74),
        ("nested[2][0].b.c", 6, 33),
        ("raw", 12, 1),
        ("dotted.more", 17, 1),
        ("dotted.more.abc", 17, 1),
        ("inline.two.three[0].four", 18, 41),
        ("a", 22, 1),
        ("a.b.c", 21, 1),
        ("list[0]", 24, 3),
        ("list[0] (first).sub.deeper.x", 27, 5),
        ("list[0] (first).inner[1].y", 31, 5),
        ("list[1] (second).sub.z", 35, 1),
        ("list[1] (second).inner[0]", 36, 1),
        ("list[1].'in ner'", 37, 1),
        ("list[1] (second).missing", 32, 1),  # of what is missing: the table it belongs to
        ("list[1] (second).sub.missing[3]", 34, 1),
        ("list[7]", 24, 3),
        ("nothing.at.all", 1, 1),
        ("", 1, 1),
    ],
)
def test_the_line_and_the_column_are_right(where, line, column):
    assert Places(EVERYTHING, "toml").of(where) == (line, column)


def test_lines_may_end_as_on_windows():
    text = EVERYTHING.replace("\n", "\r\n")
    assert set(Places(text, "toml").starts) == set(paths(tomllib.loads(text)))
    assert Places(text, "toml").of("list[1].sub.z") == (35, 1)


@pytest.mark.parametrize("name", ["builtin.toml", "anywhere.toml", "new.toml"])
def test_every_value_of_our_own_catalogues_is_found(name):
    text = resources.files("stretchplan.catalog").joinpath(name).read_text(encoding="utf-8")
    assert set(Places(text, "toml").starts) == set(paths(tomllib.loads(text)))


def test_a_name_that_stands_twice_is_found_in_json():
    places = Places('{"a": 1, "b": {"a": 2,\n "c": 3, "c": 4}}', "json")
    assert places.repeated(lambda name: name == "c") == (2, 10)
    assert places.repeated(lambda name: name == "a") is None


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("line 3, column 7", Place(3, 7)),
        ("line 12", Place(12, None)),
        ("end of document", Place(3, None)),
        ("", None),
        ("somewhere", None),
    ],
)
def test_the_place_that_a_reader_names_is_understood(words, place):
    assert place_in(words, "a\nb\nc") == place


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=8) | st.sampled_from("abc")
single = (
    st.integers(-(2**40), 2**40) | st.booleans() | st.text(st.characters(codec="utf-8"), max_size=12) | st.just(1.5)
)
values = st.recursive(
    single, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(names, values, max_size=4), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_value_of_any_json_is_found(data, indent, ascii_only):
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    assert set(Places(text, "json").starts) == set(paths(data))


def one_line(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(name)} = {one_line(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(one_line, value)) + "]"
    return quote(value) if isinstance(value, str) else json.dumps(value)


def quote(text):
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name):
    return name if name.isascii() and name.isalnum() else quote(name)


@st.composite
def toml(draw, data, table=()):
    """Write data as TOML, each table in one of the ways in which it can be written."""
    lines, later = [], []
    for name, value in data.items():
        blank = draw(st.sampled_from(["", "  ", "# a [comment]\n", "\n\t"]))
        here = (*table, key(name))
        if isinstance(value, dict) and draw(st.booleans()):
            later.append(f"{blank}[{draw(st.sampled_from(['.', ' . ']))[:3].join(here)}]\n" + draw(toml(value, here)))
        elif isinstance(value, dict) and value and all(not isinstance(one, dict) for one in value.values()):
            lines += [f"{blank}{here[-1]}.{key(one)} = {one_line(inner)}\n" for one, inner in value.items()]
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value) and draw(st.booleans()):
            later += [f"{blank}[[{'.'.join(here)}]]\n" + draw(toml(one, here)) for one in value]
        else:
            lines.append(f"{blank}{here[-1]} = {one_line(value)} # {name if name.isprintable() else ''}\n")
    return "".join(lines + later)


@given(st.data())
def test_every_value_of_any_toml_is_found(data):
    drawn = data.draw(st.dictionaries(names, values, max_size=4))
    text = data.draw(toml(drawn))
    assert tomllib.loads(text) == drawn
    assert set(Places(text, "toml").starts) == set(paths(drawn))
