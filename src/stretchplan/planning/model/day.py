"""What follows from a request? Everything that planning derives from it before the search, derived once."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import Pace, PlanRequest
from stretchplan.planning.model.allowed import AllowedToday, allowed_today, words_of
from stretchplan.planning.model.moves import Moves, Words, moves
from stretchplan.planning.model.problem import SelectionProblem, make_problem
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.model.week import Week
from stretchplan.safety.allowed.doses import ActiveCaution, active_cautions
from stretchplan.safety.allowed.forms import form_of, worded

__all__ = ["Day", "PlannedStretch"]


class PlannedStretch(NamedTuple):
    """A stretch of the session, its dose, and the form, the texts and the cautions that it has today."""

    stretch: Stretch
    dosage: Dosage
    cautions: tuple[ActiveCaution, ...]
    form: Form | None
    worded: Stretch  # with the texts, breath cues and figure of today

    @property
    def set_seconds(self) -> int:
        """Seconds of work in one set, on each side."""
        return self.stretch.work_seconds(self.dosage.amount)


@dataclass(frozen=True, eq=False, repr=False)
class Day:
    """A request, and what follows from it under a planner's terms."""

    terms: Terms
    request: PlanRequest
    allowed: AllowedToday
    pace: Pace  # the request's or the one that suits the day, and the policy's where that is slower
    moves: Moves  # the seconds of its moves, beside the settling for each stretch
    budget_seconds: int  # the most seconds that the session may take
    demanded: tuple[int, ...]  # indices of the areas that the request demands, in catalogue order
    ordered: bool = True  # whether the rule about the order of stretches applies
    named: bool = True  # whether a stretch works the areas that it is only named for
    week: Week | None = None  # what the days before brought, if that counts

    @classmethod
    def resolve(
        cls,
        terms: Terms,
        request: PlanRequest,
        *,
        allowed: AllowedToday | None = None,
        without_rules: frozenset[str] = frozenset(),
        week: Week | None = None,
    ) -> "Day":
        """Derive what follows from a request.

        ``allowed`` is the result of :func:`allowed_today`, if it is known. The rules in ``without_rules`` are not
        applied; every plan is made with all rules. With a ``week``, the search also looks at the days before.
        """
        if allowed is None:
            allowed = allowed_today(terms, request, without_rules)
        pace = terms.policy.pace(request)
        return cls(
            terms=terms,
            request=request,
            allowed=allowed,
            pace=pace,
            moves=moves(allowed.places, pace),
            budget_seconds=terms.policy.budget_seconds(request.budget_seconds),
            demanded=tuple(i for i, area in enumerate(terms.catalog.area_ids) if area in request.targets),
            ordered="gentle-first" not in without_rules,
            named=terms.policy.named_targets or "caller-policy" in without_rules,
            week=week,
        )

    @property
    def catalog(self) -> Catalog:
        """The catalogue that the day is planned from."""
        return self.terms.catalog

    @property
    def policy(self) -> Policy:
        """The caller's policy."""
        return self.terms.policy

    @property
    def hopeless(self) -> bool:
        """Whether a search would be useless: no stretch is allowed, or a required one is not."""
        doses = self.allowed.doses
        return not doses or not self.request.profile.include <= doses.keys()

    @property
    def key(self) -> tuple[Any, ...]:
        """What the search depends on: days with equal keys share one solution."""
        week = self.week and self.week.key
        profile = self.request.profile
        return (self.allowed.key, self.pace, self.request.targets, profile.include, self.budget_seconds, week)

    def problem(self) -> SelectionProblem:
        """Put the day into the whole numbers that the search reads; it is worked out anew each time."""
        return make_problem(
            self.catalog,
            self.allowed.doses,
            self.allowed.words,
            self.pace,
            places=self.allowed.places,
            ordered=self.ordered,
            named=self.named,
            rested=self.week.rested if self.week is not None else None,
        )

    def settle_seconds(self, stretch_id: str) -> int:
        """Return the seconds of settling for a stretch: no fewer than its words take."""
        return max(self.pace.settle_seconds, self._words(stretch_id).before)

    def change_side_seconds(self, stretch_id: str) -> int:
        """Return the seconds of each change of side of a stretch: no fewer than its words take."""
        return max(self.pace.change_side_seconds, self._words(stretch_id).change)

    def _words(self, stretch_id: str) -> Words:
        words = self.allowed.words.get(stretch_id)
        if words is None:  # a plan to test the checker has a stretch that may not be planned today
            words = words_of(self.catalog.by_id[stretch_id], self.request, self.policy)
        return words

    def planned(self, stretch_id: str, dosage: Dosage) -> PlannedStretch:
        """Return a stretch at a dose, with the cautions that apply to it today."""
        stretch = self.catalog.by_id[stretch_id]
        request, policy = self.request, self.policy
        cautions = active_cautions(stretch, request, policy)
        form = form_of(stretch, request, policy)
        return PlannedStretch(stretch, dosage, cautions, form, worded(stretch, request, policy))
