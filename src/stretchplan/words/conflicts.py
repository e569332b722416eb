"""Which sentences of this library stand against the words of a catalogue? One for each stretch and condition.

A condition adds a sentence of this library to a stretch because of a load. Where the stretch's own words say the
opposite, the catalogue has to give a form for that condition (docs/decisions/0041-words-against-each-other.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.errors import Problem
from stretchplan.base.messages import first_problems
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.opposites import Said, are_judged, conflicts, said_together
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.words.notices import CONDITION_CUES

__all__ = ["contradicted_sentences"]


def contradicted_sentences(catalog: Catalog) -> tuple[Problem, ...]:
    """Return a problem for each sentence that a condition adds and that stands against a stretch's own words.

    Parameters
    ----------
    catalog
        The catalogue; texts in another language than English are not judged.

    Returns
    -------
    tuple of Problem
        In the order of the stretches; each says which form to add. Empty when every sentence agrees.
    """
    if not are_judged(catalog.language):
        return ()
    return first_problems(
        problem
        for i, stretch in enumerate(catalog.stretches)
        for problem in _in(stretch, f"stretches[{i}] ({stretch.id})")
    )


def _in(stretch: Stretch, where: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for (condition, load), sentence in CONDITION_CUES.items():
        if load not in (stretch.loads or ()):
            continue
        rule = CONDITIONS[condition].rule_id
        ours = Said("", sentence)
        for texts in said_together(stretch, [(rule, ours)]):
            if ours not in texts:
                continue
            for theirs in texts:
                found = None if theirs == ours else next(conflicts((theirs, ours)), None)
                if found is None or found.one == found.other or (theirs.place, sentence) in seen:
                    continue
                seen.add((theirs.place, sentence))
                words = found.words if found.one == theirs else found.others
                yield Problem(
                    f"{where}.{theirs.place}",
                    quoted(theirs.text),
                    f"{quoted(words)} stands against {sentence!r}, which {CONDITIONS[condition].name} adds to a "
                    f"stretch with the load {load}; add a form with rules = [{rule!r}] whose words agree with it",
                )
