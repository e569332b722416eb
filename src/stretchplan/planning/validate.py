"""Can a plan be made from this catalogue, policy and request? The checks before planning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from stretchplan.base.errors import CatalogError, InvalidRequest, PolicyError, Problem
from stretchplan.base.messages import first_problems
from stretchplan.base.models import read
from stretchplan.base.text import did_you_mean, listed, quoted
from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.catalog.catalog import removal, unknown_cautions
from stretchplan.catalog.loader import BuiltinName, builtin_of, held_elsewhere, recorded_ids, valid_catalog
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import QUESTIONS, open_questions
from stretchplan.rulebook.bounds import CAUTIONS, FORMS
from stretchplan.safety.allowed.screening import raise_if_stopped
from stretchplan.words.phrases import number_words

__all__ = ["catalog_problems", "checked_catalog", "checked_policy", "read_request"]

RULES_OF_FORMS: Final = (*FORMS, *(entry.rule_id for entry in CONDITIONS.values()))
"""The rules that a form may name beside the cautions."""


def checked_catalog(catalog: Catalog | BuiltinName | None) -> Catalog:
    """Return the catalogue to plan from: the seven for None; raise CatalogError if it cannot be used."""
    if catalog is None or isinstance(catalog, str):
        return builtin_catalog("seven" if catalog is None else catalog)
    catalog = valid_catalog(catalog, where="")
    builtin = builtin_of(catalog.id, catalog.language)
    if builtin is not None and catalog.digest != builtin.digest:
        raise CatalogError(_not_the_builtin(builtin))
    unknown = unknown_cautions(catalog, CAUTIONS, RULES_OF_FORMS)
    if unknown:
        raise CatalogError(*unknown, source=catalog.id)
    opposed = _opposed(catalog)
    if opposed:
        raise CatalogError(*opposed, source=catalog.id)
    return catalog


def _not_the_builtin(builtin: Catalog) -> Problem:
    return Problem(
        "id",
        quoted(builtin.id),
        f"{quoted(builtin.id)} is the id of the built-in catalogue {builtin.version}, and this one says "
        "something else; give it an id of its own",
    )


def _opposed(catalog: Catalog) -> tuple[Problem, ...]:
    from stretchplan.words.conflicts import contradicted_sentences  # imported here: it compiles many patterns

    return contradicted_sentences(catalog)


def catalog_problems(data: object) -> tuple[tuple[Problem, ...], Catalog | None]:
    """Return all problems of a catalogue's data, those for which a planner refuses it too, and the catalogue if none.

    At most 100 problems, in no particular order, and a note when there are more.
    """
    from stretchplan.catalog.partly import is_whole, read_partly  # imported here: no planner needs them
    from stretchplan.catalog.validation import cautions_without_rule

    parts = read_partly(data)
    builtin = builtin_of(data.get("id") if isinstance(data, dict) else None, parts.language)
    found = list(parts.problems)
    if builtin is not None and (parts.catalog is None or parts.catalog.digest != builtin.digest):
        found.append(_not_the_builtin(builtin))
    stretches = parts.stretches or ()
    found += cautions_without_rule(stretches, CAUTIONS, RULES_OF_FORMS, partly=True)
    for i, stretch in enumerate(stretches):
        if is_whole(stretch):
            alone = Catalog.model_construct(
                id="x", version="1.0.0", title="x", areas=(), language=parts.language, stretches=(stretch,)
            )
            for problem in _opposed(alone):
                found.append(replace(problem, where=problem.where.replace("[0]", f"[{i}]", 1)))
    return first_problems(found), parts.catalog if not found else None


def checked_policy(policy: Policy | None, catalog: Catalog) -> Policy:
    """Return the policy to plan under: the standard one for None; raise PolicyError if it cannot be used."""
    if policy is None:
        return STANDARD
    if not isinstance(policy, Policy):
        raise PolicyError.of("policy", quoted(policy), f"{quoted(policy)} is not a Policy; give one, or None")
    policy = read(Policy, policy)  # model_construct checks nothing
    policy = policy.renamed(catalog.ids)
    unknown = first_problems(
        chain(
            _unknown_ids("policy.forbidden_stretches", policy.forbidden_stretches, catalog),
            _unknown_ids("policy.first_allowed_days", policy.first_allowed_days, catalog),
        )
    )
    if unknown:
        raise PolicyError(*unknown)
    return policy


def read_request(request: PlanRequest | None, fields: dict[str, Any], catalog: Catalog, policy: Policy) -> PlanRequest:
    """Return a request, given as such or as its fields, checked against a catalogue and a policy.

    Aliases of stretches are replaced by their ids.

    Raises
    ------
    InvalidRequest
        If it is wrong, names an unknown area or stretch, requires a removed stretch, or lacks an answer that the
        policy requires.
    SeeAClinician
        If an answer about warning signs stops planning.
    """
    if request is None:
        request = PlanRequest(**fields)
    elif fields:
        raise InvalidRequest(Problem(next(iter(fields)), "", "give a request or its fields as keywords, not both"))
    elif not isinstance(request, PlanRequest):
        raise InvalidRequest(
            Problem(
                "",
                quoted(request),
                f"{quoted(request)} is not a PlanRequest; give one, or its fields as keywords (a dict as **fields)",
            )
        )
    else:
        request = read(PlanRequest, request)  # model_construct checks nothing
    raise_if_stopped(request.screening)
    request = request.renamed(catalog.ids, recorded_ids(catalog) if request.history else None)
    unknown = first_problems(chain(_unknown_areas(request, catalog), _unknown_stretches(request, catalog)))
    if unknown:
        raise InvalidRequest(*unknown)
    if policy.require_screening:
        _require_screening(request)
    return request


def _unknown_areas(request: PlanRequest, catalog: Catalog) -> Iterator[Problem]:
    known = catalog.area_ids
    for area in sorted(request.targets - frozenset(known)):
        hint, suggestion = did_you_mean(area, known, f"known areas: {', '.join(known)}")
        yield Problem("targets", quoted(area), f"{quoted(area)} is not an area of this catalogue; {hint}", suggestion)


def _unknown_stretches(request: PlanRequest, catalog: Catalog) -> Iterator[Problem]:
    profile = request.profile
    yield from _unknown_ids("profile.avoid_stretches", profile.avoid_stretches, catalog)
    for name in sorted(profile.include & catalog.removed.keys()):
        yield removal(catalog.removed[name], "profile.include")
    yield from _unknown_ids("profile.include", profile.include, catalog)
    yield from _unknown_ids("profile.cleared", {clearance.stretch_id for clearance in profile.cleared}, catalog)


def _unknown_ids(where: str, given: Iterable[str], catalog: Catalog) -> Iterator[Problem]:
    # A removed stretch is never planned, so it may be avoided, forbidden or cleared: nothing changes.
    for name in sorted(set(given) - catalog.by_id.keys() - catalog.removed.keys()):
        hint, suggestion = held_elsewhere(name, catalog), None
        if not hint:
            hint, suggestion = did_you_mean(name, catalog.ids, f"known: {listed(catalog.by_id)}")
        yield Problem(where, quoted(name), f"{quoted(name)} is not a stretch of this catalogue; {hint}", suggestion)


def _require_screening(request: PlanRequest) -> None:
    unanswered = open_questions(request.screening)
    if unanswered:
        raise InvalidRequest(
            Problem(
                "screening",
                "",
                "the policy requires an answer to every question about warning signs, and "
                f"{number_words(len(unanswered))} of {number_words(len(QUESTIONS))} are open, the first being "
                f"{unanswered[0].id!r}",
            )
        )
