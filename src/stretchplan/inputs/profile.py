"""What a caller states about a person: conditions, clearances, and stretches to avoid or to include."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self, SupportsIndex, TypedDict, Unpack, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from stretchplan.base.bounded import WholeNumber
from stretchplan.base.described import StatedValidator
from stretchplan.base.errors import Problem
from stretchplan.base.messages import contradictory, first_problems
from stretchplan.base.models import InputModel, read_json
from stretchplan.base.name_sets import SORTED, Chosen, Names, known_names, names, plain
from stretchplan.base.text import quoted
from stretchplan.catalog.vocabulary import POSITION_CALLED, Equipment, Position
from stretchplan.inputs.conditions import CONDITIONS, Condition

__all__ = ["Clearance", "Profile", "ProfileFields", "parse_profile"]

_MOST_CLEARANCES: Final = 500
_CONDITIONS = names("conditions", "knee_pain", known=tuple(CONDITIONS))
_STRETCHES = names("stretches", "cobra_pose")
_POSITIONS = names("positions", "prone", known=get_args(Position), called=POSITION_CALLED)
_EQUIPMENT = names("pieces of equipment", "mat", known=get_args(Equipment))


def _one_condition(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, str):
        known_names([value], "conditions", tuple(CONDITIONS))
    return value


class Clearance(InputModel):
    """A caller's word that a clinician cleared one stretch for one condition.

    It lifts the exclusion of that stretch by that condition's rule, and nothing else: not the recovery window, not
    pain, not screening, not another condition.

    Attributes
    ----------
    stretch_id
        Id or alias of the stretch, such as ``cobra_pose``, at most 64 characters.
    condition
        The condition it was cleared for, one of :func:`stretchplan.conditions`.
    """

    where: ClassVar[str] = "cleared"

    stretch_id: Annotated[str, Field(min_length=1, max_length=64)]
    condition: Annotated[Condition, BeforeValidator(_one_condition)]


def _clearances(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        raise ValueError(
            f"{quoted(value)} is not allowed; give a list of clearances, such as "
            "[{'stretch_id': 'cobra_pose', 'condition': 'wrist_pain'}]"
        )
    if len(value) > _MOST_CLEARANCES:
        raise ValueError(f"{len(value)} clearances are not allowed; give at most {_MOST_CLEARANCES}")
    return value


def _in_order(cleared: tuple[Clearance, ...]) -> tuple[Clearance, ...]:
    """Sort clearances and drop repeated ones, so that profiles that say the same are equal."""
    return tuple(sorted(dict.fromkeys(cleared), key=lambda clearance: (clearance.stretch_id, clearance.condition)))


class ProfileFields(TypedDict, total=False):
    """What type checkers let a caller give for each field of a :class:`Profile`."""

    conditions: Chosen[Condition]
    trimester: SupportsIndex | None
    cleared: Sequence[Clearance | Mapping[str, object]]
    avoid_stretches: Names
    avoid_positions: Chosen[Position]
    include: Names
    equipment: Chosen[Equipment] | None


class Profile(InputModel):
    """What a caller states about a person. All of it is optional; nothing is assumed.

    Each list has at most 500 entries.

    Parameters
    ----------
    conditions
        Ids of the conditions in :func:`stretchplan.conditions`. Each excludes stretches or changes how they are done,
        by its rule.
    trimester
        Number of the trimester of a pregnancy: 1, 2 or 3. With ``pregnancy`` and no trimester, the rule reads it as
        after the first.
    cleared
        What a clinician has cleared, each a :class:`Clearance`; the condition must be stated too.
    avoid_stretches
        Ids of stretches that the person does not want.
    avoid_positions
        Positions that the person does not want to be in. :data:`stretchplan.catalog.POSITIONS` lists them.
    include
        Ids of stretches that must be in. A rule that forbids one is not lifted: then there is no plan.
    equipment
        What is at hand: ``cushion``, ``towel``, ``strap``, ``chair``, ``wall``, ``table``, ``bed``; None when it is
        not known. When it is stated, stretches that cannot be done without another
        piece are left out. What merely helps, as a mat does, leaves nothing out.

    Raises
    ------
    InvalidRequest
        When a name is not known, or the fields contradict one another.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.Profile(conditions={"wrist_pain"}, avoid_positions={"kneeling"}).avoid_positions
    frozenset({'kneeling'})
    """

    where: ClassVar[str] = "profile"
    _needed: ClassVar[str] = "a profile"

    conditions: Annotated[frozenset[Condition], _CONDITIONS, SORTED] = frozenset()
    trimester: Annotated[int, WholeNumber(1, 3)] | None = None
    cleared: Annotated[
        tuple[Clearance, ...],
        StatedValidator(_clearances, "before", maxItems=_MOST_CLEARANCES),
        AfterValidator(_in_order),
    ] = ()
    avoid_stretches: Annotated[frozenset[str], _STRETCHES, SORTED] = frozenset()
    avoid_positions: Annotated[frozenset[Position], _POSITIONS, SORTED] = frozenset()
    include: Annotated[frozenset[str], _STRETCHES, SORTED] = frozenset()
    equipment: Annotated[frozenset[Equipment], _EQUIPMENT, SORTED] | None = None

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[ProfileFields]) -> None: ...

    def renamed(self, ids: Mapping[str, str]) -> Self:
        """Return the profile with the ids of stretches instead of their aliases.

        Parameters
        ----------
        ids
            The id by each alias, such as :attr:`stretchplan.Catalog.ids`; a name that it lacks stays as it is.

        Raises
        ------
        InvalidRequest
            When one stretch is to be in and to be avoided, under two names.
        """
        given = {*self.avoid_stretches, *self.include, *(clearance.stretch_id for clearance in self.cleared)}
        if all(ids.get(name, name) == name for name in given):
            return self
        changed: dict[str, Any] = {
            "avoid_stretches": {ids.get(name, name) for name in self.avoid_stretches},
            "include": {ids.get(name, name) for name in self.include},
            "cleared": [
                {"stretch_id": ids.get(c.stretch_id, c.stretch_id), "condition": c.condition} for c in self.cleared
            ],
        }
        return self.model_copy(update=changed)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        both = first_problems(
            Problem("include", shown, f"{shown} is in include and in avoid_stretches; leave it out of one of them")
            for shown in map(quoted, sorted(self.include & self.avoid_stretches))
        )
        if both:
            raise contradictory(type(self), both)
        return self


def parse_profile(text: str | bytes) -> Profile:
    """Return the profile that a JSON text holds, read strictly; a field that stands twice is an error.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8; at most 1 MiB.

    Raises
    ------
    InvalidRequest
        When the text is not JSON or is not a valid profile.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.parse_profile('{"conditions": ["wrist_pain"]}').conditions
    frozenset({'wrist_pain'})
    """
    return read_json(Profile, text)
