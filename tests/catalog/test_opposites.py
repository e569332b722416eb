"""Are opposite words found where they are shown together, and nowhere else?"""

from __future__ import annotations

import pytest

import stretchplan as sp
from stretchplan.catalog import builtin_catalog
from stretchplan.catalog.opposites import OPPOSITES, Said, are_judged, conflicts, said_together
from stretchplan.errors import CatalogError
from stretchplan.words.conflicts import contradicted_sentences
from tests.support.catalog_samples import flow, hold, small
from tests.support.sample_plans import cautioned, other

S = "stretches[0] (lean)"


def against(*texts):
    """Return the words of each conflict between texts."""
    said = [Said(*text) if isinstance(text, tuple) else Said("cue", text) for text in texts]
    return [(found.words.lower(), found.others.lower()) for found in conflicts(said)]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Keep the turn small.", "Lower it as far as is comfortable.", ("small", "as far as")),
        ("Go half way.", "Sink as low as you can.", ("half way", "as low as")),
        ("Make a smaller circle.", "Bend fully.", ("smaller", "fully")),
        ("Stay low: come up only a little.", "Push up, straightening your arms.", ("low", "straightening your arms")),
        ("Lift a few centimetres.", "Shoulders, hips and knees make one line.", ("a few centimetres", "one line")),
        ("Keep it light.", "Ease deeper.", ("light", "deeper")),
        ("Press gently.", "Pull harder.", ("gently", "harder")),
        ("Rest on your fists.", "Your palms flat, push.", ("fists", "palms flat")),
        ("Forearms on the mat.", "Keep your hands flat.", ("forearms", "hands flat")),
        ("Move slowly.", "Swing the leg.", ("slowly", "swing")),
        ("Keep the knee bent.", "Straighten the leg.", ("knee bent", "straighten the leg")),
    ],
)
def test_each_pair_in_either_order(one, other, words):
    assert words in against(one, other)
    assert words in against(other, one)
    assert words in against(f"{one} {other}")


@pytest.mark.parametrize(
    "texts",
    [
        ("Keep the movement small; do not round your back to its end.",),
        ("Turn small.", "Never as far as you can."),
        ("Rest on your fists or forearms instead of flat hands.",),
        ("A small cushion under the head.", "Bend as far as is comfortable."),
        ("Feel the small of your back.", "Reach all the way."),
        ("Your low back rests.", "Straighten your arms."),
        ("Lower your chest.", "Straighten your arms."),
        ("Feet as wide as your hips.", "Keep it small."),
        ("Go slowly.", "Fasten the strap."),
        ("Keep it light.", "Do not force it."),
        ("Bend your left knee; your right leg lies long.",),
        (("breath.inhale_cue", "Lift your hips."), ("breath.exhale_cue", "Lower them.")),
        (("breath.inhale_cue", "Lower them."), ("breath.exhale_cue", "Lift your hips.")),
    ],
)
def test_words_that_agree(texts):
    assert against(*texts) == []


def test_the_breath_of_a_cue_and_of_its_halves():
    inhale = ("breath.inhale_cue", "Lift your hips.")
    assert against(inhale, "Breathe out and lift, then lower.") == [("breathe in lift", "breathe out and lift")]
    assert against(inhale, "Breathe in and lift, then lower.") == []
    press = ("breath.inhale_cue", "Press up.")
    assert against(press, "Breathe out and press up.") == [("breathe in press up", "breathe out and press up")]


def test_every_pair_of_the_table_has_two_sides_that_differ():
    for one, other_one in OPPOSITES:
        assert one
        assert other_one
        assert one != other_one


