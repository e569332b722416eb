"""The conditions that a profile may state. :mod:`stretchplan.safety` says what each rules out.

Nothing here diagnoses: the caller states a diagnosis that the person already has. The list is closed, because a
condition without a rule would rule out nothing.
"""

from typing import Final, Literal

from stretchplan.base.models import Frozen
from stretchplan.base.translation import ENGLISH, LanguageName, known_language, marked, say, speaking

__all__ = ["CONDITIONS", "Condition", "ConditionEntry", "conditions"]

Condition = Literal[
    "osteoporosis",
    "spinal_stenosis",
    "spondylolisthesis",
    "hip_replacement",
    "knee_pain",
    "wrist_pain",
    "pregnancy",
    "recent_spinal_surgery",
    "disc_leg_pain",
]


class ConditionEntry(Frozen):
    """One condition that a profile may state.

    Attributes
    ----------
    id
        Stable, snake_case: what ``profile.conditions`` holds. All of them are in :func:`stretchplan.conditions`.
    name
        The condition in a few words, to follow "with"; pregnancy follows "in".
    description
        A plain sentence to show beside a checkbox.
    rule_id
        The rule that says what it rules out.
    """

    id: Condition
    name: str
    description: str
    rule_id: str


def _entry(condition: Condition, name: str, description: str) -> ConditionEntry:
    return ConditionEntry(id=condition, name=name, description=description, rule_id=condition.replace("_", "-"))


CONDITIONS: Final[dict[Condition, ConditionEntry]] = {
    entry.id: entry
    for entry in (
        _entry(
            "osteoporosis",
            marked("osteoporosis"),
            marked("Osteoporosis (thin bones), or a fracture of a vertebra in the past."),
        ),
        _entry("spinal_stenosis", marked("spinal stenosis"), marked("Spinal stenosis: a narrowed spinal canal.")),
        _entry(
            "spondylolisthesis",
            marked("spondylolisthesis"),
            marked("Spondylolisthesis: a vertebra that has slipped forward."),
        ),
        _entry("hip_replacement", marked("a hip replacement"), marked("A replaced hip joint, on one side or both.")),
        _entry("knee_pain", marked("knee pain"), marked("Pain in a knee when it is bent far.")),
        _entry("wrist_pain", marked("wrist pain"), marked("Pain in a wrist when weight is put on the hand.")),
        _entry(
            "pregnancy",
            marked("pregnancy"),
            marked("Pregnancy, certain or possible. Without a stated trimester it counts as after the first."),
        ),
        _entry(
            "recent_spinal_surgery",
            marked("recent spinal surgery"),
            marked("An operation on the spine, until a clinician has said which stretches are fine again."),
        ),
        _entry(
            "disc_leg_pain", marked("pain down the leg"), marked("Back pain together with pain that runs down a leg.")
        ),
    )
}
"""By id, in the order of the rules."""


def conditions(language: LanguageName = ENGLISH) -> tuple[ConditionEntry, ...]:
    """Return every condition that a profile may state.

    Parameters
    ----------
    language
        The language of the names and descriptions: ``en`` or ``de``.

    Returns
    -------
    tuple of ConditionEntry
        In the order of the rules. :func:`stretchplan.rules` says what each excludes or changes, and on which source.

    Raises
    ------
    InvalidRequest
        If the library does not speak ``language``.

    Examples
    --------
    >>> import stretchplan as sp
    >>> [entry.id for entry in sp.conditions()][:2]
    ['osteoporosis', 'spinal_stenosis']
    """
    with speaking(known_language(language)):
        return tuple(
            entry.model_copy(update={"name": say(entry.name), "description": say(entry.description)})
            for entry in CONDITIONS.values()
        )
