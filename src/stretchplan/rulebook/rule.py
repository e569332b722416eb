"""What a rule is: its id, its sentence, its bound, its source and its strength."""

from typing import Literal

from stretchplan.base.models import Frozen

__all__ = ["Family", "Rule", "Strength"]

Strength = Literal["guideline", "study", "consensus", "practice", "article", "policy"]
"""What a rule rests on, from a clinical guideline down to this library's own decision."""

Family = Literal[
    "screening", "recovery", "person", "dose", "minutes", "breath", "order", "pain", "policy", "demand", "record"
]
"""What a rule is about. ``record`` rules say that a plan must be what it says it is."""


class Rule(Frozen):
    """One safety rule.

    Attributes
    ----------
    id
        Stable, kebab-case.
    family
        What it is about.
    sentence
        The rule in one plain sentence.
    bound
        Its numbers.
    source
        Where it comes from: a DOI where there is one, else the source in words.
    strength
        What it rests on.
    note
        What is the library's own in it, and what the source does not say; None when there is nothing to add.
    """

    id: str
    family: Family
    sentence: str
    bound: str
    source: str
    strength: Strength
    note: str | None = None
