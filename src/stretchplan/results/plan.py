"""The plan, as frozen models with a stable JSON form that any app can render.

The models accept any values of the right types; :func:`stretchplan.check` says whether a plan is right. Unknown fields
are ignored, so that this version can read a plan of a later minor version.

The docstrings of these models are published in docs/plan.schema.json.
"""

from collections.abc import Iterator, Mapping
from numbers import Real
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictStr,
    ValidationInfo,
    model_validator,
)

from stretchplan.base.bounded import SafeInt
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import FrozenDict, OutputModel, is_unknown
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import quoted, some
from stretchplan.base.translation import ENGLISH, LanguageName
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.doses import BreathHalf
from stretchplan.catalog.stretch import TargetKind
from stretchplan.catalog.vocabulary import Equipment, Position, Sides
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.earlier import with_ids
from stretchplan.results.formats import PlanFormats
from stretchplan.results.limits import MEASURED, too_large
from stretchplan.results.reasons import Beaten, Because, Serves

__all__ = [
    "SCHEMA_VERSION",
    "WORK_KINDS",
    "WORK_STEPS",
    "AreaCoverage",
    "Breathing",
    "CatalogRef",
    "DoseKind",
    "Effect",
    "EffectKind",
    "FreeTimeUse",
    "LeftOut",
    "LeftOutKind",
    "Notice",
    "NoticeKind",
    "Objective",
    "OwnRuleRef",
    "Plan",
    "Prescription",
    "Side",
    "Step",
    "StepAt",
    "StepKind",
    "Why",
    "WhyNot",
]

SCHEMA_VERSION = "2.0"
"""Version of the JSON form. Within a major version fields are added, never renamed or removed. Plans of 1 are read."""

Side = Literal["left", "right", "both"]
StepKind = Literal["get_ready", "change_position", "settle", "hold", "flow", "repeat", "change_side", "rest", "get_up"]
DoseKind = Literal["hold", "flow", "repetitions"]
WORK_STEPS: Final[dict[DoseKind, StepKind]] = {"hold": "hold", "flow": "flow", "repetitions": "repeat"}
"""The kind of step that each kind of dose is done in."""
WORK_KINDS: Final = frozenset(WORK_STEPS.values())
LeftOutKind = Literal["forbidden", "not_targeted", "beaten", "avoided", "standing_by"]
EffectKind = Literal["excluded", "adapted", "cleared"]
NoticeKind = Literal["before", "session", "search"]
FreeTimeUse = Literal["quiet_end", "second_round", "slower_pace", "fewer_wishes", "larger_catalogue"]
"""What would use minutes that a plan leaves free, the easiest first."""


class Breathing(OutputModel):
    """How to breathe through a step.

    Attributes
    ----------
    inhale_seconds
        Breathing in, in whole seconds a breath.
    exhale_seconds
        Breathing out, in whole seconds a breath.
    cycles
        Whole breaths in the step. Movements take one breath a repetition; a hold ends at most
        ``cycles - 1`` seconds after its last breath.
    inhale_cue
        What to say while breathing in; null for plain breathing in a hold.
    exhale_cue
        What to say while breathing out; null for plain breathing in a hold.
    begins_with
        The half that the step begins with: ``inhale``, as in all plans of schema 1.2 and before, or ``exhale``.
    """

    inhale_seconds: SafeInt
    exhale_seconds: SafeInt
    cycles: SafeInt
    inhale_cue: StrictStr | None = None
    exhale_cue: StrictStr | None = None
    begins_with: BreathHalf = "inhale"


class Step(OutputModel):
    """One stretch of time in the session; steps follow one another without gaps from second 0.

    Attributes
    ----------
    start_seconds
        Whole seconds from the start of the session.
    seconds
        Length of the step in whole seconds.
    kind
        What is done: ``get_ready`` (into the first position), ``change_position``, ``settle`` (same position, next
        stretch), ``hold``, ``flow`` (to and fro for a time), ``repeat`` (counted), ``change_side``, ``rest`` or
        ``get_up`` (the last step, since schema 1.3).
    stretch_id
        Id of the stretch it belongs to; for moves between stretches, of the one that comes; null for ``get_up``.
    side
        The side worked, ``left``, ``right`` or ``both``, or for ``change_side`` the side to change to; null where no
        side matters.
    set_number
        Number of the set, from 1; null outside the work and the pauses within a stretch.
    sets
        How many sets the stretch has; null outside the work and the pauses within a stretch.
    repetitions
        Repetitions (or cycles of a flow) in this step; null for holds and moves.
    cue
        What to show or say: how to get into place, or what to do.
    breathing
        How to breathe; null for moves and pauses.
    feel
        What to feel and to avoid; null for moves and pauses, where the catalogue says nothing, and in plans of schema
        1.2 and before.
    """

    start_seconds: SafeInt
    seconds: SafeInt
    kind: StepKind
    stretch_id: StrictStr | None
    side: Side | None
    set_number: SafeInt | None
    sets: SafeInt | None
    repetitions: SafeInt | None
    cue: StrictStr
    breathing: Breathing | None
    feel: StrictStr | None = None


