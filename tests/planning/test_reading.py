"""Is what a planner cannot take refused with the place, what stood there, what is allowed, and the nearest name?"""

import pytest

import stretchplan as sp
from stretchplan.errors import Problem
from stretchplan.inputs.screening import open_questions

BUILTIN = sp.builtin_catalog()
AREAS = "lower_back, upper_back, spine, pelvis, glutes, hips, hamstrings, knees, ankles"
SEVEN = "knee_to_chest, lying_knee_twist, childs_pose, cat_cow, piriformis_stretch, glute_bridge, cobra_pose"
FINE = {"minutes": 5, "days_since_injury": None}
OPEN = (
    "the policy requires an answer to every question about warning signs, and {} of twenty are open, the first being {}"
)


def no_stretch(shown, hint):
    """Return the sentence about a name that is no stretch."""
    return f"{shown} is not a stretch of this catalogue; {hint}"


def problems(error, what):
    """Return the problems of the error that something raises."""
    with pytest.raises(error) as caught:
        what()
    return caught.value.problems


REQUESTS = {
    "an area that is almost one": (
        {"targets": {"hipz"}},
        [Problem("targets", "'hipz'", "'hipz' is not an area of this catalogue; did you mean 'hips'?", "hips")],
    ),
    "areas that are like none, in order": (
        {"targets": {"zzzzzz", "xxxxxx"}},
        [
            Problem("targets", f"'{name}'", f"'{name}' is not an area of this catalogue; known areas: {AREAS}", None)
            for name in ("xxxxxx", "zzzzzz")
        ],
    ),
    "a stretch by its alias": (
        {"profile": {"avoid_stretches": ["bridge"]}},
        [
            Problem(
                "profile.avoid_stretches",
                "'bridge'",
                no_stretch("'bridge'", "did you mean 'glute_bridge'?"),
                "glute_bridge",
            )
        ],
    ),
    "a stretch that is almost one": (
        {"profile": {"include": ["cobra_poze"]}},
        [
            Problem(
                "profile.include",
                "'cobra_poze'",
                no_stretch("'cobra_poze'", "did you mean 'cobra_pose'?"),
                "cobra_pose",
            )
        ],
    ),
    "a clearance for none": (
        {"profile": {"conditions": ["knee_pain"], "cleared": [{"stretch_id": "zzz", "condition": "knee_pain"}]}},
        [Problem("profile.cleared", "'zzz'", no_stretch("'zzz'", f"known: {SEVEN}"), None)],
    ),
    "areas before stretches": (
        {"targets": {"hipz"}, "profile": {"include": ["zzz"]}},
        [
            Problem("targets", "'hipz'", "'hipz' is not an area of this catalogue; did you mean 'hips'?", "hips"),
            Problem("profile.include", "'zzz'", no_stretch("'zzz'", f"known: {SEVEN}"), None),
        ],
    ),
}


@pytest.mark.parametrize(("fields", "expected"), REQUESTS.values(), ids=REQUESTS)
def test_what_a_request_names_and_the_catalogue_does_not_have(fields, expected):
    """Each name in its place, areas first, with the nearest name or those there are."""
    assert list(problems(sp.InvalidRequest, lambda: sp.plan(**FINE | fields))) == expected


def test_of_many_stretches_ten_are_named():
    """A catalogue of eleven would fill a screen with names."""
    data = BUILTIN.model_dump(mode="json")
    bare = [s | {"aliases": [], "ordering": {}, "references": {}} for s in data["stretches"]]
    more = [s | {"id": f"more_{n}", "name": f"More {n}", "aliases": [f"q{n}q{n}"]} for n, s in enumerate(bare[:4])]
    catalog = sp.Catalog.model_validate(data | {"id": "mine", "stretches": [*bare, *more]})
    (problem,) = problems(
        sp.InvalidRequest, lambda: sp.Planner(catalog).plan(**FINE, profile={"include": ["zzzzzzzzzz"]})
    )
    assert problem.message == no_stretch("'zzzzzzzzzz'", f"known: {SEVEN}, more_0, more_1, more_2")
    (problem,) = problems(sp.InvalidRequest, lambda: sp.Planner(catalog).plan(**FINE, profile={"include": ["q2q2"]}))
    assert problem.message == no_stretch("'q2q2'", "did you mean 'more_2'?")  # its other name, near to nothing


