"""Whether a plan is of this catalogue and these versions and carries its notices.

Judges ``known-stretch``, ``honest-notice`` and ``known-version``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stretchplan._base import show
from stretchplan.plans import SCHEMA_VERSION
from stretchplan.safety.judges.recovery import CAUTIONS
from stretchplan.safety.judges.screening import required_notice
from stretchplan.safety.judges.words import cues_by_side
from stretchplan.safety.report import Violation
from stretchplan.safety.rules import RULES_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.catalog.models import Catalog
    from stretchplan.safety.recount import Session, Worked

__all__ = ["REQUIRED_NOTICES", "violations"]

REQUIRED_NOTICES: Final = ("general-information",)
"""Ids of the notices that every plan carries, whatever was asked."""


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``known-stretch``, ``honest-notice`` or ``known-version``.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    yield from _versions(session)
    yield from _notices(session)
    yield from _repeated(session)
    catalog = session.catalog
    if catalog is None:
        yield _unknown(
            None,
            f"The plan was made from the catalogue {show(session.plan.catalog.id)}, which is not the built-in one; "
            "pass it as catalog= to have the plan judged by it.",
        )
        return
    yield from _catalog(session, catalog)
    yield from _names(session, catalog)
    yield from _words(session)


def _versions(session: Session) -> Iterator[Violation]:
    plan = session.plan
    major = SCHEMA_VERSION.partition(".")[0]
    if re.fullmatch(rf"{major}\.[0-9]+", plan.schema_version) is None:
        yield _version(f"The plan's schema_version is {show(plan.schema_version)}; this checker reads {major}.x.")
    if plan.rules_version != RULES_VERSION:
        yield _version(f"The plan was made under rules {show(plan.rules_version)}; this checker has {RULES_VERSION}.")


def _version(message: str) -> Violation:
    return Violation(rule_id="known-version", step=None, message=message)


def _notices(session: Session) -> Iterator[Violation]:
    said = {notice.id for notice in session.plan.notices if notice.text.strip()}
    for name in (*REQUIRED_NOTICES, required_notice(session.plan)):
        if name is not None and name not in said:
            yield Violation(
                rule_id="honest-notice",
                step=None,
                message=f"The notice {name!r} is missing or blank; notices in the plan: {len(session.plan.notices)}.",
            )


def _repeated(session: Session) -> Iterator[Violation]:
    seen: set[str] = set()
    for prescription in session.plan.prescriptions:
        if prescription.stretch_id in seen:
            yield _unknown(
                None, f"The plan prescribes {show(prescription.stretch_id)} twice; each stretch stands once."
            )
        seen.add(prescription.stretch_id)


def _catalog(session: Session, catalog: Catalog) -> Iterator[Violation]:
    named = session.plan.catalog
    if named.id != catalog.id:
        yield _unknown(
            None,
            f"The plan was made from the catalogue {show(named.id)}, and this is the catalogue {show(catalog.id)}.",
        )
    elif named.version != catalog.version:
        yield _unknown(
            None,
            f"The plan was made from version {show(named.version)} of the catalogue, and this is {catalog.version}.",
        )
    elif named.digest != catalog.digest:
        yield _unknown(
            None,
            f"The catalogue has changed since the plan was made: the plan's digest is {show(named.digest, 90)}, "
            f"and the catalogue's is {catalog.digest}.",
        )


def _names(session: Session, catalog: Catalog) -> Iterator[Violation]:
    known = catalog.by_id
    for name, i in session.unknown.items():
        yield _unknown(i, f"The catalogue {show(catalog.id)} has no stretch {show(name)}.")
    plan = session.plan
    elsewhere = (
        ("prescriptions name", (entry.stretch_id for entry in plan.prescriptions)),
        ("left-out entries name", (entry.stretch_id for entry in plan.left_out)),
        ("notices name", (entry.stretch_id for entry in plan.notices if entry.stretch_id is not None)),
    )
    for where, names in elsewhere:
        for name in dict.fromkeys(names):
            if name not in known and name not in session.unknown:
                yield _unknown(None, f"The {where} {show(name)}, which the catalogue {show(catalog.id)} does not have.")


def _words(session: Session) -> Iterator[Violation]:
    """Check that what the person is told is what the catalogue says."""
    for run in session.runs:
        if run.stretch is None:
            continue
        for i in range(run.first, run.body):
            if session.steps[i].cue != run.stretch.setup and i not in session.misnamed:
                yield _unknown(i, f"The cue is not how the catalogue sets up {run.stretch.name}.")
    for worked in session.worked.values():
        for caution in worked.stretch.cautions:
            if caution.rule not in CAUTIONS:
                yield _unknown(
                    worked.first,
                    f"{worked.stretch.name} carries the caution {show(caution.rule)}, which no rule stands behind.",
                )
        yield from _cues(session, worked)


def _cues(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch = worked.stretch
    day = session.plan.request.days_since_injury
    cautions = [c.cue for c in stretch.cautions if day is not None and day < CAUTIONS.get(c.rule, 0)]
    # Words for the wrong side are for both-sides to report, missing words of caution for the caution's rule.
    due = {" ".join((*cautions, cue)) for cue in cues_by_side(stretch).values()}
    for i in worked.work:
        cue = session.steps[i].cue
        if cue not in due and all(words in cue for words in cautions):
            yield _unknown(i, f"The cue is not the catalogue's for {stretch.name}.")


def _unknown(step: int | None, message: str) -> Violation:
    return Violation(rule_id="known-stretch", step=step, message=message)
