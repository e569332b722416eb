"""What is the best plan for a request? The planner makes it and checks it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, Unpack, overload

from stretchplan.base.bounded import whole
from stretchplan.base.cache import Cache
from stretchplan.base.errors import InvalidRequest, PolicyError, Problem, StretchPlanError
from stretchplan.base.text import listed, quoted
from stretchplan.base.translation import (
    ENGLISH,
    LANGUAGES,
    LanguageName,
    known_language,
    one_by_one,
    speaking,
    spoken_by,
)
from stretchplan.catalog import Catalog, Stretch
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.loader import BuiltinName, builtin_of, stretch_named
from stretchplan.inputs.history import SessionRecord
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import DatedFields, PlanRequest, RequestFields
from stretchplan.inputs.screening import open_questions
from stretchplan.planning.build.assemble import MadeBy, assemble
from stretchplan.planning.explain import answers
from stretchplan.planning.explain.compare import NOT_WORKED_OUT, Comparison, compare_objectives
from stretchplan.planning.model.allowed import permitted
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import Ask, NodeBudgetSpent
from stretchplan.planning.search.select import EXHAUSTIVE_ITEMS
from stretchplan.planning.solver import CACHED, KeptSession, Solver
from stretchplan.planning.validate import checked_catalog, checked_policy, read_request
from stretchplan.results.plan import Plan, Why, WhyNot
from stretchplan.results.refusals import Cancelled, Infeasible, SearchExhausted, UnsafePlan
from stretchplan.safety import own_rules
from stretchplan.safety.allowed.screening import stop_reason
from stretchplan.safety.check import violations_of
from stretchplan.safety.own_rules import OwnRule

if TYPE_CHECKING:
    # Imported where they are used: a process that makes one plan needs no programmes and no reasons against a plan.
    # See docs/decisions/0021-names-come-when-asked-for.md.
    from stretchplan.planning.build.by_hand import GivenDose
    from stretchplan.planning.build.outline import ChangedFields, Outline
    from stretchplan.planning.build.revision import RevisedFields
    from stretchplan.results.assembled import Assembled
    from stretchplan.results.programme import Programme, ProgrammeDay, Weekday
    from stretchplan.results.revision import Alternative, Revision

__all__ = ["CACHE_MIB", "NODE_BUDGET", "Planner", "answer_once", "terms_of"]

NODE_BUDGET = 300_000
"""The node budget of one request, unless the caller gives another: one to two seconds of work."""


CACHE_MIB = 64
"""About how many MiB a planner's caches may take, unless the caller says otherwise."""

_JSON_SHARE = 5
"""A plan takes about five times as many bytes of memory as its JSON has."""

_RECORDED_BYTES = 1_200
"""About how much memory a stretch in a recorded session takes; a session without stretches takes about twice that."""


def _bytes_of(request: PlanRequest, answer: Plan | Infeasible) -> int:
    """Return about how much memory an answer takes, and the request that it is kept for."""
    if isinstance(answer, Plan):
        return _JSON_SHARE * len(answer.model_dump_json())
    recorded = _RECORDED_BYTES * sum(2 + len(record.stretches) for record in request.history or ())
    return 2_000 * (1 + len(answer.conflicts)) + 6_000 * len(answer.relaxations) + recorded


def _at_least_one(name: str, value: object) -> int:
    number = whole(value)
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise InvalidRequest(Problem(name, quoted(number), "it must be a whole number, at least 1"))
    return number


