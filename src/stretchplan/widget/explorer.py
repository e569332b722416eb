"""The explorer: what it is asked, as traits that a notebook shares with its page, and the plan or refusal for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from anywidget import AnyWidget
from traitlets import Dict, Int, List, Unicode, observe

from stretchplan.base.errors import InvalidRequest, Problem, StretchPlanError
from stretchplan.base.text import quoted
from stretchplan.base.translation import say, speaking
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.request import MAX_DAYS, MAX_MINUTES
from stretchplan.planning.default import shared_planner
from stretchplan.planning.planner import Planner
from stretchplan.render.escape import escaped
from stretchplan.render.notebook import as_html
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import NoPlan
from stretchplan.words.explorer import labels

__all__ = ["Explorer"]

_HERE: Final = Path(__file__).parent


class Explorer(AnyWidget):
    """Controls for a request beside the plan for it, or beside the refusal: a widget for JupyterLab, marimo and others.

    Its attributes may be set in Python too, and the page follows; ``observe`` of traitlets tells of every change.

    Parameters
    ----------
    days_since_injury
        Whole days since the injury, or None for no recent injury. Required, as in a request.
    minutes
        Whole minutes there are, 1 to 240.
    targets
        Ids of areas that must be worked; one text is one id.
    conditions
        Ids of stated conditions, of :func:`stretchplan.conditions`; one text is one id.
    planner
        The planner that answers, with its catalogue, policy and rules; the one of :func:`stretchplan.plan` when None.

    Attributes
    ----------
    plan
        The plan for what the controls say; None when there is none.
    refusal
        Why there is none, as the error that :meth:`stretchplan.Planner.plan` raises; None when there is a plan.
    choices
        What the controls offer, for the page: areas, conditions, and the words of the controls.
    answer
        What the page shows, as HTML.

    Raises
    ------
    InvalidRequest
        When ``planner`` is not a planner.
    traitlets.TraitError
        When a number is out of range or a list holds something other than texts.

    Examples
    --------
    >>> from stretchplan.widget import Explorer
    >>> explorer = Explorer(days_since_injury=None)
    >>> explorer.minutes = 20
    >>> explorer.plan.request.minutes
    20
    """

    _esm = _HERE / "explorer.js"
    _css = _HERE / "explorer.css"

    minutes = Int(10, min=1, max=MAX_MINUTES).tag(sync=True)
    days_since_injury = Int(None, allow_none=True, min=0, max=MAX_DAYS).tag(sync=True)
    targets = List(Unicode()).tag(sync=True)
    conditions = List(Unicode()).tag(sync=True)
    choices = Dict(read_only=True).tag(sync=True)
    answer = Unicode(read_only=True).tag(sync=True)

    def __init__(
        self,
        *,
        days_since_injury: int | None,
        minutes: int = 10,
        targets: Iterable[str] = (),
        conditions: Iterable[str] = (),
        planner: Planner | None = None,
    ) -> None:
        self._planner = _checked(shared_planner("seven") if planner is None else planner)
        self.plan: Plan | None = None
        self.refusal: StretchPlanError | None = None
        super().__init__(
            days_since_injury=days_since_injury,
            minutes=minutes,
            targets=_in_order(targets),
            conditions=_in_order(conditions),
        )
        self.set_trait("choices", self._choices())
        self._ask()

    def _choices(self) -> dict[str, Any]:
        """Return what the page offers, with its words."""
        with speaking(self._planner.language):
            return {
                "words": labels(),
                "areas": [[area.id, area.name] for area in self._planner.catalog.areas],
                "conditions": [[condition.id, say(condition.name)] for condition in CONDITIONS.values()],
            }

    @observe("minutes", "days_since_injury", "targets", "conditions")
    def _ask_again(self, _change: Any) -> None:
        if self.choices:  # before, the traits are still being set
            self._ask()

    def _ask(self) -> None:
        """Plan for what the traits say, and show the answer."""
        try:
            plan, refusal = self._plan(), None
        except StretchPlanError as error:
            plan, refusal = None, error
        self.plan, self.refusal = plan, refusal
        self.set_trait("answer", _shown(plan or refusal))

    def _plan(self) -> Plan:
        return self._planner.plan(
            minutes=self.minutes,
            days_since_injury=self.days_since_injury,
            targets=self.targets,
            profile={"conditions": self.conditions},
        )


def _in_order(names: object) -> object:
    """Return names as a sorted list; a text is one name to the trait, which also refuses what are no names."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        return names
    entries = list(names)
    return sorted(entries) if all(isinstance(name, str) for name in entries) else entries


def _checked(planner: object) -> Planner:
    if not isinstance(planner, Planner):
        raise InvalidRequest(
            Problem("planner", quoted(planner), f"{quoted(planner)} is not a Planner; give one, or None")
        )
    return planner


def _shown(answer: Plan | StretchPlanError | None) -> str:
    """Return an answer as HTML; every text in it is escaped."""
    if isinstance(answer, Plan | NoPlan):
        return as_html(answer)
    return f'<p role="alert">{escaped(str(answer))}</p>'
