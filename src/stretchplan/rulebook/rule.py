"""The fields of a rule: id, family, sentence, bound, source and strength."""

from typing import Literal

from stretchplan.base.models import Frozen

__all__ = ["Family", "Rule", "Strength"]

Strength = Literal["guideline", "study", "consensus", "practice", "article", "policy"]
"""What a rule rests on, from a clinical guideline down to this library's own decision."""

Family = Literal[
    "screening",
    "recovery",
    "history",
    "person",
    "dose",
    "minutes",
    "breath",
    "order",
    "pain",
    "policy",
    "demand",
    "record",
    "programme",
]
"""What a rule is about. ``history`` rules look back at the sessions before, ``record`` rules require that a plan's
statements about itself are true, and ``programme`` rules are about a programme and not about a plan."""


class Rule(Frozen):
    """One safety rule.

    Attributes
    ----------
    id
        Stable, kebab-case.
    family
        What it is about: ``screening``, ``recovery``, ``history``, ``person``, ``dose``, ``minutes``, ``breath``,
        ``order``, ``pain``, ``policy``, ``demand``, ``record`` or ``programme``.
    sentence
        The rule in one plain sentence.
    bound
        What exactly it requires or forbids, with its numbers.
    source
        Where it comes from: a DOI where there is one, else the source in words.
    strength
        What it rests on: a ``guideline``, a ``study``, ``consensus``, ``practice``, an ``article`` or a ``policy`` of
        this library.
    note
        Which part is this library's decision, and what the source does not say; None when there is nothing to add.
    """

    id: str
    family: Family
    sentence: str
    bound: str
    source: str
    strength: Strength
    note: str | None = None
