"""The narrower bounds that a caller may set. An attempt to loosen a rule is an error that names the bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, SupportsIndex, TypedDict, Unpack, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    ValidationError,
    model_validator,
)
from pydantic_core.core_schema import dict_schema, int_schema, no_info_after_validator_function, str_schema

from stretchplan.base.bounded import WholeNumber
from stretchplan.base.described import StatedValidator
from stretchplan.base.errors import PolicyError, Problem
from stretchplan.base.messages import contradictory, problems
from stretchplan.base.models import FrozenDict, OwnErrors
from stretchplan.base.name_sets import SORTED, Chosen, Names, WrittenAs, names
from stretchplan.base.text import quoted
from stretchplan.catalog.vocabulary import POSITION_CALLED, Position
from stretchplan.inputs.request import PACES, QUICKEST, Pace, PlanRequest
from stretchplan.rulebook import bounds

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["STANDARD", "Policy"]

_LATEST_DAY: Final = 3650
_MOST_FIRST_DAYS: Final = 500


class _Bound(WholeNumber):
    """A whole number on the stricter side of a rule's bound, or the bound itself.

    Parameters
    ----------
    rule
        The rule, for the error.
    bound
        The rule's own number of days, sets, seconds or points of pain: either ``least`` or ``most``.
    least, most
        The least and the greatest number, both allowed.
    """

    def __init__(self, rule: str, bound: int, least: int, most: int) -> None:
        super().__init__(least, most)
        self.rule: str = rule
        self.bound: int = bound

    def within_bounds(self) -> CoreSchema:
        """Return the core schema of an int within the bounds; another one is an error that names the rule."""
        return no_info_after_validator_function(self._within, int_schema(strict=True))

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(core_schema) | {"minimum": self.least, "maximum": self.most}

    def _within(self, value: int) -> int:
        if self.least <= value <= self.most:
            return value
        looser = value < self.least if self.bound == self.least else value > self.most
        problem = f"would loosen {self.rule}, which has {self.bound}" if looser else "is not allowed"
        raise ValueError(f"{value} {problem}; give {self.least} to {self.most}")


def _until_day(rule: str, bound: int) -> _Bound:
    """Return the type of a day that may be later than the rule's."""
    return _Bound(rule, bound, bound, _LATEST_DAY)


def _at_most(rule: str, bound: int, least: int) -> _Bound:
    """Return the type of a number that may be lowered below the rule's bound, down to ``least``."""
    return _Bound(rule, bound, least, bound)


def _bounded(value: Any) -> Any:
    if isinstance(value, Mapping) and len(value) > _MOST_FIRST_DAYS:
        raise ValueError(f"{len(value)} entries are not allowed; give at most {_MOST_FIRST_DAYS}")
    return value


def _from_the_quickest(value: Any) -> Any:
    """Fill in the moments that a table of seconds does not bound."""
    return {**QUICKEST.model_dump(), **value} if isinstance(value, Mapping) else value


_BY_NAME: Final = WrittenAs(lambda value: dict(sorted(value.items())), dict_schema(str_schema(), int_schema()))


if TYPE_CHECKING:

    class PolicyFields(TypedDict, total=False):
        """What type checkers let a caller give for each field of a :class:`Policy`."""

        early_until_day: SupportsIndex
        repair_until_day: SupportsIndex
        early_max_sets: SupportsIndex
        repair_max_sets: SupportsIndex
        max_sets: SupportsIndex
        aim_seconds_per_side: SupportsIndex
        piriformis_light_until_day: SupportsIndex
        twist_small_until_day: SupportsIndex
        pain_lowest_doses_from: SupportsIndex
        pain_stop_from: SupportsIndex
        no_improvement_from_day: SupportsIndex
        least_pace: Pace | Mapping[str, object]
        max_hold_seconds: SupportsIndex | None
        max_repetitions: SupportsIndex | None
        max_session_seconds: SupportsIndex | None
        forbidden_stretches: Names
        forbidden_positions: Chosen[Position]
        first_allowed_days: Mapping[str, SupportsIndex]
        require_screening: bool
        named_targets: bool


