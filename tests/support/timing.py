"""How long are the moves of a session? Counted from docs/schedule.md and the texts of a catalogue.

The oracles and the builder of plans use it. It shares no code with the library's planning or safety: of the library it
uses the models and the fixed sentences, as data.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from stretchplan.words.moves import get_up_cue, move_cue
from stretchplan.words.notices import CONDITION_CUES

if TYPE_CHECKING:
    from stretchplan import Catalog, PlanRequest, Policy
    from stretchplan.catalog.stretch import Stretch

USUAL, UNHURRIED, SLOW = (
    {
        "get_ready_seconds": down,
        "change_position_seconds": over,
        "settle_seconds": settle,
        "change_side_seconds": settle,
        "rest_seconds": rest,
        "get_up_seconds": up,
    }
    for down, over, settle, rest, up in ((20, 15, 5, 10, 20), (30, 22, 8, 15, 30), (40, 30, 12, 25, 40))
)
"""The paces by the day and the pain, when a request states none."""
UNTIL = {"piriformis-light": 7, "twist-small": 42, "early-form": 7, "repair-form": 42}
"""The first day without a caution, or without a form that a day calls for; a policy may have a later one."""
FIELDS = {
    "piriformis-light": "piriformis_light_until_day",
    "twist-small": "twist_small_until_day",
    "early-form": "early_until_day",
    "repair-form": "repair_until_day",
}
OFF_THE_FLOOR = ("seated", "standing")
SYMBOLS = set("0123456789")


class Timing(NamedTuple):
    """The seconds of the moves and pauses of a session."""

    pace: dict[str, int]  # of the request and the policy, as they are
    settling: dict[str, int]  # for each stretch, by its id
    get_ready: int  # on top of settling for the first stretch
    change: int  # on top of settling, for another position
    get_up: int

    def moving(self, order: tuple[Stretch, ...]) -> int:
        """Return the seconds of all moves of a session, getting ready and getting up with them."""
        changes = sum(one.position != other.position for one, other in pairwise(order))
        return self.get_ready + sum(self.settling[s.id] for s in order) + changes * self.change + self.get_up


def timing(catalog: Catalog, request: PlanRequest, policy: Policy | None = None) -> Timing:
    """Return the seconds of the moves and pauses of a request's sessions."""
    asked = request.model_dump(mode="json")
    return timing_of(catalog, asked, {} if policy is None else policy.model_dump(mode="json"))


def timing_of(catalog: Catalog, asked: dict, policy: dict) -> Timing:
    """Return the same for a request and a policy in their JSON form; a policy may leave out what it does not narrow."""
    pace = pace_of(asked, policy)
    positions = {stretch.position for stretch in catalog.stretches}
    down, over, up = pace["get_ready_seconds"], pace["change_position_seconds"], pace["get_up_seconds"]
    if positions <= {*OFF_THE_FLOOR}:
        down, up = down * 3 // 5, up // 4
    elif positions & {*OFF_THE_FLOOR}:
        over = max(over, down, up)
    settle = pace["settle_seconds"]
    ways = [spoken(move_cue(a, b), 1) for a in positions for b in positions - {a}]
    return Timing(
        pace=pace,
        settling={
            s.id: max(settle, *(words_before(s, side, asked, policy) for side in sides(s))) for s in catalog.stretches
        },
        get_ready=max([down - settle, *(spoken(move_cue(None, position), 1) for position in positions)]),
        change=max([over - settle, *ways]),
        get_up=max([up, *(spoken(get_up_cue(position), 1) for position in positions)]),
    )


def pace_of(asked: dict, policy: dict) -> dict[str, int]:
    """Return the seconds that a request states, or the day's; those of the policy where they are longer."""
    pace = asked.get("pace")
    if pace is None:
        pain, day = asked.get("pain") or 0, asked["days_since_injury"]
        sore = pain >= policy.get("pain_lowest_doses_from", 4)
        early = day is not None and day < policy.get("early_until_day", 7)
        pace = SLOW if sore else UNHURRIED if early or pain else USUAL
    least = policy.get("least_pace") or {}
    return {name: max(pace.get(name, seconds), least.get(name, 0)) for name, seconds in USUAL.items()}


