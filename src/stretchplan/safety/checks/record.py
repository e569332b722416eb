"""Check catalogue, versions, words and notices: ``known-stretch``, ``known-version`` and ``honest-notice``.

A required notice that is missing or changed breaks the rule that requires it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.base.translation import say
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_of
from stretchplan.inputs.request import PACES
from stretchplan.results.plan import FreeTimeUse, Notice
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import CAUTIONS, UNFILLED_NOTICE_FROM_SECONDS
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.checks.conditions import condition_cues, condition_notices
from stretchplan.safety.checks.demand import unwanted
from stretchplan.safety.checks.forbidden import forbidden_by
from stretchplan.safety.checks.over_time import due_notices
from stretchplan.safety.checks.pace import pace_due
from stretchplan.safety.checks.recount import MOVES, PAUSES, Run, Session, Worked, violation
from stretchplan.safety.checks.recovery import caution_until
from stretchplan.safety.checks.screening import soon_notices, unknown_notice
from stretchplan.safety.checks.texts_due import form_due, named
from stretchplan.words import notices as texts
from stretchplan.words.moves import get_up_cue

__all__ = ["false_alarm", "violations"]

_MADE: Final = {"made-by-hand", "keeps-earlier", *(f"fallback-{source}" for source in texts.FALLBACKS)}
"""The notices that say how a plan was made that is not proved the best; a plan was made in one way."""
_WHAT_TO_DO: Final = "pass the plan's own catalogue as catalog= (on the command line: --catalog FILE)"


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``known-stretch`` or ``known-version``, and every notice that is wrong."""
    yield from _versions(session)
    yield from _notices(session)
    yield from _repeated(session)
    yield from _pauses(session)
    catalog = session.catalog
    if catalog is None:
        made = f"The plan was made from the catalogue {quoted(session.plan.catalog.id)}"
        yield _unknown(None, f"{made}, which is not the built-in one; {_WHAT_TO_DO}.")
        return
    yield from _catalog(session, catalog)
    yield from _names(session, catalog)
    yield from _words(session)


def false_alarm(session: Session) -> Iterator[Violation]:
    """Yield that a plan without any violation says that it breaks a rule."""
    if any(notice.id == "breaks-rules" for notice in session.plan.notices):
        yield violation("honest-notice", None, "The notice 'breaks-rules' is not true: this plan breaks no rule.")


def _versions(session: Session) -> Iterator[Violation]:
    schema, rules = session.plan.schema_version, session.plan.rules_version
    if re.fullmatch(r"[12]\.[0-9]{1,4}", schema) is None:
        message = f"The plan's schema_version is {quoted(schema)}; this checker reads 1.x and 2.x."
        yield violation("known-version", None, message)
    if rules != RULES_VERSION:
        message = f"The plan was made under rules {quoted(rules)}; this checker has {RULES_VERSION}."
        yield violation("known-version", None, message)


