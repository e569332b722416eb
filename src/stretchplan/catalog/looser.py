"""Find where a catalogue says less careful things about a stretch than another one does.

The author of a catalogue decides what is safe in it, so nothing is refused here; the differences are listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.errors import Problem
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.doses import Dose
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.catalog.stretch import Stretch

__all__ = ["looser_facts"]


def looser_facts(catalog: Catalog, than: Catalog | None = None) -> tuple[Problem, ...]:
    """Return the facts of a catalogue that allow more than another catalogue does for a stretch of the same name.

    These are an earlier first day, a longer or another dose, a caution, a form or a load that is missing, and another
    position or style, which rules read. A stretch is the same when one of its ids or aliases is.

    Parameters
    ----------
    catalog
        The catalogue.
    than
        The catalogue to compare it with; None: the built-in one.

    Returns
    -------
    tuple of Problem
        In the order of the stretches; each has the place, the value and a sentence. Empty for the same catalogue.

    Examples
    --------
    >>> from stretchplan.catalog import builtin_catalog, looser_facts
    >>> builtin = builtin_catalog()
    >>> bridge = builtin.get("glute_bridge").model_copy(update={"first_allowed_day": 0})
    >>> mine = builtin.model_copy(update={"id": "mine", "stretches": (bridge,)})
    >>> [problem.where for problem in looser_facts(mine)]
    ['stretches[0] (glute_bridge).first_allowed_day']
    """
    known = builtin_catalog() if than is None else than
    if catalog.digest == known.digest:
        return ()
    same = {name: stretch for stretch in known.stretches for name in (stretch.id, *stretch.aliases)}
    return tuple(
        Problem(f"stretches[{i}] ({stretch.id}).{field}", quoted(value), f"{there}; {known.id} has {here}")
        for i, stretch in enumerate(catalog.stretches)
        for other in {id(same[name]): same[name] for name in (stretch.id, *stretch.aliases) if name in same}.values()
        for field, value, there, here in _looser(stretch, other)
    )


def _looser(stretch: Stretch, known: Stretch) -> Iterator[tuple[str, object, str, str]]:
    """Yield the field of each looser fact, its value, and what the two catalogues say."""
    day, first = stretch.first_allowed_day, known.first_allowed_day
    if day < first:
        yield "first_allowed_day", day, f"{stretch.name} is allowed from day {day}", f"day {first}"
    yield from _dose(stretch, stretch.dose, known.dose)
    kept = {caution.rule for caution in stretch.cautions} | _called_for(stretch)
    for caution in known.cautions:
        if caution.rule not in kept:
            yield "cautions", sorted(kept), f"{stretch.name} has no caution {caution.rule!r}", "it"
    # A form is there for each rule that calls for one; a caution of the same rule says it in words.
    for rule in sorted(_called_for(known) - kept - {caution.rule for caution in known.cautions}):
        yield "forms", sorted(_called_for(stretch)), f"{stretch.name} has no form for {rule!r}", "one"
    # Unknown loads forbid more than any list of loads.
    if stretch.loads is not None:
        for load in known.loads or ():
            if load not in stretch.loads:
                yield "loads", list(stretch.loads), f"{stretch.name} does not have the load {load!r}", "it"
    for field in ("position", "style"):
        value, due = getattr(stretch, field), getattr(known, field)
        if value != due:
            yield field, value, f"the {field} of {stretch.name} is {value}", due


def _called_for(stretch: Stretch) -> set[str]:
    """Return the rules that call for a form of a stretch by themselves."""
    return {rule for form in stretch.forms if not form.also for rule in form.rules}


def _dose(stretch: Stretch, dose: Dose, known: Dose) -> Iterator[tuple[str, object, str, str]]:
    if dose.kind != known.kind:
        yield "dose.kind", dose.kind, f"the dose of {stretch.name} is of the kind {dose.kind}", known.kind
        return
    for field in ("max_seconds", "max_repetitions", "max_sets"):
        value, most = getattr(dose, field, 0), getattr(known, field, 0)
        if value > most:
            unit = field.removeprefix("max_")
            yield f"dose.{field}", value, f"{stretch.name} has up to {value} {unit}", f"up to {most}"
