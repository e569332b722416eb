"""Plans breaks for the rest of the app."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import stretchplan as sp
from deskbreak.rules import NeckGently

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["CATALOG", "POLICY", "RULES", "answer", "plan_break"]

with as_file(files("deskbreak") / "catalog.toml") as path:
    CATALOG = sp.load_catalog(path)
POLICY = sp.Policy(
    early_until_day=10,  # at work a person is alone, so the careful days last longer
    forbidden_positions=frozenset({"prone"}),  # no lying face down on an office floor
    max_session_seconds=900,  # a quarter of an hour is a break; more is a session
)
RULES = (NeckGently(),)

_PLANNER = sp.Planner(CATALOG, policy=POLICY, rules=RULES, explain=False)


def plan_break(
    minutes: int,
    *,
    back_hurt_days_ago: int | None,
    areas: Collection[str] = (),
    at_hand: Collection[str] | None = None,
    **more: Any,
) -> sp.Plan:
    """Return the plan of a break.

    Parameters
    ----------
    minutes
        How long the break is.
    back_hurt_days_ago
        Days since the back was hurt, None for "not lately". There is no default, so a caller must ask.
    areas
        The areas to work; the whole body when empty.
    at_hand
        The equipment that is there, such as a chair, a wall or a strap; None when unknown.
    **more
        Any other field of :class:`stretchplan.PlanRequest`.

    Raises
    ------
    stretchplan.InvalidRequest, stretchplan.NoPlan
        As :meth:`stretchplan.Planner.plan`, with messages that can be shown to a person.
    """
    if at_hand is not None:
        profile = sp.Profile.model_validate(more.get("profile", {}))
        more["profile"] = sp.Profile(**profile.model_dump() | {"equipment": at_hand})
    return _PLANNER.plan(minutes=minutes, days_since_injury=back_hurt_days_ago, targets=areas, **more)


def answer(form: Mapping[str, Any]) -> str:
    """Return the plan for a web form, as JSON.

    Raises
    ------
    stretchplan.InvalidRequest, stretchplan.NoPlan
        With ``to_dict()``, problem details to send back.
    """
    return _PLANNER.plan(**form).model_dump_json()
