"""The reasons why a stretch is in a plan or not, as typed values without wording.

:mod:`stretchplan.words.reasons` puts them into words. They hold ids and numbers, never names, which have a language.
The docstrings of these models are published in docs/plan.schema.json.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictStr

from stretchplan.base.bounded import SafeInt
from stretchplan.base.models import OutputModel
from stretchplan.catalog.vocabulary import Equipment, Load, Position
from stretchplan.inputs.conditions import Condition

__all__ = [
    "Aggravated",
    "Avoided",
    "Beaten",
    "Because",
    "ConditionForbids",
    "Difference",
    "MeasureName",
    "NeedsEquipment",
    "NotTargeted",
    "OutcomeWith",
    "OutcomeWithout",
    "OwnRuleForbids",
    "PainStops",
    "PolicyBound",
    "PolicyForbids",
    "Serves",
    "SetsPastAim",
    "StandsBy",
    "TooEarly",
    "TooLong",
    "TooManySets",
]

MeasureName = Literal[
    "least_served_quarter_seconds",
    "total_served_quarter_seconds",
    "stretches",
    "rested_days",
    "stretching_seconds",
    "position_changes",
    "least_served_half_seconds",
    "total_served_half_seconds",
]
"""The levels of the objective that reasons speak of, the most important first; the last two are in plans of schemas
before 1.3, in place of the first two."""

OutcomeWith = Literal["worse", "tie", "impossible", "not_worked_out"]
"""How the best plan with a stretch compares with a plan that does without it."""

OutcomeWithout = Literal["worse", "better", "tie", "impossible", "not_worked_out"]
"""How the best plan without a stretch compares with a plan that has it."""

PolicyBound = Literal["stretch", "position", "max_hold_seconds", "max_repetitions"]
"""What of a stretch a policy forbids."""


class TooEarly(OutputModel):
    """The rule ``recovery-window``: before its first allowed day.

    Attributes
    ----------
    day
        Whole days since the injury, today.
    first_allowed_day
        Whole days since the injury from which it may be planned.
    """

    kind: Literal["too_early"] = "too_early"
    day: SafeInt
    first_allowed_day: SafeInt


class Aggravated(OutputModel):
    """The rule ``aggravating-leave``: it, or what it stands in for, made the back worse in a session before.

    Attributes
    ----------
    on
        Date of that session.
    returns_on
        Date from which it may be planned again.
    """

    kind: Literal["aggravated"] = "aggravated"
    on: date
    returns_on: date


class ConditionForbids(OutputModel):
    """A rule about a condition: by one of the stretch's loads, by its position, or whatever it asks.

    Attributes
    ----------
    condition
        Id of the condition.
    load
        The load that the rule turns on; null when it does not turn on one, or when the loads are unknown.
    position
        The position that the rule turns on; null when it does not turn on one.
    unknown
        Whether the catalogue does not say what the stretch asks of the body.
    """

    kind: Literal["condition_forbids"] = "condition_forbids"
    condition: Condition
    load: Load | None = None
    position: Position | None = None
    unknown: StrictBool = False


class TooManySets(OutputModel):
    """The rule ``early-dose``: it needs more sets than the day allows.

    Attributes
    ----------
    day
        Whole days since the injury, today.
    min_sets
        Fewest sets of the stretch.
    most_sets
        Most sets that the day allows.
    """

    kind: Literal["too_many_sets"] = "too_many_sets"
    day: SafeInt
    min_sets: SafeInt
    most_sets: SafeInt


class SetsPastAim(OutputModel):
    """The rule ``sixty-seconds``: it needs more sets than are ever planned, or fewer already reach the aim per side.

    Attributes
    ----------
    min_sets
        Fewest sets of the stretch.
    most_sets
        Most sets that are ever planned.
    aim_seconds_per_side
        Seconds per side from which no set is added.
    """

    kind: Literal["sets_past_aim"] = "sets_past_aim"
    min_sets: SafeInt
    most_sets: SafeInt
    aim_seconds_per_side: SafeInt


class PainStops(OutputModel):
    """The rule ``pain-stop``: nothing is planned at this pain.

    Attributes
    ----------
    pain
        Pain now, from 0 (none) to 10 (the worst there is).
    """

    kind: Literal["pain_stops"] = "pain_stops"
    pain: SafeInt


class PolicyForbids(OutputModel):
    """The rule ``caller-policy`` forbids the stretch, its position, or every one of its doses.

    Attributes
    ----------
    what
        What the policy forbids.
    most
        Most seconds of a hold, or most repetitions, per side and set; null for a stretch or a position.
    """

    kind: Literal["policy_forbids"] = "policy_forbids"
    what: PolicyBound
    most: SafeInt | None = None


class OwnRuleForbids(OutputModel):
    """A rule of the caller's own leaves no dose of it.

    Attributes
    ----------
    rule_id
        Id of the rule.
    sentence
        The rule in one plain sentence.
    """

    kind: Literal["own_rule_forbids"] = "own_rule_forbids"
    rule_id: StrictStr
    sentence: StrictStr


class TooLong(OutputModel):
    """The rule ``fits-the-minutes``: the shortest session with it is too long.

    Attributes
    ----------
    least_seconds
        Whole seconds of the shortest session with it.
    budget_seconds
        Whole seconds there are.
    """

    kind: Literal["too_long"] = "too_long"
    least_seconds: SafeInt
    budget_seconds: SafeInt


class Avoided(OutputModel):
    """The person does not want it, or does not want to be in its position.

    Attributes
    ----------
    position
        The position that is not wanted; null when it is the stretch itself.
    """

    kind: Literal["avoided"] = "avoided"
    position: Position | None = None


class NeedsEquipment(OutputModel):
    """It cannot be done without something that is not at hand.

    Attributes
    ----------
    missing
        What is missing.
    """

    kind: Literal["needs_equipment"] = "needs_equipment"
    missing: tuple[Equipment, ...]


class StandsBy(OutputModel):
    """It stands in for other stretches when a condition or a wish rules them out, and today none does.

    Attributes
    ----------
    stretch_ids
        Ids of the stretches of its catalogue that it stands in for and that may be planned today or on a later day.
    """

    kind: Literal["stands_by"] = "stands_by"
    stretch_ids: tuple[StrictStr, ...]


class NotTargeted(OutputModel):
    """It works none of the areas asked for."""

    kind: Literal["not_targeted"] = "not_targeted"


class Difference(OutputModel):
    """How two best plans differ, at the first level of the objective that tells them apart.

    Attributes
    ----------
    measure
        The level that tells them apart.
    here
        Its value in this plan: quarter seconds, half seconds, seconds, days or a count, as the measure's name says.
    there
        Its value in the other plan, in the same unit.
    """

    measure: MeasureName
    here: SafeInt
    there: SafeInt


class Beaten(OutputModel):
    """Allowed, and the best plan does without it.

    Attributes
    ----------
    budget_seconds
        Whole seconds there are.
    proved
        Whether the plan is proved the best.
    outcome
        How the best plan with it compares. ``worse``: the best plan with it scores less, by ``gives_up``; ``tie``: it
        scores the same, and catalogue order decides; ``impossible``: no plan has it; ``not_worked_out``: the search for
        it was not made, or did not end.
    gives_up
        What the best plan with it would give up, for ``worse``; otherwise null.
    """

    kind: Literal["beaten"] = "beaten"
    budget_seconds: SafeInt
    proved: StrictBool
    outcome: OutcomeWith = "not_worked_out"
    gives_up: Difference | None = None


class Serves(OutputModel):
    """Why a stretch is in: the areas it works, and what the best plan without it would lose.

    Attributes
    ----------
    primary
        Ids of the areas that count and that it is meant for.
    secondary
        Ids of the areas that count and that are its secondary targets.
    named
        Ids of the areas that count and that a source only names for it.
    included
        Whether the person asked for this stretch itself.
    outcome
        How the best plan without it compares. ``worse``: without it the best plan loses what ``loses`` says;
        ``better``: without it, had it not been asked for, the best plan would gain that; ``tie``: another plan scores
        the same; ``impossible``: without it there is no plan; ``not_worked_out``: the search for it was not made or did
        not end.
    loses
        How the best plan without it differs, for ``worse`` and ``better``; otherwise null.
    """

    kind: Literal["serves"] = "serves"
    primary: tuple[StrictStr, ...]
    secondary: tuple[StrictStr, ...]
    named: tuple[StrictStr, ...] = ()
    included: StrictBool = False
    outcome: OutcomeWithout = "not_worked_out"
    loses: Difference | None = None


Because = Annotated[
    TooEarly
    | Aggravated
    | ConditionForbids
    | TooManySets
    | SetsPastAim
    | PainStops
    | PolicyForbids
    | OwnRuleForbids
    | TooLong
    | Avoided
    | NeedsEquipment
    | StandsBy
    | NotTargeted
    | Beaten,
    Field(discriminator="kind"),
]
"""Why a stretch is not in."""