def _yes_or_no(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise InvalidRequest(Problem(name, quoted(value), f"{quoted(value)} is not allowed; it must be True or False"))


def _asking(cancelled: Callable[[], bool]) -> Ask:
    """Return what asks the caller's function, and raises Cancelled where it says so."""
    given: object = cancelled
    if not callable(given):
        message = f"{quoted(cancelled)} cannot be called; give a function without arguments that returns True or False"
        raise InvalidRequest(Problem("cancelled", quoted(cancelled), message))

    def ask() -> None:
        answer: object = cancelled()
        if not isinstance(answer, bool):  # such as a coroutine, which would count as True
            message = f"the function returned {quoted(answer)}; it must return True, to end the request, or False"
            raise InvalidRequest(Problem("cancelled", quoted(answer), message))
        if answer:
            raise Cancelled

    return ask


F = TypeVar("F", bound=Callable[..., Any])


def _in_its_language(method: F) -> F:
    """Let the planner of the language answer that a request or a plan states, in that language."""

    @wraps(method)
    def answering(self: Planner, *args: Any, **fields: Any) -> Any:
        about = (
            args[0]
            if args
            else next((fields[name] for name in ("plan", "programme", "request") if name in fields), None)
        )
        stated = fields.get("language") if about is None else getattr(about, "language", None)
        planner = self._speaking(stated)
        with speaking(planner.language):
            return method(planner, *args, **fields)

    return answering  # type: ignore[return-value]  # the same parameters and the same result


def _said_in(catalog: Catalog, language: LanguageName) -> Catalog:
    """Return a built-in catalogue in a language; any other one is in its own."""
    return builtin_of(catalog.id, language) or catalog


class Planner:
    """Plans days from one catalogue, under the library's rules and the caller's narrower ones.

    A planner caches: requests that need the same search share one solution, and equal requests one answer. Caching
    changes no answer. The caches are bounded, and any number of threads may use one planner.

    Parameters
    ----------
    catalog
        What can be done: a catalogue, or the name of a built-in one (``seven``, ``anywhere`` or ``both``; see
        :func:`stretchplan.builtin_catalog`). None: ``seven``.
    policy
        The caller's narrower bounds; None narrows nothing.
    rules
        The caller's own rules, each a :class:`stretchplan.OwnRule`.
    node_budget
        The most nodes that one request may take, at least 1: for the search, the reasons, the conflicts and the
        relaxations together (docs/what-a-request-costs.md). A plan that is not proved best says so and carries a bound.
        Only a greedy plan is always made where the search proves nothing.
    share
        Whether to cache solutions and answers. False solves each request again.
    explain
        Whether reasons compare with other plans: what the plan would lose without a stretch, and what it would give up
        for one that is left out. Each comparison takes a search; False saves that time.
    explain_refusals
        Whether a refusal looks for conflicts and for requests that have a plan. False saves that time; the refusal then
        says only that there is no plan, and its ``reasons`` is ``"not_made"``.
    language
        The language of the plans' words where a request states none: ``en`` or ``de``. A built-in catalogue is then in
        this language too. None: the catalogue's, if it is one of these, and otherwise English. For a request in another
        language the planner makes a planner of that language, with caches of its own.
    cache_mib
        About how much memory the caches may take, in MiB, at least 1. Answers have half of it, what is derived for them
        the other half; the oldest entries make room. A plan of the built-in catalogue counts as about 82 KiB.

    Raises
    ------
    CatalogError
        If ``catalog`` is neither a Catalog nor the name of a built-in one, names an unknown caution, or has the id of a
        built-in catalogue but other content.
    InvalidRequest
        If ``node_budget`` or ``cache_mib`` is not a whole number of at least 1, or ``language`` is not one of these.
    PolicyError
        If ``policy`` is not a Policy or names a stretch that the catalogue does not have, or one of ``rules`` is wrong.

    Examples
    --------
    >>> import stretchplan as sp
    >>> planner = sp.Planner()
    >>> planner.plan(minutes=5, days_since_injury=None, targets={"hips"}).optimal
    True
    """

    def __init__(
        self,
        catalog: Catalog | BuiltinName | None = None,
        *,
        policy: Policy | None = None,
        rules: Iterable[OwnRule] = (),
        node_budget: SupportsIndex = NODE_BUDGET,
        share: bool = True,
        explain: bool = True,
        explain_refusals: bool = True,
        cache_mib: SupportsIndex = CACHE_MIB,
        language: LanguageName | None = None,
    ) -> None:
        given = checked_catalog(catalog)
        self.language: LanguageName = spoken_by(given) if language is None else known_language(language)
        self.catalog: Catalog = _said_in(given, self.language)
        if len(self.catalog.stretches) > EXHAUSTIVE_ITEMS:  # here, and not while threads plan and a process may fork
            from stretchplan.planning.search import beyond_exhaustive  # noqa: F401
        nodes, mib = _at_least_one("node_budget", node_budget), _at_least_one("cache_mib", cache_mib)
        self.policy: Policy = checked_policy(policy, self.catalog)
        self.rules: tuple[OwnRule, ...] = own_rules.checked(rules)
        self.node_budget: int = nodes
        self.cache_mib: int = mib
        self._terms = Terms(self.catalog, self.policy, self.rules)
        half = mib * 2**19
        self._solver = Solver(self._terms, nodes, share=share, explain=explain, most_bytes=half)
        self._explain_refusals = explain_refusals
        self._others: dict[LanguageName, Planner] = {}  # for requests in other languages
        self._options: dict[str, Any] = {"share": share, "explain": explain, "explain_refusals": explain_refusals}
        self._ask: Ask | None = None
        self._answers: Cache[Plan | Infeasible] = Cache(CACHED if share else 0, most_cost=half, cost=_bytes_of)

    def until(self, cancelled: Callable[[], bool]) -> Planner:
        """Return this planner with a function that can end its requests; the caches are the same.

        The function is asked before a request is planned, and while it is planned at least once for each thousand nodes
        (docs/what-a-request-costs.md). Where it says True, the request ends with :class:`stretchplan.Cancelled`, and
        what was found so far is dropped. Other requests, also those of this planner itself, are not affected. The
        library reads no clock: a deadline is the caller's.

        Parameters
        ----------
        cancelled
            Called without arguments in the thread that plans; it returns True to end the request, or False. What it
            raises is passed on unchanged, but for StopIteration, which Python makes a RuntimeError inside a generator.
            One that was given before is not asked any more.

        Returns
        -------
        Planner
            Each of its methods that plans asks the function.

        Raises
        ------
        InvalidRequest
            If ``cancelled`` cannot be called; and, while planning, if it returns neither True nor False.

        Examples
        --------
        >>> import stretchplan as sp, threading
        >>> planner, stop = sp.Planner(), threading.Event()
        >>> planner.until(stop.is_set).plan(minutes=5, days_since_injury=3).optimal
        True
        >>> stop.set()
        >>> [answer] = planner.until(stop.is_set).plan_many([sp.PlanRequest(minutes=5, days_since_injury=3)])
        >>> answer.kind
        'cancelled'
        """
        other = copy(self)
        other._ask = _asking(cancelled)
        other._solver = self._solver.asking(other._ask)
        return other

    def _speaking(self, language: object) -> Planner:
        """Return the planner of the same terms for a language; this one where none is stated that the library has."""
        if language == self.language or not isinstance(language, str) or language not in LANGUAGES:
            return self
        known = known_language(language)
        other = self._others.get(known)
        if other is None:
            made = Planner(
                _said_in(self.catalog, known),
                policy=self.policy,
                rules=self.rules,
                node_budget=self.node_budget,
                cache_mib=self.cache_mib,
                language=known,
                **self._options,
            )
            other = self._others.setdefault(known, made)  # two threads may have made one
        if self._ask is None:
            return other
        asking = copy(other)
        asking._ask = self._ask
        asking._solver = other._solver.asking(self._ask)
        return asking

    @overload
    def plan(self, request: PlanRequest, /) -> Plan: ...
    @overload
    def plan(self, /, **fields: Unpack[RequestFields]) -> Plan: ...
    @overload
    def plan(self, /, **fields: Unpack[DatedFields]) -> Plan: ...
    @_in_its_language
    def plan(self, request: PlanRequest | None = None, /, **fields: Any) -> Plan:
        """Return the best plan for a request.

        Parameters
        ----------
        request
            The request; or its fields as keywords.
        **fields
            The fields of :class:`stretchplan.PlanRequest`, when no request is given.

        Returns
        -------
        Plan
            It has passed :func:`stretchplan.check`.

        Raises
        ------
        InvalidRequest
            If the request is wrong, or names an area or a stretch that the catalogue does not have.
        SeeAClinician
            If an answer about warning signs needs a clinician first. This is raised before any error about areas.
        Infeasible
            If the demands and the rules leave no plan: with the conflicts, and with the nearest requests that have one.
        SearchExhausted
            If the node budget ended before a plan was found or ruled out.
        PolicyError
            If one of the caller's own rules would loosen a rule of the library, or raises.
        UnsafePlan
            If the plan did not pass its own check: a defect of the library, or of one of the caller's own rules.
        Cancelled
            If the function of :meth:`until` ended the request.
        """
        resolved = self._read(request, fields)
        if self._ask is not None:
            self._ask()
        answer = self._answers.get(resolved)
        if answer is None:
            answer = self._answers.put(resolved, self._answer(resolved))
        if isinstance(answer, Infeasible):
            # a new exception: a re-raised one would keep its old traceback
            raise Infeasible(answer.conflicts, answer.relaxations, answer.reasons)
        return answer

    def plan_many(self, requests: Iterable[PlanRequest]) -> Iterator[Plan | StretchPlanError]:
        """Yield the answer to each request, in order: a plan, or the error that :meth:`plan` would raise.

        There may be any number of requests: apart from the planner's bounded caches, nothing is kept.

        Parameters
        ----------
        requests
            The requests, read one at a time.

        Yields
        ------
        Plan or StretchPlanError
            ``isinstance(answer, sp.Plan)`` tells them apart.

        Raises
        ------
        PolicyError
            If one of the caller's own rules would loosen a rule of the library, or raises. This error is about the
            planner, not about a request, so it is raised and not yielded.

        Examples
        --------
        >>> import stretchplan as sp
        >>> asked = [sp.PlanRequest(minutes=5, days_since_injury=3, pain=pain) for pain in (2, 7)]
        >>> [type(answer).__name__ for answer in sp.Planner().plan_many(asked)]
        ['Plan', 'Infeasible']
        """
        for request in requests:
            try:
                answer: Plan | StretchPlanError = self.plan(request)
            except PolicyError:
                raise
            except StretchPlanError as error:
                answer = error.with_traceback(None)
            yield answer

    @overload
    def assemble(
        self, request: PlanRequest, /, session: Iterable[tuple[str, GivenDose]], *, keep_order: bool = False
    ) -> Assembled: ...
    @overload
    def assemble(
        self,
        /,
        *,
        session: Iterable[tuple[str, GivenDose]],
        keep_order: bool = False,
        **fields: Unpack[RequestFields],
    ) -> Assembled: ...
    @_in_its_language
    def assemble(
        self,
        request: PlanRequest | None = None,
        /,
        session: Iterable[tuple[str, GivenDose]] = (),
        *,
        keep_order: bool = False,
        **fields: Any,
    ) -> Assembled:
        """Return the plan of a session that somebody else chose, and every rule that it breaks.

        It is laid out, worded and explained as any other plan, and has all of its formats. No rule that it breaks is an
        error: show the plan to a person only when :attr:`Assembled.ok` is True. One that breaks a rule says so in its
        notice ``breaks-rules``.

        Parameters
        ----------
        request
            The request that it is for; or its fields as keywords.
        session
            The stretches, by id or alias, each with its dose: a :class:`stretchplan.Dosage`, such as the ``dose`` of a
            prescription; a :class:`stretchplan.RecordedDose`, as a record has it; or a mapping with ``sets`` (1 to 10)
            and either ``hold_seconds`` or ``repetitions``. At most 100.
        keep_order
            Whether the stretches stay in the order in which they are given. Otherwise they are put in the best order,
            if some order keeps the rules.
        **fields
            The fields of :class:`stretchplan.PlanRequest`, when no request is given.

        Returns
        -------
        Assembled
            The plan with its violations. The planner's own session comes back as its own plan. Any other is
            ``optimal`` only if it is proved that no plan is better; its reasons compare with no other plan, and its
            ``bound`` is that of the best plan for the request.

        Raises
        ------
        InvalidRequest
            If the request is wrong, or the session cannot be laid out: it is empty, names an unknown stretch or one
            stretch twice, or gives a dose of another kind, such as repetitions of a hold.
        SeeAClinician
            If an answer about warning signs needs a clinician first: then no session is laid out.
        PolicyError, UnsafePlan
            As :meth:`plan` does, where the session is the planner's own.
        Cancelled
            If the function of :meth:`until` ended the request.

        Examples
        --------
        >>> import stretchplan as sp
        >>> chosen = [("childs_pose", {"sets": 1, "hold_seconds": 30}), ("cat_cow", {"sets": 1, "repetitions": 5})]
        >>> made = sp.Planner().assemble(minutes=5, days_since_injury=30, session=chosen)
        >>> made.ok, [prescription.name for prescription in made.plan.prescriptions]
        (True, ['Cat-Cow Pose', "Child's Pose"])
        >>> made = sp.Planner().assemble(minutes=2, days_since_injury=30, session=chosen)
        >>> [violation.rule_id for violation in made.violations]
        ['fits-the-minutes']
        """
        from stretchplan.planning.build.by_hand import in_order, laid_out, read_session, score_of
        from stretchplan.results.assembled import Assembled

        _yes_or_no("keep_order", keep_order)
        resolved = self._read(request, fields)
        chosen = read_session(session, self.catalog)
        if self._ask is not None:
            self._ask()
        day = self._solver.day_with(resolved, [name for name, _ in chosen])
        order_proved = True
        if not keep_order:
            chosen, order_proved = in_order(day, chosen)
        planned = [day.planned(name, dose) for name, dose in chosen]
        solution, bound = self._solver.most(day)
        if solution is not None and solution.session(day) == planned:
            own = self.plan(resolved)
            if [(p.stretch_id, p.dose) for p in own.prescriptions] == list(chosen):
                return Assembled(plan=own, violations=())
        shortest_with = self._solver.shortest_with(day)
        plan = laid_out(day, planned, bound, shortest_with, order_proved=order_proved)
        violations = violations_of(plan, self.catalog, self.rules)
        if violations:
            plan = laid_out(day, planned, bound, shortest_with, source="broken_hand", order_proved=order_proved)
        proved = not violations and solution is not None and solution.selection.optimal
        if proved and solution and score_of(day, planned, solution.problem.unit) == solution.selection.score:
            plan = laid_out(day, planned, bound, shortest_with, optimal=True)
        return Assembled(plan=plan, violations=violations)

    @_in_its_language
    def revise(
        self,
        plan: Plan,
        /,
        *,
        without: Collection[str] = (),
        including: Collection[str] = (),
        at_seconds: SupportsIndex | None = None,
        keep_doses: bool = True,
        add: bool | None = None,
        **changes: Unpack[RevisedFields],
    ) -> Revision:
        """Return the best of the plans that keep most of a plan, after a change: of the minutes, the pain, a stretch.

        Two levels stand before the objective: first as many of the plan's stretches as possible are kept, then as many
        of their doses. docs/revise.md says more.

        Parameters
        ----------
        plan
            Any plan of this planner's catalogue: one that it made, one made by hand, or a revised one.
        without
            Ids or aliases of stretches that are not wanted today; they are avoided in the new request.
        including
            Ids or aliases of stretches that must be in.
        at_seconds
            Whole seconds since the session began, from 0 to its last one; then the rest of it is planned, for the time
            that is left. A stretch that is under way is finished first, unless it is in ``without`` or the request does
            not prescribe it just so any more: its dose, its form and its cautions. What is done counts for the areas,
            and does not come again. None: it has not begun.
        keep_doses
            Whether the second level counts. False: of the plans that keep as many stretches, the best one, at whatever
            doses.
        add
            Whether stretches may come in that the plan does not have. With False only those in ``including`` may. None:
            they may, unless pain is higher in the middle of the session: ``at_seconds`` is given, and ``pain`` is above
            that of the plan's request, where an unstated one counts as 0.
        **changes
            Fields of the request that are different now, such as ``minutes`` or ``pain``. Stated minutes of a session
            that has begun are those from the new plan's beginning on.

        Returns
        -------
        Revision
            The plan, which has passed :func:`stretchplan.check`, and what it keeps, drops and adds. A plan of which
            nothing was changed comes back as it is. A plan that keeps an earlier one is ``optimal`` only if it is also
            proved that no other plan is better; ``Revision.proved`` says whether it is proved to keep most. Where
            nothing may be added, that is said of the plans that add nothing.

        Raises
        ------
        InvalidRequest
            If ``plan`` is not of this planner's catalogue, the session is over at ``at_seconds`` or has less than a
            minute left, or a changed field or a name is wrong.
        SeeAClinician, Infeasible, SearchExhausted, PolicyError, UnsafePlan, Cancelled
            As :meth:`plan` does for the changed request.

        Examples
        --------
        >>> import stretchplan as sp
        >>> planner = sp.Planner()
        >>> plan = planner.plan(minutes=10, days_since_injury=None, targets={"hips"})
        >>> revision = planner.revise(plan, without={"piriformis_stretch"})
        >>> [out.stretch_id for out in revision.dropped], revision.proved
        (['piriformis_stretch'], True)
        """
        from stretchplan.planning.build.revision import adds_by_itself, changed_request, names_of

        self._of_this_catalog(plan)
        _yes_or_no("keep_doses", keep_doses)
        out, wanted = names_of(without, "without", self.catalog), names_of(including, "including", self.catalog)
        request = self.read(changed_request(plan.request, out, wanted, changes))
        timed = "minutes" in changes
        if at_seconds is not None and "seconds" in changes and not timed:
            message = "seconds of a session that has begun are those from now on; give minutes too"
            raise InvalidRequest(Problem("seconds", quoted(changes["seconds"]), message))
        if add is None:
            add = adds_by_itself(plan, request, at_seconds)
        revision = self._revised(
            plan, request, at_seconds, without=out, timed=timed, keep_doses=keep_doses, added=None if add else wanted
        )
        if isinstance(revision, PlanRequest):
            self.plan(revision)  # raises the refusal, with its conflicts
            raise AssertionError("a request without a best plan has a refusal")
        return revision

    @_in_its_language
    def alternatives(self, plan: Plan, stretch: str) -> tuple[Alternative, ...]:
        """Return what could stand in the place of a stretch of a plan, the nearest to the plan first.

        Each stretch that shares an area with it and may be planned is tried: the plan is revised without the one and
        with the other. Those that keep most of the plan come first, and of these the best plans.

        Parameters
        ----------
        plan
            Any plan of this planner's catalogue.
        stretch
            Id or alias of a stretch that is in it.

        Returns
        -------
        tuple of Alternative
            Each was found by solving, with a node budget of its own; what has no plan is not among them, nor is one of
            which the search ended without a plan. Empty when nothing could stand in its place.

        Raises
        ------
        InvalidRequest
            If ``plan`` is not of this planner's catalogue, or the stretch is not in it.
        CatalogError
            If the catalogue does not have the stretch.
        SeeAClinician, PolicyError, UnsafePlan, Cancelled
            As :meth:`plan` does.

        Examples
        --------
        >>> import stretchplan as sp
        >>> planner = sp.Planner()
        >>> plan = planner.plan(minutes=5, days_since_injury=None, targets={"hips"})
        >>> planner.alternatives(plan, "piriformis_stretch")[0].name
        'Knee to Chest Stretch'
        """
        from stretchplan.planning.build.by_hand import levels, measured
        from stretchplan.planning.build.revision import changed_request, doses_of
        from stretchplan.results.revision import Alternative
        from stretchplan.words.revision import alternative

        self._of_this_catalog(plan)
        entry, doses = stretch_named(self.catalog, stretch), doses_of(plan, self.catalog)
        if entry.id not in doses:
            message = f"{entry.id!r} is not in this plan, which has {listed(list(doses))}; ask why_not for the reason"
            raise InvalidRequest(Problem("stretch", quoted(stretch), message))
        request = self.read(plan.request)
        day = self._solver.day_with(request, doses)
        here = measured(day, [day.planned(name, dose) for name, dose in doses.items()])
        shared = entry.targets.areas(named=self.policy.named_targets)
        found: list[tuple[tuple[int, ...], Alternative]] = []
        for other in self.catalog.stretches:
            apart = shared.isdisjoint(other.targets.areas(named=self.policy.named_targets))
            if apart or other.id in doses or other.id not in self._solver.allowed(request).doses:
                continue
            changed = self.read(changed_request(plan.request, {entry.id}, {other.id}, {}))
            try:
                revision = self._revised(plan, changed, None)
            except SearchExhausted:
                continue
            if isinstance(revision, PlanRequest):
                continue
            session = [day.planned(p.stretch_id, p.dose) for p in revision.plan.prescriptions]
            there = measured(day, session)
            difference = compare_objectives(here, there)[1]
            dropped = [out.name for out in revision.dropped if out.stretch_id != entry.id]
            both = entry.targets.areas(named=False) & other.targets.areas(named=False)
            wanted = both & request.targets or both
            areas = [area.name for area in self.catalog.areas if area.id in wanted]
            text = alternative(other.name, areas, difference, dropped, of_a_week=request.history is not None)
            rank = (len(revision.kept), -len(revision.changed), *levels(there))
            made = Alternative(
                stretch_id=other.id, name=other.name, revision=revision, difference=difference, text=text
            )
            found.append((rank, made))
        return tuple(made for _, made in sorted(found, key=lambda pair: pair[0], reverse=True))

    def _revised(
        self,
        plan: Plan,
        request: PlanRequest,
        at_seconds: SupportsIndex | None,
        *,
        without: Collection[str] = (),
        timed: bool = False,
        keep_doses: bool = True,
        added: Collection[str] | None = None,
    ) -> Revision | PlanRequest:
        """Return the plan for a request that keeps most of a plan; a request that has no plan where there is none.

        Where ``added`` is given, no other stretches come in.
        """
        from stretchplan.planning.build.by_hand import laid_out, score_of
        from stretchplan.planning.build.revision import (
            Progress,
            doses_of,
            far_along,
            keeps,
            make_revision,
            only,
            rest_of,
        )

        if self._ask is not None:
            self._ask()
        earlier = doses_of(plan, self.catalog)
        progress, targets = Progress(), request.targets
        if at_seconds is not None:
            progress = far_along(plan, at_seconds)
            name = progress.under_way
            if name is not None and name not in without and self._may_finish(plan, request, name, earlier[name]):
                progress = progress.finishing()
            request = rest_of(request, plan, progress, self.catalog, self.policy, timed=timed)
        made = (plan.request, plan.policy, plan.own_rules)
        same = (request, self.policy, self._terms.own_rule_refs) == made and not progress.done
        if same and not violations_of(plan, self.catalog, self.rules):
            return make_revision(plan, plan, progress, self.catalog, proved=plan.optimal)
        remaining = {name: dose for name, dose in earlier.items() if name not in progress.done}
        day = self._solver.day_with(request, remaining)
        solution, bound = self._solver.most(day)
        alone = bound is None
        if alone:  # what stands by was let in for the plan's sake, and may have made the moves too long
            try:
                day = self._solver.day(request)
            except NodeBudgetSpent:
                raise SearchExhausted(self.node_budget) from None
            solution, bound = self._solver.most(day)
        if bound is None:
            return request
        done = [day.planned(name, earlier[name]) for name in progress.done]
        among = None if added is None else {*remaining, *request.profile.include, *added}
        best = None
        if solution is not None and (among is None or among.issuperset(p.stretch.id for p in solution.session(day))):
            best = KeptSession(solution.session(day), False, solution.selection.order_proved)
        kept = self._solver.keep(day, remaining, self.node_budget, done, targets, doses=keep_doses, among=among) or best
        if kept is None and among is not None:
            fewer = only(request, among, self.catalog)
            if self._solver.most(self._solver.day(fewer))[1] is None:
                return fewer
        if kept is None:
            raise SearchExhausted(self.node_budget)
        if best is not None and not kept.proved and keeps(best.session, remaining) > keeps(kept.session, remaining):
            kept = best
        session, proved = kept.session, kept.proved and not alone
        if best is not None and session == best.session:
            own = self.plan(request)
            if [(p.stretch_id, p.dose) for p in own.prescriptions] == [(p.stretch.id, p.dosage) for p in session]:
                return make_revision(plan, own, progress, self.catalog, proved=proved)
        optimal = (
            solution is not None
            and solution.selection.optimal
            and score_of(day, session, solution.problem.unit) == solution.selection.score
        )
        shortest_with = self._solver.shortest_with(day)
        made_by: MadeBy = "kept" if proved else "kept_unproved"
        revised = laid_out(
            day, session, bound, shortest_with, optimal=optimal, source=made_by, order_proved=kept.order_proved
        )
        violations = violations_of(revised, self.catalog, self.rules)
        if violations:
            raise UnsafePlan(tuple((v.rule_id, v.step, v.message) for v in violations))
        return make_revision(plan, revised, progress, self.catalog, proved=proved)

    def _may_finish(self, plan: Plan, request: PlanRequest, name: str, dose: Dosage) -> bool:
        """Return whether a request prescribes a stretch that is under way just as the plan does.

        The dose must be allowed, and the form, the texts and the cautions must be the same.
        """
        if not permitted(self.catalog.by_id[name], dose, self._solver.allowed(request).doses.get(name, ())):
            return False
        before, now = (self._solver.day(asked).planned(name, dose) for asked in (plan.request, request))
        form = next(p.form_name for p in plan.prescriptions if p.stretch_id == name)
        return before == now and form == (None if now.form is None else now.form.name)

    def _answer(self, request: PlanRequest) -> Plan | Infeasible:
        """Work out the plan for a request, or the refusal."""
        try:
            day = self._solver.day(request)
            solution, left = self._solver.solve_within(day)
        except NodeBudgetSpent:
            raise SearchExhausted(self.node_budget) from None
        if solution is None:
            return self._refusal(request, left)
        plan = assemble(
            day, solution.session(day), solution.score, solution.problem.shortest_with, solution.comparisons
        )
        violations = violations_of(plan, self.catalog, self.rules)
        if violations:
            raise UnsafePlan(tuple((v.rule_id, v.step, v.message) for v in violations))
        return plan

    def _refusal(self, request: PlanRequest, left: int) -> Infeasible:
        """Find out why there is no plan, and what would help, with the nodes that are left."""
        from stretchplan.planning.explain.conflicts import conflicts
        from stretchplan.planning.explain.feasible import Feasibility
        from stretchplan.planning.explain.relaxations import relaxations

        feasibility = Feasibility(self._terms, left if self._explain_refusals else 0, self._ask)
        found, all_conflicts = conflicts(feasibility, request)
        nearest, all_relaxations = relaxations(feasibility, request, found)
        if all_conflicts and all_relaxations:
            return Infeasible(found, nearest)
        return Infeasible(found, nearest, "budget_spent" if self._explain_refusals else "not_made")

    @_in_its_language
    def programme(
        self,
        request: PlanRequest,
        /,
        start: date | str,
        days: SupportsIndex = 28,
        *,
        days_per_week: SupportsIndex = 7,
        rest_days: Collection[Weekday | date | str] = (),
    ) -> Programme:
        """Return the sessions of some weeks: a plan for each day, made with the days before it as its history.

        The days since the injury advance with the date, so what a rule keeps out enters on its day, and amounts rise as
        the rules over time allow. Each session is taken for done as planned and settled within a day, and the request's
        pain for that of every day. Without a history everything starts at its lowest amount.

        Parameters
        ----------
        request
            The request. Its days since the injury count on its own date, ``on``, or on ``start`` where it has none.
            Its history holds the sessions before ``start``.
        start
            The first day, such as 2026-01-31.
        days
            How many days, 1 to 366.
        days_per_week
            The most sessions in seven days, 1 to 7. Rest days are spread over the week. The first day has a session,
            unless ``rest_days`` has its weekday.
        rest_days
            Weekdays (``"sunday"``) and dates without a session.

        Returns
        -------
        Programme
            Each plan in it has passed :func:`stretchplan.check`. A day that has no plan says why, and what would help.

        Raises
        ------
        InvalidRequest
            If the request or one of the other values is wrong.
        SeeAClinician
            If an answer about warning signs needs a clinician first.
        PolicyError, UnsafePlan
            As :meth:`plan` does.

        Examples
        --------
        >>> import stretchplan as sp
        >>> request = sp.PlanRequest(minutes=5, days_since_injury=6)
        >>> made = sp.Planner().programme(request, "2026-03-02", days=2)
        >>> print(made.days[1].changes[2].text)
        Glute Bridge may be planned from now on: this is day 7 after the injury.
        """
        from stretchplan.planning.build.programme import make_programme

        outline = self._outline(request, start, days, days_per_week, rest_days)
        return make_programme(outline, self._days(outline), self.catalog)

    @_in_its_language
    def programme_days(
        self,
        request: PlanRequest,
        /,
        start: date | str,
        days: SupportsIndex = 28,
        *,
        days_per_week: SupportsIndex = 7,
        rest_days: Collection[Weekday | date | str] = (),
    ) -> Iterator[ProgrammeDay]:
        """Yield the days of :meth:`programme` one by one; each is planned when it is asked for.

        Parameters
        ----------
        request, start, days, days_per_week, rest_days
            As for :meth:`programme`: ``days`` is 1 to 366 days, ``days_per_week`` 1 to 7 sessions in seven days.

        Yields
        ------
        ProgrammeDay
            The first one costs as much as one plan.

        Raises
        ------
        InvalidRequest, SeeAClinician, PolicyError, UnsafePlan
            As :meth:`programme` does. What is wrong with the parameters is raised at once, the others on their day.
        """
        return self._days(self._outline(request, start, days, days_per_week, rest_days))

    @_in_its_language
    def replan(
        self,
        programme: Programme,
        start: date | str,
        history: Sequence[SessionRecord | Mapping[str, object]],
        **changes: Unpack[ChangedFields],
    ) -> Programme:
        """Return the days of a programme from one of them on, planned again after what really happened.

        While nothing differs from the programme, its days come out as they were.

        Parameters
        ----------
        programme
            The programme.
        start
            The first day to plan again, one of its days.
        history
            All sessions before that day: those before the programme, and those in it as they were.
        **changes
            Fields of the request that are different from now on, such as ``pain`` or ``minutes``. After a new injury
            ``days_since_injury`` states its days on ``start``.

        Returns
        -------
        Programme
            From ``start`` to the last day of the programme, with its rest days.

        Raises
        ------
        InvalidRequest
            If ``start`` is not a day of the programme, the history is not of the days before it, or a field is wrong.
        SeeAClinician, PolicyError, UnsafePlan
            As :meth:`programme` does.
        """
        from stretchplan.planning.build.outline import outline_again
        from stretchplan.planning.build.programme import make_programme

        outline = outline_again(programme, start, history, changes, self.read)
        return make_programme(outline, self._days(outline), self.catalog)

    def _outline(
        self,
        request: PlanRequest,
        start: date | str,
        days: SupportsIndex,
        days_per_week: SupportsIndex,
        rest_days: Collection[Weekday | date | str],
    ) -> Outline:
        from stretchplan.planning.build.outline import make_outline

        given: object = request
        if not isinstance(given, PlanRequest):
            message = f"{quoted(given)} is not a PlanRequest; give one, such as PlanRequest(minutes=10, …)"
            raise InvalidRequest(Problem("request", quoted(given), message))
        return make_outline(self.read(request), start, days, days_per_week, rest_days)

    def _days(self, outline: Outline) -> Iterator[ProgrammeDay]:
        from stretchplan.planning.build.programme import make_days

        return one_by_one(make_days(outline, self.plan, self._solver.allowed, self._terms), self.language)

    @_in_its_language
    def why(self, plan: Plan, stretch: str) -> Why:
        """Return why a stretch is in a plan, and what the best plan without it would lose.

        Parameters
        ----------
        plan
            A plan that this planner made.
        stretch
            Id or alias of a stretch that is in it.

        Returns
        -------
        Why
            Found by solving again without the stretch.

        Raises
        ------
        InvalidRequest
            If ``plan`` is not what this planner makes of the plan's request, or the stretch is not in the plan.
        CatalogError
            If the catalogue does not have the stretch.
        Infeasible, SearchExhausted, UnsafePlan
            As :meth:`plan` does for the plan's request.
        """
        entry, again = self._made_again(plan, stretch)
        prescription = next((p for p in again.prescriptions if p.stretch_id == entry.id), None)
        if prescription is None:
            message = f"{entry.id!r} is not in this plan; ask why_not for the reason"
            raise InvalidRequest(Problem("stretch", quoted(stretch), message))
        without = self._solver.without(self._solver.day(again.request), entry.id)
        return answers.why(entry, prescription, again, without)

    @_in_its_language
    def why_not(self, plan: Plan, stretch: str) -> WhyNot:
        """Return why a stretch is not in a plan: the rule or wish against it, or what the best plan with it gives up.

        Parameters
        ----------
        plan
            A plan that this planner made.
        stretch
            Id or alias of a stretch that is not in it.

        Returns
        -------
        WhyNot
            The rule or wish that excludes the stretch; or, found by solving again, what the best plan with it gives up.

        Raises
        ------
        InvalidRequest
            If ``plan`` is not what this planner makes of the plan's request, or the stretch is in the plan.
        CatalogError
            If the catalogue does not have the stretch.
        Infeasible, SearchExhausted, UnsafePlan
            As :meth:`plan` does for the plan's request.
        """
        entry, again = self._made_again(plan, stretch)
        left_out = next((out for out in again.left_out if out.stretch_id == entry.id), None)
        if left_out is None:
            message = f"{entry.id!r} is in this plan; ask why for the reason"
            raise InvalidRequest(Problem("stretch", quoted(stretch), message))
        if left_out.kind in ("beaten", "not_targeted"):
            return answers.why_not(entry, left_out, again, *self._with(again, entry.id))
        return answers.why_not(entry, left_out, again, None, None)

    def _made_again(self, plan: Plan, name: str) -> tuple[Stretch, Plan]:
        """Return the stretch, and the plan made again; refuse a plan that this planner would not make."""
        self._of_this_catalog(plan)
        stretch = stretch_named(self.catalog, name)
        # A plan may have been edited. A reason is true only of the best plan for the request, so the plan is made
        # again and compared, and no text of the caller's plan is repeated.
        again = self.plan(plan.request)
        made = (again.schedule, again.objective, again.policy, again.own_rules)
        if made != (plan.schedule, plan.objective, plan.policy, plan.own_rules):
            message = "the plan is not what this planner makes of its request; plan it again and ask about that plan"
            raise InvalidRequest(Problem("plan", "", message))
        return stretch, again

    def _of_this_catalog(self, plan: Plan) -> None:
        """Refuse what is not a plan of this planner's catalogue."""
        if not isinstance(plan, Plan):
            raise InvalidRequest(Problem("plan", quoted(plan), f"{quoted(plan)} is not a Plan; give one, or Plan(...)"))
        own = (self.catalog.id, self.catalog.version, self.catalog.digest)
        if (plan.catalog.id, plan.catalog.version, plan.catalog.digest) != own:
            raise InvalidRequest(
                Problem(
                    "plan",
                    quoted(plan.catalog.id),
                    f"the plan is of the catalogue {quoted(plan.catalog.id)} {quoted(plan.catalog.version)}, and this "
                    f"planner's is {own[0]!r} {own[1]}; ask a planner of the plan's own catalogue",
                )
            )

    def _with(self, plan: Plan, stretch_id: str) -> tuple[Plan | None, Comparison]:
        """Return the best plan that also has a stretch, and how it compares with ``plan``."""
        profile = plan.request.profile
        profile = profile.model_copy(update={"include": profile.include | {stretch_id}})
        try:
            other = self.plan(plan.request.model_copy(update={"profile": profile}))
        except Infeasible:
            return None, ("impossible", None)
        except SearchExhausted:
            return None, NOT_WORKED_OUT
        if not (plan.optimal and other.optimal):
            return other, NOT_WORKED_OUT
        return other, compare_objectives(plan.objective, other.objective)

    @_in_its_language
    def canonical(self, request: PlanRequest) -> Hashable:
        """Return a key: requests with equal keys share one solution.

        The key holds the allowed doses of each stretch, the pace, the demanded areas and stretches, the seconds, and
        whether the answers about warning signs stop planning. The day counts through the doses. The date and the other
        answers do not count: they change words and sides, not the solution.

        Parameters
        ----------
        request
            The request.

        Raises
        ------
        InvalidRequest
            When the policy requires an answer about warning signs that the request does not have.
        """
        # Plans cached under this key must never reach a person whose answers about warning signs stop planning.
        stopped = stop_reason(request.screening) is not None or (
            self.policy.require_screening and bool(open_questions(request.screening))
        )
        return self._solver.day(request).key, stopped

    @overload
    def read(self, request: PlanRequest, /) -> PlanRequest: ...
    @overload
    def read(self, /, **fields: Unpack[RequestFields]) -> PlanRequest: ...
    @overload
    def read(self, /, **fields: Unpack[DatedFields]) -> PlanRequest: ...
    @_in_its_language
    def read(self, request: PlanRequest | None = None, /, **fields: Any) -> PlanRequest:
        """Return a request checked against the catalogue and policy.

        Parameters
        ----------
        request
            The request; or its fields as keywords.
        **fields
            The fields of :class:`PlanRequest`.

        Raises
        ------
        InvalidRequest
            When the request is wrong, or names an area or a stretch that the catalogue does not have.
        SeeAClinician
            When an answer about warning signs leaves no plan.
        """
        return self._read(request, fields)

    def _read(self, request: PlanRequest | None, fields: dict[str, Any]) -> PlanRequest:
        resolved = read_request(request, fields, self.catalog, self.policy)
        if resolved.language is None and self.language != ENGLISH:
            return resolved.model_copy(update={"language": self.language})
        return resolved


def answer_once(planner: Planner, request: PlanRequest) -> Plan | StretchPlanError:
    """Return the answer to a request that the planner has checked, as :meth:`Planner.plan_many` does, and keep none.

    Solutions are kept as ever. It is for callers that keep answers in a smaller form of their own.
    """
    try:
        if planner._ask is not None:
            planner._ask()
        speaker = planner._speaking(request.language)
        with speaking(speaker.language):
            return speaker._answer(request)
    except PolicyError:
        raise
    except StretchPlanError as error:
        return error.with_traceback(None)


def terms_of(planner: Planner) -> Terms:
    """Return what applies to every request of a planner."""
    return planner._terms
