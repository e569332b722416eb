"""Does a refused argument name its place, its value, what is allowed, and the nearest name?"""

import pytest

import stretchplan as sp
from stretchplan.catalog import loader
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
    """Return the sentence about an unknown stretch."""
    return f"{shown} is not a stretch of this catalogue; {hint}"


def problems(error, call):
    """Return the problems of the error that a call raises."""
    with pytest.raises(error) as caught:
        call()
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
def test_unknown_names_in_a_request_are_refused(fields, expected):
    assert list(problems(sp.InvalidRequest, lambda: sp.plan(**FINE | fields))) == expected


def test_refusal_lists_at_most_ten_known_stretches():
    data = BUILTIN.model_dump(mode="json")
    bare = [s | {"aliases": [], "ordering": {}, "references": {}} for s in data["stretches"]]
    more = [s | {"id": f"more_{n}", "name": f"More {n}", "aliases": [f"q{n}q{n}"]} for n, s in enumerate(bare[:4])]
    catalog = sp.Catalog.model_validate(data | {"id": "mine", "stretches": [*bare, *more]})
    (problem,) = problems(
        sp.InvalidRequest, lambda: sp.Planner(catalog).plan(**FINE, profile={"include": ["zzzzzzzzzz"]})
    )
    assert problem.message == no_stretch("'zzzzzzzzzz'", f"known: {SEVEN}, more_0, more_1, more_2 and 1 more")


def test_plan_refuses_what_is_not_a_request():
    request = sp.PlanRequest(**FINE)
    assert problems(sp.InvalidRequest, lambda: sp.plan(request, minutes=3)) == (
        Problem("minutes", "", "give a request or its fields as keywords, not both"),
    )
    assert problems(sp.InvalidRequest, lambda: sp.plan(17)) == (
        Problem("", "17", "17 is not a PlanRequest; give one, or its fields as keywords (a dict as **fields)"),
    )


def test_planner_refuses_unfit_catalogues():
    assert problems(sp.CatalogError, lambda: sp.Planner(17)) == (
        Problem("", "17", "17 is not a Catalog; read one with stretchplan.load_catalog(file)"),
    )
    data = BUILTIN.model_dump(mode="json")
    for version in (BUILTIN.version, "1.0.0", "9.0.0"):
        imitation = sp.Catalog.model_validate(data | {"title": "Another", "version": version})
        assert problems(sp.CatalogError, lambda: sp.Planner(imitation)) == (  # noqa: B023 - called in the loop
            Problem(
                "id",
                "'lower_back_seven'",
                f"'lower_back_seven' is the id of the built-in catalogue {BUILTIN.version}, and this one says "
                "something else; give it an id of its own",
            ),
        )
    assert sp.Planner(sp.Catalog.model_validate(data)).catalog == BUILTIN
    assert sp.Planner(sp.Catalog.model_validate(data | {"id": "mine"}))
    assert sp.Planner(BUILTIN.without("cobra_pose", reason="Gone.", version="1.0.0", id="mine", title="Mine"))
    data["stretches"][0]["cautions"] = [{"rule": "twist-smal", "cue": "Gently."}]
    with pytest.raises(sp.CatalogError) as caught:
        sp.Planner(sp.Catalog.model_validate(data | {"id": "mine"}))
    assert caught.value.source == "mine"


def test_planner_refuses_unfit_policies():
    assert problems(sp.PolicyError, lambda: sp.Planner(policy=17)) == (
        Problem("policy", "17", "17 is not a Policy; give one, or None"),
    )
    unchecked = sp.Policy.model_construct(**dict(vars(sp.Policy())) | {"max_sets": 99})
    assert [p.where for p in problems(sp.PolicyError, lambda: sp.Planner(policy=unchecked))] == ["max_sets"]
    unknown_names = sp.Policy(forbidden_stretches={"cobra_poze"}, first_allowed_days={"zzz": 9})
    assert problems(sp.PolicyError, lambda: sp.Planner(policy=unknown_names)) == (
        Problem(
            "policy.forbidden_stretches",
            "'cobra_poze'",
            no_stretch("'cobra_poze'", "did you mean 'cobra_pose'?"),
            "cobra_pose",
        ),
        Problem("policy.first_allowed_days", "'zzz'", no_stretch("'zzz'", f"known: {SEVEN}"), None),
    )


@pytest.mark.parametrize(
    ("answers", "open_count", "first"),
    [
        (None, "twenty", "'saddle_numbness'"),
        ({q.id: "no" for q in sp.screening_questions()[:-1]}, "one", "'pregnancy'"),
    ],
)
def test_required_answers_are_counted_and_the_first_is_named(answers, open_count, first):
    planner = sp.Planner(policy=sp.Policy(require_screening=True))
    assert problems(sp.InvalidRequest, lambda: planner.plan(**FINE, screening=answers)) == (
        Problem("screening", "", OPEN.format(open_count, first)),
    )
    screening = None if answers is None else sp.Screening(**answers)
    assert f"'{open_questions(screening)[0].id}'" == first


