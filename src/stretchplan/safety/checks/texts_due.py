"""Work out which texts a stretch is due, from the rules and without the planner's answer."""

from typing import Final, NamedTuple

from stretchplan.base.cache import Cache
from stretchplan.base.translation import spoken
from stretchplan.catalog.doses import BreathHalf
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Side
from stretchplan.rulebook.bounds import CAUTIONS, FORMS
from stretchplan.words.notices import change_side_cue

__all__ = ["Due", "applies", "form_due", "named", "texts_due"]

_OTHER: Final[dict[Side, str]] = {"left": "right", "right": "left"}


class Due(NamedTuple):
    """The texts that a stretch is due in a session."""

    form: Form | None
    rule: str  # the rule that calls for the form; empty without one
    setups: dict[Side, str]  # by the side that is worked first
    cues: dict[Side, str]  # by the sides that the stretch is worked on
    feels: dict[Side, str | None]
    changes: dict[Side, str]  # the cue of a change of side, by the side to change to; empty where there are no sides
    breaths: tuple[str, str] | None  # the cues of the inhale and of the exhale; None for a hold
    begins_with: BreathHalf  # the half of a breath that its movement begins with

    def gives(self, *texts: str) -> bool:
        """Return whether the form gives one of some texts, by the names of its fields."""
        return self.form is not None and any(getattr(self.form, text) is not None for text in texts)


def applies(rule: str, request: PlanRequest, policy: Policy) -> bool:
    """Return whether a rule that a form may name applies to a request."""
    day, pain = request.days_since_injury, request.pain
    if rule == "pain-form":
        return pain is not None and pain >= policy.pain_lowest_doses_from
    if rule in CAUTIONS or rule in FORMS:
        until = {
            "twist-small": policy.twist_small_until_day,
            "piriformis-light": policy.piriformis_light_until_day,
            "early-form": policy.early_until_day,
            "repair-form": policy.repair_until_day,
        }
        return day is not None and day < until[rule]
    condition = rule.replace("-", "_")
    if condition == "pregnancy" and request.screening is not None and request.screening.pregnancy == "yes":
        return True
    return condition in request.profile.conditions


def form_due(stretch: Stretch, request: PlanRequest, policy: Policy) -> tuple[Form | None, str]:
    """Return the form that a stretch must have, and the first of its rules that applies."""
    due = texts_due(stretch, request, policy)
    return due.form, due.rule


def _form_due(stretch: Stretch, request: PlanRequest, policy: Policy) -> tuple[Form | None, str]:
    for form in stretch.forms:
        calling = [rule for rule in form.rules if applies(rule, request, policy)]
        further = [rule for rule in form.also if applies(rule, request, policy)]
        if calling and (further or not form.also):
            return form, calling[0]
    return None, ""


def named(form: Form | None) -> frozenset[str]:
    """Return the rules that a form names; their sentences are not added to its texts."""
    return frozenset() if form is None else frozenset(form.rules) | frozenset(form.also)


def texts_due(stretch: Stretch, request: PlanRequest, policy: Policy) -> Due:
    """Return the texts that a stretch is due for a request under a policy."""
    # One check asks a hundred times, for a few stretches. All are told apart by identity, because their hash reads all
    # of their texts; an entry holds them, so that no other can have their place.
    key = (id(request), id(policy), spoken())
    _, _, known = _KNOWN.get(key) or _KNOWN.put(key, (request, policy, {}))
    if id(stretch) not in known:
        known[id(stretch)] = (stretch, _texts_due(stretch, request, policy))
    return known[id(stretch)][1]


_Known = tuple[PlanRequest, Policy, dict[int, tuple[Stretch, Due]]]


def _sessions_held(_key: object, entry: _Known) -> int:
    """Return what an entry costs: its request holds the sessions before, which may take megabytes."""
    return 1 + len(entry[0].history or ())


_KNOWN: Final = Cache[_Known](64, most_cost=450, cost=_sessions_held)


def _texts_due(stretch: Stretch, request: PlanRequest, policy: Policy) -> Due:
    form, rule = _form_due(stretch, request, policy)
    setup = form.setup if form is not None and form.setup is not None else stretch.setup
    cue = form.cue if form is not None and form.cue is not None else stretch.cue
    feel = form.feel if form is not None and form.feel is not None else stretch.feel
    change = form.change if form is not None and form.change is not None else stretch.change
    sides: tuple[Side, ...] = ("left", "right") if stretch.sides == "each" else ("both",)
    return Due(
        form,
        rule,
        {side: _on(side, setup) for side in sides},
        {side: _on(side, cue) for side in sides},
        {side: None if feel is None else _on(side, feel) for side in sides},
        {side: _change(side, change) for side in sides if side in _OTHER},
        *_breaths(stretch, form, request.breath == "effort_out"),
    )


def _breaths(stretch: Stretch, form: Form | None, effort_out: bool) -> tuple[tuple[str, str] | None, BreathHalf]:
    breath = stretch.breath
    if breath is None:
        return None, "inhale"
    out = form.effort_out if form is not None and form.effort_out is not None else breath.effort_out
    if effort_out and out is not None:
        return (out.inhale_cue, out.exhale_cue), "exhale"
    inhale = form.inhale_cue if form is not None and form.inhale_cue is not None else breath.inhale_cue
    exhale = form.exhale_cue if form is not None and form.exhale_cue is not None else breath.exhale_cue
    return (inhale, exhale), breath.begins_with


def _change(side: Side, how: str | None) -> str:
    """Return the whole cue of a change to a side: the library's words, and the catalogue's if it has any."""
    return change_side_cue(side) if how is None else f"{change_side_cue(side)} {_on(side, how)}"


def _on(side: Side, text: str) -> str:
    """Return a text for a side; a stretch that works both sides has no side in its texts."""
    if side not in _OTHER:
        return text
    first, *parts = text.split("{")
    return first + "".join(_placed(side, *part.partition("}")) for part in parts)


def _placed(side: Side, placeholder: str, brace: str, after: str) -> str:
    """Return the word that stands for a placeholder, and the text after it; other braces stay."""
    words = placeholder.split("|")
    known = {"side": side, "other_side": _OTHER[side]}
    if len(words) == len(_OTHER):
        known[placeholder] = words[0] if side == "left" else words[1]
    return f"{known[placeholder]}{after}" if brace and placeholder in known else f"{{{placeholder}{brace}{after}"