def spoken(text: str, pauses_after: int = 0) -> int:
    """Return the seconds that a text takes to say, with pauses after it; none for no text."""
    if not text.strip():
        return 0
    words = text.split()
    pauses = sum(word[-1] in ".!?:;…" for word in words[:-1])
    letters = sum(6 if char in SYMBOLS else 1 for char in text.strip()) + 1
    return ceil(Fraction(60, 140) * (max(len(words), ceil(Fraction(letters, 6))) + pauses + pauses_after))


def sides(stretch: Stretch) -> list[str]:
    """Return the sides that may come first."""
    return ["left", "right"] if stretch.sides == "each" else ["both"]


def words_before(stretch: Stretch, side: str, asked: dict, policy: dict) -> int:
    """Return the seconds of all that is said before the work of a stretch."""
    texts = texts_of(stretch, side, asked, policy)
    said = [f"{stretch.name}.", texts["setup"], *([] if side == "both" else [f"{side.capitalize()} side first."])]
    said += [*texts["added"], texts["cue"]]
    if stretch.breath is not None:
        halves = (("in", stretch.breath.inhale_seconds), ("out", stretch.breath.exhale_seconds))
        if any(spoken(texts[way]) > seconds for way, seconds in halves):
            said += [f"As you breathe {way}: {texts[way]}" for way, _ in halves]
    if texts["feel"]:
        start = "Hold." if side == "both" else f"{side.capitalize()} side."
        if stretch.dose.kind != "hold" or spoken(f"{start} {texts['feel']}") > stretch.dose.min_seconds:
            said.append(texts["feel"])
    return spoken(" ".join(said))


def form_of(stretch: Stretch, asked: dict, policy: dict):
    """Return the form of a stretch for a request, or None."""
    today = rules_of(asked, policy)
    return next(
        (f for f in stretch.forms if today & {*f.rules} and (not f.also or today & {*f.also})),
        None,
    )


def rules_of(asked: dict, policy: dict) -> set[str]:
    """Return the rules that apply to a request and may call for a form."""
    day, pain = asked["days_since_injury"], asked.get("pain")
    today = {condition.replace("_", "-") for condition in (asked.get("profile") or {}).get("conditions", ())}
    if (asked.get("screening") or {}).get("pregnancy") == "yes":
        today.add("pregnancy")
    today |= {rule for rule, until in UNTIL.items() if day is not None and day < policy.get(FIELDS[rule], until)}
    if pain is not None and pain >= policy.get("pain_lowest_doses_from", 4):
        today.add("pain-form")
    return today


def texts_of(stretch: Stretch, side: str, asked: dict, policy: dict) -> dict:
    """Return the texts of a stretch on a side for a request, with the sentences that are added to its cue."""
    form = form_of(stretch, asked, policy)
    replaced = {*form.rules, *form.also} if form else set()
    today = rules_of(asked, policy) - replaced
    texts = {name: getattr(form, name, None) or getattr(stretch, name) for name in ("setup", "cue", "feel")}
    if stretch.breath is not None:
        effort = getattr(form, "effort_out", None) or stretch.breath.effort_out
        if asked.get("breath") == "effort_out" and effort is not None:
            texts |= {"in": effort.inhale_cue, "out": effort.exhale_cue}
        else:
            texts["in"] = getattr(form, "inhale_cue", None) or stretch.breath.inhale_cue
            texts["out"] = getattr(form, "exhale_cue", None) or stretch.breath.exhale_cue
    added = [caution.cue for caution in stretch.cautions if caution.rule in today]
    loads = stretch.loads or ()
    added += [
        cue
        for (condition, load), cue in CONDITION_CUES.items()
        if condition.replace("_", "-") in today and load in loads
    ]
    other = {"left": "right", "right": "left", "both": "both"}[side]
    for name in ("setup", "cue", "feel"):
        texts[name] = (texts[name] or "").replace("{side}", side).replace("{other_side}", other)
    return texts | {"added": added}
