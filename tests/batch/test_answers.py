"""Does the planner's answer reach each row, however the rows are split, and does no row stop the others?"""

import gc
import pickle
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.batch import PLAN_SCHEMA, BatchPlanner, answer_batch, plan_schema, read_answers, request_batch
from stretchplan.batch.planner import SLICE_ROWS, Remembered, _keys
from stretchplan.planning.answer_table import REQUEST_FIELDS, AnswerTable
from stretchplan.testing import policies, requests
from tests.support.requests import CATALOG, WRONG_ROWS, varied, wrong_batch

BATCH = BatchPlanner()
QUICK = BatchPlanner(explain=False)


def told(planner: sp.Planner, request: sp.PlanRequest) -> str | dict[str, object]:
    """Return the plan in its JSON form, or the problem details of a refusal."""
    try:
        return planner.plan(request).model_dump_json()
    except sp.StretchPlanError as error:
        return error.to_dict()


def read(batch: pa.RecordBatch) -> list[str | dict[str, object]]:
    batch.validate(full=True)
    return [answer.model_dump_json() if isinstance(answer, sp.Plan) else answer for _, answer in read_answers(batch)]


def sent(batch: BatchPlanner) -> BatchPlanner:
    """Return a batch planner after pickling."""
    return pickle.loads(pickle.dumps(batch))  # noqa: S301 - our own


def test_each_row_is_answered_as_the_planner_answers_it():
    asked = varied(300)
    answered = BATCH(request_batch(asked, map(str, range(300))))
    assert answered.schema.equals(PLAN_SCHEMA, check_metadata=True)
    planner = sp.Planner()
    assert read(answered) == [told(planner, request) for request in asked]
    assert {*answered["error_code"].to_pylist()} == {None, "infeasible", "see-a-clinician"}


@given(st.lists(requests(personal=True, screened=True), min_size=1, max_size=4))
@settings(max_examples=25)
def test_any_request_is_answered_as_the_planner_answers_it(asked: list[sp.PlanRequest]):
    assert read(QUICK(request_batch(asked))) == [told(QUICK.planner, request) for request in asked]


@given(policies(), st.sampled_from(varied(40)))
@settings(max_examples=15)
def test_the_policy_of_a_plan_survives_the_columns(policy: sp.Policy, request_: sp.PlanRequest):
    batch = BatchPlanner(policy=policy, explain=False)
    assert read(batch(request_batch([request_]))) == [told(batch.planner, request_)]


@given(st.lists(st.integers(0, 60), max_size=5))
@settings(max_examples=40)
def test_splitting_a_batch_changes_no_answer(cuts: list[int]):
    asked = request_batch(varied(60), [f"row {place}" for place in range(60)])
    whole = QUICK(asked)
    edges = [0, *sorted(cuts), 60]
    parts = [QUICK(asked.slice(start, end - start)) for start, end in pairwise(edges)]
    assert pa.Table.from_batches(parts).combine_chunks().equals(pa.Table.from_batches([whole]))
    assert whole["id"].to_pylist() == [f"row {place}" for place in range(60)]


def test_a_batch_of_several_slices_is_one_batch_of_answers():
    asked = request_batch(varied(20) * 30)
    assert asked.num_rows > 2 * SLICE_ROWS
    whole = QUICK(asked)
    assert whole.num_rows == asked.num_rows
    assert [part.num_rows for part in QUICK.each([asked])] == [SLICE_ROWS, SLICE_ROWS, asked.num_rows - 2 * SLICE_ROWS]
    assert pa.Table.from_batches(QUICK.each([asked])).combine_chunks().to_batches()[0].equals(whole)
    assert whole.slice(0, 20).equals(whole.slice(20, 20))


def test_a_full_table_of_answers_is_emptied_and_changes_no_answer(monkeypatch: pytest.MonkeyPatch):
    cleared: list[int] = []
    clear = AnswerTable.clear
    monkeypatch.setattr(AnswerTable, "clear", lambda self: (cleared.append(1), clear(self)))
    asked = request_batch(varied(240))
    small = BatchPlanner(explain=False, cache_mib=1)
    parts = [small(asked.slice(start, 60)) for start in range(0, 240, 60)]
    assert len(cleared) > 2
    assert pa.Table.from_batches(parts).combine_chunks().to_batches()[0].equals(QUICK(asked))


def test_a_row_is_remembered_in_few_bytes():
    """Its values are, and not the names and types of its columns, which have thousands."""
    remembered = Remembered(QUICK.planner, null_days_mean_no_injury=False)
    asked = request_batch(varied(1))
    remembered.answer(asked, _keys(asked))
    assert 0 < remembered._table._keys_bytes < 500


def test_equal_lists_of_parts_are_held_once():
    remembered = Remembered(QUICK.planner, null_days_mean_no_injury=False)
    asked = request_batch(varied(60))
    remembered.answer(asked, _keys(asked))
    answers = [answer for key in remembered._table._answers if (answer := remembered._table.known(key))]
    held = [part for a in answers if a.shared is not None for part in (a.notices, a.shared.single, *a.shared.lists)]
    assert len({id(part) for part in held}) == len({*held}) < len(held)


