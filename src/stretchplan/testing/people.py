"""Strategies for profiles, answers about warning signs, and policies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.catalog.vocabulary import Equipment, Position
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PACES, QUICKEST
from stretchplan.inputs.screening import QUESTIONS, Screening
from stretchplan.rulebook import bounds

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["policies", "profiles", "screenings"]

_POSITIONS: tuple[Position, ...] = get_args(Position)
_EQUIPMENT: tuple[Equipment, ...] = get_args(Equipment)


def _few(values: Iterable[Any], most: int = 2) -> SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(list(values)), max_size=most)


@st.composite
def profiles(draw: DrawFn, catalog: Catalog | None = None, *, clearances: bool = True) -> Profile:
    """Draw a profile; it shrinks to one that states nothing.

    Parameters
    ----------
    catalog
        The catalogue of the stretches to avoid, to include and to clear; the built-in one when None.
    clearances
        Whether the profile may have clearances.

    Returns
    -------
    Profile
        It names only stretches of the catalogue.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import profiles
    >>> @given(profiles())
    ... def test_profile(profile):
    ...     assert len(profile.conditions) <= 9
    """
    stretches = list((catalog or builtin_catalog()).by_id)
    stated = draw(_few(CONDITIONS, 4))
    avoided = draw(_few(stretches, 3))
    others = [name for name in stretches if name not in avoided]
    cleared: list[dict[str, str]] = []
    if clearances and stated:
        pairs = st.tuples(st.sampled_from(stretches), st.sampled_from(sorted(stated)))
        cleared = [{"stretch_id": s, "condition": c} for s, c in draw(st.lists(pairs, max_size=3))]
    return Profile.model_validate(
        {
            "conditions": stated,
            "trimester": draw(st.sampled_from([None, 1, 2, 3])) if "pregnancy" in stated else None,
            "cleared": cleared,
            "avoid_stretches": avoided,
            "avoid_positions": draw(_few(_POSITIONS)),
            "include": draw(_few(others)) if others else frozenset(),
            "equipment": draw(st.one_of(st.none(), _few(_EQUIPMENT))),
        }
    )


@st.composite
def screenings(draw: DrawFn, *, stops: bool | None = None) -> Screening:
    """Draw answers to the questions about warning signs; they shrink to no answer at all.

    Parameters
    ----------
    stops
        True for answers that leave no plan, False for answers that leave one, None for either.

    Returns
    -------
    Screening
        With some, none or all questions answered.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import screenings
    >>> @given(screenings(stops=False))
    ... def test_screening(screening):
    ...     assert screening.saddle_numbness != "yes"
    """
    answers = {q.id: draw(st.sampled_from(["unanswered", "no"])) for q in QUESTIONS}
    for question in QUESTIONS:
        if question.urgency == "soon" and draw(st.integers(0, 5)) == 5:
            answers[question.id] = "yes"
    stopping = [q.id for q in QUESTIONS if q.urgency != "soon"]
    if stops or (stops is None and draw(st.integers(0, 3)) == 3):
        for name in draw(st.lists(st.sampled_from(stopping), min_size=1, max_size=5, unique=True)):
            answers[name] = "yes"
    return Screening.model_validate(answers)


@st.composite
def policies(draw: DrawFn, catalog: Catalog | None = None) -> Policy:
    """Draw a policy that keeps most of the library's bounds; it shrinks to the standard one.

    Parameters
    ----------
    catalog
        The catalogue of the stretches to forbid and to delay; the built-in one when None.

    Returns
    -------
    Policy
        It names only stretches of the catalogue.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import policies
    >>> @given(policies())
    ... def test_policy(policy):
    ...     assert policy.max_sets <= 4
    """
    stretches = list((catalog or builtin_catalog()).by_id)

    def sometimes(strategy: SearchStrategy[Any], otherwise: Any) -> Any:
        return draw(strategy) if draw(st.integers(0, 4)) == 4 else otherwise

    early = sometimes(st.integers(bounds.EARLY_UNTIL_DAY, 60), bounds.EARLY_UNTIL_DAY)
    return Policy.model_validate(
        {
            "early_until_day": early,
            "repair_until_day": sometimes(st.integers(max(early, bounds.REPAIR_UNTIL_DAY), 90), max(early, 42)),
            "early_max_sets": sometimes(st.integers(1, bounds.EARLY_MAX_SETS), bounds.EARLY_MAX_SETS),
            "repair_max_sets": sometimes(st.integers(1, bounds.REPAIR_MAX_SETS), bounds.REPAIR_MAX_SETS),
            "max_sets": sometimes(st.integers(1, bounds.MAX_SETS), bounds.MAX_SETS),
            "aim_seconds_per_side": sometimes(
                st.integers(20, bounds.AIM_SECONDS_PER_SIDE), bounds.AIM_SECONDS_PER_SIDE
            ),
            "twist_small_until_day": sometimes(
                st.integers(bounds.TWIST_SMALL_UNTIL_DAY, 90), bounds.TWIST_SMALL_UNTIL_DAY
            ),
            "pain_stop_from": sometimes(st.integers(4, bounds.PAIN_STOP_FROM), bounds.PAIN_STOP_FROM),
            "least_pace": sometimes(st.sampled_from(list(PACES.values())), QUICKEST),
            "max_hold_seconds": sometimes(st.integers(10, 60), None),
            "max_repetitions": sometimes(st.integers(5, 15), None),
            "max_session_seconds": sometimes(st.integers(120, 1800), None),
            "forbidden_stretches": sometimes(_few(stretches, 1), frozenset()),
            "forbidden_positions": sometimes(_few(_POSITIONS, 1), frozenset()),
            "first_allowed_days": sometimes(
                st.dictionaries(st.sampled_from(stretches), st.integers(0, 60), max_size=2), {}
            ),
        }
    )