class StepAt(OutputModel):
    """The step that is under way at a moment of the session: the answer of :meth:`Plan.step_at`.

    Attributes
    ----------
    place
        Its place in the schedule: the number of steps before it.
    step
        The step itself.
    elapsed_seconds
        Seconds since it began: 0 or more, and less than it lasts.
    left_seconds
        Seconds until it ends: more than 0.
    """

    place: SafeInt
    step: Step
    elapsed_seconds: float
    left_seconds: float


class Prescription(OutputModel):
    """What the session asks of one stretch, in the field's terms.

    Attributes
    ----------
    stretch_id
        Id of the stretch.
    name
        Name of the stretch, for people.
    position
        Where the body starts. :data:`stretchplan.catalog.POSITIONS` lists the positions.
    kind
        How it is dosed: ``hold`` (held still), ``flow`` (to and fro for a time) or ``repetitions`` (counted).
    sets
        Sets in the session.
    hold_seconds
        Seconds held per side and set; null for movements.
    repetitions
        Repetitions (or cycles of a flow) per side and set; null for holds.
    set_seconds
        Seconds that one set takes on one side, whatever the kind.
    sides
        Whether the sides are worked one after the other with the same dose (``each``), or at once (``both``).
    seconds_per_side
        Seconds of stretching per side over all sets.
    areas
        Ids of the areas it works: primary ones first, then secondary ones, then those that it is only named for, each
        in catalogue order.
    why
        Why it is in, in words.
    because
        Why it is in, as a typed value; null in plans of schema 1.0.
    equipment
        What it cannot be done without, and then what helps with it: ``mat``, ``cushion``, ``towel``, ``strap``,
        ``chair``, ``wall``, ``table`` or ``bed``.
    needs
        The pieces of ``equipment`` that it cannot be done without; empty in plans made before there was this field.
    form
        Id of the form in which it is done, which the day, pain or a condition calls for; null for its own way.
    form_name
        How that form differs, in a few words to follow the name; null without a form.
    figure
        Name of the pose to draw; null for the one named like the stretch.
    """

    stretch_id: StrictStr
    name: StrictStr
    position: Position
    kind: DoseKind
    sets: SafeInt
    hold_seconds: SafeInt | None
    repetitions: SafeInt | None
    set_seconds: SafeInt
    sides: Sides
    seconds_per_side: SafeInt
    areas: tuple[StrictStr, ...]
    why: StrictStr
    because: Serves | None = None
    equipment: tuple[Equipment, ...] = ()
    needs: tuple[Equipment, ...] = ()
    form: StrictStr | None = None
    form_name: StrictStr | None = None
    figure: StrictStr | None = None

    @property
    def full_name(self) -> str:
        """The name to show, with the form in brackets if there is one: ``Cobra Pose (on the elbows)``."""
        return self.name if self.form_name is None else f"{self.name} ({self.form_name})"

    @property
    def dose(self) -> Dosage:
        """The dose as :meth:`stretchplan.Planner.assemble` takes it: sets, and seconds or repetitions of each."""
        counted = self.kind == "repetitions" and self.repetitions is not None
        return Dosage(self.sets, self.repetitions if counted and self.repetitions else self.set_seconds)

    @property
    def dose_words(self) -> str:
        """The dose in words: ``2 × 20 s each side``, ``1 × 8 slow repetitions``, ``2 × 5 breaths (30 s)``."""
        from pkgutil import resolve_name  # as in results/formats.py: words/ is above this module

        words: str = resolve_name("stretchplan.words.steps:dose_words")(self)
        return words


def _with_quarters(data: Any, *names: str) -> Any:
    """Add the quarter seconds that plans of schemas before 1.3 lack: twice the half seconds."""
    if isinstance(data, Mapping):
        missing = [name for name in names if f"{name}_quarter_seconds" not in data]
        halves = {name: data.get(f"{name}_half_seconds") for name in missing}
        added = {f"{name}_quarter_seconds": 2 * n for name, n in halves.items() if type(n) is int}
        if added:
            return {**data, **added}
    return data


