"""What a planner takes: its catalogue and its policy, and requests as they are meant for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stretchplan.base.errors import CatalogError, InvalidRequest, PolicyError, Problem
from stretchplan.base.text import nearest, quoted
from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.catalog.validation import unknown_cautions
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import QUESTIONS, open_questions
from stretchplan.rulebook.bounds import CAUTIONS
from stretchplan.safety.allowed.screening import raise_if_stopped
from stretchplan.words.phrases import number_words

__all__ = ["checked_catalog", "checked_policy", "read_request"]


def checked_catalog(catalog: Catalog | None) -> Catalog:
    """Return the catalogue to plan from: the built-in one for None.

    Raises
    ------
    CatalogError
        When it is none, points at a caution that no rule stands behind, or passes for the built-in one.
    """
    builtin = builtin_catalog()
    if catalog is None:
        return builtin
    if not isinstance(catalog, Catalog):
        raise CatalogError(
            Problem(
                "", quoted(catalog), f"{quoted(catalog)} is not a Catalog; read one with stretchplan.load_catalog(file)"
            )
        )
    if (catalog.id, catalog.version) == (builtin.id, builtin.version) and catalog.digest != builtin.digest:
        raise CatalogError(
            Problem(
                "id",
                quoted(catalog.id),
                f"{quoted(catalog.id)} in version {catalog.version} is the built-in catalogue, and this one says "
                "something else; give it an id or a version of its own",
            )
        )
    unknown = unknown_cautions(catalog.stretches, CAUTIONS)
    if unknown:
        raise CatalogError(*unknown, source=catalog.id)
    return catalog


def checked_policy(policy: Policy | None, catalog: Catalog) -> Policy:
    """Return the policy to plan under: the standard one for None.

    Raises
    ------
    PolicyError
        When it is none, or names a stretch that the catalogue does not have.
    """
    if policy is None:
        return STANDARD
    if not isinstance(policy, Policy):
        raise PolicyError.of("policy", quoted(policy), f"{quoted(policy)} is not a Policy; give one, or None")
    policy = Policy.model_validate(policy)  # whoever made it with model_construct has had nothing checked
    unknown = [
        *_unknown_ids("policy.forbidden_stretches", policy.forbidden_stretches, catalog),
        *_unknown_ids("policy.first_allowed_days", policy.first_allowed_days, catalog),
    ]
    if unknown:
        raise PolicyError(*unknown)
    return policy


def read_request(request: PlanRequest | None, fields: dict[str, Any], catalog: Catalog, policy: Policy) -> PlanRequest:
    """Return a request, checked against a catalogue and a policy.

    Parameters
    ----------
    request, fields
        A request, or the fields of one.
    catalog, policy
        Whose areas and stretches it names, and which may require answers about warning signs.

    Raises
    ------
    InvalidRequest
        When it is wrong, names what the catalogue does not have, or leaves open what the policy requires.
    SeeAClinician
        When an answer about warning signs leaves no plan.
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
        # Whoever made it with model_construct has had nothing checked.
        request = PlanRequest.model_validate(request)
    raise_if_stopped(request.screening)
    unknown = [*_unknown_areas(request, catalog), *_unknown_stretches(request, catalog)]
    if unknown:
        raise InvalidRequest(*unknown)
    if policy.require_screening:
        _require_screening(request)
    return request


def _unknown_areas(request: PlanRequest, catalog: Catalog) -> Iterator[Problem]:
    known = catalog.area_ids
    for area in sorted(request.targets - frozenset(known)):
        suggestion = nearest(area, known)
        hint = f"did you mean {suggestion!r}?" if suggestion else f"known areas: {', '.join(known)}"
        yield Problem("targets", quoted(area), f"{quoted(area)} is not an area of this catalogue; {hint}", suggestion)


def _unknown_stretches(request: PlanRequest, catalog: Catalog) -> Iterator[Problem]:
    profile = request.profile
    for where, given in (
        ("profile.avoid_stretches", profile.avoid_stretches),
        ("profile.include", profile.include),
        ("profile.cleared", {one.stretch_id for one in profile.cleared}),
    ):
        yield from _unknown_ids(where, given, catalog)


def _unknown_ids(where: str, given: Iterable[str], catalog: Catalog) -> Iterator[Problem]:
    for name in sorted(set(given) - catalog.by_id.keys()):
        aliases = {alias: stretch.id for stretch in catalog.stretches for alias in stretch.aliases}
        suggestion = aliases.get(name) or nearest(name, catalog.by_id)
        hint = f"did you mean {suggestion!r}?" if suggestion else f"known: {', '.join(list(catalog.by_id)[:10])}"
        yield Problem(where, quoted(name), f"{quoted(name)} is not a stretch of this catalogue; {hint}", suggestion)


def _require_screening(request: PlanRequest) -> None:
    open_ones = open_questions(request.screening)
    if open_ones:
        raise InvalidRequest(
            Problem(
                "screening",
                "",
                "the policy requires an answer to every question about warning signs, and "
                f"{number_words(len(open_ones))} of {number_words(len(QUESTIONS))} are open, the first being "
                f"{open_ones[0].id!r}",
            )
        )