class Policy(OwnErrors):
    """A caller's own bounds, each as narrow as the library's or narrower. The default narrows nothing.

    Parameters
    ----------
    early_until_day
        First day after the early days, for ``early-dose`` and ``early-form``: 7 to 3,650.
    repair_until_day
        First day after the time of repair, for ``early-dose`` and ``repair-form``: 42 to 3,650.
    early_max_sets
        Most sets in the early days, for ``early-dose``: 1 or 2.
    repair_max_sets
        Most sets in the time of repair, for ``early-dose``: 1 to 3.
    max_sets
        Most sets at any time, for ``sixty-seconds``: 1 to 4.
    aim_seconds_per_side
        No set is added from so many seconds per side on: 1 to 60, for ``sixty-seconds``.
    piriformis_light_until_day
        First day without the caution ``piriformis-light``: 7 to 3,650.
    twist_small_until_day
        First day without the caution ``twist-small``: 42 to 3,650.
    pain_lowest_doses_from
        Pain now, of 0 to 10, from which there are only the lowest doses and gentle forms, for
        ``pain-stop`` and ``pain-form``: 1 to 4.
    pain_stop_from
        Pain now, of 0 to 10, from which nothing is planned, for ``pain-stop``: 1 to 6.
    no_improvement_from_day
        Day from which no improvement is a reason to be seen: 0 to 42, for ``prompt-signs``.
    least_pace
        Moments between stretches take at least so long, whatever the request says; those that a table leaves out are
        not bounded.
    max_hold_seconds
        Most seconds of a hold or flow, per side and set, 1 to 3,600; null adds no bound.
    max_repetitions
        Most repetitions, per side and set, 1 to 1,000; null adds no bound.
    max_session_seconds
        Longest session in seconds, 1 to 86,400, however many minutes there are; null adds no bound.
    forbidden_stretches
        Ids of stretches that are never planned, at most 500.
    forbidden_positions
        Positions that are never planned, at most 500. :data:`stretchplan.catalog.POSITIONS` lists them.
    first_allowed_days
        Days since the injury, 0 to 3,650, from which a stretch may be planned, by its id, for ``recovery-window`` where
        later than the catalogue's.
    require_screening
        Whether a plan is made only when every question about warning signs has been answered.
    named_targets
        Whether a stretch works an area that its source only names for it: true, or false to count none of these.

    Raises
    ------
    PolicyError
        When a bound would be loosened, with the rule whose bound it is, or a name is not known.

    Examples
    --------
    >>> import stretchplan as sp
    >>> planner = sp.Planner(policy=sp.Policy(early_until_day=14, forbidden_stretches={"cobra_pose"}))
    >>> entry = next(e for e in planner.plan(minutes=10, days_since_injury=3).left_out if e.stretch_id == "cobra_pose")
    >>> entry.rule_id
    'caller-policy'
    """

    early_until_day: Annotated[int, _until_day("early-dose", bounds.EARLY_UNTIL_DAY)] = bounds.EARLY_UNTIL_DAY
    repair_until_day: Annotated[int, _until_day("early-dose", bounds.REPAIR_UNTIL_DAY)] = bounds.REPAIR_UNTIL_DAY
    early_max_sets: Annotated[int, _at_most("early-dose", bounds.EARLY_MAX_SETS, 1)] = bounds.EARLY_MAX_SETS
    repair_max_sets: Annotated[int, _at_most("early-dose", bounds.REPAIR_MAX_SETS, 1)] = bounds.REPAIR_MAX_SETS
    max_sets: Annotated[int, _at_most("sixty-seconds", bounds.MAX_SETS, 1)] = bounds.MAX_SETS
    aim_seconds_per_side: Annotated[int, _at_most("sixty-seconds", bounds.AIM_SECONDS_PER_SIDE, 1)] = (
        bounds.AIM_SECONDS_PER_SIDE
    )
    piriformis_light_until_day: Annotated[int, _until_day("piriformis-light", bounds.PIRIFORMIS_LIGHT_UNTIL_DAY)] = (
        bounds.PIRIFORMIS_LIGHT_UNTIL_DAY
    )
    twist_small_until_day: Annotated[int, _until_day("twist-small", bounds.TWIST_SMALL_UNTIL_DAY)] = (
        bounds.TWIST_SMALL_UNTIL_DAY
    )
    pain_lowest_doses_from: Annotated[int, _at_most("pain-stop", bounds.PAIN_LOWEST_DOSES_FROM, 1)] = (
        bounds.PAIN_LOWEST_DOSES_FROM
    )
    pain_stop_from: Annotated[int, _at_most("pain-stop", bounds.PAIN_STOP_FROM, 1)] = bounds.PAIN_STOP_FROM
    no_improvement_from_day: Annotated[int, _at_most("prompt-signs", bounds.NO_IMPROVEMENT_FROM_DAY, 0)] = (
        bounds.NO_IMPROVEMENT_FROM_DAY
    )
    least_pace: Annotated[Pace, BeforeValidator(_from_the_quickest)] = QUICKEST
    max_hold_seconds: Annotated[int, WholeNumber(1, 3600)] | None = None
    max_repetitions: Annotated[int, WholeNumber(1, 1000)] | None = None
    max_session_seconds: Annotated[int, WholeNumber(1, 86_400)] | None = None
    forbidden_stretches: Annotated[frozenset[str], names("stretches", "cobra_pose"), SORTED] = frozenset()
    forbidden_positions: Annotated[
        frozenset[Position], names("positions", "prone", known=get_args(Position), called=POSITION_CALLED), SORTED
    ] = frozenset()
    first_allowed_days: Annotated[
        Mapping[str, Annotated[int, WholeNumber(0, _LATEST_DAY)]],
        StatedValidator(_bounded, "before", maxProperties=_MOST_FIRST_DAYS),
        AfterValidator(FrozenDict),
        _BY_NAME,
    ] = Field(default={}, validate_default=True)
    require_screening: StrictBool = False
    named_targets: StrictBool = True

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[PolicyFields]) -> None: ...

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.repair_until_day < self.early_until_day:
            message = (
                f"day {self.repair_until_day} is before early_until_day, {self.early_until_day}; "
                "the time of repair cannot end before it starts"
            )
            raise contradictory(type(self), [Problem("repair_until_day", quoted(self.repair_until_day), message)])
        return self

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> PolicyError:
        return PolicyError(*problems(error, cls))

    def renamed(self, ids: Mapping[str, str]) -> Policy:
        """Return the policy with the ids of stretches instead of their aliases; of two days the later one counts.

        Parameters
        ----------
        ids
            The id by each alias, such as :attr:`stretchplan.Catalog.ids`; a name that it lacks stays as it is.
        """
        days: dict[str, int] = {}
        for name, day in self.first_allowed_days.items():
            days[ids.get(name, name)] = max(day, days.get(ids.get(name, name), 0))
        stretches = frozenset(ids.get(name, name) for name in self.forbidden_stretches)
        if days == self.first_allowed_days and stretches == self.forbidden_stretches:
            return self
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        fields |= {"first_allowed_days": FrozenDict(days), "forbidden_stretches": stretches}
        return Policy.model_construct(**fields)  # as in `narrowed`

    def first_allowed_day(self, stretch_id: str, catalogue_day: int) -> int:
        """Return the first day on which a stretch may be planned: the catalogue's, or this policy's if later.

        Parameters
        ----------
        stretch_id
            Id of the stretch.
        catalogue_day
            The first day of the catalogue, in days since the injury.
        """
        return max(catalogue_day, self.first_allowed_days.get(stretch_id, 0))

    def pace(self, request: PlanRequest) -> Pace:
        """Return the pace of a session: that of :meth:`asked_pace`, slowed to the least pace where that is slower.

        Parameters
        ----------
        request
            The request.
        """
        return self._slowed(self.asked_pace(request))

    def asked_pace(self, request: PlanRequest) -> Pace:
        """Return the pace that a request states; where it states none, the one that suits its day and its pain.

        Parameters
        ----------
        request
            The request.
        """
        if request.pace is not None:
            return request.pace
        pain, day = request.pain or 0, request.days_since_injury
        if pain >= self.pain_lowest_doses_from:
            return PACES["slow"]
        return PACES["unhurried" if pain or (day is not None and day < self.early_until_day) else "usual"]

    def _slowed(self, pace: Pace) -> Pace:
        least = self.least_pace
        if least in (pace, QUICKEST):
            return pace
        return Pace(**{name: max(getattr(pace, name), getattr(least, name)) for name in Pace.model_fields})

    def budget_seconds(self, asked: int) -> int:
        """Return the most seconds of a session: those of the request, or this policy's if they are fewer.

        Parameters
        ----------
        asked
            The seconds that the request has.
        """
        return asked if self.max_session_seconds is None else min(asked, self.max_session_seconds)

    def narrowed(self, other: Policy) -> Policy:
        """Return the policy that has each bound of this policy or of another one, whichever is narrower.

        Parameters
        ----------
        other
            Another policy.

        Raises
        ------
        PolicyError
            When ``other`` is no policy.
        """
        if not isinstance(other, Policy):
            raise PolicyError.of("", quoted(other), f"{quoted(other)} is not a Policy; give one")
        if other in (self, STANDARD):
            return self
        merged: dict[str, Any] = {}
        for name in type(self).model_fields:
            ours, others = getattr(self, name), getattr(other, name)
            if name == "least_pace":
                merged[name] = Policy(least_pace=ours)._slowed(others)
            elif name == "first_allowed_days":
                merged[name] = FrozenDict({key: max(ours.get(key, 0), others.get(key, 0)) for key in ours | others})
            elif name == "require_screening":
                merged[name] = ours or others
            elif name == "named_targets":
                merged[name] = ours and others
            elif isinstance(ours, frozenset):
                merged[name] = ours | others
            elif ours is None or others is None:
                merged[name] = others if ours is None else ours
            else:
                narrower = max if name.endswith("_until_day") else min
                merged[name] = narrower(ours, others)
        # Not validated: each bound is valid, but the names of two policies may be more than one policy may hold.
        return Policy.model_construct(**merged)


STANDARD: Final = Policy()
"""The policy that narrows nothing."""