class AreaCoverage(OutputModel):
    """How much an area is worked.

    Attributes
    ----------
    name
        The area in plain words, from the catalogue.
    demanded
        Whether the request names it.
    kind
        How the stretch of the plan that is most for it means it: ``primary`` (its main point), ``secondary`` (worked
        besides) or ``named`` (only named by a source, and hardly worked); null when no stretch works it.
    primary_seconds
        Effective seconds per side (at most 60 for each stretch) from stretches that have it as a primary target.
    secondary_seconds
        Effective seconds per side (at most 60 for each stretch) from stretches that have it as a secondary target.
    named_seconds
        Effective seconds per side (at most 60 for each stretch) from stretches that a source only names for it.
    served_half_seconds
        How much it is worked in half seconds, rounded down.
    served_quarter_seconds
        How much it is worked in quarter seconds, ``4 * primary_seconds + 2 * secondary_seconds + named_seconds``: a
        secondary target counts half, and one that is only named a quarter.
    """

    name: StrictStr
    demanded: StrictBool
    kind: TargetKind | None = None
    primary_seconds: SafeInt
    secondary_seconds: SafeInt
    named_seconds: SafeInt = 0
    served_half_seconds: SafeInt
    served_quarter_seconds: SafeInt

    @model_validator(mode="before")
    @classmethod
    def _in_quarters(cls, data: Any) -> Any:
        return _with_quarters(data, "served")


class StandIn(OutputModel):
    """A stretch that takes the place of one that is left out, or could.

    Attributes
    ----------
    stretch_id
        Id of the stretch.
    name
        Name of the stretch, for people.
    catalog
        Name of the built-in catalogue that has it, such as ``anywhere``; null when it is in this plan.
    """

    stretch_id: StrictStr
    name: StrictStr
    catalog: StrictStr | None = None


class LeftOut(OutputModel):
    """A stretch of the catalogue that is not in the plan, and why.

    Attributes
    ----------
    stretch_id
        Id of the stretch.
    name
        Name of the stretch, for people.
    kind
        Why in one word: ``forbidden`` (a rule stands against it), ``avoided`` (unwanted, or it needs what is not at
        hand), ``not_targeted`` (it works no area asked for), ``beaten`` (the best plan does without it) or
        ``standing_by`` (what it stands in for is not out).
    rule_id
        Id of the rule that forbids it, for ``forbidden``; otherwise null.
    reason
        Why it is out, as one sentence; and a second one about ``stand_ins``, if there are some.
    because
        Why it is out, as a typed value; null in plans of schema 1.0.
    stand_ins
        What takes its place in this plan, or could from a built-in catalogue; empty when nothing does.
    """

    stretch_id: StrictStr
    name: StrictStr
    kind: LeftOutKind
    rule_id: StrictStr | None
    reason: StrictStr
    because: Because | None = None
    stand_ins: tuple[StandIn, ...] = ()


class Effect(OutputModel):
    """What a stated condition does to a stretch of the catalogue.

    Attributes
    ----------
    condition
        Id of the condition.
    stretch_id
        Id of the stretch.
    kind
        What happens to the stretch: ``excluded`` (it is not planned), ``adapted`` (it is done in another way, or at the
        lowest dose) or ``cleared`` (a stated clearance lifts the exclusion).
    text
        What happens to the stretch and why, in words.
    rule_id
        Id of the rule behind it.
    source
        Where the rule comes from.
    strength
        What the rule rests on, such as ``guideline`` or ``practice``.
    """

    condition: Condition
    stretch_id: StrictStr
    kind: EffectKind
    text: StrictStr
    rule_id: StrictStr
    source: StrictStr
    strength: StrictStr


class OwnRuleRef(OutputModel):
    """A rule of the caller's own that a plan was made under: see :class:`stretchplan.OwnRule`.

    Attributes
    ----------
    id
        Id of the rule.
    sentence
        The rule in one plain sentence.
    source
        Where it comes from.
    strength
        What it rests on, such as ``guideline`` or ``practice``.
    """

    id: StrictStr
    sentence: StrictStr
    source: StrictStr
    strength: StrictStr