def _allowed_notices(session: Session) -> Iterator[tuple[Notice, str | None]]:
    """Yield every notice that this plan may have, with the rule that requires it; None for an optional notice."""
    plan, request = session.plan, session.plan.request
    # Notices follow the plan's own policy; a stricter one can only add some.
    policy, stricter = plan.policy, session.policy
    yield _notice("general-information", texts.general_information(), "honest-notice")
    unknown = unknown_notice(plan)
    if unknown is not None:
        yield _notice(*unknown, "honest-notice")
    for name, text in soon_notices(plan, stricter):
        yield _notice(name, text, "prompt-signs")
    if request.pain is not None and stricter.pain_lowest_doses_from <= request.pain < policy.pain_stop_from:
        yield _notice("pain-lowest-doses", texts.pain_lowest_doses(request.pain), "pain-stop")
    names, unsettled = due_notices(session)
    for rule, stretches in names.items():
        yield _notice(rule, texts.over_time(rule, stretches), rule)
    if unsettled is not None:
        yield _notice("step-down", texts.step_down(unsettled), "step-down")
    day = request.days_since_injury
    for worked in session.worked.values():
        stretch = worked.stretch
        form, _ = form_due(stretch, request, policy)
        said = {caution.rule: caution.cue for caution in stretch.cautions}
        if form is not None:
            said |= {rule: texts.sentence(form.name) for rule in CAUTIONS if rule in named(form)}
        for rule, cue in said.items():
            until = caution_until(rule, policy)
            if day is not None and day < until:
                yield _notice(rule, texts.caution(stretch.name, until, cue), rule, stretch.id)
    for required in condition_notices(session):
        yield _notice(*required)
    yield from _only_named(session)
    budget = request.budget_seconds
    if policy.max_session_seconds is not None:
        budget = min(budget, policy.max_session_seconds)
    free = budget - session.total_seconds
    if not plan.optimal:
        yield _notice("not-proved-best", say(texts.NOT_PROVED_BEST))
        for source, text in texts.FALLBACKS.items():
            yield _notice(f"fallback-{source}", say(text))
        if session.returns_to_a_position:
            yield _notice("order-not-proved", say(texts.ORDER_NOT_PROVED))
        yield _notice("made-by-hand", say(texts.MADE_BY_HAND))
        yield _notice("breaks-rules", say(texts.BREAKS_RULES))
        yield _notice("keeps-earlier", say(texts.KEEPS_EARLIER))
    elif free >= UNFILLED_NOTICE_FROM_SECONDS:
        uses = _free_time_uses(session)
        text = texts.minutes_unfilled(free, budget, uses)
        plain, _ = _notice("minutes-unfilled", text)
        yield plain.model_copy(update={"free_seconds": free, "uses": uses}), None


def _only_named(session: Session) -> Iterator[tuple[Notice, str]]:
    """Yield the notice that is due for each targeted area that is only named in the stretches of the session."""
    catalog, plan = session.catalog, session.plan
    if catalog is None or not plan.policy.named_targets:
        return
    for area in catalog.areas:
        if area.id not in plan.request.targets:
            continue
        worked = [entry.stretch for entry in session.worked.values()]
        if any(area.id in (*one.targets.primary, *one.targets.secondary) for one in worked):
            continue
        named = [one.name for one in worked if area.id in one.targets.named]
        if named:
            all_stretches = catalog.stretches
            meant = [s.name for s in all_stretches if area.id in (*s.targets.primary, *s.targets.secondary)]
            plain, _ = _notice("only-named", texts.named_only(area, named, meant), "honest-notice")
            yield plain.model_copy(update={"area_id": area.id}), "honest-notice"


def _free_time_uses(session: Session) -> tuple[FreeTimeUse, ...]:
    """Return what would use the time that is left, in the order of the notice; with pain and early on, nothing."""
    request, bounds, catalog = session.plan.request, session.plan.policy, session.catalog
    if (request.pain or 0) >= bounds.pain_lowest_doses_from:
        return ()
    if request.days_since_injury is not None and request.days_since_injury < bounds.early_until_day:
        return ()
    uses: list[FreeTimeUse] = []
    ends = [run.stretch.position for run in session.runs if run.stretch is not None and run.work]
    if ends and ends[-1] == "supine":
        uses.append("quiet_end")
    uses.append("second_round")
    pace, least, slow = pace_due(request, bounds), bounds.least_pace, PACES["slow"]
    if any(max(getattr(pace, name), getattr(least, name)) < getattr(slow, name) for name in type(slow).model_fields):
        uses.append("slower_pace")
    stretches = catalog.stretches if catalog is not None else ()
    if any(unwanted(one, request) is not None and not forbidden_by(one, session.plan) for one in stretches):
        uses.append("fewer_wishes")
    return (*uses, "larger_catalogue")


def _notice(name: str, text: str, rule: str | None = None, stretch_id: str | None = None) -> tuple[Notice, str | None]:
    return Notice(id=name, text=text, rule_id=rule, stretch_id=stretch_id, kind=texts.kind_of(name)), rule


