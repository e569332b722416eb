"""Whether a plan is of this catalogue and these versions and carries its notices.

Judges ``known-stretch``, ``honest-notice`` and ``known-version``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.results.plan import SCHEMA_VERSION, Notice
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import CAUTIONS, UNFILLED_NOTICE_FROM_SECONDS
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.checks.conditions import condition_cues, condition_notices
from stretchplan.safety.checks.cues import cues_by_side
from stretchplan.safety.checks.recount import Session, Worked
from stretchplan.safety.checks.recovery import caution_until
from stretchplan.safety.checks.screening import soon_notices, unknown_notice
from stretchplan.words import notices as wording

__all__ = ["violations"]

_GIVE_IT: Final = "pass that one as catalog= (on the command line --catalog FILE)"


class _Required(NamedTuple):
    """A notice that belongs to the plan.

    Attributes
    ----------
    notice
        Word for word.
    owner
        The rule that is broken when it is missing; None when it may be left out.
    """

    notice: Notice
    owner: str | None


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
    yield from _pauses(session)
    catalog = session.catalog
    if catalog is None:
        yield _unknown(
            None,
            f"The plan was made from the catalogue {quoted(session.plan.catalog.id)}, which is not the built-in one; "
            f"to have the plan judged, {_GIVE_IT}.",
        )
        return
    yield from _catalog(session, catalog)
    yield from _names(session, catalog)
    yield from _words(session)


def _versions(session: Session) -> Iterator[Violation]:
    plan = session.plan
    major = SCHEMA_VERSION.partition(".")[0]
    if re.fullmatch(rf"{major}\.[0-9]+", plan.schema_version) is None:
        yield _version(f"The plan's schema_version is {quoted(plan.schema_version)}; this checker reads {major}.x.")
    if plan.rules_version != RULES_VERSION:
        yield _version(f"The plan was made under rules {quoted(plan.rules_version)}; this checker has {RULES_VERSION}.")


def _version(message: str) -> Violation:
    return Violation(rule_id="known-version", step=None, message=message)


def _required_notices(session: Session) -> Iterator[_Required]:
    """Yield every notice that the library could have written for this very plan."""
    plan, request = session.plan, session.plan.request
    # What was due when it was made, under its own policy: a narrower one that it is judged by adds what should have
    # been said, and takes nothing back.
    policy, judged_by = plan.policy, session.policy
    yield _due("general-information", wording.GENERAL_INFORMATION, "honest-notice")
    unknown = unknown_notice(plan)
    if unknown is not None:
        yield _due(*unknown, "honest-notice")
    for name, text in soon_notices(plan, judged_by):
        yield _due(name, text, "prompt-signs")
    if request.pain is not None and judged_by.pain_lowest_doses_from <= request.pain < policy.pain_stop_from:
        yield _due("pain-lowest-doses", wording.pain_lowest_doses(request.pain), "pain-stop")
    day = request.days_since_injury
    for worked in session.worked.values():
        for caution in worked.stretch.cautions:
            until = caution_until(caution.rule, policy)
            if day is not None and day < until:
                text = wording.caution(worked.stretch.name, until, caution.cue)
                yield _due(caution.rule, text, caution.rule, worked.stretch.id)
    for name, text, rule, stretch_id in condition_notices(session):
        yield _due(name, text, rule, stretch_id)
    budget = request.budget_seconds
    if policy.max_session_seconds is not None:
        budget = min(budget, policy.max_session_seconds)
    free = budget - session.total_seconds
    if not plan.optimal:
        yield _may_be("not-proved-best", wording.NOT_PROVED_BEST)
    elif free >= UNFILLED_NOTICE_FROM_SECONDS:
        yield _may_be("minutes-unfilled", wording.minutes_unfilled(free, budget))


def _due(name: str, text: str, rule: str, stretch_id: str | None = None) -> _Required:
    return _Required(Notice(id=name, text=text, rule_id=rule, stretch_id=stretch_id), rule)


def _may_be(name: str, text: str) -> _Required:
    return _Required(Notice(id=name, text=text, rule_id=None, stretch_id=None), None)


def _notices(session: Session) -> Iterator[Violation]:
    """Check that the notices are those that are due, word for word, each once."""
    said = list(session.plan.notices)
    due = list(_required_notices(session))
    missing: list[_Required] = []
    for entry in due:
        if entry.notice in said:
            said.remove(entry.notice)
        elif entry.owner is not None:
            missing.append(entry)
    for entry in missing:
        notice = entry.notice
        # One that has been changed is one defect: not missing here and foreign there.
        changed = next((n for n in said if n.id == notice.id or n.text == notice.text), None)
        if changed is not None:
            said.remove(changed)
        of = f" of {quoted(notice.stretch_id)}" if notice.stretch_id is not None else ""
        yield Violation(
            rule_id=entry.owner or "honest-notice",
            step=None,
            message=f"The notice {notice.id!r}{of} is {'missing' if changed is None else 'not in its own words'}; "
            f"it is due here, word for word, and the plan has {len(session.plan.notices)} notices.",
        )
    known = session.catalog.by_id if session.catalog is not None else {}
    for other in said:
        if other.stretch_id is not None and other.stretch_id not in known:
            continue  # for known-stretch to report
        again = any(other == entry.notice for entry in due)
        why = "stands there more than once" if again else "is none that this library writes for this plan"
        yield Violation(rule_id="honest-notice", step=None, message=f"The notice {quoted(other.id)} {why}.")


def _repeated(session: Session) -> Iterator[Violation]:
    seen: set[str] = set()
    for prescription in session.plan.prescriptions:
        if prescription.stretch_id in seen:
            yield _unknown(
                None, f"The plan prescribes {quoted(prescription.stretch_id)} twice; each stretch stands once."
            )
        seen.add(prescription.stretch_id)


def _catalog(session: Session, catalog: Catalog) -> Iterator[Violation]:
    named = session.plan.catalog
    if named.id != catalog.id:
        yield _unknown(
            None,
            f"The plan was made from the catalogue {quoted(named.id)}, and this is the catalogue {quoted(catalog.id)}.",
        )
    elif named.version != catalog.version:
        yield _unknown(
            None,
            f"The plan was made from version {quoted(named.version)} of the catalogue, and this is {catalog.version}; "
            f"{_GIVE_IT}.",
        )
    elif named.digest != catalog.digest:
        yield _unknown(
            None,
            f"This is not the catalogue that the plan was made from, though it has its id: the plan's digest is "
            f"{quoted(named.digest, 90)}, and this catalogue's is {catalog.digest}; {_GIVE_IT}.",
        )


def _names(session: Session, catalog: Catalog) -> Iterator[Violation]:
    known = catalog.by_id
    for name, i in session.unknown.items():
        yield _unknown(i, f"The catalogue {quoted(catalog.id)} has no stretch {quoted(name)}.")
    plan, policy = session.plan, session.plan.policy
    profile = plan.request.profile
    elsewhere = (
        ("prescriptions name", (entry.stretch_id for entry in plan.prescriptions)),
        ("left-out entries name", (entry.stretch_id for entry in plan.left_out)),
        ("notices name", (entry.stretch_id for entry in plan.notices if entry.stretch_id is not None)),
        ("effects name", (entry.stretch_id for entry in plan.effects)),
        ("profile names", sorted(profile.avoid_stretches | profile.include | {c.stretch_id for c in profile.cleared})),
        ("policy names", sorted({*policy.forbidden_stretches, *policy.first_allowed_days})),
    )
    for where, names in elsewhere:
        for name in dict.fromkeys(names):
            if name not in known and name not in session.unknown:
                yield _unknown(
                    None, f"The {where} {quoted(name)}, which the catalogue {quoted(catalog.id)} does not have."
                )


def _pauses(session: Session) -> Iterator[Violation]:
    """Check the cues that are the library's own; which side a change of side names is for both-sides to judge."""
    sides = {wording.change_side_cue("left"), wording.change_side_cue("right")}
    for i, step in enumerate(session.steps):
        if (step.kind == "rest" and step.cue != wording.REST_CUE) or (
            step.kind == "change_side" and step.cue not in sides
        ):
            yield _unknown(i, f"The cue of this {step.kind} step is not the library's.")


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
                    f"{worked.stretch.name} carries the caution {quoted(caution.rule)}, which no rule stands behind.",
                )
        yield from _cues(session, worked)


def _cues(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch = worked.stretch
    day = session.plan.request.days_since_injury
    policy = session.plan.policy
    cautions = [c.cue for c in stretch.cautions if day is not None and day < caution_until(c.rule, policy)]
    cautions += [cue for _, _, cue in condition_cues(stretch, session.plan.request)]
    # Words for the wrong side are for both-sides to report, missing words of caution for the caution's rule.
    due = {" ".join((*cautions, cue)) for cue in cues_by_side(stretch).values()}
    for i in worked.work:
        cue = session.steps[i].cue
        if cue not in due and all(words in cue for words in cautions):
            yield _unknown(i, f"The cue is not the catalogue's for {stretch.name}.")


def _unknown(step: int | None, message: str) -> Violation:
    return Violation(rule_id="known-stretch", step=step, message=message)