@pytest.mark.parametrize("pain", [0, 7], ids=["plans", "refusals"])
def test_the_sessions_before_are_not_held_by_the_table(pain: int):
    on = date(2026, 5, 5)
    done = sp.record_of(sp.plan(minutes=10, days_since_injury=None, on=on))
    batch = BatchPlanner(explain=False, explain_refusals=False, cache_mib=1)
    for row in range(60):
        history = [
            done.model_copy(update={"on": on - timedelta(days=ago), "note": f"row {row}"}) for ago in range(1, 61)
        ]
        fields = {"minutes": 10, "days_since_injury": None, "pain": pain, "on": on, "history": history}
        batch(request_batch([sp.PlanRequest(**fields)]))
    del history, fields
    gc.collect()
    records = [thing for thing in gc.get_objects() if isinstance(thing, sp.SessionRecord) and "row" in thing.note]
    assert len(records) < 60 * 60 / 2
    assert all(remembered._table.size < 2**19 for remembered in batch._idle)


def test_a_history_counts_towards_the_table_by_its_length():
    on = date(2026, 5, 5)
    done = sp.record_of(sp.plan(minutes=10, days_since_injury=None, on=on))
    sizes = []
    for sessions in (1, 61):
        history = [done.model_copy(update={"on": on - timedelta(days=ago)}) for ago in range(1, sessions + 1)]
        request = sp.PlanRequest(minutes=10, days_since_injury=None, on=on, history=history)
        table = AnswerTable(QUICK.planner)
        table.answer(request, "key")
        sizes.append(table.size)
    assert sizes[1] - sizes[0] > 60 * len(done.model_dump_json())


def test_a_remembered_plan_takes_four_bytes_for_each_part_of_its_request_and_eight_more():
    table = AnswerTable(QUICK.planner)
    made = table.answer(sp.PlanRequest(minutes=5, days_since_injury=3), "key")
    assert table.known("key") == made
    assert made.request is not None
    assert [len(kept) for kept in table._answers.values()] == [4 * len(REQUEST_FIELDS) + 8]


def test_answers_are_kept_by_nobody_but_the_caller():
    parts = BatchPlanner(explain=False).each([request_batch(varied(20) * 30)])
    first = weakref.ref(next(parts))
    assert first() is None
    assert next(parts).num_rows == SLICE_ROWS


def test_a_known_row_makes_no_model(monkeypatch: pytest.MonkeyPatch):
    asked = request_batch(varied(30))
    planner = BatchPlanner(explain=False)
    before = planner(asked)
    monkeypatch.setattr("stretchplan.batch.rows.read", None)
    assert planner(asked).equals(before)


def test_a_wrong_row_becomes_an_error_and_others_are_answered():
    answered = BATCH(wrong_batch())
    right = sp.plan(minutes=5, days_since_injury=3)
    for place, (name, answer) in enumerate(read_answers(answered)):
        if place % 2:
            assert (name, answer) == (f"right {place // 2}", right)
        else:
            assert name == f"wrong {place // 2}"
            assert answer["type"] == "urn:stretchplan:problem:invalid-request"
            assert answer["errors"]
    assert answered.num_rows == 2 * len(WRONG_ROWS)


def test_in_each_row_either_the_plan_or_the_error_is_null():
    answered = BATCH(request_batch([*varied(60)]))
    plan = [field for field in PLAN_SCHEMA.names if field != "id" and not field.startswith("error_")]
    for row in answered.to_pylist():
        failed = row["error_code"] is not None
        assert all((row[name] is None) == failed for name in plan)
        if not failed:
            assert not any(row[name] for name in row if name.startswith("error_"))


def test_an_empty_batch_has_empty_answers():
    assert BATCH(request_batch([])).equals(pa.RecordBatch.from_pylist([], schema=PLAN_SCHEMA))


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_text_ids_are_kept_in_every_arrow_form(kind: pa.DataType):
    ids = ["a", "a", "", None, "\x1b[2J é 😀"]
    asked = request_batch(varied(5)).set_column(0, pa.field("id", kind), pa.array(ids).cast(kind))
    answered = QUICK(asked)
    assert answered.schema == PLAN_SCHEMA
    assert answered["id"].to_pylist() == ids


@pytest.mark.parametrize("kind", [pa.int64(), pa.uint64(), pa.int8()])
def test_numeric_ids_keep_their_type(kind: pa.DataType):
    asked = request_batch(varied(3)).set_column(0, pa.field("id", kind), pa.array([7, None, 127], type=kind))
    answered = QUICK(asked)
    assert answered.schema == plan_schema(kind)
    assert answered["id"].to_pylist() == [7, None, 127]