def test_requests_that_are_none():
    """One and its fields together, and something else altogether."""
    request = sp.PlanRequest(**FINE)
    assert problems(sp.InvalidRequest, lambda: sp.plan(request, minutes=3)) == (
        Problem("minutes", "", "give a request or its fields as keywords, not both"),
    )
    assert problems(sp.InvalidRequest, lambda: sp.plan(17)) == (
        Problem("", "17", "17 is not a PlanRequest; give one, or its fields as keywords (a dict as **fields)"),
    )


def test_catalogues_that_are_none():
    """Something else, one that passes for the built-in one, and one with a caution that no rule stands behind."""
    assert problems(sp.CatalogError, lambda: sp.Planner(17)) == (
        Problem("", "17", "17 is not a Catalog; read one with stretchplan.load_catalog(file)"),
    )
    data = BUILTIN.model_dump(mode="json")
    false = sp.Catalog.model_validate(data | {"title": "Another"})
    assert problems(sp.CatalogError, lambda: sp.Planner(false)) == (
        Problem(
            "id",
            "'lower_back_seven'",
            f"'lower_back_seven' in version {BUILTIN.version} is the built-in catalogue, and this one says something "
            "else; give it an id or a version of its own",
        ),
    )
    assert (
        sp.Planner(sp.Catalog.model_validate(data)).catalog == BUILTIN
    )  # equal to the built-in one is the built-in one
    assert sp.Planner(sp.Catalog.model_validate(data | {"title": "Another", "version": "9.0.0"}))
    data["stretches"][0]["cautions"] = [{"rule": "twist-smal", "cue": "Gently."}]
    with pytest.raises(sp.CatalogError) as caught:
        sp.Planner(sp.Catalog.model_validate(data | {"id": "mine"}))
    assert caught.value.source == "mine"


def test_policies_that_are_none():
    """Something else, one that was never checked, and names that the catalogue does not have, each in its field."""
    assert problems(sp.PolicyError, lambda: sp.Planner(policy=17)) == (
        Problem("policy", "17", "17 is not a Policy; give one, or None"),
    )
    unchecked = sp.Policy.model_construct(**dict(vars(sp.Policy())) | {"max_sets": 99})
    assert [p.where for p in problems(sp.PolicyError, lambda: sp.Planner(policy=unchecked))] == ["max_sets"]
    named = sp.Policy(forbidden_stretches={"cobra_poze"}, first_allowed_days={"zzz": 9})
    assert problems(sp.PolicyError, lambda: sp.Planner(policy=named)) == (
        Problem(
            "policy.forbidden_stretches",
            "'cobra_poze'",
            no_stretch("'cobra_poze'", "did you mean 'cobra_pose'?"),
            "cobra_pose",
        ),
        Problem("policy.first_allowed_days", "'zzz'", no_stretch("'zzz'", f"known: {SEVEN}"), None),
    )


@pytest.mark.parametrize(
    ("answers", "left", "first"),
    [
        (None, "twenty", "'saddle_numbness'"),
        ({q.id: "no" for q in sp.screening_questions()[:-1]}, "one", "'pregnancy'"),
    ],
)
def test_answers_that_a_policy_requires(answers, left, first):
    """How many are open, and which comes first."""
    planner = sp.Planner(policy=sp.Policy(require_screening=True))
    assert problems(sp.InvalidRequest, lambda: planner.plan(**FINE, screening=answers)) == (
        Problem("screening", "", OPEN.format(left, first)),
    )
    screening = None if answers is None else sp.Screening(**answers)
    assert f"'{open_questions(screening)[0].id}'" == first


@pytest.mark.parametrize("nodes", [0, -1, True, 1.5, "9", None])
def test_a_node_budget_is_a_whole_number_and_at_least_one(nodes):
    """One will do; it is said what stood there."""
    assert problems(sp.InvalidRequest, lambda: sp.Planner(node_budget=nodes)) == (
        Problem("node_budget", repr(nodes), "it must be a whole number, at least 1"),
    )
    assert sp.Planner(node_budget=1).node_budget == 1