def _notices(session: Session) -> Iterator[Violation]:
    """Check that each required notice appears once, word for word, and that no other notice appears."""
    stated = list(session.plan.notices)
    allowed = list(_allowed_notices(session))
    missing: list[tuple[Notice, str]] = []
    made = sorted({notice.id for notice in stated} & _MADE)
    if len(made) > 1:
        names = " and ".join(map(repr, made))
        yield violation("honest-notice", None, f"The notices {names} contradict each other; one of them may be there.")
    elif made == ["made-by-hand"] and any(notice.id == "not-proved-best" for notice in stated):
        clash = "'made-by-hand' and 'not-proved-best' contradict each other; no search made what was made by hand"
        yield violation("honest-notice", None, f"The notices {clash}.")
    for notice, rule in allowed:
        if notice in stated:
            stated.remove(notice)
        elif rule is not None:
            missing.append((notice, rule))
    for notice, rule in missing:
        # A changed notice is one defect: it is not also reported as unexpected.
        changed = next((n for n in stated if n.id == notice.id or n.text == notice.text), None)
        if changed is not None:
            stated.remove(changed)
        about = f" for {quoted(notice.stretch_id)}" if notice.stretch_id is not None else ""
        wrong = "is missing" if changed is None else "must have the library's own text, rule and stretch"
        yield violation(rule, None, f"The notice {notice.id!r}{about} {wrong}.")
    known = session.catalog.by_id if session.catalog is not None else {}
    for other in stated:
        if other.stretch_id is not None and other.stretch_id not in known:
            continue  # known-stretch reports it
        again = any(other == notice for notice, _ in allowed)
        why = "appears more than once" if again else "does not belong in this plan"
        yield violation("honest-notice", None, f"The notice {quoted(other.id)} {why}.")


def _repeated(session: Session) -> Iterator[Violation]:
    seen: set[str] = set()
    for prescription in session.plan.prescriptions:
        name = prescription.stretch_id
        if name in seen:
            yield _unknown(None, f"The plan prescribes {quoted(name)} twice; each stretch may be prescribed once.")
        seen.add(name)


def _catalog(session: Session, catalog: Catalog) -> Iterator[Violation]:
    named, builtin = session.plan.catalog, builtin_of(catalog.id, catalog.language)
    if builtin is not None and catalog.digest != builtin.digest:
        message = f"{quoted(catalog.id)} is the id of the built-in catalogue {builtin.version}"
        yield _unknown(None, f"{message}, and the catalogue that was given says something else.")
    if named.id != catalog.id:
        against = f"but it is checked against {quoted(catalog.id)}"
        yield _unknown(None, f"The plan was made from the catalogue {quoted(named.id)}, {against}.")
    elif named.version != catalog.version:
        against = f"but it is checked against version {catalog.version}"
        made = f"The plan was made from version {quoted(named.version)} of the catalogue"
        yield _unknown(None, f"{made}, {against}; {_WHAT_TO_DO}.")
    elif named.digest != catalog.digest:
        digests = f"the plan has the digest {quoted(named.digest, 90)}, this catalogue has {catalog.digest}"
        yield _unknown(None, f"The catalogue has changed since the plan was made: {digests}; {_WHAT_TO_DO}.")
    elif named.language != catalog.language:
        says = f"The plan says that the catalogue is in {quoted(named.language)}"
        yield _unknown(None, f"{says}, and it is in {quoted(catalog.language)}.")


def _names(session: Session, catalog: Catalog) -> Iterator[Violation]:
    known = catalog.by_id
    for name, i in session.unknown.items():
        yield _unknown(i, f"The catalogue {quoted(catalog.id)} has no stretch {quoted(name)}.")
    plan, policy = session.plan, session.plan.policy
    profile = plan.request.profile
    named = profile.avoid_stretches | {clearance.stretch_id for clearance in profile.cleared}
    elsewhere = (
        ("prescriptions name", (entry.stretch_id for entry in plan.prescriptions)),
        ("left-out entries name", (entry.stretch_id for entry in plan.left_out)),
        ("notices name", (entry.stretch_id for entry in plan.notices if entry.stretch_id is not None)),
        ("effects name", (entry.stretch_id for entry in plan.effects)),
        ("profile names", sorted(profile.include | (named - catalog.removed.keys()))),
        ("policy names", sorted({*policy.forbidden_stretches, *policy.first_allowed_days} - catalog.removed.keys())),
    )
    for where, names in elsewhere:
        for name in dict.fromkeys(names):
            if name not in known and name not in session.unknown:
                missing = f"which the catalogue {quoted(catalog.id)} does not have"
                yield _unknown(None, f"The {where} {quoted(name)}, {missing}.")


