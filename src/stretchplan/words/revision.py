"""Say what a changed plan keeps of an earlier one, and what another stretch in its place would give up."""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.base.translation import say
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
        if done:
            parts.append(say("Done: {stretches}.", stretches=listed(done)))
        parts.append(say("Begins after {length}.", length=length_words(begins_at_seconds)))
    parts.append(say("Kept: {stretches}.", stretches=listed(kept)) if kept else say("Nothing is kept."))
    parts += changed
    if dropped:
        parts.append(say("Dropped: {stretches}.", stretches=listed(dropped)))
    if added:
        parts.append(say("Added: {stretches}.", stretches=listed(added)))
    was, is_ = takes
    if begins_at_seconds is not None:
        parts.append(say("It takes {length}.", length=length_words(is_)))
    elif was != is_:
        parts.append(say("It takes {now} instead of {before}.", now=length_words(is_), before=length_words(was)))
    elif not (changed or dropped or added):
        parts.append(say("The stretches and doses stay as they are."))
    return " ".join(parts)


def alternative(
    name: str, areas: Sequence[str], difference: Difference | None, dropped: Sequence[str], *, of_a_week: bool
) -> str:
    """Return what a stretch in the place of another one is for, and what the plan with it gives up.

    ``areas`` are the names of those that both stretches are for, not only by name; ``dropped`` are further stretches.
    """
    with_it = say("with it") if areas else say("with {name}", name=name)
    if difference is None:
        gives = say("{otherwise} the plan is as good", otherwise=with_it)
    else:
        gives = gives_up(difference, with_it, of_a_week)
    said = [say("{name} is for your {areas} too.", name=name, areas=listed(areas))] if areas else []
    said.append(f"{capitalized(gives)}.")
    if dropped:
        said.append(say("It also drops {stretches}.", stretches=listed(dropped)))
    return " ".join(said)
