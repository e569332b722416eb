"""What the errors of :mod:`stretchplan.errors` are made of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem", "Reason"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with some input.

    Attributes
    ----------
    where
        The place, as a dotted path, such as ``targets`` or ``stretches[2].dose.max_seconds``. Empty for the
        whole input.
    value
        What stood there, as a short printable text; empty when nothing did.
    message
        What is wrong and what is allowed, as one sentence.
    suggestion
        The nearest known name, when one is near; else None.
    """

    where: str
    value: str
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True, slots=True)
class Reason:
    """One demand that cannot be met, and why.

    Attributes
    ----------
    demand
        What was asked: ``targets.<area>`` or ``minutes``.
    rule_ids
        The rules that stand against it, in the order of :func:`stretchplan.rules`.
    stretch_ids
        The stretches that would have met it.
    message
        The same as one sentence.
    """

    demand: str
    rule_ids: tuple[str, ...]
    stretch_ids: tuple[str, ...]
    message: str
