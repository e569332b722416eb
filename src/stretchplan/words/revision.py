"""Say what a changed plan keeps of an earlier one, and what another stretch in its place would give up."""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.results.reasons import Difference
from stretchplan.words.phrases import capitalized, length_words, listed
from stretchplan.words.reasons import gives_up

__all__ = ["alternative", "revision"]


def revision(
    kept: Sequence[str],
    changed: Sequence[str],
    dropped: Sequence[str],
    added: Sequence[str],
    done: Sequence[str] = (),
    begins_at_seconds: int | None = None,
    *,
    takes: tuple[int, int],
) -> str:
    """Return what a plan keeps of an earlier one, by names; ``changed`` has a sentence for each stretch.

    ``takes`` are the seconds of the earlier plan and of this one.
    """
    parts = []
    if begins_at_seconds is not None:
        parts.append(f"{f'Done: {listed(done)}. ' if done else ''}Begins after {length_words(begins_at_seconds)}.")
    parts.append(f"Kept: {listed(kept)}." if kept else "Nothing is kept.")
    parts += changed
    if dropped:
        parts.append(f"Dropped: {listed(dropped)}.")
    if added:
        parts.append(f"Added: {listed(added)}.")
    was, is_ = takes
    if begins_at_seconds is not None:
        parts.append(f"It takes {length_words(is_)}.")
    elif was != is_:
        parts.append(f"It takes {length_words(is_)} instead of {length_words(was)}.")
    elif not (changed or dropped or added):
        parts.append("The stretches and doses stay as they are.")
    return " ".join(parts)


def alternative(
    name: str, areas: Sequence[str], difference: Difference | None, dropped: Sequence[str], *, of_a_week: bool
) -> str:
    """Return what a stretch in the place of another one is for, and what the plan with it gives up.

    ``areas`` are the names of those that both stretches are for, not only by name; ``dropped`` are further stretches.
    """
    with_it = "with it" if areas else f"with {name}"
    gives = f"{with_it} the plan is as good" if difference is None else gives_up(difference, with_it, of_a_week)
    said = f"{capitalized(gives)}."
    if areas:
        said = f"{name} is for your {listed(areas)} too. {said}"
    return f"{said} It also drops {listed(dropped)}." if dropped else said
