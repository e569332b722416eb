"""The reasons why a stretch is in a plan or not, as typed values without wording.

:mod:`stretchplan.words.reasons` puts them into English; a translation is another module with the same functions. The
docstrings of these models are published in docs/plan.schema.json.
"""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictStr

from stretchplan.base.models import OutputModel, SafeInt
from stretchplan.catalog.vocabulary import Equipment, Load, Position
from stretchplan.inputs.conditions import Condition

__all__ = [
    "Avoided",
    "Beaten",
    "Because",
    "ConditionForbids",
    "Difference",
    "MeasureName",
    "NeedsEquipment",
    "NotTargeted",
    "OwnRuleForbids",
    "PainStops",
    "PolicyForbids",
    "Serves",
    "SetsPastAim",
    "TooEarly",
    "TooLong",
    "TooManySets",
]

MeasureName = Literal[
    "least_served_half_seconds", "total_served_half_seconds", "stretches", "stretching_seconds", "position_changes"
]
"""The levels of the objective, the most important first."""


class TooEarly(OutputModel):
    """``recovery-window``: before its first allowed day."""

    kind: Literal["too_early"] = "too_early"
    day: SafeInt
    first_allowed_day: SafeInt


class ConditionForbids(OutputModel):
    """A rule about a condition: by one of the stretch's loads, by its position, or whatever it asks.

    Attributes
    ----------
    condition
        Which one.
    load, position
        What the rule turns on; both None when it forbids every stretch, or when the catalogue does not say what the
        stretch asks of the body.
    unknown
        Whether it is the latter.
    """

    kind: Literal["condition_forbids"] = "condition_forbids"
    condition: Condition
    load: Load | None = None
    position: Position | None = None
    unknown: StrictBool = False


class TooManySets(OutputModel):
    """``early-dose``: it needs more sets than the day allows."""

    kind: Literal["too_many_sets"] = "too_many_sets"
    day: SafeInt
    min_sets: SafeInt
    most_sets: SafeInt


class SetsPastAim(OutputModel):
    """``sixty-seconds``: it needs more sets than are ever planned, or fewer already reach the aim per side."""

    kind: Literal["sets_past_aim"] = "sets_past_aim"
    min_sets: SafeInt
    most_sets: SafeInt
    aim_seconds_per_side: SafeInt


class PainStops(OutputModel):
    """``pain-stop``: nothing is planned at this pain."""

    kind: Literal["pain_stops"] = "pain_stops"
    pain: SafeInt


class PolicyForbids(OutputModel):
    """``caller-policy``: the stretch, its position, or every one of its doses."""

    kind: Literal["policy_forbids"] = "policy_forbids"
    what: Literal["stretch", "position", "max_hold_seconds", "max_repetitions"]
    most: SafeInt | None = None


class OwnRuleForbids(OutputModel):
    """A rule of the caller's own leaves no dose of it."""

    kind: Literal["own_rule_forbids"] = "own_rule_forbids"
    rule_id: StrictStr
    sentence: StrictStr


class TooLong(OutputModel):
    """``fits-the-minutes``: the shortest session with it is too long."""

    kind: Literal["too_long"] = "too_long"
    least_seconds: SafeInt
    budget_seconds: SafeInt


class Avoided(OutputModel):
    """The person does not want it, or does not want to be in its position."""

    kind: Literal["avoided"] = "avoided"
    position: Position | None = None


class NeedsEquipment(OutputModel):
    """It cannot be done without something that is not at hand."""

    kind: Literal["needs_equipment"] = "needs_equipment"
    missing: tuple[Equipment, ...]


class NotTargeted(OutputModel):
    """It works none of the areas asked for."""

    kind: Literal["not_targeted"] = "not_targeted"


class Difference(OutputModel):
    """How two best plans differ, at the first level of the objective that tells them apart.

    Attributes
    ----------
    measure
        That level.
    here, there
        Its value in this plan, and in the other one.
    """

    measure: MeasureName
    here: SafeInt
    there: SafeInt


class Beaten(OutputModel):
    """Allowed, and the best plan does without it.

    Attributes
    ----------
    budget_seconds
        The seconds there are.
    proved
        Whether the plan is proved the best.
    outcome
        ``worse``: the best plan with it scores less, by ``gives_up``; ``tie``: it scores the same, and catalogue order
        decides; ``impossible``: no plan has it; ``not_worked_out``: the search for it was not made, or did not end.
    gives_up
        For ``worse``.
    """

    kind: Literal["beaten"] = "beaten"
    budget_seconds: SafeInt
    proved: StrictBool
    outcome: Literal["worse", "tie", "impossible", "not_worked_out"] = "not_worked_out"
    gives_up: Difference | None = None


class Serves(OutputModel):
    """Why a stretch is in: the areas it works, and what the best plan without it would lose.

    Attributes
    ----------
    primary, secondary
        Names of the areas that count, of those it works.
    included
        Whether the person asked for this stretch itself.
    outcome
        ``worse``: without it the best plan loses what ``loses`` says; ``better``: without it, had it not been asked
        for, the best plan would gain that; ``tie``: another plan scores the same; ``impossible``: without it there is
        no plan; ``not_worked_out``: the search for it was not made or did not end.
    loses
        For ``worse`` and ``better``.
    """

    kind: Literal["serves"] = "serves"
    primary: tuple[StrictStr, ...]
    secondary: tuple[StrictStr, ...]
    included: StrictBool = False
    outcome: Literal["worse", "better", "tie", "impossible", "not_worked_out"] = "not_worked_out"
    loses: Difference | None = None


Because = Annotated[
    TooEarly
    | ConditionForbids
    | TooManySets
    | SetsPastAim
    | PainStops
    | PolicyForbids
    | OwnRuleForbids
    | TooLong
    | Avoided
    | NeedsEquipment
    | NotTargeted
    | Beaten,
    Field(discriminator="kind"),
]
"""Why a stretch is not in."""
