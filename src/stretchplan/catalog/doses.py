"""The doses of a stretch per side and set, and the breath that times a movement."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from stretchplan.base.bounded import WholeNumber
from stretchplan.catalog.entry import Entry, Text, entries

__all__ = ["Breath", "BreathCues", "BreathHalf", "Dose", "FlowDose", "HoldDose", "RepetitionsDose"]


BreathHalf = Literal["inhale", "exhale"]


class BreathCues(Entry):
    """What the body does on the two halves of a breath.

    A cue has at most 600 characters.

    Attributes
    ----------
    inhale_cue
        What to do while breathing in.
    exhale_cue
        What to do while breathing out.
    """

    inhale_cue: Text
    exhale_cue: Text


class Breath(Entry):
    """One breath, and what the body does in it.

    A cue has at most 600 characters.

    Attributes
    ----------
    inhale_seconds
        Whole seconds of breathing in, 1 to 15. For movements, one breath is one repetition.
    exhale_seconds
        Whole seconds of breathing out, 1 to 15, at least as long as breathing in.
    inhale_cue
        What to do while breathing in.
    exhale_cue
        What to do while breathing out.
    begins_with
        The half that a movement begins with: ``inhale`` or ``exhale``.
    effort_out
        What to do on each half where the effort is made on the out-breath, as physiotherapy commonly teaches and no
        trial compares; for
        movements whose own cues make it on the in-breath. It then begins with the out-breath. None where the two agree,
        or nothing is known.
    """

    inhale_seconds: Annotated[int, WholeNumber(1, 15)]
    exhale_seconds: Annotated[int, WholeNumber(1, 15)]
    inhale_cue: Text
    exhale_cue: Text
    begins_with: BreathHalf = "inhale"
    effort_out: BreathCues | None = None

    @property
    def seconds(self) -> int:
        """Length of one breath in seconds."""
        return self.inhale_seconds + self.exhale_seconds


class _Sets(Entry):
    min_sets: Annotated[int, WholeNumber(1, 10)]
    max_sets: Annotated[int, WholeNumber(1, 10)]

    @model_validator(mode="after")
    def _sets_in_order(self) -> Self:
        if self.min_sets > self.max_sets:
            raise ValueError(f"min_sets is {self.min_sets}, more than max_sets, {self.max_sets}")
        return self


_MOST_CHOICES = 30


def _agree(choices: Sequence[int], least: tuple[str, int], most: tuple[str, int]) -> None:
    """Refuse choices that are not in order or do not begin and end with the range."""
    for before, after in pairwise(choices):
        if before >= after:
            raise ValueError(f"choices has {after} after {before}; list each amount once, smallest first")
    for (name, bound), place, word in ((least, 0, "begin"), (most, -1, "end")):
        if choices[place] != bound:
            raise ValueError(f"choices {word}s with {choices[place]}; it must {word} with {name}, {bound}")


class _Seconds(_Sets):
    min_seconds: Annotated[int, WholeNumber(2, 300)]
    max_seconds: Annotated[int, WholeNumber(2, 300)]
    step_seconds: Annotated[int, WholeNumber(1, 60)] = 5
    choices: Annotated[tuple[Annotated[int, WholeNumber(2, 300)], ...], entries(1, _MOST_CHOICES)] | None = None

    @model_validator(mode="after")
    def _seconds_in_order(self) -> Self:
        if self.min_seconds > self.max_seconds:
            raise ValueError(f"min_seconds is {self.min_seconds}, more than max_seconds, {self.max_seconds}")
        if self.choices is not None:
            _agree(self.choices, ("min_seconds", self.min_seconds), ("max_seconds", self.max_seconds))
        elif (self.max_seconds - self.min_seconds) % self.step_seconds:
            raise ValueError(
                f"steps of {self.step_seconds} s from min_seconds, {self.min_seconds}, do not reach max_seconds, "
                f"{self.max_seconds}; choose step_seconds so that they do"
            )
        return self

    @property
    def amounts(self) -> Sequence[int]:
        """Seconds per side and set that may be chosen, shortest first."""
        return self.choices or range(self.min_seconds, self.max_seconds + 1, self.step_seconds)


class HoldDose(_Seconds):
    """A position held still.

    Attributes
    ----------
    kind
        The kind of dose: ``hold``, a position held still.
    min_seconds
        Fewest seconds per side and set, 2 to 300.
    max_seconds
        Most seconds per side and set, 2 to 300.
    step_seconds
        Seconds between two doses of the range, 1 to 60.
    choices
        The seconds of the range that may be chosen, at most 30 numbers of 2 to 300, shortest first, such as 10, 15, 20
        and 30; then the step does not
        count. None: every step.
    min_sets
        Fewest sets in a session, 1 to 10.
    max_sets
        Most sets in a session, 1 to 10.
    """

    kind: Literal["hold"]


class FlowDose(_Seconds):
    """A movement to and fro for a time, one breath a cycle.

    Attributes
    ----------
    kind
        The kind of dose: ``flow``, a movement to and fro for a time.
    min_seconds
        Fewest seconds per side and set, 2 to 300, a whole number of breaths.
    max_seconds
        Most seconds per side and set, 2 to 300, a whole number of breaths.
    step_seconds
        Seconds between two doses of the range, 1 to 60, a whole number of breaths.
    choices
        The seconds of the range that may be chosen, at most 30 numbers of 2 to 300, shortest first, each a whole number
        of breaths; then the step does not count. None: every step.
    min_sets
        Fewest sets in a session, 1 to 10.
    max_sets
        Most sets in a session, 1 to 10.
    """

    kind: Literal["flow"]


class RepetitionsDose(_Sets):
    """A movement counted in repetitions, one breath each.

    Attributes
    ----------
    kind
        The kind of dose: ``repetitions``, a counted movement.
    min_repetitions
        Fewest repetitions per side and set, 1 to 100.
    max_repetitions
        Most repetitions per side and set, 1 to 100.
    choices
        The repetitions of the range that may be chosen, at most 30 numbers of 1 to 100, fewest first, such as 5, 8 and
        10. None: every number.
    min_sets
        Fewest sets in a session, 1 to 10.
    max_sets
        Most sets in a session, 1 to 10.
    """

    kind: Literal["repetitions"]
    min_repetitions: Annotated[int, WholeNumber(1, 100)]
    max_repetitions: Annotated[int, WholeNumber(1, 100)]
    choices: Annotated[tuple[Annotated[int, WholeNumber(1, 100)], ...], entries(1, _MOST_CHOICES)] | None = None

    @model_validator(mode="after")
    def _repetitions_in_order(self) -> Self:
        if self.min_repetitions > self.max_repetitions:
            raise ValueError(
                f"min_repetitions is {self.min_repetitions}, more than max_repetitions, {self.max_repetitions}"
            )
        if self.choices is not None:
            _agree(self.choices, ("min_repetitions", self.min_repetitions), ("max_repetitions", self.max_repetitions))
        return self

    @property
    def amounts(self) -> Sequence[int]:
        """Repetitions per side and set that may be chosen, fewest first."""
        return self.choices or range(self.min_repetitions, self.max_repetitions + 1)


Dose = Annotated[HoldDose | FlowDose | RepetitionsDose, Field(discriminator="kind")]
