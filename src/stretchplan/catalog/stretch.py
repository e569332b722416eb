"""A stretch: its position, dose, targets, words and ordering hints."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictStr,
    StringConstraints,
    model_validator,
)

from stretchplan.base.bounded import PatternText, WholeNumber
from stretchplan.base.models import FrozenDict
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import quoted
from stretchplan.catalog.doses import Breath, BreathCues, Dose
from stretchplan.catalog.entry import MAX_AREAS, Entry, Id, Name, RuleId, Text, entries
from stretchplan.catalog.vocabulary import POSITION_CALLED, Equipment, Load, Position, Sides, Style

__all__ = ["Caution", "CrossReferences", "Form", "GarminExercise", "Ordering", "Stretch", "TargetKind", "Targets"]
__all__ += ["are_two_words", "filled"]

TargetKind = Literal["primary", "secondary", "named"]
"""How an area of a stretch is meant: its main point, worked besides, or only named for it by a source."""


_REPLACED: Final = ("setup", "cue", "feel", "change", "figure")
"""The texts of a stretch that a form may give, with the name of its figure."""
_BREATH_CUES: Final = ("inhale_cue", "exhale_cue", "effort_out")


_PLACEHOLDER: Final = re.compile(r"\{(?:(?P<other>other_)?side|(?P<left>[^{}|]*)\|(?P<right>[^{}|]*))\}")
_LONGEST_WORD: Final = 40


def are_two_words(placeholder: str) -> bool:
    """Return whether a text in braces is a placeholder with a word for each side, such as ``{linke|rechte}``.

    A word has 1 to 40 letters; spaces, hyphens and apostrophes may stand inside.
    """
    found = _PLACEHOLDER.fullmatch(placeholder)
    return found is not None and found["left"] is not None and _is_word(found["left"]) and _is_word(found["right"])


def _is_word(text: str) -> bool:
    letters = (unicodedata.category(char)[0] in "LM" for char in re.sub("[ '\u2019-]", "", text))
    return 1 <= len(text) <= _LONGEST_WORD and text[0].isalpha() and text[-1] not in " '\u2019-" and all(letters)


def filled(text: str, side: Literal["left", "right", "both"]) -> str:
    """Return a text with the placeholders of the sides filled in, for the side that is worked.

    Examples
    --------
    >>> filled("Lift your {side} foot.", "left")
    'Lift your left foot.'
    >>> filled("Heb den {linken|rechten} Fuß.", "right")
    'Heb den rechten Fuß.'
    """
    other = {"left": "right", "right": "left", "both": "both"}[side]
    if "|" not in text:  # plans ask often, and this is ten times as fast
        return text.replace("{side}", side).replace("{other_side}", other)

    def word(found: re.Match[str]) -> str:
        if found["left"] is None:
            return other if found["other"] else side
        return f"{found['left']}/{found['right']}" if side == "both" else found[side]

    return _PLACEHOLDER.sub(word, text)


def _not_in_plain_words(value: Any) -> Any:
    """Refuse the words that people read for a position, such as sitting, with the word to write."""
    position = POSITION_CALLED.get(value) if isinstance(value, str) else None
    if position is not None:
        raise ValueError(f"{quoted(value)} is not allowed; did you mean {position!r}?")
    return value


class Targets(Entry):
    """The areas a stretch works, by how they are meant.

    An id has lower-case letters, digits and ``_``, such as ``lower_back``, and at most 64 characters.
    There are at most 64 in each list.

    Attributes
    ----------
    primary
        Areas that are the point of the stretch: they count in full.
    secondary
        Areas it also works: they count half.
    named
        Areas that a source names for it and that it hardly works, such as hamstrings with the knee bent. They answer a
        demand, count a quarter, and a plan that works an area only so says so.
    """

    primary: Annotated[tuple[Id, ...], entries(1, MAX_AREAS)]
    secondary: Annotated[tuple[Id, ...], entries(0, MAX_AREAS)] = ()
    named: Annotated[tuple[Id, ...], entries(0, MAX_AREAS)] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[str] = set()
        for area in (*self.primary, *self.secondary, *self.named):
            if area in seen:
                raise ValueError(f"the area {area!r} is listed twice")
            seen.add(area)
        return self

    def by_kind(self, *, named: bool = True) -> tuple[tuple[TargetKind, tuple[str, ...]], ...]:
        """Return each kind of target with its areas, the one that counts most first.

        Parameters
        ----------
        named
            Whether the areas that it is only named for are among them.
        """
        kinds: tuple[tuple[TargetKind, tuple[str, ...]], ...] = (
            ("primary", self.primary),
            ("secondary", self.secondary),
        )
        return (*kinds, ("named", self.named)) if named else kinds

    def areas(self, *, named: bool = True) -> frozenset[str]:
        """Return all its areas.

        Parameters
        ----------
        named
            Whether the areas that it is only named for are among them.
        """
        return frozenset(area for _, areas in self.by_kind(named=named) for area in areas)


class Caution(Entry):
    """The words to show while a caution of the safety rules applies to a stretch.

    An id of a rule has at most 64 characters, a cue at most 600.

    Attributes
    ----------
    rule
        Id of the caution, such as ``twist-small``; the rule says when it applies.
    cue
        The words to show with every hold or movement while it applies.
    """

    rule: RuleId
    cue: Text


class Form(Entry):
    """Another way to do a stretch, in place of its own while one of some rules applies.

    The first form of a stretch whose rules apply is taken. Each text that it gives replaces the stretch's own, and the
    sentences that its rules would add. The other texts stay.

    An id of a form, a rule or a figure has at most 64 characters, a name at most 80, another text at most 600. A form
    names at most 20 rules in each list.

    Attributes
    ----------
    id
        Its name in a plan, such as ``on_elbows``.
    rules
        Ids of rules, one of which must apply: a caution such as ``twist-small``, a day such as ``early-form``, pain
        (``pain-form``), or a condition such as ``wrist-pain``.
    also
        Ids of further rules, one of which must apply as well; empty when none must.
    name
        How it differs, in a few words to follow its name: ``on the elbows, low``.
    setup
        How to get into place; None: as in the stretch.
    cue
        What to do; None: as in the stretch.
    feel
        What to feel or to avoid; None: as in the stretch.
    change
        How to come out of one side and into the other; None: as in the stretch.
    inhale_cue
        What to do while breathing in, for a movement; None: as in the stretch.
    exhale_cue
        What to do while breathing out, for a movement; None: as in the stretch.
    effort_out
        What to do on each half of a breath with the effort on the out-breath; see :class:`Breath`.
    figure
        Name of the pose to draw; None: as in the stretch.
    """

    id: Id
    rules: Annotated[tuple[RuleId, ...], entries(1, 20)]
    also: Annotated[tuple[RuleId, ...], entries(0, 20)] = ()
    name: Name
    setup: Text | None = None
    cue: Text | None = None
    feel: Text | None = None
    change: Text | None = None
    inhale_cue: Text | None = None
    exhale_cue: Text | None = None
    effort_out: BreathCues | None = None
    figure: Id | None = None


class Ordering(Entry):
    """Hints about a stretch's place in a session.

    An id has lower-case letters, digits and ``_``, such as ``cat_cow``, and at most 64 characters.

    Attributes
    ----------
    opens
        Whether it is a gentle mobilising stretch, fit to open a session.
    after
        Ids of stretches that come before it, when the session has both; at most 50.
    straight_after
        Id of the stretch that it follows directly, when the session has both; or None.
    """

    opens: StrictBool = False
    after: Annotated[tuple[Id, ...], entries(0, 50)] = ()
    straight_after: Id | None = None


class GarminExercise(Entry):
    """Numbers of an exercise in the Garmin FIT profile.

    Attributes
    ----------
    category
        The number of its ``exercise_category``, 0 to 65,535.
    name
        The number of its ``exercise_name``, 0 to 65,535.
    """

    category: Annotated[int, WholeNumber(0, 65535)]
    name: Annotated[int, WholeNumber(0, 65535)]


class CrossReferences(Entry):
    """The same stretch in other systems; identifiers only.

    Attributes
    ----------
    garmin
        Numbers in the Garmin FIT profile.
    free_exercise_db
        Id in free-exercise-db (The Unlicense), such as ``Cat_Stretch``, at most 80 characters.
    wger
        Number of the exercise in wger, 1 to 2,147,483,647 (its texts are CC-BY-SA and are not used).
    """

    garmin: GarminExercise | None = None
    free_exercise_db: (
        Annotated[str, PatternText(r"^[A-Za-z0-9_-]{1,80}$", "1 to 80 letters, digits, hyphens and underscores")] | None
    ) = None
    wger: Annotated[int, WholeNumber(1, 2**31 - 1)] | None = None


class Stretch(NotebookRepr, Entry):
    """A stretch, with everything that planning, checking and rendering need.

    An id has lower-case letters, digits and ``_``, such as ``cat_cow``, and at most 64 characters. A name has
    at most 80 characters, another text at most 600. Each list has at most 20 entries.

    Attributes
    ----------
    id
        Permanent; a removed one becomes a :class:`Tombstone`.
    name
        For people.
    aliases
        Other ids it is found under.
    position
        Where the body starts. :data:`stretchplan.catalog.POSITIONS` lists the positions.
    style
        How it is done: ``static`` (held), ``dynamic`` (moved) or ``strengthening``.
    sides
        Whether the sides are worked one after the other (``each``) or both at once (``both``).
    dose
        The range per side and set, and the sets in a session.
    targets
        The areas it works.
    first_allowed_day
        Days since injury from which it may be planned, 0 to 3,650; 0 is the day of the injury. Required: a catalogue
        that does not say is refused.
    setup
        How to get into place: hands, head and the other leg. Placeholders for the sides, ``{side}`` and
        ``{other_side}``, may stand in ``setup``, ``cue``, ``feel`` and ``change`` where ``sides`` is ``each``. They
        become English words; ``{linke|rechte}`` has the words of another language, the first for the left side.
    cue
        What to do; where ``sides`` is ``each`` it says which side, by ``{side}``, ``{other_side}`` or a word for each
        side, such as ``{linke|rechte}``.
    feel
        What to feel and what to avoid; None when nothing is said.
    change
        How to come out of one side and into the other, where ``sides`` is ``each``; ``{side}`` is the side to change
        to. None when nothing is said.
    breath
        One breath of a movement, which it times; None for a hold.
    cautions
        Words for the times when a caution of the rules applies.
    forms
        Other ways to do it, for the times when a rule about the day, pain or a condition applies.
    figure
        Name of the pose to draw; None: the one named like the stretch.
    ordering
        Hints about its place in a session.
    loads
        What it demands of joints that a condition may forbid; empty when nothing. None when the catalogue does not
        say: then every condition whose rule is about loads excludes it. :data:`stretchplan.catalog.LOADS` lists what
        there is.
    equipment
        Things that help, all optional: ``mat``, ``cushion``, ``towel``, ``strap``, ``chair``, ``wall``, ``table`` or
        ``bed``.
    needs
        Things that it cannot be done without.
    stands_in
        Ids of the stretches that it can take the place of, in this catalogue or another. A plan keeps it for the days
        when one of them is out; see docs/catalogue.md.
    safety_word
        The sources' words about doing it with a sore back; None when they have none.
    references
        The same stretch in other systems.
    provenance
        Source id for each fact, at most 200, by the name of the fact (``dose``, ``targets.hips``, ``breath``…).
    """

    id: Id
    name: Name
    aliases: Annotated[tuple[Id, ...], entries(0, 20)] = ()
    position: Annotated[Position, BeforeValidator(_not_in_plain_words)]
    style: Style
    sides: Sides
    dose: Dose
    targets: Targets
    first_allowed_day: Annotated[int, WholeNumber(0, 3650)]
    setup: Text
    cue: Text
    feel: Text | None = None
    change: Text | None = None
    breath: Breath | None = None
    cautions: Annotated[tuple[Caution, ...], entries(0, 20)] = ()
    forms: Annotated[tuple[Form, ...], entries(0, 20)] = ()
    figure: Id | None = None
    ordering: Ordering = Ordering()
    loads: Annotated[tuple[Load, ...], entries(0, 20)] | None = None
    equipment: Annotated[tuple[Equipment, ...], entries(0, 20)] = ()
    needs: Annotated[tuple[Equipment, ...], entries(0, 20)] = ()
    stands_in: Annotated[tuple[Id, ...], entries(0, 20)] = ()
    safety_word: Text | None = None
    references: CrossReferences = CrossReferences()
    provenance: Annotated[
        Mapping[Annotated[StrictStr, StringConstraints(max_length=100)], Id],
        entries(0, 200),
        AfterValidator(FrozenDict),
    ] = Field(default={}, validate_default=True)

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what tells stretches apart, without the texts and sources."""
        for name in ("id", "name", "position", "style", "sides", "dose", "targets", "first_allowed_day"):
            yield name, getattr(self, name)

    @property
    def sides_count(self) -> int:
        """How many times each set is done: 2 for ``each``, 1 for ``both``."""
        return 2 if self.sides == "each" else 1

    @property
    def place(self) -> str:
        """Where the body is: its position, and whether that is on a bed. Between two places there is a move."""
        if "bed" in self.needs and self.position not in ("seated", "standing"):
            return f"{self.position} in bed"
        return self.position

    @property
    def on_floor(self) -> bool:
        """Whether a person has to get down to the floor for it."""
        return self.place == self.position and self.position not in ("seated", "standing")

    def cue_for(self, side: Literal["left", "right", "both"]) -> str:
        """Return the cue with its placeholders filled in: what to do when this side is worked.

        Parameters
        ----------
        side
            ``left``, ``right`` or ``both``.
        """
        return filled(self.cue, side)

    def setup_for(self, side: Literal["left", "right", "both"]) -> str:
        """Return the setup with its placeholders filled in: how to get into place to work this side first.

        Parameters
        ----------
        side
            ``left``, ``right`` or ``both``.
        """
        return filled(self.setup, side)

    def feel_for(self, side: Literal["left", "right", "both"]) -> str | None:
        """Return what to feel and to avoid on this side, or None.

        Parameters
        ----------
        side
            ``left``, ``right`` or ``both``.
        """
        return None if self.feel is None else filled(self.feel, side)

    def change_for(self, side: Literal["left", "right", "both"]) -> str | None:
        """Return how to come out of the other side and into this one, or None.

        Parameters
        ----------
        side
            ``left``, ``right`` or ``both``.
        """
        return None if self.change is None else filled(self.change, side)

    def in_form(self, form: Form | None, *, effort_out: bool = False) -> Self:
        """Return the stretch with the texts and the figure that a form gives.

        Parameters
        ----------
        form
            One of its forms; None leaves its own texts.
        effort_out
            Whether the breath cues are those with the effort on the out-breath, where there are such.
        """
        texts: dict[str, Any] = {}
        breath = self.breath
        if form is not None:
            texts = {name: given for name in _REPLACED if (given := getattr(form, name)) is not None}
            if breath is not None:
                cues = {name: given for name in _BREATH_CUES if (given := getattr(form, name)) is not None}
                breath = breath.model_copy(update=cues)
        if effort_out and breath is not None and breath.effort_out is not None:
            cues = {name: getattr(breath.effort_out, name) for name in _BREATH_CUES[:2]}
            breath = breath.model_copy(update=cues | {"begins_with": "exhale"})
        if breath is not self.breath:
            texts["breath"] = breath
        return self.model_copy(update=texts) if texts else self

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
