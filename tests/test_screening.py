"""Do answers about warning signs forbid a plan when they must, and does the error hold no stretch in any form?"""

import copy
import itertools
import json
import pickle
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.errors import NoPlan

ASKED = {"minutes": 10, "days_since_injury": 50}

# Written by hand from the sources of the rules about warning signs.
STOPS = {
    "saddle_numbness": "emergency",
    "bladder_or_bowel": "emergency",
    "both_legs": "emergency",
    "serious_accident": "emergency",
    "small_fall_with_weak_bones": "emergency",
    "chest_pain": "emergency",
    "sudden_pain_and_faintness": "emergency",
    "leg_weakness": "same_day",
    "fever_or_unwell": "same_day",
    "weakened_immune_system": "same_day",
    "injected_drugs": "same_day",
    "cancer_history": "clinician_first",
    "weight_loss": "clinician_first",
    "night_pain": "clinician_first",
    "lump_or_changed_shape": "clinician_first",
    "unsteady_walking": "clinician_first",
    "pulsing_belly": "clinician_first",
}
SOON = ("first_pain_by_age", "not_improving", "pregnancy")
ALL = (*STOPS, *SOON)
RULES = {"emergency": "emergency-signs", "same_day": "same-day-signs", "clinician_first": "clinician-first-signs"}
RANK = list(RULES)
ALL_NO = dict.fromkeys(ALL, "no")


def stopped(screening, **asked):
    """Return the error that the answers raise."""
    with pytest.raises(sp.SeeAClinician) as caught:
        sp.plan(**ASKED | asked, screening=screening)
    return caught.value


def notice_ids(screening, **asked):
    """Return the ids of a plan's notices about warning signs."""
    wanted = ("not-screened", "partly-screened", "see-someone-soon")
    notices = sp.plan(**ASKED | asked, screening=screening).notices
    return [notice.id for notice in notices if notice.id.startswith(wanted)]


def test_every_question_has_its_field_in_asking_order():
    questions = sp.screening_questions()
    assert [q.id for q in questions] == list(sp.Screening.model_fields) == list(ALL)
    assert {q.id: q.urgency for q in questions} == STOPS | dict.fromkeys(SOON, "soon")
    assert {q.id: q.rule_id for q in questions} == {
        **{name: RULES[urgency] for name, urgency in STOPS.items()},
        **dict.fromkeys(SOON, "prompt-signs"),
    }
    assert all(q.text.endswith("?") for q in questions)
    assert len({q.text for q in questions}) == len({q.short for q in questions}) == len(questions)
    assert {q.rule_id for q in questions} == {rule.id for rule in sp.rules() if rule.family == "screening"}


@pytest.mark.parametrize("others", ["no", "unanswered"])
@pytest.mark.parametrize("name", STOPS)
def test_each_yes_alone_forbids_a_plan(name, others):
    answers = dict.fromkeys(ALL, others) | {name: "yes"}
    for day in (None, 0, 6, 7, 41, 42):
        error = stopped(answers, days_since_injury=day)
        assert (error.urgency, error.rule_ids, error.questions) == (STOPS[name], (RULES[STOPS[name]],), (name,))


@pytest.mark.parametrize(("one", "two"), list(itertools.combinations(ALL, 2)))
def test_of_two_yes_the_more_urgent_decides(one, two):
    answers = {two: "yes", one: "yes"}
    urgencies = [STOPS[name] for name in (one, two) if name in STOPS]
    if not urgencies:
        sp.plan(**ASKED, screening=answers)
        return
    error = stopped(answers)
    assert error.urgency == min(urgencies, key=RANK.index)
    assert error.questions == tuple(name for name in (one, two) if name in STOPS)
    assert error.rule_ids == tuple(dict.fromkeys(RULES[urgency] for urgency in urgencies))