@pytest.mark.parametrize("nodes", [0, -1, True, 1.5, "9", None])
def test_node_budget_must_be_a_whole_number_of_at_least_one(nodes):
    assert problems(sp.InvalidRequest, lambda: sp.Planner(node_budget=nodes)) == (
        Problem("node_budget", repr(nodes), "it must be a whole number, at least 1"),
    )
    assert sp.Planner(node_budget=1).node_budget == 1


def test_catalog_with_an_unknown_caution_is_refused():
    data = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    data["stretches"][0]["cautions"] = [{"rule": "twist-smal", "cue": "Gently."}]
    with pytest.raises(sp.CatalogError, match="the caution 'twist-smal' is not known; did you mean 'twist-small'"):
        sp.Planner(sp.Catalog.model_validate(data))


def test_a_stretch_of_another_built_in_catalogue_is_named_with_it():
    """No near name is offered: the stretch exists, only not here."""
    elsewhere = "the built-in catalogues 'anywhere' and 'both' have it"
    (problem,) = problems(sp.InvalidRequest, lambda: sp.plan(**FINE, profile={"include": ["seated_twist"]}))
    assert (problem.message, problem.suggestion) == (no_stretch("'seated_twist'", elsewhere), None)
    planner = sp.Planner()
    plan = planner.plan(**FINE)
    for asked in (
        lambda: planner.why(plan, "seated_twist"),
        lambda: planner.why_not(plan, "seated_twist"),
        lambda: planner.alternatives(plan, "seated_twist"),
    ):
        with pytest.raises(sp.StretchPlanError, match=elsewhere):
            asked()
    assert "twist" in str(sp.builtin_catalog("both").get("seated_twist"))


def unvalidated(model, **changes):
    """Return a copy of a model with some fields changed, made as ``model_construct`` makes it: nothing is checked."""
    return type(model).model_construct(**{name: getattr(model, name) for name in type(model).model_fields} | changes)


def with_holds_of_ten_minutes():
    """Yield catalogues that no file could hold, made in each way that checks nothing."""
    childs_pose = BUILTIN.get("childs_pose")
    longer = unvalidated(childs_pose, dose=unvalidated(childs_pose.dose, min_seconds=600, max_seconds=600))
    stretches = tuple(longer if stretch is childs_pose else stretch for stretch in BUILTIN.stretches)
    assert BUILTIN.digest  # remembered, and so in copies too
    yield unvalidated(BUILTIN, id="mine", stretches=stretches)
    yield unvalidated(BUILTIN, stretches=stretches)
    remembering = unvalidated(BUILTIN, stretches=stretches)
    vars(remembering).update(digest=BUILTIN.digest, by_id=BUILTIN.by_id)
    yield remembering


@pytest.mark.parametrize("catalog", [*with_holds_of_ten_minutes()], ids=["own id", "built-in id", "old digest"])
def test_a_catalogue_that_was_not_validated_is_validated(catalog):
    plan = sp.plan(minutes=20, days_since_injury=None)
    for use in (sp.Planner, lambda catalog: sp.check(plan, catalog=catalog), plan.to_html, plan.to_fit):
        with pytest.raises(
            sp.CatalogError, match=r"childs_pose\)?\.dose\.min_seconds: 600 is not allowed|must be at most 300"
        ):
            use(catalog)


def test_a_catalogue_without_fields_is_refused():
    with pytest.raises(sp.CatalogError, match="this field is required and is missing"):
        sp.Planner(sp.Catalog.model_construct(id="x"))


def test_a_catalogue_that_remembers_what_it_worked_out_is_taken():
    mine = BUILTIN.without("glute_bridge", reason="not today", version="9.0.0", id="mine")
    assert mine.digest
    assert mine.by_id
    plan = sp.Planner(mine).plan(**FINE)
    assert sp.check(plan, catalog=mine).ok


def test_a_catalogue_is_validated_once(monkeypatch):
    """With 300 stretches it takes a tenth of a second, and a check is made for each plan."""
    text = BUILTIN.without("glute_bridge", reason="not today", version="9.0.0", id="mine").model_dump_json()
    loaded = sp.parse_catalog(text, format="json")
    made = sp.Catalog.model_validate_json(text)
    planner = sp.Planner(made)
    monkeypatch.setattr(loader, "read", None)
    for catalog in (loaded, made, planner.catalog):
        assert sp.Planner(catalog).catalog == loaded
        assert sp.check(planner.plan(**FINE), catalog=catalog).ok


@pytest.mark.parametrize("call", [sp.builtin_catalog, lambda name: sp.builtin_catalog("seven", name)])
def test_a_name_of_another_type_is_refused(call):
    with pytest.raises(sp.CatalogError, match=r"\[\] is not"):
        call([])


@pytest.mark.parametrize(
    "use",
    [
        lambda plan: plan.to_html("anywhere"),
        lambda plan: plan.to_fit("anywhere"),
        lambda plan: sp.check(plan, catalog="anywhere"),
    ],
)
def test_the_name_of_a_catalogue_in_its_place_says_how_it_is_read(use):
    with pytest.raises(sp.CatalogError) as caught:
        use(sp.plan(**FINE))
    assert "read one with stretchplan.builtin_catalog('anywhere')" in str(caught.value)
