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
from tests.support import form_facts as forms

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
OFF_THE_FLOOR = ("seated", "standing", "supine in bed", "prone in bed", "kneeling in bed", "quadruped in bed")
OFF_THE_FLOOR += ("side_lying in bed", "half_kneeling in bed")
SYMBOLS = set("0123456789")


class Timing(NamedTuple):
    """The seconds of the moves and pauses of a session."""

    pace: dict[str, int]  # of the request and the policy, as they are
    settling: dict[str, int]  # for each stretch, by its id
    changing: dict[str, int]  # a change of side of each stretch with sides, by its id
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
    positions = {stretch.place for stretch in catalog.stretches}
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
        changing={s.id: change_seconds(s, asked, policy) for s in catalog.stretches if s.sides == "each"},
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


def change_seconds(stretch: Stretch, asked: dict, policy: dict) -> int:
    """Return the seconds of each change of side of a stretch."""
    words = (spoken(words_of_change(stretch, side, asked, policy)) for side in sides(stretch))
    return max(pace_of(asked, policy)["change_side_seconds"], *words)


def words_of_change(stretch: Stretch, side: str, asked: dict, policy: dict) -> str:
    """Return the cue of a change to a side."""
    how = forms.on(side, forms.text(stretch, forms.form_of(stretch, asked, policy), "change"))
    return " ".join([f"Change to the {side} side.", *([how] if how else [])])


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


def texts_of(stretch: Stretch, side: str, asked: dict, policy: dict) -> dict:
    """Return the texts of a stretch on a side for a request, with the sentences that are added to its cue."""
    form = forms.form_of(stretch, asked, policy)
    today = forms.rules(asked, policy) - forms.names(form)
    texts = {name: forms.on(side, forms.text(stretch, form, name)) for name in ("setup", "cue", "feel")}
    if stretch.breath is not None:
        texts["in"], texts["out"], _ = forms.breath(stretch, form, asked)
    added = [caution.cue for caution in stretch.cautions if caution.rule in today]
    added += [
        cue
        for (condition, load), cue in CONDITION_CUES.items()
        if condition.replace("_", "-") in today and load in (stretch.loads or ())
    ]
    return texts | {"added": added}