@given(st.dictionaries(st.sampled_from(ALL), st.sampled_from(["yes", "no", "unanswered"])))
def test_there_is_a_plan_exactly_when_no_answer_forbids_it(answers):
    due = [STOPS[name] for name, answer in answers.items() if name in STOPS and answer == "yes"]
    if due:
        assert stopped(answers).urgency == min(due, key=RANK.index)
        return
    known = sum(answer != "unanswered" for answer in answers.values())
    expected = ["not-screened"] if known == 0 else ["partly-screened"] if known < len(ALL) else []
    expected += [f"see-someone-soon-{n.replace('_', '-')}" for n in SOON if answers.get(n) == "yes"]
    assert notice_ids(answers) == expected


def test_unanswered_never_counts_as_no():
    for question in sp.screening_questions():
        plan = sp.plan(**ASKED, screening=ALL_NO | {question.id: "unanswered"})
        (notice,) = [notice for notice in plan.notices if notice.id == "partly-screened"]
        assert question.short in notice.text
        assert notice.rule_id == "honest-notice"
        others = [other.short for other in sp.screening_questions() if other != question]
        assert not [short for short in others if short in notice.text]
    assert notice_ids(None) == notice_ids({}) == notice_ids(sp.Screening()) == ["not-screened"]
    assert notice_ids(ALL_NO) == []


def test_the_notice_about_open_questions():
    def text(**open_ones):
        plan = sp.plan(**ASKED, screening=ALL_NO | open_ones)
        return next(notice.text for notice in plan.notices if notice.id == "partly-screened")

    assert text(chest_pain="unanswered") == (
        "Not answered about warning signs: chest pain. If this may be so, do not stretch: get medical help first."
    )
    assert text(pregnancy="unanswered") == "Not answered: pregnancy. If so, see a clinician soon."
    assert text(chest_pain="unanswered", leg_weakness="unanswered", pregnancy="unanswered") == (
        "Not answered about warning signs: chest pain; a weak leg. If any of these may be so, do not stretch: get "
        "medical help first. Also not answered: pregnancy. If so, see a clinician soon."
    )


@pytest.mark.parametrize(
    ("day", "said"), [(0, False), (40, False), (41, False), (42, True), (43, True), (36500, True), (None, True)]
)
def test_no_improvement_gives_a_notice_from_day_42_on(day, said):
    ids = notice_ids(ALL_NO | {"not_improving": "yes"}, days_since_injury=day)
    assert ids == (["see-someone-soon-not-improving"] if said else [])


@pytest.mark.parametrize("name", ["first_pain_by_age", "pregnancy"])
@pytest.mark.parametrize("day", [None, 0, 42])
def test_other_prompt_signs_give_a_notice_on_any_day(name, day):
    plan = sp.plan(**ASKED | {"days_since_injury": day}, screening=ALL_NO | {name: "yes"})
    assert [n.id for n in plan.notices if n.rule_id == "prompt-signs"] == [f"see-someone-soon-{name.replace('_', '-')}"]
    assert sp.check(plan).ok


def test_warning_signs_come_before_areas_minutes_and_pain():
    assert stopped({"chest_pain": "yes"}, targets={"moon"}, minutes=1).urgency == "emergency"
    assert stopped({"chest_pain": "yes"}, targets={"pelvis"}, days_since_injury=2).urgency == "emergency"
    assert stopped({"chest_pain": "yes"}, pain=9).urgency == "emergency"
    with pytest.raises(sp.InvalidRequest, match="minutes: 0 is not allowed"):
        sp.plan(minutes=0, days_since_injury=3, screening={"chest_pain": "yes"})


def test_a_cached_plan_is_not_given_to_a_person_with_signs():
    planner = sp.Planner()
    healthy = sp.PlanRequest(**ASKED, screening=ALL_NO)
    ill = sp.PlanRequest(**ASKED, screening=ALL_NO | {"leg_weakness": "yes"})
    planner.plan(healthy)
    with pytest.raises(sp.SeeAClinician):
        planner.plan(ill)
    assert planner.canonical(healthy) != planner.canonical(ill)
    assert planner.canonical(healthy) == planner.canonical(sp.PlanRequest(**ASKED))