def _pauses(session: Session) -> Iterator[Violation]:
    """Check the library's own cues, and those of changes of side, which end with the catalogue's words.

    A change of side whose cue names the other side breaks both-sides, and one whose words a form gives breaks the rule
    that calls for the form. Nothing is said to be felt in a move or a pause.
    """
    runs = {i: run for run in session.runs for i in range(run.body, run.end)}
    for i, step in enumerate(session.steps):
        if i == session.get_up:
            last = next((run.stretch for run in reversed(session.runs) if run.stretch is not None and run.work), None)
            if last is not None and step.cue != get_up_cue(last.place):
                yield _unknown(i, f"The cue of this get_up step is not the library's way up from {last.place}.")
        if step.kind == "rest" and step.cue != say(texts.REST_CUE):
            yield _unknown(i, "The cue of this rest step is not the library's.")
        if step.kind == "change_side":
            yield from _change_of_side(session, i, runs.get(i))
        if step.feel is not None and (step.kind in MOVES or step.kind in PAUSES or step.kind == "get_up"):
            yield _unknown(i, f"This {step.kind} step says what to feel; moves and pauses do not.")


def _change_of_side(session: Session, i: int, run: Run | None) -> Iterator[Violation]:
    cue, stretch = session.steps[i].cue, None if run is None else run.stretch
    plain = [texts.change_side_cue(side) for side in ("left", "right")]
    if stretch is None:  # how the catalogue changes the side of a stretch that it does not have is not known
        if not any(f"{cue} ".startswith(f"{change} ") for change in plain):
            yield _unknown(i, "The cue of this change_side step is not the library's.")
        return
    told = session.texts_due(stretch)
    if cue in (told.changes.values() or plain) or told.gives("change"):
        return
    if stretch.change is None:
        yield _unknown(i, "The cue of this change_side step is not the library's.")
    else:
        way = f"the catalogue's way from one side of {stretch.name} to the other"
        yield _unknown(i, f"The cue of this change_side step is not the library's, with {way}.")


def _words(session: Session) -> Iterator[Violation]:
    """Check that setups and cues are the catalogue's, and that its cautions exist."""
    for run in session.runs:
        if run.stretch is None:
            continue
        for i in range(run.first, run.body):
            due = session.texts_due(run.stretch)
            # A setup that a form gives breaks the rule that calls for the form.
            known = session.setup_said(run, i) in due.setups.values() or due.gives("setup")
            if not known and i not in session.misnamed:
                yield _unknown(i, f"The cue of this step is not the catalogue's setup of {run.stretch.name}.")
    for worked in session.worked.values():
        for caution in worked.stretch.cautions:
            if caution.rule not in CAUTIONS:
                exist = f"the cautions that exist are {' and '.join(CAUTIONS)}"
                message = f"{worked.stretch.name} has the caution {quoted(caution.rule)}; {exist}."
                yield _unknown(worked.first, message)
        yield from _cues(session, worked)


def _cues(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch = worked.stretch
    request, policy = session.plan.request, session.plan.policy
    day = request.days_since_injury
    told = session.texts_due(stretch)
    in_form = named(form_due(stretch, request, policy)[0])
    cautions = [
        caution.cue
        for caution in stretch.cautions
        if caution.rule not in in_form and day is not None and day < caution_until(caution.rule, policy)
    ]
    cautions += [cue for _, _, cue in condition_cues(stretch, request, policy)]
    # A cue of the other side breaks both-sides, a missing caution breaks the caution's rule, and a text that a form
    # gives breaks the rule that calls for the form.
    cues = {" ".join((*cautions, cue)) for cue in told.cues.values()}
    for i in worked.work:
        step = session.steps[i]
        in_its_form = not told.gives("cue") or step.cue.endswith(tuple(told.cues.values()))
        if step.cue not in cues and in_its_form and all(words in step.cue for words in cautions):
            yield _unknown(i, f"The cue of this step is not the catalogue's cue of {stretch.name}.")
        if step.feel not in told.feels.values() and not told.gives("feel"):
            yield _unknown(i, f"What to feel in this step is not the catalogue's text of {stretch.name}.")


def _unknown(step: int | None, message: str) -> Violation:
    return violation("known-stretch", step, message)