def test_without_ids_the_column_is_null():
    answered = QUICK(request_batch(varied(3)).drop_columns(["id"]))
    assert answered.schema == PLAN_SCHEMA
    assert answered["id"].null_count == 3


def test_every_kind_of_error_keeps_its_details():
    errors = [
        sp.InvalidRequest(sp.errors.Problem("minutes", "0", "no"), sp.errors.Problem("", "", "none", "near")),
        sp.SeeAClinician("same_day", ("same-day-signs",), ("leg_weakness",)),
        sp.SearchExhausted(17),
        sp.Cancelled(),
        sp.UnsafePlan((("early-dose", None, "too much"), ("breath", 3, "too fast"))),
        sp.errors.Infeasible((sp.errors.Conflict((), (), None, None, None, 60, 70, ()),)),
    ]
    ids = pa.array([str(place) for place in range(len(errors))])
    assert read(answer_batch(ids, errors)) == [error.to_dict() for error in errors]


def test_an_exhausted_search_is_an_error_of_its_row():
    (answer,) = read(BatchPlanner(node_budget=1)(request_batch([sp.PlanRequest(minutes=45, days_since_injury=None)])))
    assert answer == told(sp.Planner(node_budget=1), sp.PlanRequest(minutes=45, days_since_injury=None))


def test_a_cancelled_request_is_an_error_of_its_row():
    times = iter([False, True])  # while the first row is planned
    asked = request_batch([sp.PlanRequest(minutes=minutes, days_since_injury=3) for minutes in (5, 6, 7)])
    answers = read(BatchPlanner().until(lambda: next(times, False))(asked))
    assert answers[0] == sp.Cancelled().to_dict()
    assert answers[1:] == read(BatchPlanner()(asked))[1:]
    assert answers[0] not in read(pickle.loads(pickle.dumps(BatchPlanner().until(lambda: True)))(asked))  # noqa: S301


class Failing:
    """An own rule that raises."""

    id, sentence, source, strength = "failing", "It fails.", "a test", "practice"

    def leaves(self, stretch, doses, request):
        raise RuntimeError("broken")

    def judge(self, plan, catalog):
        return ()


def test_an_own_rule_that_raises_stops_the_batch():
    with pytest.raises(sp.PolicyError, match="failing"):
        BatchPlanner(rules=[Failing()])(request_batch(varied(1)))


def test_anything_but_a_record_batch_is_refused():
    table = pa.Table.from_batches([request_batch(varied(1))])
    with pytest.raises(sp.InvalidRequest, match=r"not a record batch of Arrow; a table has to_batches\(\)"):
        BATCH(table)
    with pytest.raises(sp.InvalidRequest, match="not a record batch of Arrow"):
        BATCH([{"minutes": 5}])  # type: ignore[arg-type]


def test_unpickling_equal_settings_gives_one_planner():
    policy = sp.Policy(first_allowed_days={"cobra_pose": 9, "cat_cow": 1})
    made = BatchPlanner(CATALOG, policy=policy, node_budget=50_000, explain=False)
    once, again = sent(made), sent(made)
    assert once is again
    assert (once.planner.catalog, once.planner.policy) == (CATALOG, policy)
    assert once.planner.node_budget == 50_000
    others = [BATCH, QUICK, BatchPlanner(policy=policy, explain=False), BatchPlanner(node_budget=50_000, explain=False)]
    assert len({id(sent(one)) for one in (once, *others)}) == 5
    asked = request_batch(varied(10))
    assert once(asked).equals(made(asked))


def test_reasons_of_refusals_may_be_left_out():
    refused = sp.PlanRequest(minutes=5, days_since_injury=3, targets={"pelvis"})
    quick = sent(BatchPlanner(explain_refusals=False))
    answers = read(quick(request_batch([refused])))
    assert answers == [told(sp.Planner(explain_refusals=False), refused)]
    assert answers != read(BATCH(request_batch([refused])))


def test_own_rules_are_pickled_too():
    made = BatchPlanner(rules=[Unhashable()])
    once = sent(made)
    assert once is not sent(made)
    asked = request_batch(varied(10))
    assert once(asked).equals(made(asked))
    assert '"own_rules":[{"id":"nothing-long"' in "".join(one for one in read(once(asked)) if isinstance(one, str))


class Unhashable:
    """An own rule that equals others of its kind and has no hash."""

    id, sentence, source, strength = "nothing-long", "Nothing is held for more than 15 s.", "a test", "practice"
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unhashable)

    def leaves(self, stretch, doses, request):
        return [dose for dose in doses if stretch.dose.kind != "hold" or dose.amount <= 15]

    def judge(self, plan, catalog):
        return ()


def test_threads_can_share_a_batch_planner():
    parts = [request_batch(varied(40, seed)) for seed in range(8)]
    shared = BatchPlanner(explain=False)
    with ThreadPoolExecutor(8) as pool:
        answered = list(pool.map(shared, parts))
    assert all(one.equals(QUICK(part)) for one, part in zip(answered, parts, strict=True))