def test_answers_change_only_the_notices():
    plain = sp.plan(**ASKED)
    asked = sp.plan(**ASKED, screening=ALL_NO | {"first_pain_by_age": "yes", "not_improving": "yes"})
    assert asked.schedule == plain.schedule
    assert asked.left_out == plain.left_out


def test_a_yes_to_pregnancy_states_the_condition():
    by_answer = sp.plan(**ASKED, screening=ALL_NO | {"pregnancy": "yes"})
    by_profile = sp.plan(**ASKED, screening=ALL_NO, profile={"conditions": {"pregnancy"}})
    assert by_answer.schedule == by_profile.schedule
    assert by_answer.left_out == by_profile.left_out
    assert by_answer.effects == by_profile.effects != ()
    assert {s.stretch_id for s in by_answer.schedule if s.kind != "get_up"} <= {"cat_cow", "childs_pose"}


def test_the_error_is_a_no_plan_and_says_how_soon():
    words = {"emergency": "now", "same_day": "today", "clinician_first": "clinician"}
    for name, urgency in STOPS.items():
        error = stopped({name: "yes"})
        assert isinstance(error, NoPlan)
        assert isinstance(error, sp.StretchPlanError)
        assert words[urgency] in str(error)
        assert "do not stretch" in str(error)
        assert "\n" not in str(error)


def test_the_error_as_problem_details_and_across_processes():
    error = stopped({"weight_loss": "yes", "leg_weakness": "yes"})
    details = error.to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["type"] == "urn:stretchplan:problem:see-a-clinician"
    assert details["urgency"] == "same_day"
    assert details["rule_ids"] == ["same-day-signs", "clinician-first-signs"]
    assert details["questions"] == ["leg_weakness", "weight_loss"]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 -- our own bytes
        assert again.to_dict() == details
        assert str(again) == str(error)
    assert copy.deepcopy(error).to_dict() == copy.copy(error).to_dict() == details


def everything(error):
    """Return every form in which an error can be written or sent, as one text."""
    parts = [
        str(error),
        repr(error),
        repr(error.args),
        repr(vars(error)),
        repr(getattr(error, "__notes__", None)),
        json.dumps(error.to_dict()),
        *(pickle.dumps(error, protocol).decode("latin-1") for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
        repr(error.__reduce__()),
        "".join(traceback.format_exception_only(error)),
        error.title,
        error.kind,
    ]
    for chained in (error.__cause__, error.__context__):
        assert chained is None
    return "\n".join(parts)


@pytest.mark.parametrize("name", STOPS)
def test_no_stretch_is_named_in_any_form_of_the_error(name):
    asked = {"minutes": 10, "days_since_injury": 2, "targets": {"pelvis", "hips"}}
    text = everything(stopped({name: "yes", "pregnancy": "yes"}, **asked)).lower()
    for stretch in sp.builtin_catalog().stretches:
        for word in (stretch.id, stretch.name, *stretch.aliases, stretch.cue, stretch.setup, stretch.id.split("_")[0]):
            assert word.lower() not in text.replace("_", " "), word
            assert word.lower() not in text, word


def test_the_error_keeps_no_earlier_error_of_the_caller():
    asked = {"minutes": 10, "days_since_injury": 2, "targets": {"pelvis"}}
    try:
        sp.plan(**asked)
        raise AssertionError
    except sp.Infeasible:
        error = stopped({"chest_pain": "yes"}, **asked)
    text = everything(error) + "".join(traceback.format_exception(error))
    assert "bridge" not in text.lower()


@pytest.mark.parametrize(
    ("screening", "sentence"),
    [
        ({"chest_pian": "yes"}, "screening.chest_pian: this field is not known; did you mean 'chest_pain'?"),
        ({"moon": "no"}, "screening.moon: this field is not known"),
        ({"chest_pain": "Yes"}, "screening.chest_pain: 'Yes' is not allowed; it must be one of"),
        ({"chest_pain": "YES "}, "did you mean 'yes'?"),
        ({"chest_pain": True}, "screening.chest_pain: True is not allowed"),
        ({"chest_pain": False}, "screening.chest_pain: False is not allowed"),
        ({"chest_pain": None}, "screening.chest_pain: None is not allowed"),
        ({"chest_pain": 1}, "screening.chest_pain: 1 is not allowed"),
        ({"chest_pain": ["yes"]}, "screening.chest_pain: ['yes'] is not allowed"),
        ({"chest_pain": "yes\x00"}, "is not allowed"),
        ("no", "screening: 'no' is not allowed; it must be a table"),
        (True, "screening: True is not allowed"),
        ([], "screening: [] is not allowed"),
        ({1: "yes"}, "screening"),
    ],
)
def test_an_unknown_answer_is_an_error(screening, sentence):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(**ASKED, screening=screening)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_screening_made_alone_has_the_same_errors():
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.Screening(chest_pain="maybe", pregnant="yes")
    assert [p.where for p in caught.value.problems] == ["screening.pregnant", "screening.chest_pain"]
    assert caught.value.problems[0].suggestion == "pregnancy"


def test_unvalidated_copies_are_stopped_too():
    request = sp.PlanRequest(**ASKED, screening=ALL_NO)
    planner = sp.Planner()
    yes = sp.Screening(**ALL_NO).model_copy(update={"both_legs": "yes"})
    with pytest.raises(sp.SeeAClinician):
        planner.plan(request.model_copy(update={"screening": yes}))
    for bad in (
        "both_legs",
        False,
        0,
        sp.Screening.model_construct(**(ALL_NO | {"both_legs": True})),
        sp.Screening.model_construct(both_legs="YES"),
        sp.Screening.model_construct(both_legs=float("nan")),
    ):
        with pytest.raises(sp.InvalidRequest):
            request.model_copy(update={"screening": bad})
        with pytest.raises(sp.InvalidRequest):
            planner.plan(sp.PlanRequest.model_construct(**(dict(request) | {"screening": bad})))
    with pytest.raises(sp.InvalidRequest):
        sp.Screening(**ALL_NO).model_copy(update={"both_leg": "yes"})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["yes", "no"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*ALL, "Chest_Pain", "", "\ud800", "x" * 500]), anything) | anything)