class Notice(OutputModel):
    """Something to be told with the plan.

    Attributes
    ----------
    id
        Stable name of the notice.
    text
        What to show.
    rule_id
        Id of the rule it comes from; null where it comes from none.
    stretch_id
        Id of the stretch it is about; null where it is about none.
    area_id
        Id of the area it is about; null where it is about none.
    free_seconds
        For the notice ``minutes-unfilled``, the seconds of the time asked for that stay free; null for others.
    uses
        For the same notice, what would use them: ``quiet_end`` (lying with the knees bent), ``second_round`` (once more
        later in the day), ``slower_pace``, ``fewer_wishes`` (stretches that the request avoids or lacks equipment for)
        and ``larger_catalogue``.
    kind
        Where it belongs: ``before`` (to mind before the start), ``session`` (what this session leaves free, or hardly
        works) or ``search`` (for whoever runs the planner: how the search ended). ``before`` in plans of schemas before
        1.3.
    """

    id: StrictStr
    text: StrictStr
    rule_id: StrictStr | None
    stretch_id: StrictStr | None
    area_id: StrictStr | None = None
    free_seconds: SafeInt | None = None
    uses: tuple[FreeTimeUse, ...] = ()
    kind: NoticeKind = "before"


class CatalogRef(OutputModel):
    """The catalogue that a plan was made from.

    Attributes
    ----------
    id
        Id of the catalogue.
    version
        Version of the catalogue, three numbers with dots.
    digest
        SHA-256 of all it says, as ``sha256:`` and 64 hexadecimal digits.
    language
        The language of its texts, which are the names and most cues of the plan, as a tag of BCP 47; ``en`` in plans
        of earlier schemas. The other sentences of a plan are English.
    """

    id: StrictStr
    version: StrictStr
    digest: StrictStr
    language: StrictStr = "en"


class Objective(OutputModel):
    """How good a plan is: compared from the first number to the last, more is better but for the last.

    Attributes
    ----------
    least_served_quarter_seconds
        What the least-served counted area gets, in quarter seconds (see :class:`AreaCoverage`).
    total_served_quarter_seconds
        The sum over the counted areas, in quarter seconds.
    least_served_half_seconds
        The first in half seconds, rounded down.
    total_served_half_seconds
        The second in half seconds, rounded down.
    stretches
        How many different stretches there are.
    stretching_seconds
        Seconds of the session spent stretching, both sides counted.
    position_changes
        Changes of position between stretches; fewer is better.
    rested_days
        Days since each stretch was last done, at most 14 for each, added up; of equally many stretches more is better.
        Only a plan made with a history states it.
    """

    least_served_quarter_seconds: SafeInt
    total_served_quarter_seconds: SafeInt
    least_served_half_seconds: SafeInt
    total_served_half_seconds: SafeInt
    stretches: SafeInt
    stretching_seconds: SafeInt
    position_changes: SafeInt
    rested_days: SafeInt | None = Field(None, exclude_if=is_unknown)

    @model_validator(mode="before")
    @classmethod
    def _in_quarters(cls, data: Any) -> Any:
        return _with_quarters(data, "least_served", "total_served")

    @classmethod
    def of(
        cls,
        least: int,
        total: int,
        stretches: int,
        stretching_seconds: int,
        position_changes: int,
        *,
        rested_days: int | None = None,
    ) -> Self:
        """Return the five levels; the first two are in quarter seconds."""
        return cls(
            least_served_quarter_seconds=least,
            total_served_quarter_seconds=total,
            least_served_half_seconds=least // 2,
            total_served_half_seconds=total // 2,
            stretches=stretches,
            stretching_seconds=stretching_seconds,
            position_changes=position_changes,
            rested_days=rested_days,
        )

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """The five levels as a tuple that compares plans: more is better, so position changes are negative."""
        return (
            self.least_served_quarter_seconds,
            self.total_served_quarter_seconds,
            self.stretches,
            self.stretching_seconds,
            -self.position_changes,
        )


