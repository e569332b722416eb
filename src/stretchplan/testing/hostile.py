"""Strategies for hostile input: a reader must refuse it quickly, with an error of its own."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from stretchplan.catalog.loader import builtin_catalog
from stretchplan.testing.requests import plans, requests

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["hostile_catalogs", "hostile_json", "hostile_plans", "hostile_requests", "hostile_toml"]

_TEXTS: Final = (
    "",
    " ",
    "\x00",
    "\x1b[2J",
    "\u202egnorw\u202c",
    "\u2066\u2069",
    "\u2028",
    "\ud800",
    "<script>alert(1)</script>",
    "=1+1",
    "]]>",
    "-->",
    "{side}",
    "{left|right}",
    "{|}",
    "{{a|b}|c}",
    "{0.__class__}",
    "%s%n",
    "../../etc/passwd",
    "a" * 10_000,
    "\u0661\u0662\u0663",  # digits, to str.isdigit
    "\U0001d7cf\U0001d7ce",
    "NaN",
    "null",
)
_NUMBERS: Final = (
    -1,
    0,
    2**31,
    2**63,
    2**64,
    -(2**63),
    10**40,
    0.1,
    1e308,
    -0.0,
    float("nan"),
    float("inf"),
    float("-inf"),
    True,
    False,
)
_OTHERS: Final[tuple[Any, ...]] = (None, [], {}, [[]], {"": None}, [None] * 200, {"kind": "hold"})


def _garbage() -> SearchStrategy[Any]:
    # Copies, because a drawn value may be changed and the next example needs the original.
    return st.sampled_from([*_TEXTS, *_NUMBERS, *_OTHERS]).map(deepcopy) | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    )


@st.composite
def _broken(draw: DrawFn, documents: SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """Draw a document and replace, delete, add or repeat something in one to three places."""
    document = draw(documents)
    for _ in range(draw(st.integers(1, 3))):
        place: Any = document
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(place[key], (dict, list)) and place[key] and draw(st.integers(0, 3)):
                place = place[key]
                continue
            edit = draw(st.sampled_from(["replace", "replace", "delete", "add", "repeat"]))
            if edit == "replace":
                place[key] = draw(_garbage())
            elif edit == "delete":
                del place[key]
            elif edit == "add" and isinstance(place, dict):
                place[draw(st.sampled_from([*_TEXTS[:-5], "id", "kind", "extra"]))] = draw(_garbage())
            elif isinstance(place, list):
                place.extend([place[key]] * draw(st.sampled_from([1, 50, 2_000])))
            break
    return document


def hostile_requests() -> SearchStrategy[dict[str, Any]]:
    """Draw a request's JSON form that is usually wrong: a value of another type, a field missing or added.

    Returns
    -------
    SearchStrategy of dict
        A Hypothesis strategy; see docs/testing.md.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import hostile_requests
    >>> @given(hostile_requests())
    ... def test_my_reader_survives(request): ...
    """
    return _broken(requests(screened=True).map(lambda request: json.loads(request.model_dump_json())))


def hostile_plans() -> SearchStrategy[dict[str, Any]]:
    """Draw a plan's JSON form that is usually wrong.

    Returns
    -------
    SearchStrategy of dict
        A Hypothesis strategy; see docs/testing.md.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import hostile_plans
    >>> @given(hostile_plans())
    ... def test_my_reader_survives(plan): ...
    """
    return _broken(plans().map(lambda plan: json.loads(plan.model_dump_json())))


def hostile_catalogs() -> SearchStrategy[dict[str, Any]]:
    """Draw a catalogue's JSON form that is usually wrong.

    Returns
    -------
    SearchStrategy of dict
        A Hypothesis strategy; see docs/testing.md.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import hostile_catalogs
    >>> @given(hostile_catalogs())
    ... def test_my_reader_survives(catalog): ...
    """
    text = builtin_catalog().model_dump_json()
    return _broken(st.builds(lambda: json.loads(text)))


def hostile_json() -> SearchStrategy[str]:
    """Draw JSON text that readers disagree on, or that exhausts them: deep, huge, with repeated names, or not JSON.

    Returns
    -------
    SearchStrategy of str
        A Hypothesis strategy; see docs/testing.md.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import hostile_json
    >>> @given(hostile_json())
    ... def test_my_reader_survives(text): ...
    """
    deep = st.sampled_from([10, 1_000, 100_000])
    return st.one_of(
        deep.map(lambda depth: "[" * depth + "]" * depth),
        deep.map(lambda depth: '{"a":' * depth + "1" + "}" * depth),
        st.sampled_from(
            ["NaN", "[Infinity]", '{"minutes": NaN}', '{"a":1,"a":2}', "{", '"\\ud800"', "\ufeff{}", "[1,]"]
        ),
        st.sampled_from([20, 5_000]).map(lambda digits: f'{{"minutes": {"9" * digits}}}'),
        st.sampled_from([10_000]).map(lambda count: json.dumps({"targets": [f"a{i}" for i in range(count)]})),
        st.just(json.dumps({"minutes": "x" * 2**20})),
        st.text(max_size=50),
        _garbage().map(lambda value: json.dumps(value, allow_nan=True)),
    )


def hostile_toml() -> SearchStrategy[str]:
    """Draw TOML text that is no catalogue: repeated keys, deep tables, long lines, huge numbers, or not TOML.

    Returns
    -------
    SearchStrategy of str
        A Hypothesis strategy; see docs/testing.md.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import hostile_toml
    >>> @given(hostile_toml())
    ... def test_my_reader_survives(text): ...
    """
    return st.one_of(
        st.sampled_from([5, 90, 20_000]).map(lambda dots: "a" + ".a" * dots + " = 1"),
        st.sampled_from([10, 5_000]).map(lambda depth: "a = " + "[" * depth + "]" * depth),
        st.sampled_from(
            ['id = "a"\nid = "b"', "a = nan", "a = inf", "a = 9" + "9" * 5_000, "[a]\n[a]", "a = 1979-05-27"]
        ),
        st.sampled_from([10_000]).map(lambda count: "[[stretches]]\n" * count),
        st.just('title = "' + "x" * 2**20 + '"'),
        st.text(max_size=60),
    )