def test_hostile_answers_never_get_a_plan_past_a_sign(screening):
    plan, sentence, details = None, "", {}
    try:
        plan = sp.plan(**ASKED, screening=screening)
    except (sp.InvalidRequest, sp.SeeAClinician) as error:
        sentence, details = str(error), error.to_dict()
    json.dumps(details).encode()
    assert len(sentence.encode()) < 1000
    if plan is None:
        return
    answers = screening or {}
    assert not [name for name in STOPS if answers.get(name) not in {None, "no", "unanswered"}]
    assert sp.check(plan).ok


def test_answers_go_to_json_and_back():
    request = sp.PlanRequest(**ASKED, screening=ALL_NO | {"pregnancy": "yes"})
    assert sp.PlanRequest.model_validate_json(request.model_dump_json()) == request
    assert hash(request) == hash(sp.PlanRequest(**ASKED, screening=sp.Screening(**ALL_NO | {"pregnancy": "yes"})))
    with pytest.raises(ValueError, match="frozen"):
        request.screening.pregnancy = "no"


def test_the_document_has_every_question():
    text = (Path(__file__).parent.parent / "docs/screening.md").read_text(encoding="utf-8")
    rows = [f"| `{q.id}` | {q.text} | `{q.rule_id}` |" for q in sp.screening_questions()]
    assert all(row in text for row in rows)
    assert sorted(rows, key=text.index) == rows


def test_questions_and_messages_name_no_disease_and_no_promise():
    texts = [q.text + q.short for q in sp.screening_questions()] + [str(stopped({name: "yes"})) for name in STOPS]
    for text in texts:
        for word in ("cauda", "syndrome", "fracture", "infection", "aneurysm", "osteoporosis", "tumour", "metasta"):
            assert word not in text.lower()
        for word in ("heals", "treats", "cure", "prevent", "guarantee", "diagnos", "serious condition"):
            assert word not in text.lower()
