"""Do finding, extending, merging and removing keep a catalogue valid?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.catalog import Area, Catalog, Source, Stretch, builtin_catalog
from stretchplan.errors import CatalogError
from tests.support.catalog_samples import flow, hold, lift, small

ALL = "knee_to_chest, lying_knee_twist, childs_pose, cat_cow, piriformis_stretch, glute_bridge, cobra_pose"
CALVES = Area(id="calves", name="calves")


def stretch(entry: dict[str, Any]) -> Stretch:
    """Return a stretch from data."""
    return Stretch.model_validate(entry)


def refused(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    """Return the messages of the error that a call raises."""
    with pytest.raises(CatalogError) as error:
        call(*args, **kwargs)
    return [str(problem) for problem in error.value.problems]


# --- Finding ----------------------------------------------------------------------------------------------------


def test_every_stretch_is_found_by_id_and_alias() -> None:
    for entry in builtin_catalog().stretches:
        assert builtin_catalog().get(entry.id) is entry
        for alias in entry.aliases:
            assert builtin_catalog().get(alias) is entry


@pytest.mark.parametrize(
    ("name", "want", "suggestion"),
    [
        ("cobra_pos", "there is no stretch 'cobra_pos'; did you mean 'cobra_pose'?", "cobra_pose"),
        ("Cat-Cow", "there is no stretch 'Cat-Cow'; did you mean 'cat_cow'?", "cat_cow"),
        ("Supine twist", "there is no stretch 'Supine twist'; did you mean 'supine_twist'?", "supine_twist"),
        ("plank", "there is no stretch 'plank'; known: " + ALL, None),
        (7, "there is no stretch 7; known: " + ALL, None),
    ],
)
def test_an_unknown_name_gets_a_hint(name: Any, want: str, suggestion: str | None) -> None:
    with pytest.raises(CatalogError) as error:
        builtin_catalog().get(name)
    assert str(error.value) == f"lower_back_seven: {want}"
    assert error.value.problems[0].suggestion == suggestion


def test_an_endless_name_makes_no_endless_error() -> None:
    many = small(*(hold(f"s{i}") for i in range(500)))
    with pytest.raises(CatalogError) as error:
        many.get("x" * 1_000_000)
    assert len(str(error.value)) < 250


# --- Adding -----------------------------------------------------------------------------------------------------


def test_extending_adds_entries_at_the_end() -> None:
    catalog = small(hold())
    more = catalog.extended(
        version="1.1.0",
        stretches=(stretch(e) for e in (flow(targets={"primary": ["hips"]}), lift())),
        areas=[Area(id="hips", name="hips")],
        sources=[Source(id="book", kind="study", title="A book")],
    )
    assert (more.id, more.version, more.title) == ("small", "1.1.0", "A small catalogue")
    assert list(more.by_id) == ["lean", "roll", "lift"]
    assert more.area_ids == ("calves", "shoulders", "hips")
    assert [source.id for source in more.sources] == ["house", "book"]
    assert more.stretches[0] == catalog.stretches[0]
    assert catalog == small(hold())
    renamed = catalog.extended(version="1.0.0", id="mine", title="Mine", stretches=[stretch(flow())])
    assert (renamed.id, renamed.version, renamed.title) == ("mine", "1.0.0", "Mine")


def test_extending_with_a_known_entry() -> None:
    catalog = small(hold())
    assert catalog.extended(version="1.0.0", stretches=catalog.stretches, areas=[CALVES]) == catalog
    other = stretch(hold(name="Bend", cue="Bend."))
    assert refused(catalog.extended, version="1.1.0", stretches=[other], areas=[Area(id="calves", name="shins")]) == [
        "areas[0] (calves): 'calves' stands in small 1.0.0 and in the added entries, and they differ in name; "
        "give one of them another id",
        "stretches[0] (lean): 'lean' stands in small 1.0.0 and in the added entries, and they differ in name, cue; "
        "give one of them another id",
    ]


def test_extending_checks_the_result() -> None:
    new = stretch(flow(targets={"primary": ["hipps"]}))
    assert refused(small(hold()).extended, version="1.1.0", stretches=[new, new]) == [
        "stretches[2] (roll).id: 'roll' is taken by stretches[1] (roll).id already; the id of a stretch, an alias "
        "and a removed id each stand once",
        "stretches[1] (roll).targets.primary[0]: the area 'hipps' is not known; known: calves, shoulders",
        "stretches[2] (roll).targets.primary[0]: the area 'hipps' is not known; known: calves, shoulders",
    ]


def test_extending_refuses_what_is_not_an_entry() -> None:
    assert refused(small().extended, version="1.1.0", areas=[{"id": "x"}], stretches=[CALVES]) == [
        "areas[0]: {'id': 'x'} is not allowed; give an entry of type Area",
        "stretches[0]: a value of type Area is not allowed; give an entry of type Stretch",
    ]


@pytest.mark.parametrize("version", ["1.0.0", "1.1", "", None])
def test_a_changed_catalogue_needs_a_new_version(version: Any) -> None:
    with pytest.raises(CatalogError, match="version"):
        small(hold()).extended(version=version, stretches=[stretch(flow())], title="T")
    with pytest.raises(CatalogError, match="version"):
        small().merged(builtin_catalog(), version=version)
    with pytest.raises(CatalogError, match="version"):
        small().without("lean", reason="Gone.", version=version)


def test_the_message_about_a_used_version() -> None:
    assert refused(small(hold()).extended, version="1.0.0", stretches=[stretch(flow())]) == [
        "version: '1.0.0' is the version of small with another content; give the new one its own"
    ]


# --- Merging ----------------------------------------------------------------------------------------------------


def other(**changes: Any) -> Catalog:
    """Return a catalogue that shares an area with the small one and has a stretch of its own."""
    entry = hold("reach", targets={"primary": ["arms"], "secondary": ["calves"]})
    areas = [{"id": "calves", "name": "calves"}, {"id": "arms", "name": "arms"}]
    return small(entry, **{"id": "other", "areas": areas, **changes})


def test_merging_appends_the_other_catalogue() -> None:
    both = small().merged(other(), version="2.0.0")
    assert (both.id, both.version, both.title) == ("small", "2.0.0", "A small catalogue")
    assert list(both.by_id) == ["lean", "roll", "lift", "reach"]
    assert both.area_ids == ("calves", "shoulders", "arms")
    assert [source.id for source in both.sources] == ["house"]


def test_merging_with_itself() -> None:
    for catalog in (builtin_catalog(), small(), small().without("lift", reason="Gone.", version="1.0.1")):
        assert catalog.merged(catalog, version=catalog.version) == catalog


def test_merging_refuses_entries_that_differ() -> None:
    theirs = small(hold(name="Bend", first_allowed_day=3), id="other", version="3.0.0")
    assert refused(small().merged, theirs, version="2.0.0") == [
        "stretches[0] (lean): 'lean' stands in small 1.0.0 and in other 3.0.0, and they differ in name, "
        "first_allowed_day; give one of them another id"
    ]


def test_merging_may_not_take_the_name_of_the_second() -> None:
    assert refused(small().merged, other(), id="other", version="1.0.0") == [
        "version: '1.0.0' is the version of other with another content; give the new one its own"
    ]


def test_merging_refuses_what_is_not_a_catalogue() -> None:
    assert refused(small().merged, {"id": "x"}, version="2.0.0") == [
        "other: {'id': 'x'} is not a catalogue; give a Catalog"
    ]


def test_merging_finds_names_with_two_meanings() -> None:
    assert refused(small(hold(aliases=["reach"])).merged, other(), version="2.0.0") == [
        "stretches[0] (lean).aliases[0]: 'reach' is taken by stretches[1] (reach).id already; the id of a stretch, "
        "an alias and a removed id each stand once"
    ]


@st.composite
def catalogs(draw: st.DrawFn, letter: str) -> Catalog:
    """Draw a catalogue with ids that start with the letter; catalogues of all letters share one area."""
    own = draw(st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True))
    entries = []
    for i in own:
        area = draw(st.sampled_from(["calves", f"{letter}_area"]))
        make = draw(st.sampled_from([hold, flow, lift]))
        entries.append(make(f"{letter}{i}", targets={"primary": [area]}))
    gone = draw(st.lists(st.integers(6, 9), max_size=2, unique=True))
    return small(
        *entries,
        id=letter,
        areas=[{"id": "calves", "name": "calves"}, {"id": f"{letter}_area", "name": letter}],
        tombstones=[{"id": f"{letter}{i}", "reason": "Gone."} for i in gone],
    )


@given(catalogs("a"), catalogs("b"), catalogs("c"))
def test_merging_is_associative(a: Catalog, b: Catalog, c: Catalog) -> None:
    name: dict[str, Any] = {"id": "abc", "version": "1.0.0", "title": "ABC"}
    assert a.merged(b, **name).merged(c, **name | {"version": "2.0.0"}) == a.merged(
        b.merged(c, **name), **name | {"version": "2.0.0"}
    )


@given(catalogs("a"), catalogs("b"))
def test_the_order_of_merging_changes_only_the_order(a: Catalog, b: Catalog) -> None:
    name: dict[str, Any] = {"id": "ab", "version": "1.0.0", "title": "AB"}
    one, two = a.merged(b, **name), b.merged(a, **name)
    assert one.by_id == two.by_id
    assert list(one.by_id) == [*a.by_id, *b.by_id]
    assert set(one.area_ids) == set(two.area_ids)
    assert set(one.tombstones) == set(two.tombstones)


@given(catalogs("a"), catalogs("b"))
def test_merging_equals_extending_with_the_same_entries(a: Catalog, b: Catalog) -> None:
    name: dict[str, Any] = {"id": "ab", "version": "1.0.0", "title": "AB"}
    added = a.extended(stretches=b.stretches, areas=b.areas, sources=b.sources, **name)
    merged = a.merged(b, **name)
    assert merged.tombstones == (*a.tombstones, *b.tombstones)
    assert merged.model_copy(update={"tombstones": a.tombstones}) == added


# --- Removing ---------------------------------------------------------------------------------------------------


def test_merging_languages_needs_the_language_of_both() -> None:
    english = small(hold())
    german = small(hold("roll_de")).model_copy(update={"id": "klein", "language": "de"})
    assert refused(english.merged, german, version="2.0.0") == [
        "language: 'de' is the language of klein, and 'en' that of small; state the language of the two together, "
        'or "mul" for several'
    ]
    assert english.merged(german, version="2.0.0", language="mul").language == "mul"
    assert german.merged(german, version="2.0.0").language == "de"


def test_editing_keeps_the_language_or_takes_another() -> None:
    german = small(hold(), lift()).model_copy(update={"language": "de"})
    assert german.without("lift", reason="for a test", version="2.0.0").language == "de"
    assert german.extended(version="2.0.0", areas=[CALVES]).language == "de"
    assert german.extended(version="2.0.0", language="de-AT").language == "de-AT"
    assert refused(german.extended, version="2.0.0", language="german") == [
        "language: 'german' is not allowed; it must be a language tag of BCP 47, such as en, de, pt-BR or zh-Hant"
    ]


def test_removing_leaves_a_tombstone() -> None:
    catalog = builtin_catalog()
    less = catalog.without("cobra_pose", reason="Too strong.", version="1.3.0", replaced_by="cat_cow_pose")
    assert [s.id for s in less.stretches] == [s.id for s in catalog.stretches if s.id != "cobra_pose"]
    assert [(t.id, t.replaced_by, t.reason) for t in less.tombstones] == [
        ("cobra_pose", "cat_cow", "Too strong."),
        ("cobra", "cat_cow", "Too strong."),
    ]
    assert catalog.tombstones == ()
    for name in ("cobra_pose", "cobra"):
        with pytest.raises(CatalogError) as error:
            less.get(name)
        assert str(error.value) == (
            f"lower_back_seven: the stretch '{name}' was removed (Too strong.); use 'cat_cow' instead"
        )
        assert error.value.problems[0].suggestion == "cat_cow"


def test_the_message_about_a_stretch_without_replacement() -> None:
    less = small().without("lift", reason="Nobody did it.", version="1.0.1")
    assert refused(less.get, "lift") == ["the stretch 'lift' was removed (Nobody did it.); nothing replaces it"]


def test_removing_drops_hints_that_name_the_stretch() -> None:
    less = builtin_catalog().without("cobra_pose", reason="Gone.", version="1.3.0")
    assert less.by_id["childs_pose"].ordering.after == ()
    assert less.by_id["lying_knee_twist"].ordering.straight_after == "knee_to_chest"
    less = less.without("knee_to_chest", reason="Gone.", version="1.4.0")
    assert less.by_id["lying_knee_twist"].ordering.straight_after is None
    kept = small(hold("a"), hold("b"), hold("c", ordering={"after": ["a", "b"], "straight_after": "b"}))
    left = kept.without("a", reason="Gone.", version="1.0.1").by_id["c"].ordering
    assert (left.after, left.straight_after) == (("b",), "b")


def test_older_tombstones_refer_to_the_replacement() -> None:
    first = small(hold("a"), hold("b"), hold("c")).without("a", reason="One.", version="1.0.1", replaced_by="b")
    second = first.without("b", reason="Two.", version="1.0.2", replaced_by="c")
    assert [(t.id, t.replaced_by, t.reason) for t in second.tombstones] == [("a", "c", "One."), ("b", "c", "Two.")]
    none = first.without("b", reason="Two.", version="1.0.2")
    assert [(t.id, t.replaced_by) for t in none.tombstones] == [("a", None), ("b", None)]


def test_a_removed_id_is_never_used_again() -> None:
    full = small()
    less = full.without("lift", reason="Gone.", version="1.0.1")
    want = "'lift' is taken by "
    for lines in (
        refused(less.extended, version="1.0.2", stretches=[stretch(lift())]),
        refused(less.extended, version="1.0.2", stretches=[stretch(hold("raise", aliases=["lift"]))]),
        refused(less.merged, full, version="1.0.2"),
        refused(full.merged, less, version="1.0.2"),
    ):
        assert len(lines) == 1
        assert want in lines[0]


def test_removing_refuses_wrong_arguments() -> None:
    catalog = small()
    name: dict[str, Any] = {"reason": "Gone.", "version": "1.0.1"}
    assert refused(catalog.without, "lif", **name) == ["there is no stretch 'lif'; did you mean 'lift'?"]
    assert refused(catalog.without, "lift", replaced_by="leen", **name) == [
        "there is no stretch 'leen'; did you mean 'lean'?"
    ]
    assert refused(catalog.without, "lift", replaced_by="lift", **name) == [
        "replaced_by: 'lift' is the stretch that is removed; name another one"
    ]
    assert refused(small(hold()).without, "lean", **name) == [
        "stretches: there are 0 entries, and there must be 1 to 500"
    ]
    assert refused(catalog.without, "lift", reason="", version="1.0.1") == [
        "tombstones[0] (lift).reason: '' is not allowed; it must have at least 1 characters"
    ]
    twice = catalog.without("lift", **name)
    assert refused(twice.without, "lift", reason="Gone.", version="1.0.2") == [
        "the stretch 'lift' was removed (Gone.); nothing replaces it"
    ]


@given(catalogs("a"), st.data())
def test_removing_keeps_everything_else(catalog: Catalog, data: st.DataObject) -> None:
    if len(catalog.stretches) < 2:
        return
    gone = data.draw(st.sampled_from(list(catalog.by_id)))
    less = catalog.without(gone, reason="Gone.", version="1.0.1")
    assert less.stretches == tuple(s for s in catalog.stretches if s.id != gone)
    assert (less.areas, less.sources) == (catalog.areas, catalog.sources)
    assert less.tombstones[: len(catalog.tombstones)] == catalog.tombstones
    assert less.digest != catalog.digest


def test_a_name_of_the_past_is_found_as_what_it_means_now() -> None:
    catalog = builtin_catalog()
    replaced = catalog.without("cat_cow", reason="merged", replaced_by="childs_pose", version="9.0.0", id="mine")
    gone = catalog.without("cat_cow", reason="dropped", version="9.0.0", id="mine")
    assert catalog.find("cat_cow") == catalog.by_id["cat_cow"]
    assert replaced.find("cat_cow") == catalog.by_id["childs_pose"]
    assert gone.find("cat_cow") is None
    assert catalog.find("tail_wag") is None
