"""Are all problems of a catalogue found at once, and none that the others bring about?"""

import tomllib
from copy import deepcopy
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import stretchplan as sp
from stretchplan.base.translation import LANGUAGES
from stretchplan.catalog import catalog_from_dict
from stretchplan.planning.validate import catalog_problems

BUILTIN = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
NEW = tomllib.loads(resources.files("stretchplan.catalog").joinpath("new.toml").read_text(encoding="utf-8"))


def changed(data, **changes):
    """Return data with other values at some places, such as ``stretches__0__cue``; ``...`` takes one out."""
    copy = deepcopy(data)
    for place, value in changes.items():
        *way, last = [int(part) if part.isdecimal() else part for part in place.split("__")]
        part = copy
        for name in way:
            part = part[name]
        if value is ...:
            del part[last]
        else:
            part[last] = value
    return copy


def found(data):
    return {(problem.where, problem.message) for problem in catalog_problems(data)[0]}


def test_a_good_catalogue_has_none():
    problems, catalog = catalog_problems(NEW)
    assert problems == ()
    assert catalog == catalog_from_dict(NEW)


def test_ten_mistakes_of_all_kinds_are_found_at_once():
    data = changed(
        NEW,
        version="1.0",
        areas__1__id="Shoulders!",
        stretches__0__position="siting",
        stretches__0__cue="Step your {sdie} foot back.",
        stretches__0__loads=["wrist_pull"],
        stretches__0__targets__primary=["calfs"],
        stretches__0__provenance={"dose": "hous"},
        stretches__0__dose__max_seconds=20.5,
        stretches__1__stile="dynamic",
        stretches__1__style=...,
        stretches__1__breath__exhale_seconds=1,
        stretches__1__cautions=[{"rule": "twist-smal", "cue": "Small."}],
    )
    where = [place for place, _ in sorted(found(data))]
    assert where == [
        "areas[1].id",
        "stretches[0] (wall_calf_stretch).cue",
        "stretches[0] (wall_calf_stretch).dose.max_seconds",
        "stretches[0] (wall_calf_stretch).loads[0]",
        "stretches[0] (wall_calf_stretch).position",
        "stretches[0] (wall_calf_stretch).provenance.dose",
        "stretches[1] (shoulder_rolls).breath.exhale_seconds",
        "stretches[1] (shoulder_rolls).cautions[0].rule",
        "stretches[1] (shoulder_rolls).dose.step_seconds",
        "stretches[1] (shoulder_rolls).stile",
        "version",
    ]
    # "calfs" is not reported: the second area may be meant, whose id is wrong
    mended = changed(data, areas__1__id="shoulders")
    assert "stretches[0] (wall_calf_stretch).targets.primary[0]" in {place for place, _ in found(mended)}


def test_what_only_a_planner_would_refuse_is_found_too():
    opposed = changed(
        BUILTIN,
        stretches__4__forms=[],
        stretches__0__cautions=[{"rule": "no-such", "cue": "Softly."}],
        stretches__1__name="",
    )
    problems = found(opposed)
    assert any("the caution 'no-such' is not known" in message for _, message in problems)
    assert any(where == "stretches[1] (lying_knee_twist).name" for where, _ in problems)
    (taken,) = found(changed(BUILTIN, id="lower_back_seven", title="Not the seven"))
    assert taken[0] == "id"
    assert "give it an id of its own" in taken[1]


def test_a_sentence_of_the_library_against_a_text_is_found_beside_a_mistake_elsewhere():
    alone = changed(BUILTIN, stretches__1__forms=[], stretches__1__cautions=[], stretches__1__provenance={})
    (only,) = found(alone)
    assert only[0] == "stretches[1] (lying_knee_twist).cue"
    assert "which osteoporosis adds to a stretch with the load spinal_rotation" in only[1]
    assert only in found(changed(alone, stretches__6__position="nowhere"))


