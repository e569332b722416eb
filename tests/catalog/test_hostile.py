"""Is every input a catalogue or one short CatalogError?"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stretchplan.catalog import Catalog, builtin_catalog, catalog_from_dict, parse_catalog
from stretchplan.errors import CatalogError
from tests.support.catalog_samples import data, flow, hold, lift, small, to_toml

PLAIN: dict[str, Any] = builtin_catalog().model_dump(mode="json", exclude_none=True)
LONGEST_LINE = 2_000

# Surrogates, controls and directions are as likely as letters.
texts = st.text(
    st.one_of(st.characters(), st.characters(categories=["Cs", "Cc", "Cf"]), st.sampled_from("{}\"'\\\u202e.#")),
    max_size=80,
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 7, 10**30, -(10**400), 2**63]),
    st.floats(),
    texts,
    st.sampled_from(["lean", "calves", "each", "hold", "1.0.0", "{side}"]),
)
json_values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(texts, st.sampled_from([*PLAIN, *PLAIN["stretches"][0]])), inner, max_size=5),
    ),
    max_leaves=20,
)


def judged(call: Any, *args: Any, **kwargs: Any) -> Catalog | None:
    """Return the catalogue, or check that the error is short and printable."""
    refusal: CatalogError | None = None
    catalog = None
    try:
        catalog = call(*args, **kwargs)
    except CatalogError as error:
        refusal = error
    if refusal is None:
        assert isinstance(catalog, Catalog)
        return catalog
    assert 0 < len(refusal.problems) <= 101
    for line in (str(refusal), *map(str, refusal.problems), *(problem.value for problem in refusal.problems)):
        assert len(line) <= LONGEST_LINE
        assert line.isprintable()
    json.dumps(refusal.to_dict()).encode()
    return None


@given(st.binary(max_size=300), st.sampled_from(["toml", "json"]))
def test_any_bytes_are_a_catalogue_or_an_error(text: bytes, format: Any) -> None:  # noqa: A002
    judged(parse_catalog, text, format=format)


@given(st.text(max_size=300), st.sampled_from(["toml", "json"]))
@example("\ud800", "json")
def test_any_text_is_a_catalogue_or_an_error(text: str, format: Any) -> None:  # noqa: A002
    judged(parse_catalog, text, format=format)


@given(json_values)
def test_any_structure_is_a_catalogue_or_an_error(value: Any) -> None:
    judged(parse_catalog, json.dumps(value), format="json")
    judged(catalog_from_dict, value)


@given(texts, texts, st.sampled_from(["toml", "json", "yaml"]))
def test_any_name_for_the_source(text: str, source: str, format: Any) -> None:  # noqa: A002
    judged(parse_catalog, text, format=format, source=source)


def _places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(deeper for key, one in inner for deeper in _places(one, (*place, key)))]


PLACES = _places(PLAIN)[1:]


@given(st.sampled_from(PLACES), json_values)
def test_a_good_catalogue_with_one_value_replaced(place: tuple[Any, ...], value: Any) -> None:
    changed = json.loads(json.dumps(PLAIN))
    inside = changed
    for part in place[:-1]:
        inside = inside[part]
    inside[place[-1]] = value
    catalog = judged(catalog_from_dict, changed)
    if catalog is not None:
        assert parse_catalog(catalog.model_dump_json(), format="json") == catalog


@given(st.sampled_from(PLACES), texts, json_values)
def test_a_good_catalogue_with_one_key_added(place: tuple[Any, ...], key: str, value: Any) -> None:
    changed = json.loads(json.dumps(PLAIN))
    inside = changed
    for part in place[:-1]:
        inside = inside[part]
    if isinstance(inside, dict) and key not in inside:
        inside[key] = value
        assert judged(catalog_from_dict, changed) is None or "provenance" in place
        judged(Catalog, **changed)


@given(st.integers(0, 3), st.randoms(use_true_random=False))
def test_a_good_file_with_bytes_changed(count: int, random: Any) -> None:
    text = bytearray(to_toml(data()).encode())
    for _ in range(count):
        text[random.randrange(len(text))] = random.randrange(256)
    catalog = judged(parse_catalog, bytes(text), format="toml")
    assert count or catalog == small()


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
NOT_IN_A_TEXT = "{}\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
words = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=NOT_IN_A_TEXT), min_size=1, max_size=40
).filter(str.strip)


@st.composite
def good_catalogs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a good catalogue as data, with texts of any script."""
    ids = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    entries = []
    for i, name in enumerate(ids):
        make = draw(st.sampled_from([hold, flow, lift]))
        entry = make(name, name=draw(words), setup=draw(words), cue="{side} " * (make is hold) + draw(words))
        entry["ordering"] = {"after": draw(st.lists(st.sampled_from(ids[:i]), unique=True)) if i else []}
        entry["safety_word"] = draw(st.one_of(st.none(), words))
        entries.append(entry)
    return data(*entries, title=draw(words))


@given(good_catalogs())
def test_toml_and_json_agree(table: dict[str, Any]) -> None:
    catalog = catalog_from_dict(table)
    assert parse_catalog(json.dumps(table), format="json") == catalog
    assert parse_catalog(json.dumps(table, ensure_ascii=False), format="json") == catalog
    assert parse_catalog(to_toml(table), format="toml") == catalog
    assert parse_catalog(catalog.model_dump_json(), format="json").digest == catalog.digest


KEY = "a." * 95 + "a"
BOMBS = {
    "a table of many parts": f"[{KEY}]\n" + "".join(f"k{i}=1\n" for i in range(20_000)),
    "many keys of many parts": "".join(f"{KEY}{i}=1\n" for i in range(1_500)),
    "one key of endless parts": "a." * 500_000 + "a=1",
    "nesting in TOML": "a=" + "[" * 500_000,
    "escapes": 'a="' + "\\n" * 500_000 + '"',
    "a long number": "id=0x" + "9" * 500_000,
    "nesting in JSON": "[" * 500_000,
    "nested tables in JSON": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "fields in JSON": "{" + ",".join(f'"{i}":1' for i in range(80_000)) + "}",
    "entries in JSON": '{"stretches":[' + ",".join(["{}"] * 300_000) + "]}",
    "names in JSON": '{"stretches":[{"aliases":[' + ",".join(['"!"'] * 240_000) + "]}]}",
    "a direction override a million times": '{"' + "\u202e" * 300_000 + '":1}',
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_no_file_keeps_the_reader_busy_for_long(text: str) -> None:
    started = time.process_time()
    judged(parse_catalog, text, format="json" if text[0] in "[{" and "\n" not in text else "toml")
    assert time.process_time() - started < 20


def test_a_list_that_contains_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    for place in ("id", "stretches", "areas"):
        assert judged(catalog_from_dict, {**data(), place: endless}) is None
