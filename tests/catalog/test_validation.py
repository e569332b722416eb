"""Is every contradiction in a catalogue found at its place and worded as promised?"""

from __future__ import annotations

from typing import Any

import pytest

from stretchplan.catalog import builtin_catalog, unknown_cautions
from stretchplan.errors import Problem
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.rulebook.bounds import CAUTIONS, FORMS
from tests.support.catalog_samples import data, flow, hold, lift, lines, problems, small


def changed(base: dict[str, Any], field: str, **changes: Any) -> dict[str, Any]:
    """Return a stretch with some values within one of its tables changed; None takes one away."""
    inside = {**base[field], **changes}
    return {**base, field: {key: value for key, value in inside.items() if value is not None}}


def without(base: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Return a stretch without some fields."""
    return {key: value for key, value in base.items() if key not in fields}


def after(name: str, *others: str, **hints: Any) -> dict[str, Any]:
    """Return a stretch with ordering hints."""
    return hold(name, ordering={"after": list(others), **hints})


def straight(name: str, other: str, **hints: Any) -> dict[str, Any]:
    """Return a stretch that directly follows another one."""
    return hold(name, ordering={"straight_after": other, **hints})


def test_the_samples_are_valid() -> None:
    assert problems() == ()


# --- One field --------------------------------------------------------------------------------------------------

S = "stretches[0] (lean)"
_ONE_FIELD = {
    "a one-sided stretch that does not say so": (
        without(hold(), "sides"),
        f"{S}.sides: this field is required and is missing",
    ),
    "no first allowed day": (
        without(hold(), "first_allowed_day"),
        f"{S}.first_allowed_day: this field is required and is missing",
    ),
    "no dose": (without(hold(), "dose"), f"{S}.dose: this field is required and is missing"),
    "no primary target": (
        hold(targets={"primary": []}),
        f"{S}.targets.primary: there are 0 entries, and there must be 1 to 64",
    ),
    "an unknown field": (
        hold(first_day=3),
        f"{S}.first_day: this field is not known; did you mean 'first_allowed_day'?",
    ),
    "an unknown field of a dose of this kind": (
        changed(lift(), "dose", max_repetition=3),
        "stretches[0] (lift).dose.max_repetition: this field is not known; did you mean 'max_repetitions'?",
    ),
    "a field of another kind of dose": (
        changed(hold(), "dose", min_repetitions=3),
        f"{S}.dose.min_repetitions: this field is not known; did you mean 'min_seconds'?",
    ),
    "an unknown field far from all": (
        changed(hold(), "targets", zzz=3),
        f"{S}.targets.zzz: this field is not known; known here: named, primary, secondary",
    ),
    "an unknown kind of dose": (
        changed(hold(), "dose", kind="held"),
        f"{S}.dose.kind: 'held' is not allowed; it must be one of 'hold', 'flow' or 'repetitions'; "
        "did you mean 'hold'?",
    ),
    "a dose without a kind": (
        changed(hold(), "dose", kind=None),
        f"{S}.dose: {{'min_seconds': 10, 'max_seconds': 20, 'min_sets': 1, 'max_… is not allowed; it needs a 'kind'",
    ),
    "an unknown position": (
        hold(position="suppine"),
        f"{S}.position: 'suppine' is not allowed; it must be one of 'supine', 'prone', 'quadruped', 'kneeling', "
        "'half_kneeling', 'side_lying', 'seated' or 'standing'; did you mean 'supine'?",
    ),
    "unknown equipment": (
        hold(equipment=["rope"]),
        f"{S}.equipment[0]: 'rope' is not allowed; it must be one of 'mat', 'cushion', 'towel', 'strap', "
        "'chair', 'wall', 'table' or 'bed'",
    ),
    "seconds with a fraction": (
        changed(hold(), "dose", max_seconds=20.5),
        f"{S}.dose.max_seconds: 20.5 is not allowed; it must be a whole number",
    ),
    "a truth value for a number": (
        hold(first_allowed_day=True),
        f"{S}.first_allowed_day: True is not allowed; it must be a whole number",
    ),
    "a number as text": (
        hold(first_allowed_day="7"),
        f"{S}.first_allowed_day: '7' is not allowed; it must be a whole number",
    ),
    "a day before the injury": (
        hold(first_allowed_day=-1),
        f"{S}.first_allowed_day: -1 is not allowed; it must be at least 0",
    ),
    "too long a hold": (
        changed(hold(), "dose", max_seconds=301),
        f"{S}.dose.max_seconds: 301 is not allowed; it must be at most 300",
    ),
    "a range upside down": (
        changed(hold(), "dose", min_seconds=25),
        f"{S}.dose: min_seconds is 25, more than max_seconds, 20",
    ),
    "steps that miss the end": (
        changed(hold(), "dose", step_seconds=4),
        f"{S}.dose: steps of 4 s from min_seconds, 10, do not reach max_seconds, 20; choose step_seconds so that "
        "they do",
    ),
    "choices out of order": (
        changed(hold(), "dose", choices=[10, 20, 15, 20]),
        f"{S}.dose: choices has 15 after 20; list each amount once, smallest first",
    ),
    "a choice that is listed twice": (
        changed(hold(), "dose", choices=[10, 10, 20]),
        f"{S}.dose: choices has 10 after 10; list each amount once, smallest first",
    ),
    "choices that begin inside the range": (
        changed(hold(), "dose", choices=[15, 20]),
        f"{S}.dose: choices begins with 15; it must begin with min_seconds, 10",
    ),
    "choices that end inside the range": (
        changed(lift(), "dose", choices=[5, 8]),
        "stretches[0] (lift).dose: choices ends with 8; it must end with max_repetitions, 10",
    ),
    "no choices": (
        changed(hold(), "dose", choices=[]),
        f"{S}.dose.choices: there are 0 entries, and there must be 1 to 30",
    ),
    "an area that is named and worked": (
        hold(targets={"primary": ["calves"], "named": ["calves"]}),
        f"{S}.targets: the area 'calves' is listed twice",
    ),
    "sets upside down": (changed(hold(), "dose", min_sets=5), f"{S}.dose: min_sets is 5, more than max_sets, 4"),
    "repetitions upside down": (
        changed(lift(), "dose", min_repetitions=11),
        "stretches[0] (lift).dose: min_repetitions is 11, more than max_repetitions, 10",
    ),
    "an id that is none": (
        hold("Lean Back"),
        "stretches[0].id: 'Lean Back' is not allowed; it must be lower-case letters (at least one), digits and "
        "underscores, starting with a letter or a digit",
    ),
    "an id with a line break at its end": (
        hold("lean\n"),
        "stretches[0].id: 'lean\\n' is not allowed; it must be lower-case letters (at least one), digits and "
        "underscores, starting with a letter or a digit",
    ),
    "an area twice": (
        hold(targets={"primary": ["calves"], "secondary": ["calves"]}),
        f"{S}.targets: the area 'calves' is listed twice",
    ),
    "a line break in a text": (
        hold(cue="Lean.\nNow."),
        f"{S}.cue: character 6 is U+000A, a control character; only printable text is allowed",
    ),
    "a direction override in a text": (
        hold(cue="Lean \u202eback"),
        f"{S}.cue: character 6 is U+202E, a control character; only printable text is allowed",
    ),
    "a blank text": (hold(cue="  "), f"{S}.cue: it is blank; give some text"),
    "an empty text": (hold(cue=""), f"{S}.cue: '' is not allowed; it must have at least 1 characters"),
    "too long a text": (
        hold(cue="x" * 601),
        f"{S}.cue: '{'x' * 58}… is not allowed; it must have at most 600 characters",
    ),
    "a caution that is no rule id": (
        hold(cautions=[{"rule": "Twist Small", "cue": "Gently."}]),
        f"{S}.cautions[0].rule: 'Twist Small' is not allowed; it must be lower-case letters, digits and hyphens, "
        "starting with a letter",
    ),
    "a stretch that is no table": (3, "stretches[0]: 3 is not allowed; it must be a table"),
    "targets that are no table": (hold(targets="calves"), f"{S}.targets: 'calves' is not allowed; it must be a table"),
    "a provenance key of two levels": (
        hold(provenance={"targets": {"calves": "house"}}),
        f"{S}.provenance.targets: {{'calves': 'house'}} is not allowed; it must be text",
    ),
}


@pytest.mark.parametrize(("stretch", "want"), _ONE_FIELD.values(), ids=_ONE_FIELD)
def test_a_wrong_field_of_a_stretch_is_refused(stretch: Any, want: str) -> None:
    assert lines(stretch) == [want]


_TOP = {
    "no areas": ({"areas": []}, "areas: there are 0 entries, and there must be 1 to 64"),
    "no version": (
        {"version": "1.0"},
        "version: '1.0' is not allowed; it must be three numbers with dots, such as 1.0.0",
    ),
    "another format": (
        {"format": "stretchplan-catalog/2"},
        "format: 'stretchplan-catalog/2' is not allowed; it must be 'stretchplan-catalog/1'",
    ),
    "a slip in a name": ({"tombstone": []}, "tombstone: this field is not known; did you mean 'tombstones'?"),
    "a kind of source": (
        {"sources": [{"id": "x", "kind": "blog", "title": "X"}]},
        "sources[0] (x).kind: 'blog' is not allowed; it must be one of 'article', 'anatomy', 'convention', "
        "'guideline', 'study' or 'policy'",
    ),
    "uberon": (
        {"areas": [{"id": "calves", "name": "c", "uberon": "12"}]},
        "areas[0] (calves).uberon: '12' is not allowed; it must be seven digits",
    ),
    "areas as a table": (
        {"areas": {"calves": "calves"}},
        "areas: {'calves': 'calves'} is not allowed; it must be a list",
    ),
}


@pytest.mark.parametrize(("changes", "want"), _TOP.values(), ids=_TOP)
def test_a_wrong_field_of_a_catalogue_is_refused(changes: dict[str, Any], want: str) -> None:
    assert lines(**changes) == [want]


@pytest.mark.parametrize(
    ("field", "least", "most", "make"),
    [
        ("stretches", 1, 500, lambda i: hold(f"s{i}")),
        ("areas", 1, 64, lambda i: {"id": "calves" if i == 0 else f"a{i}", "name": "an area"}),
        ("sources", 0, 200, lambda i: {"id": f"s{i}", "kind": "policy", "title": "Ours"}),
        ("tombstones", 0, 1000, lambda i: {"id": f"t{i}", "reason": "Gone."}),
    ],
)
def test_one_entry_too_many_is_refused_before_it_is_read(field: str, least: int, most: int, make: Any) -> None:
    stretches = [hold()]
    entries = [make(i) for i in range(most)]
    assert problems(**{"stretches": stretches, field: entries}) == ()
    want = f"{field}: there are {most + 1} entries, and there must be {least} to {most}"
    assert lines(**{"stretches": stretches, field: [*entries, {}]}) == [want]


# --- Several fields ---------------------------------------------------------------------------------------------

MAY_STAND = "{side}, {other_side} and a word for each side, such as {left|right}, and no other braces"

_CROSS: dict[str, tuple[list[dict[str, Any]], dict[str, Any], list[str]]] = {
    "a stretch id twice": (
        [hold(), hold()],
        {},
        [
            "stretches[1] (lean).id: 'lean' is taken by stretches[0] (lean).id already; the id of a stretch, an "
            "alias and a removed id each stand once"
        ],
    ),
    "an alias that is another's id": (
        [hold(aliases=["roll"]), flow()],
        {},
        [
            f"{S}.aliases[0]: 'roll' is taken by stretches[1] (roll).id already; the id of a stretch, an alias and "
            "a removed id each stand once"
        ],
    ),
    "an alias that is its own id": (
        [hold(aliases=["lean"])],
        {},
        [
            f"{S}.aliases[0]: 'lean' is taken by {S}.id already; the id of a stretch, an alias and a removed id "
            "each stand once"
        ],
    ),
    "an alias twice": (
        [hold(aliases=["bend"]), flow(aliases=["bend"])],
        {},
        [
            f"stretches[1] (roll).aliases[0]: 'bend' is taken by {S}.aliases[0] already; the id of a stretch, an "
            "alias and a removed id each stand once"
        ],
    ),
    "a removed id that lives": (
        [hold()],
        {"tombstones": [{"id": "lean", "reason": "Gone."}]},
        [
            f"tombstones[0] (lean).id: 'lean' is taken by {S}.id already; the id of a stretch, an alias and a "
            "removed id each stand once"
        ],
    ),
    "a removed id twice": (
        [hold()],
        {"tombstones": [{"id": "old", "reason": "Gone."}, {"id": "old", "reason": "Gone."}]},
        [
            "tombstones[1] (old).id: 'old' is taken by tombstones[0] (old).id already; the id of a stretch, an "
            "alias and a removed id each stand once"
        ],
    ),
    "a removed id replaced by nobody": (
        [hold()],
        {"tombstones": [{"id": "old", "reason": "Gone.", "replaced_by": "leen"}]},
        ["tombstones[0] (old).replaced_by: the stretch 'leen' is not known; did you mean 'lean'?"],
    ),
    "an area id twice": (
        [hold()],
        {"areas": [{"id": "calves", "name": "calves"}, {"id": "calves", "name": "calf"}]},
        ["areas[1] (calves).id: 'calves' is the id of areas[0] already; each id may stand once"],
    ),
    "a source id twice": (
        [hold()],
        {"sources": [{"id": "house", "kind": "policy", "title": "A"}] * 2},
        ["sources[1] (house).id: 'house' is the id of sources[0] already; each id may stand once"],
    ),
    "an unknown area": (
        [hold(targets={"primary": ["calves", "calfs"], "secondary": ["zzz"]})],
        {},
        [
            f"{S}.targets.primary[1]: the area 'calfs' is not known; did you mean 'calves'?",
            f"{S}.targets.secondary[0]: the area 'zzz' is not known; known: calves, shoulders",
        ],
    ),
    "an unknown source": (
        [hold(provenance={"dose": "hous", "cue": "house", "targets.calves": "house"})],
        {},
        [f"{S}.provenance.dose: the source 'hous' is not known; did you mean 'house'?"],
    ),
    "a source where none is declared": (
        [hold(provenance={"dose": "house"})],
        {"sources": []},
        [f"{S}.provenance.dose: the source 'house' is not known; none is declared"],
    ),
    "a fact that does not exist": (
        [hold(provenance={"doze": "house", "targets.shoulders": "house", "id": "house"})],
        {},
        [
            f"{S}.provenance.doze: the fact 'doze' is not known; did you mean 'dose'?",
            f"{S}.provenance.'targets.shoulders': the fact 'targets.shoulders' is not known; did you mean "
            "'targets.calves'?",
            f"{S}.provenance.id: the fact 'id' is not known; known: name, aliases, position, style, sides, "
            "dose, targets, first_allowed_day, setup, cue and 26 more",
        ],
    ),
    "a side for a stretch that has none": (
        [hold(sides="both", cue="Lean to the {side}, not the {other_side}.")],
        {},
        [
            f"{S}.cue: {{side}} is for stretches with sides = 'each', and this one's are 'both'",
            f"{S}.cue: {{other_side}} is for stretches with sides = 'each', and this one's are 'both'",
        ],
    ),
    "another placeholder": (
        [hold(cue="Lean to {site}.")],
        {},
        [f"{S}.cue: '{{site}}' is not allowed; did you mean '{{side}}'?"],
    ),
    "a placeholder with format tricks": (
        [hold(cue="{side.__class__} {side!r} {0}")],
        {},
        [
            f"{S}.cue: '{{side.__class__}}' is not allowed; a cue may hold {MAY_STAND}",
            f"{S}.cue: '{{side!r}}' is not allowed; did you mean '{{side}}'?",
            f"{S}.cue: '{{0}}' is not allowed; a cue may hold {MAY_STAND}",
        ],
    ),
    "half a placeholder": (
        [hold(cue="Lean to the {side.")],
        {},
        [f"{S}.cue: '{{' is not allowed; a cue may hold {MAY_STAND}"],
    ),
    "a brace in the cue of a stretch of both sides": (
        [flow(cue="Roll {n} times.")],
        {},
        ["stretches[0] (roll).cue: '{n}' is not allowed; the cue of a stretch with sides = 'both' holds no braces"],
    ),
    "a cue that does not say which side": (
        [hold(cue="Lean over.")],
        {},
        [
            f"{S}.cue: the cue of a stretch with sides = 'each' does not say which side: "
            "it holds neither {side} nor {other_side}, nor a word for each side, such as {left|right}"
        ],
    ),
    "something else than a word for each side": (
        [hold(cue="Lean {left} {a|b|c} {left|} {|right} {left|r1ght} { left|right} {left |right}.")],
        {},
        [
            f"{S}.cue: '{{{found}}}' is not allowed; a cue may hold {MAY_STAND}"
            for found in ("left", "a|b|c", "left|", "|right", "left|r1ght", " left|right", "left |right")
        ],
    ),
    "a word of 41 letters for a side": (
        [hold(cue=f"Lean {{left|{'r' * 41}}}.")],
        {},
        [f"{S}.cue: '{{left|{'r' * 41}}}' is not allowed; a cue may hold {MAY_STAND}"],
    ),
    "a placeholder within a placeholder": (
        [hold(cue="Lean {{side}|right}.")],
        {},
        [f"{S}.cue: {found!r} is not allowed; a cue may hold {MAY_STAND}" for found in ("{", "}")],
    ),
    "a word for each side where there are no sides": (
        [flow(cue="Roll to the {left|right}.")],
        {},
        ["stretches[0] (roll).cue: {left|right} is for stretches with sides = 'each', and this one's are 'both'"],
    ),
    "a side in a setup": (
        [flow(setup="Stand on the {side}.")],
        {},
        ["stretches[0] (roll).setup: {side} is for stretches with sides = 'each', and this one's are 'both'"],
    ),
    "a side in a caution or a breath": (
        [
            flow(
                sides="each",
                cue="Roll the {side} one.",
                cautions=[{"rule": "twist-small", "cue": "Gently {side}."}],
                breath={"inhale_seconds": 2, "exhale_seconds": 3, "inhale_cue": "{side}", "exhale_cue": "}"},
            )
        ],
        {},
        [
            f"stretches[0] (roll).{field}: {found!r} is not allowed; "
            "only a setup, a cue, a feel and a change may hold a placeholder"
            for field, found in (
                ("cautions[0].cue", "{side}"),
                ("breath.inhale_cue", "{side}"),
                ("breath.exhale_cue", "}"),
            )
        ],
    ),
    "a change of side for a stretch that has none": (
        [
            flow(
                change="Put the {side} foot down, {gently}.",
                forms=[{"id": "a", "rules": ["wrist-pain"], "name": "small", "change": "Rest."}],
            )
        ],
        {},
        [
            f"stretches[0] (roll).{where}: change is for stretches with sides = 'each', and this one's are 'both'"
            for where in ("change", "forms[0] (a).change")
        ],
    ),
    "braces in a change of side": (
        [hold(change="Put the {foot} down.", forms=[{"id": "a", "rules": ["wrist-pain"], "name": "b", "change": "}"}])],
        {},
        [
            f"{S}.change: '{{foot}}' is not allowed; a change may hold {MAY_STAND}",
            f"{S}.forms[0].change: '}}' is not allowed; a change may hold {MAY_STAND}",
        ],
    ),
    "a static stretch that moves": (
        [flow(style="static")],
        {},
        ["stretches[0] (roll).dose.kind: a static stretch is held: 'flow' must be 'hold'"],
    ),
    "a dynamic stretch that is held": (
        [hold(style="dynamic")],
        {},
        [f"{S}.dose.kind: a dynamic stretch moves: 'hold' must be 'flow' or 'repetitions'"],
    ),
    "a movement without a breath": (
        [without(flow(), "breath"), without(lift(), "breath")],
        {},
        [
            "stretches[0] (roll).breath: this field is required for kind 'flow', which it times",
            "stretches[1] (lift).breath: this field is required for kind 'repetitions', which it times",
        ],
    ),
    "a hold with a breath": (
        [hold(breath=flow()["breath"])],
        {},
        [
            f"{S}.breath: a hold has no breath of its own: the schedule fits calm breaths into it; leave breath "
            "out and put what to say of breathing into the cue"
        ],
    ),
    "a breath that is too long": (
        [changed(lift(), "breath", inhale_seconds=8, exhale_seconds=8)],
        {},
        ["stretches[0] (lift).breath: one breath lasts 16 s; inhale and exhale together may last 2 to 15 s"],
    ),
    "an exhale that is too short": (
        [changed(lift(), "breath", inhale_seconds=4)],
        {},
        [
            "stretches[0] (lift).breath.exhale_seconds: 3 s is shorter than inhale_seconds, 4; breathing out must "
            "last at least as long as breathing in"
        ],
    ),
    "a flow of broken breaths": (
        [changed(flow(), "dose", min_seconds=32, max_seconds=56, step_seconds=6)],
        {},
        [
            "stretches[0] (roll).dose.min_seconds: 32 s is not a whole number of breaths; it must be a multiple of "
            "5 s, the breath's inhale and exhale together",
            "stretches[0] (roll).dose.step_seconds: 6 s is not a whole number of breaths; it must be a multiple of "
            "5 s, the breath's inhale and exhale together",
        ],
    ),
    "a flow with a choice of broken breaths": (
        [changed(flow(), "dose", min_seconds=30, max_seconds=40, step_seconds=7, choices=[30, 36, 40])],
        {},
        [
            "stretches[0] (roll).dose.choices[1]: 36 s is not a whole number of breaths; it must be a multiple of "
            "5 s, the breath's inhale and exhale together",
        ],
    ),
    "a named area that is not known": (
        [hold(targets={"primary": ["calves"], "named": ["zzz"]})],
        {},
        [f"{S}.targets.named[0]: the area 'zzz' is not known; known: calves, shoulders"],
    ),
    "a caution twice": (
        [hold(cautions=[{"rule": "twist-small", "cue": "A."}, {"rule": "twist-small", "cue": "B."}])],
        {},
        [f"{S}.cautions[1].rule: 'twist-small' is listed twice: cautions[0] is the same"],
    ),
    "equipment twice": (
        [hold(equipment=["mat", "wall", "mat"])],
        {},
        [f"{S}.equipment[2]: 'mat' is listed twice: equipment[0] is the same"],
    ),
    "after the same one twice": (
        [after("a", "b", "b"), hold("b")],
        {},
        ["stretches[0] (a).ordering.after[1]: 'b' is listed twice: ordering.after[0] is the same"],
    ),
    "after an unknown one": (
        [after("a", "leen"), hold()],
        {},
        ["stretches[0] (a).ordering.after[0]: the stretch 'leen' is not known; did you mean 'lean'?"],
    ),
    "after an alias": (
        [after("a", "tilt"), hold(aliases=["tilt"])],
        {},
        ["stretches[0] (a).ordering.after[0]: the stretch 'tilt' is not known; did you mean 'lean'?"],
    ),
    "straight after an unknown one": (
        [straight("a", "zzz")],
        {},
        [
            "stretches[0] (a).ordering.straight_after: the stretch 'zzz' is not known; name the id of a stretch in "
            "this catalogue"
        ],
    ),
    "after itself": (
        [after("a", "a", straight_after="a")],
        {},
        [
            "stretches[0] (a).ordering.after[0]: 'a' is this stretch itself; name another one",
            "stretches[0] (a).ordering.straight_after: 'a' is this stretch itself; name another one",
        ],
    ),
    "a circle": (
        [after("a", "c"), after("b", "a"), after("c", "b")],
        {},
        [
            "stretches[0] (a).ordering.after: these go in a circle, so that no order keeps them: a before b before "
            "c before a (each with what follows straight after it); take one of the hints away"
        ],
    ),
    "two circles": (
        [after("a", "b"), after("b", "a"), after("c", "d"), after("d", "c")],
        {},
        [
            f"stretches[{i}] ({x}).ordering.after: these go in a circle, so that no order keeps them: {x} before "
            f"{y} before {x} (each with what follows straight after it); take one of the hints away"
            for i, x, y in ((0, "a", "b"), (2, "c", "d"))
        ],
    ),
    "two circles that share a stretch": (
        [after("a", "b", "c"), after("b", "a"), after("c", "a")],
        {},
        [
            f"stretches[0] (a).ordering.after: these go in a circle, so that no order keeps them: a before {y} "
            "before a (each with what follows straight after it); take one of the hints away"
            for y in "bc"
        ],
    ),
    "a circle that others lead to": (
        [after("z", "a"), after("y", "z"), after("c", "b"), after("b", "a"), after("a", "c")],
        {},
        [
            "stretches[2] (c).ordering.after: these go in a circle, so that no order keeps them: c before a before "
            "b before c (each with what follows straight after it); take one of the hints away"
        ],
    ),
    "a circle of followers with a tail": (
        [straight("a", "b"), straight("b", "a"), straight("c", "b")],
        {},
        [
            "stretches[2] (c).ordering.straight_after: 'a' comes straight after 'b' already; only one stretch can",
            "stretches[0] (a).ordering.straight_after: these go in a circle, so that no order keeps them: b before "
            "a before b (each with what follows straight after it); take one of the hints away",
        ],
    ),
    "a circle of followers": (
        [straight("a", "c"), straight("b", "a"), straight("c", "b")],
        {},
        [
            "stretches[0] (a).ordering.straight_after: these go in a circle, so that no order keeps them: b before "
            "c before a before b (each with what follows straight after it); take one of the hints away"
        ],
    ),
    "two straight after one": (
        [hold("a"), straight("b", "a"), straight("c", "a")],
        {},
        ["stretches[2] (c).ordering.straight_after: 'b' comes straight after 'a' already; only one stretch can"],
    ),
    "one that must come between two that touch": (
        [hold("a"), straight("b", "a", after=["x"]), after("x", "a")],
        {},
        [
            "stretches[0] (a).ordering.after: these go in a circle, so that no order keeps them: a before x before "
            "a (each with what follows straight after it); take one of the hints away"
        ],
    ),
    "after one that follows it": (
        [after("a", "c"), straight("b", "a"), straight("c", "b")],
        {},
        ["stretches[0] (a).ordering.after[0]: 'a' cannot come after 'c', which follows straight after it"],
    ),
    "strengthening that opens": (
        [lift(ordering={"opens": True})],
        {},
        [
            "stretches[0] (lift).ordering.opens: a strengthening stretch may not open a session; set opens to "
            "false or choose another style"
        ],
    ),
    "an opener that waits": (
        [after("a", "b", "c", opens=True), hold("b"), hold("c", ordering={"opens": True})],
        {},
        ["stretches[0] (a).ordering.after[0]: 'a' opens a session and so cannot wait for 'b', which does not"],
    ),
    "an opener straight after another": (
        [straight("a", "b", opens=True), hold("b")],
        {},
        ["stretches[0] (a).ordering.straight_after: 'a' opens a session and so cannot wait for 'b', which does not"],
    ),
}


@pytest.mark.parametrize(("stretches", "changes", "want"), _CROSS.values(), ids=_CROSS)
def test_a_contradiction_is_found_at_its_place(
    stretches: list[dict[str, Any]], changes: dict[str, Any], want: list[str]
) -> None:
    assert lines(*stretches, **changes) == want


_GOOD: dict[str, list[dict[str, Any]]] = {
    "a strengthening hold": [hold(style="strengthening")],
    "a strengthening flow": [flow(style="strengthening")],
    "a movement of each side": [flow(sides="each", cue="Roll the {side} one.")],
    "a flow of one length, whatever its step": [changed(flow(), "dose", max_seconds=30, step_seconds=7)],
    "a breath of two seconds": [changed(lift(), "breath", inhale_seconds=1, exhale_seconds=1)],
    "a breath of fifteen seconds": [changed(lift(), "breath", inhale_seconds=7, exhale_seconds=8)],
    "after and straight after the same": [hold("a"), straight("b", "a", after=["a"])],
    "after the first of a chain": [hold("a"), straight("b", "a"), straight("c", "b", after=["a"])],
    "a diamond": [hold("a"), after("b", "a"), after("c", "a"), after("d", "b", "c")],
    "an opener after an opener": [hold("a", ordering={"opens": True}), after("b", "a", opens=True)],
    "a source for a fact left empty": [hold(provenance={"safety_word": "house", "dose.min_sets": "house"})],
    "braces in a name": [hold(name="Lean {sic}")],
}


@pytest.mark.parametrize("stretches", _GOOD.values(), ids=_GOOD)
def test_what_only_looks_like_a_contradiction_is_accepted(stretches: list[dict[str, Any]]) -> None:
    assert lines(*stretches) == []


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "de-AT"])
def test_in_a_language_of_the_library_a_cue_must_name_the_side(language: str) -> None:
    assert len(lines(hold(cue="Lean over."), language=language)) == 1
    assert lines(hold(cue="Lean to the {left|right}."), language=language) == []
    assert lines(hold(cue="Nach {links|rechts}, das {links-seitige|andere, rechte} Knie."), language=language) != []


def test_in_another_language_a_cue_may_name_the_side_in_its_own_way() -> None:
    assert lines(hold(cue="Se pencher."), language="fr") == []


@pytest.mark.parametrize(
    "words", ["linke|rechte", "\u5de6|\u53f3", "l'une|l\u2019autre", "vorn links|vorn-rechts", "बायाँ|दायाँ"]
)
def test_a_word_for_each_side_may_be_of_any_language(words: str) -> None:
    assert lines(hold(cue=f"Lean {{{words}}}."), language="mul") == []


def test_all_problems_come_in_one_error_in_file_order() -> None:
    found = problems(
        hold("a", targets={"primary": ["nope"]}),
        flow("b", breath={"inhale_seconds": 9, "exhale_seconds": 8, "inhale_cue": "In.", "exhale_cue": "Out."}),
        after("c", "nobody"),
        hold("c"),
    )
    assert [problem.where for problem in found] == [
        "stretches[3] (c).id",
        "stretches[0] (a).targets.primary[0]",
        "stretches[1] (b).breath",
        "stretches[1] (b).breath.exhale_seconds",
        "stretches[1] (b).dose.min_seconds",
        "stretches[1] (b).dose.step_seconds",
        "stretches[2] (c).ordering.after[0]",
    ]


def test_at_most_a_hundred_problems_are_listed() -> None:
    found = problems(*(hold(f"s{i}", targets={"primary": ["nope"]}) for i in range(120)))
    assert len(found) == 101
    assert found[100] == Problem("", "", "there are more problems, which are not listed")
    of_fields = problems(*(hold(f"s{i}", sides="left") for i in range(120)))
    assert len(of_fields) == 101
    assert of_fields[100] == Problem("", "", "20 more problems are not listed")
    assert len(problems(*(hold(f"s{i}", targets={"primary": ["nope"]}) for i in range(100)))) == 100


def test_a_chain_of_five_hundred_is_checked_without_recursion() -> None:
    chain = [hold("s0"), *(straight(f"s{i}", f"s{i - 1}", after=[f"s{i - 1}"]) for i in range(1, 500))]
    assert problems(*chain) == ()
    longest = problems(after("s0", "s499"), *(after(f"s{i}", f"s{i - 1}") for i in range(1, 500)))
    assert len(longest) == 1  # s499 alone is unknown, and so there is no circle
    circle = problems(after("s0", "s498"), *(after(f"s{i}", f"s{i - 1}") for i in range(1, 499)))
    assert [str(problem) for problem in circle] == [
        "stretches[0] (s0).ordering.after: these go in a circle, so that no order keeps them: s0 before s1 before "
        "s2 before s3 before s4 before s5 before s6 before s7 before … before s0 (each with what follows straight "
        "after it); take one of the hints away"
    ]


# --- Cautions ---------------------------------------------------------------------------------------------------


def test_unknown_cautions_names_cautions_without_a_rule() -> None:
    catalog = small(
        hold(cautions=[{"rule": "twist-small", "cue": "A."}, {"rule": "twist-smal", "cue": "B."}]),
        flow(cautions=[{"rule": "zzz", "cue": "C."}]),
    )
    assert unknown_cautions(catalog, CAUTIONS) == (
        Problem(
            f"{S}.cautions[1].rule",
            "'twist-smal'",
            "the caution 'twist-smal' is not known; did you mean 'twist-small'?",
            "twist-small",
        ),
        Problem(
            "stretches[1] (roll).cautions[0].rule",
            "'zzz'",
            "the caution 'zzz' is not known; known: piriformis-light, twist-small",
        ),
    )
    conditions = [entry.rule_id for entry in CONDITIONS.values()]
    assert unknown_cautions(builtin_catalog(), iter(CAUTIONS), iter((*FORMS, *conditions))) == ()
    named = [rule for stretch in builtin_catalog().stretches for form in stretch.forms for rule in form.rules]
    named += [rule for stretch in builtin_catalog().stretches for form in stretch.forms for rule in form.also]
    assert len(unknown_cautions(builtin_catalog(), ())) == len(named)
    first = unknown_cautions(builtin_catalog(), CAUTIONS, ["early-for"])[0]
    assert first.where == "stretches[0] (knee_to_chest).forms[0] (small_pull).rules[0]"
    assert first.message == "the rule 'early-form' is not known; did you mean 'early-for'?"


def test_making_a_catalogue_does_not_change_its_data() -> None:
    given = data()
    small(**given)
    assert given == data()


def test_choices_take_the_place_of_steps() -> None:
    """The steps need not reach the end then, and every amount of a dose is a choice."""
    (stretch,) = small(changed(hold(), "dose", max_seconds=30, step_seconds=7, choices=[10, 15, 30])).stretches
    assert tuple(stretch.dose.amounts) == (10, 15, 30)
    (stretch,) = small(changed(lift(), "dose", choices=[5, 8, 10])).stretches
    assert tuple(stretch.dose.amounts) == (5, 8, 10)


def test_a_catalogue_that_uses_none_of_the_new_fields_keeps_its_digest() -> None:
    """Plans of schema 1.2 know it by that digest."""
    plain = small(hold(targets={"primary": ["calves"]}))
    assert small(hold(targets={"primary": ["calves"], "named": []})).digest == plain.digest
    assert small(hold(targets={"primary": ["calves"], "named": ["shoulders"]})).digest != plain.digest
    assert small(changed(hold(targets={"primary": ["calves"]}), "dose", choices=[10, 15, 20])).digest != plain.digest
