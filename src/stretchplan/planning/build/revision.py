"""What is asked of a changed plan, and what does it keep? ``Planner.revise`` and ``Planner.alternatives``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import SupportsIndex

from stretchplan.base.bounded import whole
from stretchplan.base.errors import CatalogError, InvalidRequest, Problem
from stretchplan.base.name_sets import list_of
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.loader import stretch_named
from stretchplan.inputs.history import SessionRecord
from stretchplan.inputs.injury import DAYS, INJURED_ON
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.outline import ChangedFields, keep_the_language, read_date
from stretchplan.planning.model.day import PlannedStretch
from stretchplan.results.plan import WORK_KINDS, Plan
from stretchplan.results.programme import DayChange
from stretchplan.results.records import planned_dose
from stretchplan.results.revision import Revision
from stretchplan.words import revision as words
from stretchplan.words.programme import other_dose

__all__ = ["Progress", "RevisedFields", "adds_by_itself", "changed_request", "doses_of", "far_along", "keeps"]
__all__ += ["make_revision", "names_of", "only", "rest_of"]


class RevisedFields(ChangedFields, total=False):
    """What may be different in the request of a changed plan."""

    on: date | str | None
    history: Sequence[SessionRecord | Mapping[str, object]] | None


@dataclass(frozen=True)
class Progress:
    """How far a session has come."""

    done: tuple[str, ...] = ()  # ids of the stretches that are done, in order
    under_way: str | None = None  # the stretch whose work has begun and is not done
    finished_at: int = 0  # the second at which that work ends
    at_seconds: int | None = None  # None: the session has not begun

    def finishing(self) -> Progress:
        """Return the progress when the stretch that is under way is done."""
        if self.under_way is None:
            return self
        return Progress((*self.done, self.under_way), at_seconds=self.finished_at)


def names_of(given: object, where: str, catalog: Catalog) -> frozenset[str]:
    """Return the ids of stretches that a caller names; one name may stand alone."""
    if isinstance(given, str):
        given = (given,)
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        message = f"{quoted(given)} is not allowed; {list_of('stretches', 'cobra_pose')}"
        raise InvalidRequest(Problem(where, quoted(given), message))
    try:
        return frozenset(stretch_named(catalog, name).id for name in given)
    except CatalogError as error:
        raise InvalidRequest(replace(error.problems[0], where=where)) from None


def changed_request(
    request: PlanRequest, without: Collection[str], including: Collection[str], changes: Mapping[str, object]
) -> PlanRequest:
    """Return a request with other fields, without some stretches and with others.

    The days since the injury move with the date, unless they are changed too. Another profile keeps the stretches that
    the request avoids: what is done of a session is among them, and must not come again.
    """
    keep_the_language(changes)
    both = sorted(set(without) & set(including))
    if both:
        message = f"{both[0]!r} is also in including; leave it out of one of them"
        raise InvalidRequest(Problem("without", quoted(both[0]), message))
    if "minutes" in changes and "seconds" not in changes:
        changes = {**changes, "seconds": 0}
    if changes.get("on") is not None and not changes.keys() & {DAYS, INJURED_ON}:
        changes = {**changes, **_days_on(request, changes["on"])}
    avoided = request.profile.avoid_stretches
    request = request.model_copy(update=changes)
    return _with_wishes(
        request, avoid={*without, *(avoided - request.profile.include - {*including})}, include=including
    )


def _days_on(request: PlanRequest, on: object) -> dict[str, int]:
    """Return the days since the injury on another day, where the request has a date and an injury."""
    if request.on is None or request.days_since_injury is None or not isinstance(on, (date, str)):
        return {}  # the request says what is wrong with what is no date
    day = read_date(on, "on")
    days = request.days_since_injury + (day - request.on).days
    if days < 0:
        message = f"{day} is before the injury, which was {request.days_since_injury} days before {request.on}"
        raise InvalidRequest(Problem("on", quoted(day), f"{message}; give days_since_injury too"))
    return {DAYS: days}


def _with_wishes(request: PlanRequest, *, avoid: Collection[str], include: Collection[str] = ()) -> PlanRequest:
    profile: Profile = request.profile
    wishes = {
        "avoid_stretches": (profile.avoid_stretches | set(avoid)) - set(include),
        "include": (profile.include | set(include)) - set(avoid),
    }
    return request.model_copy(update={"profile": profile.model_copy(update=wishes)})


def adds_by_itself(plan: Plan, request: PlanRequest, at_seconds: SupportsIndex | None) -> bool:
    """Return whether a changed plan may add stretches where the caller does not say: not after pain has just risen."""
    return at_seconds is None or (request.pain or 0) <= (plan.request.pain or 0)


def only(request: PlanRequest, stretches: Collection[str], catalog: Catalog) -> PlanRequest:
    """Return a request that avoids all other stretches."""
    return _with_wishes(request, avoid=catalog.by_id.keys() - set(stretches))


def far_along(plan: Plan, at_seconds: SupportsIndex) -> Progress:
    """Return how far a session has come at a second."""
    at: object = whole(at_seconds)
    if isinstance(at, bool) or not isinstance(at, int) or at < 0:
        raise _at(at, f"{quoted(at)} is not allowed; it must be a whole number of seconds, at least 0")
    if at >= plan.total_seconds:
        raise _at(at, f"the session takes {plan.total_seconds} s, so it is over at {at} s; plan another one")
    done: list[str] = []
    under_way, finished_at = None, 0
    for prescription in plan.prescriptions:
        name = prescription.stretch_id
        work = [step for step in plan.schedule if step.stretch_id == name and step.kind in WORK_KINDS]
        if not work or work[0].start_seconds >= at:
            continue
        end = work[-1].start_seconds + work[-1].seconds
        if end <= at:
            done.append(name)
        else:
            under_way, finished_at = name, end
    return Progress(tuple(done), under_way, finished_at, at)


def rest_of(
    request: PlanRequest,
    plan: Plan,
    progress: Progress,
    catalog: Catalog,
    policy: Policy,
    *,
    timed: bool,
) -> PlanRequest:
    """Return the request for the rest of a session: the time that is left, and the areas that nothing has worked yet.

    What is done does not come again, nor does what only stands in for it. Where the caller stated the minutes
    (``timed``), they are those from now on.
    """
    begins = progress.at_seconds or 0
    left = (request if timed else plan.request).budget_seconds
    if not timed:
        left = policy.budget_seconds(left) - begins
    elif policy.max_session_seconds is not None:  # it holds for what is done and the rest together
        left = min(left, policy.max_session_seconds - begins)
    if not timed or left != request.budget_seconds:
        if left < 60:
            longest = "" if not timed else f" of the {policy.max_session_seconds} that the policy allows"
            more = "" if timed else "; give minutes"
            message = f"{max(0, left)} s of the session are left then{longest}, and a plan needs at least 60{more}"
            raise _at(begins, message)
        request = request.model_copy(update={"minutes": left // 60, "seconds": left % 60})
    worked: set[str] = set()
    for name in progress.done:
        worked |= catalog.by_id[name].targets.areas(named=policy.named_targets)
    request = request.model_copy(update={"targets": request.targets - worked})
    planned = {prescription.stretch_id for prescription in plan.prescriptions}
    forms = {
        stretch.id
        for stretch in catalog.stretches
        if stretch.id not in planned | request.profile.include and not set(stretch.stands_in).isdisjoint(progress.done)
    }
    return _with_wishes(request, avoid={*progress.done, *forms})


def _at(value: object, message: str) -> InvalidRequest:
    return InvalidRequest(Problem("at_seconds", quoted(value), message))


def keeps(session: Sequence[PlannedStretch], earlier: Mapping[str, Dosage]) -> tuple[int, int]:
    """Return how many of some stretches a session has, and how many of them at the same dose."""
    kept = [planned for planned in session if planned.stretch.id in earlier]
    return len(kept), sum(planned.dosage == earlier[planned.stretch.id] for planned in kept)


def make_revision(earlier: Plan, plan: Plan, progress: Progress, catalog: Catalog, *, proved: bool) -> Revision:
    """Return what a plan keeps of an earlier one, of which some may be done."""
    before = {p.stretch_id: p for p in earlier.prescriptions if p.stretch_id not in progress.done}
    now = {p.stretch_id: p for p in plan.prescriptions}
    kept = [name for name in now if name in before]
    changed = []
    for name in kept:
        if before[name].dose != now[name].dose:
            was, is_ = before[name], now[name]
            change = DayChange(
                kind="dose",
                stretch_id=name,
                name=is_.name,
                before=planned_dose(was),
                now=planned_dose(is_),
                text=other_dose(is_.name, was.dose_words, is_.dose_words),
            )
            changed.append(change)
    dropped = tuple(out for out in plan.left_out if out.stretch_id in before)
    added = [name for name in now if name not in before]
    names = {stretch.id: stretch.name for stretch in catalog.stretches}
    return Revision(
        plan=plan,
        kept=tuple(kept),
        changed=tuple(changed),
        dropped=dropped,
        added=tuple(added),
        done=progress.done,
        begins_at_seconds=progress.at_seconds,
        proved=proved,
        text=words.revision(
            [names[name] for name in kept],
            [change.text for change in changed],
            [out.name for out in dropped],
            [names[name] for name in added],
            [names[name] for name in progress.done],
            progress.at_seconds,
            takes=(earlier.total_seconds, plan.total_seconds),
        ),
    )


def doses_of(plan: Plan, catalog: Catalog) -> dict[str, Dosage]:
    """Return the stretches of a plan with their doses; raise InvalidRequest for what nothing can be compared with."""
    for prescription in plan.prescriptions:
        shown = quoted(prescription.stretch_id)
        if prescription.stretch_id not in catalog.by_id:
            message = f"the plan prescribes {shown}, which the catalogue {catalog.id} does not have"
            raise InvalidRequest(Problem("plan", shown, message))
        try:
            planned_dose(prescription)
        except InvalidRequest as error:
            message = f"the plan prescribes {shown} at a dose that nobody can do: {error}"
            raise InvalidRequest(Problem("plan", shown, message)) from None
    return {prescription.stretch_id: prescription.dose for prescription in plan.prescriptions}