def test_a_misspelt_name_is_one_problem():
    data = changed(NEW, titel="x", title=..., stretches__0__dose__min_second=15, stretches__0__dose__min_seconds=...)
    assert {where for where, _ in found(data)} == {"titel", "stretches[0] (wall_calf_stretch).dose.min_second"}


@pytest.mark.parametrize(
    ("mistake", "not_known_then"),
    [
        ({"areas__0__id": "Calves"}, "the area"),
        ({"areas": {}}, "the area"),
        ({"areas__0": "calves"}, "the area"),
        ({"sources__0__id": 3}, "the source"),
        ({"sources": "house"}, "the source"),
        ({"stretches__0__id": "Wall"}, "the stretch"),
        ({"pictures__0__id": "Side Bend"}, "the figure"),
        ({"pictures": 7}, "the figure"),
    ],
)
def test_names_are_not_called_unknown_while_what_they_may_mean_is_wrong(mistake, not_known_then):
    data = changed(
        NEW,
        tombstones=[{"id": "gone", "reason": "x", "replaced_by": "wall_calf_stretch"}],
        pictures=[{"id": "side_bend", "kind": "pose", "description": "x", "postures": [{}]}],
        stretches__0__figure="side_bend",
        stretches__1__ordering={"after": ["wall_calf_stretch"]},
    )
    assert found(data) == set()
    problems = found(changed(data, **mistake))
    assert problems
    assert not any(message.startswith(not_known_then) for _, message in problems), problems


@pytest.mark.parametrize(
    "data", [None, [], "x", {}, {"stretches": [None, 3, {}, []]}, {1: 2}, {"id": "lower_back_seven"}]
)
def test_data_that_is_hardly_a_catalogue_has_problems_and_no_other_error(data):
    problems, catalog = catalog_problems(data)
    assert problems
    assert catalog is None


def places(part, way=()):
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in inner:
        yield (*way, name)
        yield from places(value, (*way, name))


WRONG = [None, -1, 10**6, "", "Not An Id", "x\ny", [], {}, [{}], {"a": 1}, True, 1.5]
ACROSS = [
    {"stretches__0__targets__primary": ["no_area"]},
    {"stretches__1__provenance": {"dose": "nowhere"}},
    {"stretches__2__figure": "no_figure"},
    {"stretches__3__ordering__after": ["no_stretch"]},
    {"stretches__4__sides": "both"},
    {"stretches__5__breath": ...},
    {"stretches__6__cue": "A {brace}."},
    {"stretches__6__id": "cat_cow"},
    {"areas__1__id": "hips", "areas__0__id": "hips"},
    {"stretches__5__dose__kind": "hold"},
]
PLACES = list(places(BUILTIN))


@given(st.sampled_from(PLACES), st.sampled_from(WRONG), st.sampled_from(ACROSS))
def test_nothing_is_reported_that_goes_away_with_the_rest(way, value, across):
    """One value is wrong by itself and another against the others: mending the first brings back exactly the second."""
    mended = changed(BUILTIN, **across)
    broken = deepcopy(mended)
    part = broken
    try:
        for name in way[:-1]:
            part = part[name]
        part[way[-1]] = value
    except (KeyError, IndexError, TypeError):  # the other change took it away
        return
    by_itself = {(problem.where, problem.message) for problem in _of_fields(broken)}
    if not by_itself:
        return
    later = found(broken) - by_itself
    assert {where for where, _ in later} <= {where for where, _ in found(mended)}, later


def _of_fields(data):
    """Return the problems that the fields have by themselves: none, where the entries could be compared."""
    try:
        sp.Catalog.model_validate(data)
    except ValidationError as error:
        if any(fault["type"] != "contradiction" for fault in error.errors(include_url=False)):
            with pytest.raises(sp.CatalogError) as caught:
                catalog_from_dict(data)
            return caught.value.problems
    return ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_built_in_catalogue_has_no_problem_in_any_language(language):
    catalog = sp.builtin_catalog("seven", language)
    assert catalog_problems(catalog.model_dump(mode="json")) == ((), catalog)