class Plan(PlanFormats, NotebookRepr, OutputModel):
    """A day's plan.

    Attributes
    ----------
    schema_version
        Version of this form, such as ``2.0``: within a major version fields are added, never renamed or removed.
    request
        What was asked.
    catalog
        The catalogue that it was made from.
    rules_version
        Version of the rules that it was made under.
    total_seconds
        Length of the session in whole seconds: the sum of the schedule, never more than the request's minutes.
    prescriptions
        What it asks of each stretch, in the order of the session.
    schedule
        The session second by second.
    coverage
        How much each area is worked, by the area's id, for every area of the catalogue in its order.
    left_out
        Every stretch of the catalogue that is not in, in catalogue order.
    notices
        What the person must be told.
    effects
        What the stated conditions do to the stretches of the catalogue, in its order.
    policy
        The caller's policy that it was made under.
    own_rules
        The caller's rules that it was made under.
    optimal
        Whether the search proved that no plan is better.
    objective
        How good the plan is.
    bound
        No plan can be better than this; equal to ``objective`` when ``optimal``.
    """

    schema_version: StrictStr
    request: PlanRequest
    catalog: CatalogRef
    rules_version: StrictStr
    total_seconds: SafeInt
    prescriptions: tuple[Prescription, ...]
    schedule: tuple[Step, ...]
    coverage: Annotated[Mapping[StrictStr, AreaCoverage], AfterValidator(FrozenDict)]
    left_out: tuple[LeftOut, ...]
    notices: tuple[Notice, ...]
    optimal: StrictBool
    objective: Objective
    bound: Objective
    effects: tuple[Effect, ...] = ()
    policy: Policy = STANDARD
    own_rules: tuple[OwnRuleRef, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _not_too_large(cls, data: Any, info: ValidationInfo) -> Any:
        """Refuse a plan that is too large before each wrong value in it becomes a problem."""
        for message in () if info.context == MEASURED else too_large(data):
            raise ValueError(message)
        return with_ids(data)

    @property
    def language(self) -> LanguageName:
        """The language of this library's words in the plan; ``catalog.language`` is that of the catalogue's."""
        return self.request.language or ENGLISH

    def step_at(self, seconds: float) -> StepAt | None:
        """Return the step that is under way at a moment of the session, and how far in it is.

        A step is under way from its first second on until the next one begins: at the very moment of a change it is
        the new one.

        Parameters
        ----------
        seconds
            Seconds since the session began, whole or not: 0 or more.

        Returns
        -------
        StepAt or None
            None when no step is under way: from ``total_seconds`` on the session is over.

        Raises
        ------
        InvalidRequest
            When ``seconds`` is negative or no number.

        Examples
        --------
        >>> import stretchplan as sp
        >>> plan = sp.plan(minutes=5, days_since_injury=3)
        >>> now = plan.step_at(50.5)
        >>> now.place, now.step.kind, now.elapsed_seconds + now.left_seconds == now.step.seconds
        (1, 'flow', True)
        >>> plan.step_at(plan.total_seconds) is None
        True
        """
        if not _is_number(seconds) or not seconds >= 0:  # nan is not >= 0 either
            message = f"{quoted(seconds)} is not allowed; give the seconds since the session began, 0 or more"
            raise InvalidRequest(Problem("seconds", quoted(seconds), message))
        for place, step in enumerate(self.schedule):
            end = step.start_seconds + step.seconds
            if step.start_seconds <= seconds < end:
                elapsed, left = float(seconds - step.start_seconds), float(end - seconds)
                return StepAt(place=place, step=step, elapsed_seconds=elapsed, left_seconds=left)
        return None

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what tells plans apart; all of a plan fills hundreds of lines."""
        asked = self.request
        yield "minutes", asked.minutes
        yield "days_since_injury", asked.days_since_injury
        if asked.targets:
            yield "targets", sorted(asked.targets)
        if asked.on is not None:
            yield "on", asked.on.isoformat()
        yield "catalog", f"{self.catalog.id} {self.catalog.version}"
        yield "total_seconds", self.total_seconds
        yield "optimal", self.optimal
        yield "prescriptions", some([prescription.stretch_id for prescription in self.prescriptions])


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


class Why(OutputModel):
    """Why a stretch is in a plan: the answer of :func:`stretchplan.why`.

    Attributes
    ----------
    stretch_id, name
        Which stretch.
    because, reason
        Why, and what the best plan without it would lose, as a typed value and in words.
    """

    stretch_id: StrictStr
    name: StrictStr
    because: Serves
    reason: StrictStr


class WhyNot(OutputModel):
    """Why a stretch is not in a plan: the answer of :func:`stretchplan.why_not`.

    Attributes
    ----------
    stretch_id, name, rule_id, because
        As in :class:`LeftOut`.
    kind
        How it came about: ``forbidden`` by a rule, ``not_targeted``, ``beaten`` by better stretches, ``avoided`` as a
        wish, or ``standing_by`` for another stretch.
    counterfactual
        How the best plan with it compares, for a stretch that may be planned; None for others.
    reason
        The same in words.
    plan
        The best plan with it; None when there is none, or when the search for it did not end.
    """

    stretch_id: StrictStr
    name: StrictStr
    kind: LeftOutKind
    rule_id: StrictStr | None
    because: Because
    counterfactual: Beaten | None
    reason: StrictStr
    plan: Plan | None