@pytest.mark.parametrize(
    ("language", "judged"), [("en", True), ("en-GB", True), ("mul", True), ("de", False), ("EN", True)]
)
def test_only_english_is_judged(language, judged):
    assert are_judged(language) is judged
    opposed = [hold(cue="Keep it small, as far as you can.", sides="both")]
    if judged:
        with pytest.raises(CatalogError):
            small(*opposed, language=language)
    else:
        assert small(*opposed, language=language).language == language


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"cue": "Turn small, as far as you can."}, ["cue"]),
        ({"cue": "Turn small.", "setup": "Sit as low as you can."}, ["cue"]),
        ({"cue": "Turn as far as you can.", "feel": "A small turn."}, ["feel"]),
        (
            {"cue": "Turn as far as you can.", "cautions": [{"rule": "twist-small", "cue": "Turn small."}]},
            ["cautions[0].cue"],
        ),
        ({"cue": "Turn as far as you can to the {side}.", "sides": "each", "change": "Make a small turn."}, ["change"]),
        # The form stands in for the caution and for the cue.
        (
            {
                "cue": "Turn as far as you can.",
                "cautions": [{"rule": "twist-small", "cue": "Turn small."}],
                "forms": [{"id": "a", "rules": ["twist-small"], "name": "turned a little", "cue": "Turn small."}],
            },
            [],
        ),
        # The form gives another text than the one that opposes.
        (
            {
                "cue": "Turn as far as you can.",
                "forms": [{"id": "a", "rules": ["wrist-pain"], "name": "turned a little", "feel": "A small turn."}],
            },
            ["forms[0].feel"],
        ),
        # With both rules the first form is taken, and the caution is added to it.
        (
            {
                "cue": "Turn.",
                "cautions": [{"rule": "twist-small", "cue": "Turn small."}],
                "forms": [{"id": "a", "rules": ["wrist-pain"], "name": "turned far", "cue": "Turn as far as you can."}],
            },
            ["cautions[0].cue"],
        ),
        # A form that is never taken says nothing.
        (
            {
                "cue": "Turn.",
                "forms": [
                    {"id": "a", "rules": ["wrist-pain"], "name": "one", "cue": "Turn small."},
                    {"id": "b", "rules": ["wrist-pain"], "name": "two", "cue": "Turn small, as far as you can."},
                ],
            },
            [],
        ),
    ],
)
def test_opposites_in_a_catalogue_are_found_at_their_place(fields, places):
    if not places:
        assert small(hold(**{"sides": "both", **fields})).stretches[0].cue == fields["cue"]
        return
    with pytest.raises(CatalogError) as refused:
        small(hold(**{"sides": "both", **fields}))
    assert [problem.where for problem in refused.value.problems] == [f"{S}.{place}" for place in places]
    (problem,) = refused.value.problems
    assert "stands against" in problem.message
    assert "change one of them, or give a form that replaces it" in problem.message


def test_both_ways_to_breathe_are_judged():
    breath = {"inhale_seconds": 2, "exhale_seconds": 3, "inhale_cue": "Stay low.", "exhale_cue": "Down."}
    small(flow(breath=breath))
    out = {"effort_out": {"inhale_cue": "Down.", "exhale_cue": "Push up, arms straight."}}
    small(flow(breath=breath | out))  # the two ways are never shown together
    with pytest.raises(CatalogError, match=r"breath\.effort_out\.inhale_cue: 'low' stands against 'arms straight'"):
        small(
            flow(breath=breath | {"effort_out": {"inhale_cue": "Stay low.", "exhale_cue": "Push up, arms straight."}})
        )


def test_a_sentence_of_the_library_against_a_catalogue_is_refused_by_the_planner():
    """The catalogue loads, and the planner says which form to add; with that form it plans."""
    breath = {**builtin_catalog().by_id["cobra_pose"].breath.model_dump(), "effort_out": None}
    breath["inhale_cue"] = "Push up, straightening your arms."
    catalog = other(cobra_pose={"forms": [], "breath": breath})
    (problem,) = contradicted_sentences(catalog)
    assert problem.where == "stretches[6] (cobra_pose).breath.inhale_cue"
    assert problem.message == (
        "'straightening your arms' stands against 'Stay low: come up only a little.', which osteoporosis adds to a "
        "stretch with the load end_range_extension; add a form with rules = ['osteoporosis'] whose words agree with it"
    )
    with pytest.raises(CatalogError) as refused:
        sp.Planner(catalog)
    assert refused.value.problems == (problem,)
    form = {
        "id": "low",
        "rules": ["osteoporosis"],
        "name": "low",
        "inhale_cue": "Up a little.",
        "exhale_cue": "Down.",
    }
    mended = other(cobra_pose={"forms": [form], "breath": breath})
    assert contradicted_sentences(mended) == ()
    profile = {"conditions": ["osteoporosis"]}
    plan = sp.Planner(mended).plan(minutes=15, days_since_injury=None, profile=profile)
    assert next(p.form for p in plan.prescriptions if p.stretch_id == "cobra_pose") == "low"


def test_every_sentence_of_the_library_agrees_with_the_built_in_catalogue():
    assert contradicted_sentences(builtin_catalog()) == ()


def test_a_catalogue_with_cautions_and_no_forms_loads_and_plans_as_before():
    catalog = cautioned().without("cobra_pose", reason="Its breath is against a sentence.", version="9.0.0")
    assert contradicted_sentences(catalog) == ()
    plan = sp.Planner(catalog).plan(minutes=15, days_since_injury=3)
    cues = {s.stretch_id: s.cue for s in plan.schedule if s.kind == "hold"}
    assert cues["lying_knee_twist"].startswith("Keep the knee bent and the turn small. Lower your")
    assert cues["piriformis_stretch"].startswith("Keep it light. Pull your")
    assert {p.form for p in plan.prescriptions} == {None}
    assert {n.rule_id for n in plan.notices} >= {"twist-small", "piriformis-light"}
    assert sp.check(plan, catalog=catalog).ok


def test_said_together_has_each_way_once_and_both_breaths():
    cat_cow = builtin_catalog().by_id["cat_cow"]
    assert len(list(said_together(cat_cow))) == 2 * (1 + len(cat_cow.forms))
    knee = builtin_catalog().by_id["knee_to_chest"]
    assert [len(texts) for texts in said_together(knee)] == [4, 4]
