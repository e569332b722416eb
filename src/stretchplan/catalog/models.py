"""The typed catalogue: what can be done, with which dose, and where each fact comes from.

A catalogue says nothing of what *may* be done today: that is :mod:`stretchplan.safety`. It may point at a
caution of the rules by id; it can never define one.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, StringConstraints, model_validator

from stretchplan._base import Frozen
from stretchplan.catalog.vocabulary import Equipment, Position, Sides, Style, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

Id = Annotated[
    StrictStr,
    StringConstraints(min_length=1, max_length=64),
    Field(pattern=r"^[a-z][a-z0-9_]*\Z", description="lower-case letters, digits and underscores"),
]
Name = Annotated[StrictStr, StringConstraints(min_length=1, max_length=80), AfterValidator(clean_text)]
Text = Annotated[StrictStr, StringConstraints(min_length=1, max_length=600), AfterValidator(clean_text)]
RuleId = Annotated[StrictStr, StringConstraints(min_length=1, max_length=64)]

MAX_STRETCHES = 500
MAX_AREAS = 64

SECONDS_AIM = 60
"""Effective seconds per side at which a stretch has had its share of a session (ACSM, Garber et al. 2011)."""


class Source(Frozen):
    """Where facts of a catalogue come from.

    Attributes
    ----------
    id
        What ``provenance`` entries name.
    kind
        What sort of source it is: an ``article`` for readers, ``anatomy``, a ``convention`` of the field, a
        ``guideline``, a ``study``, or a ``policy`` of the catalogue's own authors.
    title
        The source in words.
    """

    id: Id
    kind: Literal["article", "anatomy", "convention", "guideline", "study", "policy"]
    title: Text


class Area(Frozen):
    """A part of the body that a person may want to work.

    Attributes
    ----------
    id
        What ``targets`` name.
    name
        The area in plain words.
    uberon
        UBERON identifier of the structure nearest to it, seven digits, or None.
    """

    id: Id
    name: Name
    uberon: Annotated[StrictStr, StringConstraints(pattern=r"^[0-9]{7}\Z")] | None = None


class Breath(Frozen):
    """One breath, and what the body does in it.

    Attributes
    ----------
    inhale_seconds, exhale_seconds
        Whole seconds, 1 to 15 each. For movements, one breath is one repetition.
    inhale_cue, exhale_cue
        What to do while breathing in and out.
    """

    inhale_seconds: StrictInt = Field(ge=1, le=15)
    exhale_seconds: StrictInt = Field(ge=1, le=15)
    inhale_cue: Text
    exhale_cue: Text

    @property
    def seconds(self) -> int:
        """Length of one breath in seconds."""
        return self.inhale_seconds + self.exhale_seconds


class _Sets(Frozen):
    min_sets: StrictInt = Field(ge=1, le=10)
    max_sets: StrictInt = Field(ge=1, le=10)

    @model_validator(mode="after")
    def _sets_in_order(self) -> Self:
        if self.min_sets > self.max_sets:
            raise ValueError(f"min_sets is {self.min_sets}, more than max_sets, {self.max_sets}")
        return self


class _Seconds(_Sets):
    min_seconds: StrictInt = Field(ge=1, le=300)
    max_seconds: StrictInt = Field(ge=1, le=300)
    step_seconds: StrictInt = Field(default=5, ge=1, le=60)

    @model_validator(mode="after")
    def _seconds_in_order(self) -> Self:
        if self.min_seconds > self.max_seconds:
            raise ValueError(f"min_seconds is {self.min_seconds}, more than max_seconds, {self.max_seconds}")
        if (self.max_seconds - self.min_seconds) % self.step_seconds:
            raise ValueError(
                f"steps of {self.step_seconds} s from min_seconds, {self.min_seconds}, do not reach max_seconds, "
                f"{self.max_seconds}; choose step_seconds so that they do"
            )
        return self

    @property
    def amounts(self) -> range:
        """Seconds per side and set that may be chosen, shortest first."""
        return range(self.min_seconds, self.max_seconds + 1, self.step_seconds)


class HoldDose(_Seconds):
    """A position held still.

    Attributes
    ----------
    min_seconds, max_seconds, step_seconds
        Seconds per side and set: the range, and the step at which doses are chosen within it.
    min_sets, max_sets
        Sets in a session.
    """

    kind: Literal["hold"]


class FlowDose(_Seconds):
    """A movement to and fro for a time, one breath a cycle.

    Attributes
    ----------
    min_seconds, max_seconds, step_seconds
        Seconds per side and set; each must be a whole number of breaths.
    min_sets, max_sets
        Sets in a session.
    """

    kind: Literal["flow"]


class RepetitionsDose(_Sets):
    """A movement counted in repetitions, one breath each.

    Attributes
    ----------
    min_repetitions, max_repetitions
        Repetitions per side and set.
    min_sets, max_sets
        Sets in a session.
    """

    kind: Literal["repetitions"]
    min_repetitions: StrictInt = Field(ge=1, le=100)
    max_repetitions: StrictInt = Field(ge=1, le=100)

    @model_validator(mode="after")
    def _repetitions_in_order(self) -> Self:
        if self.min_repetitions > self.max_repetitions:
            raise ValueError(
                f"min_repetitions is {self.min_repetitions}, more than max_repetitions, {self.max_repetitions}"
            )
        return self

    @property
    def amounts(self) -> range:
        """Repetitions per side and set that may be chosen, fewest first."""
        return range(self.min_repetitions, self.max_repetitions + 1)


Dose = Annotated[HoldDose | FlowDose | RepetitionsDose, Field(discriminator="kind")]


class Targets(Frozen):
    """The areas a stretch works.

    Attributes
    ----------
    primary
        Areas that are the point of the stretch: they count in full.
    secondary
        Areas it works besides: they count half.
    """

    primary: tuple[Id, ...] = Field(min_length=1, max_length=MAX_AREAS)
    secondary: tuple[Id, ...] = Field(default=(), max_length=MAX_AREAS)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[str] = set()
        for area in (*self.primary, *self.secondary):
            if area in seen:
                raise ValueError(f"the area {area!r} is listed twice")
            seen.add(area)
        return self


class Caution(Frozen):
    """Words to show while a caution of the safety rules applies to a stretch.

    Attributes
    ----------
    rule
        Id of the caution, such as ``twist-small``; the rule says when it applies.
    cue
        What to tell the person with every hold or movement while it does.
    """

    rule: RuleId
    cue: Text


class Ordering(Frozen):
    """Hints about a stretch's place in a session.

    Attributes
    ----------
    opens
        Whether it is a gentle mobilising stretch, fit to open a session.
    after
        Stretches that come at some time before it when both are in.
    straight_after
        The stretch that it follows at once when both are in, or None.
    """

    opens: StrictBool = False
    after: tuple[Id, ...] = Field(default=(), max_length=50)
    straight_after: Id | None = None


class GarminExercise(Frozen):
    """Numbers of an exercise in the Garmin FIT profile: ``exercise_category`` and ``exercise_name``."""

    category: StrictInt = Field(ge=0, le=65535)
    name: StrictInt = Field(ge=0, le=65535)


class CrossReferences(Frozen):
    """The same stretch in other systems; identifiers only.

    Attributes
    ----------
    garmin
        Numbers in the Garmin FIT profile.
    free_exercise_db
        Id in free-exercise-db (The Unlicense).
    wger
        Exercise number in wger (its texts are CC-BY-SA and are not used).
    """

    garmin: GarminExercise | None = None
    free_exercise_db: Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}\Z")] | None = None
    wger: Annotated[StrictInt, Field(ge=1)] | None = None


class Stretch(Frozen):
    """One stretch: everything that planning, checking and showing it need.

    Attributes
    ----------
    id
        Permanent; a removed one becomes a :class:`Tombstone`.
    name
        For people.
    aliases
        Other ids it is found under.
    position
        Where the body starts.
    style
        ``static`` (held), ``dynamic`` (moved) or ``strengthening``.
    sides
        ``each``: left and right one after the other; ``both``: both at once.
    dose
        The range per side and set, and the sets in a session.
    targets
        The areas it works.
    first_allowed_day
        Days since injury from which it may be planned; 0 is the day of the injury. Required: a catalogue that
        does not say is refused.
    setup
        How to get into place.
    cue
        What to do. ``{side}`` and ``{other_side}`` stand for the sides, for ``sides = "each"`` only.
    breath
        One breath; for movements it times the repetition and is required.
    cautions
        Words for the times when a caution of the rules applies.
    ordering
        Hints about its place in a session.
    equipment
        What helps; all of it optional.
    safety_word
        What the sources say of doing it with a sore back; None when they say nothing.
    references
        The same stretch in other systems.
    provenance
        Source id for each fact, by the fact's name (``dose``, ``targets.hips``, ``breath``…).
    """

    id: Id
    name: Name
    aliases: tuple[Id, ...] = Field(default=(), max_length=20)
    position: Position
    style: Style
    sides: Sides
    dose: Dose
    targets: Targets
    first_allowed_day: StrictInt = Field(ge=0, le=3650)
    setup: Text
    cue: Text
    breath: Breath | None = None
    cautions: tuple[Caution, ...] = Field(default=(), max_length=20)
    ordering: Ordering = Ordering()
    equipment: tuple[Equipment, ...] = Field(default=(), max_length=20)
    safety_word: Text | None = None
    references: CrossReferences = CrossReferences()
    provenance: dict[Annotated[StrictStr, StringConstraints(max_length=100)], Id] = Field(
        default={}, max_length=200
    )

    @property
    def sides_count(self) -> int:
        """How many times each set is done: 2 for ``each``, 1 for ``both``."""
        return 2 if self.sides == "each" else 1

    def work_seconds(self, amount: int) -> int:
        """Return the seconds that one set takes on one side.

        Parameters
        ----------
        amount
            Seconds for holds and flows, repetitions otherwise.
        """
        if self.dose.kind != "repetitions":
            return amount
        if self.breath is None:  # the validator refuses such a stretch; model_construct does not
            raise ValueError(f"{self.id} has repetitions and no breath to time them")
        return amount * self.breath.seconds


class Tombstone(Frozen):
    """What is left of a stretch that was removed, so that its id is never given to another.

    Attributes
    ----------
    id
        The id that was removed.
    replaced_by
        The stretch to use instead, or None.
    reason
        Why it was removed.
    """

    id: Id
    replaced_by: Id | None = None
    reason: Text


class Catalog(Frozen):
    """A set of stretches, the areas they work, and the sources of their facts.

    Load one with :func:`stretchplan.load_catalog`; the built-in one is :func:`stretchplan.builtin_catalog`.
    Making one checks every reference within it (see :mod:`stretchplan.catalog.validation`).

    Attributes
    ----------
    format
        Version of the file format, ``stretchplan-catalog/1``.
    id, version, title
        Which catalogue this is.
    sources, areas, stretches, tombstones
        Its entries; the order of ``stretches`` is what ties between equal plans are decided by.
    """

    format: Literal["stretchplan-catalog/1"] = "stretchplan-catalog/1"
    id: Id
    version: Annotated[StrictStr, StringConstraints(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}\Z")]
    title: Name
    sources: tuple[Source, ...] = Field(default=(), max_length=200)
    areas: tuple[Area, ...] = Field(min_length=1, max_length=MAX_AREAS)
    stretches: tuple[Stretch, ...] = Field(min_length=1, max_length=MAX_STRETCHES)
    tombstones: tuple[Tombstone, ...] = Field(default=(), max_length=1000)

    @cached_property
    def by_id(self) -> Mapping[str, Stretch]:
        """The stretches by id, in catalogue order."""
        return {stretch.id: stretch for stretch in self.stretches}

    @cached_property
    def area_ids(self) -> tuple[str, ...]:
        """The ids of the areas, in catalogue order."""
        return tuple(area.id for area in self.areas)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything the catalogue says, as ``sha256:`` and 64 hexadecimal digits."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
