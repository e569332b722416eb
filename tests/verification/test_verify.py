"""Does a verification say of each request what planning and checking it alone says?"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.alike import Alike
from stretchplan.planning.model.terms import Terms
from stretchplan.results.verification import Verification
from stretchplan.safety.check import violations_of
from stretchplan.testing import catalogs, policies, verify
from stretchplan.verification import Work, joined
from stretchplan.verification.groups import group_situations
from stretchplan.verification.tally import Tally
from stretchplan.verification.watched import FIELDS, watched
from tests.support.one_by_one import differences, requests_of

PART: dict[str, Any] = {
    "days": [None, 0, 6, 7, 41, 42],
    "minutes": [2, 10, 11, 20, 21],
    "areas": [(), {"hips", "pelvis"}],
    "conditions": [(), {"osteoporosis", "disc_leg_pain"}],
    "pain": [None, 0, 1, 4, 6],
}
SMALL: dict[str, Any] = {
    "days": [None, 3, 7],
    "minutes": [3, 10],
    "areas": [(), {"pelvis"}],
    "conditions": [(), {"wrist_pain"}],
    "pain": [None, 4],
}


def test_each_request_of_a_part_gets_the_answer_that_it_gets_alone() -> None:
    catalog = sp.builtin_catalog()
    made = verify(catalog, **PART)
    assert made.requests == 6 * 5 * 2 * 2 * 5
    assert made.problems < made.requests / 2
    assert differences(made, catalog) == []


def test_each_request_gets_the_answer_that_it_gets_alone_where_there_are_stand_ins() -> None:
    catalog = sp.builtin_catalog("both")
    made = verify(catalog, **SMALL | {"minutes": [3, 9], "days": [None, 3]})
    assert differences(made, catalog) == []


def test_each_request_gets_the_answer_that_it_gets_alone_at_every_pace_and_under_a_policy() -> None:
    policy = sp.Policy(max_session_seconds=400, early_until_day=9, first_allowed_days={"cobra_pose": 20})
    grid = SMALL | {"paces": [None, "usual", "slow"], "minutes": [3, 6, 7, 20], "days": [None, 8, 9, 19, 20]}
    made = verify(policy=policy, **grid)
    assert differences(made, sp.builtin_catalog(), policy) == []


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_each_request_gets_the_answer_that_it_gets_alone_in_drawn_catalogues(data: st.DataObject) -> None:
    catalog = data.draw(catalogs(max_stretches=5))
    policy = data.draw(policies(catalog))
    bounds = sorted(
        {policy.early_until_day, policy.repair_until_day, *(s.first_allowed_day for s in catalog.stretches)}
    )
    grid: dict[str, Any] = {
        "days": [None, 0, *(day for bound in bounds[:3] for day in (max(0, bound - 1), bound))],
        "minutes": [1, 4, 5, 12],
        "areas": [(), catalog.area_ids[:1]],
        "conditions": [(), {data.draw(st.sampled_from(["pregnancy", "osteoporosis", "knee_pain", "disc_leg_pain"]))}],
        "pain": [None, 2, policy.pain_lowest_doses_from],
    }
    if policy.require_screening:
        policy = policy.model_copy(update={"require_screening": False})
    made = verify(catalog, policy=policy, **grid)
    assert differences(made, catalog, policy) == []


class ReadsTheDay:
    """Allows no long holds on some days, and with pain."""

    id = "reads-the-day"
    sentence = "On days 20 to 29, and with pain of 2, holds are short."
    source = "this test"
    strength = "practice"

    def applies(self, request: sp.PlanRequest) -> bool:
        return request.pain == 2 or 20 <= (request.days_since_injury or 0) < 30

    def leaves(self, stretch: Any, doses: Any, request: sp.PlanRequest) -> Any:
        return [dose for dose in doses if not self.applies(request) or dose.amount <= 12]

    def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Any:
        if self.applies(plan.request):
            for i, step in enumerate(plan.schedule):
                if step.kind == "hold" and step.seconds > 12:
                    yield sp.Violation(rule_id=self.id, step=i, message="too long")


class ReadsTheMinutes(ReadsTheDay):
    """The same for short sessions, and where the hips are asked for."""

    id = "reads-the-minutes"

    def applies(self, request: sp.PlanRequest) -> bool:
        return request.budget_seconds < 300 or (len(request.targets) == 1 and request.days_since_injury == 7)


@pytest.mark.parametrize("rule", [ReadsTheDay(), ReadsTheMinutes()], ids=lambda rule: rule.id)
def test_each_request_gets_the_answer_that_it_gets_alone_under_own_rules(rule: Any) -> None:
    grid = SMALL | {"days": [None, 7, 8, 19, 20, 29, 30], "pain": [None, 1, 2], "minutes": [3, 4, 5, 10]}
    made = verify(rules=[rule], **grid)
    assert made.faults == ()
    assert differences(made, sp.builtin_catalog(), rules=[rule]) == []


def test_own_rules_that_read_the_minutes_are_asked_for_each_request() -> None:
    work = Work(rules=(ReadsTheMinutes(),), grid=SMALL)
    assert all(group.by_itself for group in work.groups)
    work = Work(rules=(ReadsTheDay(),), grid=SMALL)
    assert not any(group.by_itself for group in work.groups)


class Noting(int):
    """A number that notes what it is compared with, and whether it is read in another way."""

    bounds: set[int]
    exact: list[str]

    def _compare(self, other: Any, name: str) -> Any:
        if not isinstance(other, int):
            return NotImplemented
        self.bounds.add(int(other) + (name in ("__le__", "__gt__")))
        return getattr(int, name)(int(self), int(other))

    def __lt__(self, other: Any) -> Any:
        return self._compare(other, "__lt__")

    def __ge__(self, other: Any) -> Any:
        return self._compare(other, "__ge__")

    def __le__(self, other: Any) -> Any:
        return self._compare(other, "__le__")

    def __gt__(self, other: Any) -> Any:
        return self._compare(other, "__gt__")

    def _note(self, name: str, *args: Any) -> Any:
        self.exact.append(name)
        return getattr(int, name)(int(self), *args)

    def __eq__(self, other: object) -> Any:
        return self._note("__eq__", other)

    def __hash__(self) -> int:
        return int(self._note("__hash__"))

    def __format__(self, spec: str) -> str:
        return str(self._note("__format__", spec))

    def __str__(self) -> str:
        return str(self._note("__str__"))

    def __repr__(self) -> str:
        return str(self._note("__repr__"))

    def __bool__(self) -> bool:
        return int(self) > 0

    def __index__(self) -> int:
        return int(self._note("__index__"))


def noting(number: int) -> Noting:
    """Return a number that notes."""
    made = Noting(number)
    made.bounds, made.exact = set(), []
    return made


@pytest.mark.parametrize("name", ["seven", "both"])
def test_the_checker_tells_days_and_pain_apart_only_where_groups_end(name: Any) -> None:
    """So what it says of one request of a group holds for the others: docs/decisions/0054-verified-by-groups.md."""
    catalog = sp.builtin_catalog(name)
    alike = Alike(Terms(catalog))
    planner = sp.Planner(catalog, explain=False)
    for day in (7, 20, 41, 42, 50):
        for pain in (0, 1, 3):
            for conditions in ((), ("osteoporosis", "wrist_pain"), ("pregnancy",), ("disc_leg_pain",)):
                plan = planner.plan(
                    minutes=8, days_since_injury=day, pain=pain, profile={"conditions": set(conditions)}
                )
                days, pains = noting(day), noting(pain)
                fields = {field: getattr(plan.request, field) for field in FIELDS}
                request = sp.PlanRequest.model_construct(**fields | {"days_since_injury": days, "pain": pains})
                assert violations_of(plan.model_copy(update={"request": request}), catalog) == ()
                assert days.exact == pains.exact == []
                assert days.bounds <= set(alike._days)
                assert pains.bounds <= {0, 1, 4, 6}  # none or some, the lowest doses, no plan


def test_a_group_holds_all_situations_that_are_alike() -> None:
    work = Work(grid=PART)
    groups = group_situations(work.axes, work.terms)
    assert sorted(member for group in groups for member in group.members) == list(range(work.grid.situations))
    first = work.axes.request((0, 0, groups[0].members[0]))
    assert (first.days_since_injury, first.pain) == (None, None)
    told = {
        (work.axes.request((0, 0, n)).days_since_injury, work.axes.request((0, 0, n)).pain) for n in groups[0].members
    }
    assert told == {(None, None), (None, 0)}


def test_the_requests_of_a_grid_are_those_that_its_axes_say() -> None:
    work = Work(grid=SMALL)
    assert list(work.axes.requests()) == [request for _, request in requests_of(work.grid)]
    assert work.grid.requests == len(list(work.axes.requests()))


def test_any_number_of_workers_finds_the_same() -> None:
    reports: list[tuple[int, int]] = []
    alone = verify(**SMALL, report=lambda done, all_of_them: reports.append((done, all_of_them)))
    assert reports[-1] == (alone.requests, alone.requests)
    assert verify(**SMALL, workers=2) == alone


def test_dask_finds_the_same() -> None:
    bag = pytest.importorskip("dask.bag")
    work = Work(grid=SMALL)
    tallies = bag.from_sequence(work.parts, npartitions=3).map(work.answer).compute(scheduler="synchronous")
    assert joined(work, tallies) == verify(**SMALL)


def test_parts_can_be_kept_as_json_in_between() -> None:
    work = Work(grid=SMALL)
    tallies = [Tally.from_json(work.answer(part).to_json()) for part in work.parts]
    assert joined(work, tallies) == verify(**SMALL)


def test_a_verification_can_be_read_again() -> None:
    made = verify(**SMALL)
    assert Verification.model_validate_json(made.model_dump_json()) == made


def test_the_counts_add_up() -> None:
    made = verify(**PART)
    assert made.planned + sum(one.requests for one in made.refused) == made.requests
    assert made.problems >= made.searches / 2
    for use in made.stretches:
        assert use.requests == sum(dose.requests for dose in use.doses)
        assert not any(dose.requests and not dose.allowed for dose in use.doses)


def test_areas_are_reached_from_the_fewest_minutes_that_any_request_needs() -> None:
    made = verify(**PART)
    planner = sp.Planner(explain=False)
    for area in made.areas:
        for days in area.days:
            asked = [
                request
                for _, request in requests_of(made.grid)
                if request.days_since_injury == days.first_day and area.area_id in request.targets
            ]
            answers = zip(asked, planner.plan_many(asked), strict=True)
            planned = [request.minutes for request, answer in answers if isinstance(answer, sp.Plan)]
            assert days.least_minutes == min(planned, default=None)


def test_where_the_policy_requires_answers_each_is_no() -> None:
    made = verify(policy=sp.Policy(require_screening=True), **SMALL)
    assert made.planned == verify(**SMALL).planned


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"minutes": [0]}, "minutes: 0 is not allowed; it must be at least 1"),
        ({"minutes": []}, "grid.minutes: give at least one value"),
        ({"minutes": "10"}, "grid.minutes: '10' is not a list of values; give one"),
        ({"days": [True]}, "grid.days: True is not a whole number"),
        ({"minutes": [None]}, "grid.minutes: None is not a whole number"),
        ({"pain": [11]}, "pain: 11 is not allowed; it must be at most 10"),
        ({"areas": [{"hip"}]}, "grid.areas: 'hip' is not an area of this catalogue; did you mean 'hips'?"),
        ({"areas": 10}, "grid.areas: 10 is not allowed; give 0 to 9 for the sets of so many"),
        ({"areas": ["hips"]}, "grid.areas: 'hips' is not a set of names; give one such as [\"hips\"]"),
        ({"paces": ["slwo"]}, "grid.paces: 'slwo' is not a pace; did you mean 'slow'?"),
        ({"workers": 0}, "workers: 0 is not allowed; it must be a whole number from 1 to 256"),
    ],
)
def test_a_wrong_grid_is_refused_in_one_sentence(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(sp.InvalidRequest) as refused:
        verify(**fields)
    assert str(refused.value) == message


def test_rules_that_cannot_be_sent_to_other_processes_are_refused() -> None:
    class Local(ReadsTheDay):
        id = "local"

    with pytest.raises(sp.PolicyError, match="the rule 'local' cannot be sent to other processes"):
        verify(rules=[Local()], workers=2, **SMALL)


def test_what_is_read_of_a_request_is_noted() -> None:
    request = sp.PlanRequest(minutes=10, days_since_injury=3, targets={"hips"})
    seen, read = watched(request)
    assert (seen.pain, seen.budget_seconds, isinstance(seen, sp.PlanRequest)) == (None, 600, True)
    assert read == {"pain", "minutes", "seconds"}
    for use in (hash, repr, str, dict, vars, lambda one: one == request, lambda one: one.model_dump()):
        seen, read = watched(request)
        use(seen)
        assert read == FIELDS
    seen, _ = watched(request)
    assert seen == request
    assert request == seen
    assert hash(seen) == hash(request)
