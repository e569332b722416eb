"""Is a catalogue's own picture drawn as it says: a pose as the angles, an SVG made safe?"""

import re
from itertools import pairwise
from math import acos, degrees, dist, hypot
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.catalog import Catalog, DrawnPicture, PosedPicture, Stretch, catalog_from_dict, load_catalog
from stretchplan.render import figure
from stretchplan.render.figures.angles import posed
from stretchplan.render.figures.figure import shows_start_only, shows_two_postures
from stretchplan.render.figures.skeleton import BONES, Joint, Point, joints
from stretchplan.render.figures.things import SEAT
from stretchplan.results.plan import WORK_KINDS, StepKind

BUILTIN = sp.builtin_catalog()
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"><path id="a" fill="url(#b)" d="M1 1L9 9"/>'
DRAWING += '<linearGradient id="b"><stop offset="0" stop-color="red"/></linearGradient></svg>'


def picture(**fields: Any) -> PosedPicture:
    """Return a pose; without fields the body stands straight."""
    return PosedPicture(**{"id": "mine", "kind": "pose", "description": "A person.", "postures": [{}], **fields})


def at(**fields: Any) -> dict[Joint, Point]:
    """Return the joints of a pose with one posture."""
    body = fields.pop("body", "upright")
    things = fields.pop("things", ())
    return joints(posed(picture(body=body, things=things, postures=[fields]), "standing").keys[0])


def bent(places: dict[Joint, Point], *names: Joint) -> float:
    """Return the angle at the middle of three joints; 0 is straight."""
    one, two = ([b - a for a, b in zip(places[x], places[y], strict=True)] for x, y in pairwise(names))
    return degrees(acos(max(-1, min(1, sum(a * b for a, b in zip(one, two, strict=True)) / hypot(*one) / hypot(*two)))))


# --- Joint angles -----------------------------------------------------------------------------------------------


def test_nothing_stated_is_a_person_who_stands():
    places = at()
    assert places["near_ankle"][0] == pytest.approx(places["hip"][0])
    assert places["head"][1] > places["hip"][1] > places["near_knee"][1] > places["near_ankle"][1]
    assert places["near_wrist"][1] < places["near_elbow"][1] < places["near_shoulder"][1]
    assert places["near_toe"][0] > places["near_ankle"][0]  # facing right
    assert places["near_shoulder"][2] > 0 > places["far_shoulder"][2]  # the right side is near
    assert min(y for _, y, _ in places.values()) == pytest.approx(0.035)


@pytest.mark.parametrize(
    ("fields", "joint", "axis", "sign"),
    [
        ({"right_leg": {"hip": 90}}, "near_knee", 0, 1),
        ({"right_leg": {"hip": -20}}, "near_knee", 0, -1),
        ({"right_leg": {"out": 40}}, "near_knee", 2, 1),
        ({"left_leg": {"out": 40}}, "far_knee", 2, -1),
        ({"right_leg": {"knee": 90}}, "near_ankle", 0, -1),
        ({"right_leg": {"hip": 90, "knee": 90, "turn": 45}}, "near_ankle", 2, -1),  # the foot goes inward
        ({"right_leg": {"ankle": -60}}, "near_toe", 1, -1),
        ({"right_arm": {"lift": 90}}, "near_wrist", 0, 1),
        ({"right_arm": {"out": 90}}, "near_wrist", 2, 1),
        ({"left_arm": {"out": 90}}, "far_wrist", 2, -1),
        ({"right_arm": {"elbow": 90}}, "near_wrist", 0, 1),
        ({"right_arm": {"lift": 180, "elbow": 90}}, "near_wrist", 0, -1),  # overhead the forearm folds back
        ({"right_arm": {"elbow": 90, "turn": 60}}, "near_wrist", 2, 1),
        ({"spine": {"lumbar": 60, "thorax": 40}}, "head", 0, 1),
        ({"spine": {"lumbar": -30}}, "head", 0, -1),
        ({"spine": {"neck": 50}}, "head", 0, 1),
        ({"spine": {"bend": 30}}, "head", 2, 1),
        ({"spine": {"turn": 40}}, "far_shoulder", 0, 1),  # turned to the right, the left shoulder comes forward
        ({"tilt": 30}, "head", 0, 1),
    ],
)
def test_each_angle_turns_its_joint_the_stated_way(fields: dict[str, Any], joint: Joint, axis: int, sign: int):
    before, after = at(), at(**fields)
    moved = (after[joint][axis] - after["hip"][axis]) - (before[joint][axis] - before["hip"][axis])
    assert moved * sign > 0.02


@pytest.mark.parametrize("angle", [0, 30, 90, 150])
def test_angles_are_those_between_the_bones(angle: int):
    places = at(right_leg={"hip": 70, "out": 20, "turn": 30, "knee": angle}, left_arm={"lift": 60, "elbow": angle})
    assert bent(places, "near_hip", "near_knee", "near_ankle") == pytest.approx(angle, abs=1e-6)
    assert bent(places, "far_shoulder", "far_elbow", "far_wrist") == pytest.approx(angle, abs=1e-6)


@pytest.mark.parametrize(
    ("body", "axis", "sign"), [("supine", 0, -1), ("prone", 0, 1), ("right_side", 0, -1), ("left_side", 0, 1)]
)
def test_a_body_that_lies_is_level_on_the_floor(body: str, axis: int, sign: int):
    places = at(body=body)
    assert (places["head"][axis] - places["hip"][axis]) * sign > 0.3
    assert places["head"][1] == pytest.approx(places["hip"][1], abs=1e-9)
    under = {"right_side": "near_hip", "left_side": "far_hip"}
    if body in under:
        assert places[under[body]][1] < places["hip"][1]  # type: ignore[index]


def test_hands_and_knees_are_a_prone_body_with_bent_hips():
    leg, arm = {"hip": 75, "knee": 90, "ankle": -90}, {"lift": 75, "wrist": 90}
    places = at(body="prone", tilt=-15, right_leg=leg, left_leg=leg, right_arm=arm, left_arm=arm)
    assert places["near_knee"][1] < 0.1 > places["near_wrist"][1]
    assert places["hip"][1] > 0.25 < places["shoulder"][1]
    assert places["near_fingers"][0] > places["near_wrist"][0]


_RANGES = {"lift": (-60, 180), "out": (-40, 60), "hip": (-30, 140), "knee": (0, 160), "turn": (-50, 60)}


@given(
    st.fixed_dictionaries({name: st.integers(*_RANGES[name]) for name in ("hip", "out", "turn", "knee")}),
    st.fixed_dictionaries({name: st.integers(*_RANGES[name]) for name in ("lift", "out", "turn")}),
    st.fixed_dictionaries({"lumbar": st.integers(-40, 60), "bend": st.integers(-40, 40), "turn": st.integers(-60, 60)}),
    st.sampled_from(["upright", "supine", "prone", "right_side", "left_side"]),
    st.integers(-90, 90),
    st.integers(-90, 90),
    st.sampled_from(["side", "three_quarter", "front", "above"]),
)
def test_any_pose_is_a_body(leg: Any, arm: Any, spine: Any, body: Any, tilt: int, roll: int, view: Any):
    """No bone changes its length, nothing is below the floor, and hips and shoulders keep their width."""
    posture = {"right_leg": leg, "left_arm": arm, "spine": spine, "tilt": tilt, "roll": roll}
    mine = picture(postures=[posture, {}], body=body, view=view, things=("wall",))
    pose = posed(mine, "standing")
    for key in (*pose.keys, pose.middle):
        assert key is not None
        places = joints(key)
        for (start, end), length in BONES.items():
            assert dist(places[start], places[end]) == pytest.approx(length, abs=1e-9)
        assert dist(places["near_hip"], places["far_hip"]) == pytest.approx(0.1)
        assert dist(places["near_shoulder"], places["far_shoulder"]) == pytest.approx(0.17)
        assert min(y for _, y, _ in places.values()) > 0.02
    assert sorted(set(pose.layers)) == sorted(pose.layers)
    assert len(pose.layers) == 7


def test_the_things_are_where_the_body_is():
    sitting = {"right_leg": {"hip": 90, "knee": 90}, "left_leg": {"hip": 90, "knee": 90}}
    assert at(**sitting, things=("chair",))["hip"][1] == SEAT
    reach = {"right_arm": {"lift": 90}, "left_arm": {"lift": 90}}
    pose = posed(picture(postures=[reach], things=("table", "wall")), "standing")
    places = joints(pose.keys[0])
    assert any(thing.points[0][1] == pytest.approx(places["near_wrist"][1] - 0.037) for thing in pose.things)
    assert any(thing.points[0][0] == pytest.approx(places["near_fingers"][0] + 0.03) for thing in pose.things)
    assert posed(picture(body="supine", things=("bed",)), "supine").mat == "none"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"postures": []}, "there are 0 entries, and there must be 1 to 2"),
        ({"postures": [{"right_leg": {"knee": 170}}]}, "170"),
        ({"postures": [{"right_leg": {"knee": "90"}}]}, "90"),
        ({"postures": [{"spine": {"bend": float("nan")}}]}, "bend"),
        ({"postures": [{"leg": {}}]}, "leg"),
        ({"still": 1}, "still is 1, and there is one posture, number 0"),
        ({"things": ["sofa"]}, "sofa"),
        ({"things": ["chair", "bed"]}, "a person is on one of them"),
        ({"view": "below"}, "below"),
    ],
)
def test_an_impossible_pose_is_refused(fields: dict[str, Any], message: str):
    with pytest.raises(sp.CatalogError, match=re.escape(message)):
        picture(**fields)


# --- In a catalogue ---------------------------------------------------------------------------------------------


def catalog(*pictures: dict[str, Any], **changes: Any) -> Catalog:
    """Return a catalogue with one stretch, changed, and pictures."""
    data = BUILTIN.model_dump(mode="json")
    stretch = next(one for one in data["stretches"] if one["id"] == "knee_to_chest")
    stretch |= {"id": "my_own", "aliases": [], "forms": [], "provenance": {}} | changes
    return catalog_from_dict(data | {"id": "mine", "stretches": [stretch], "pictures": list(pictures)})


POSE = {"id": "side_bend", "kind": "pose", "description": "A person bends to the {side}."}
POSE |= {"postures": [{"spine": {"bend": 30}}]}
DRAWN = {"id": "drawn", "kind": "svg", "description": "A drawing.", "svg": DRAWING}


def shown(stretch: Stretch, known: Catalog, **how: Any) -> ElementTree.Element:
    return ElementTree.fromstring(figure(stretch, pictures=known.pictures, **how))  # noqa: S314 - it is our own


def test_a_stretch_is_drawn_as_its_own_pose():
    known = catalog(POSE, figure="side_bend")
    stretch = known.stretches[0]
    for side, words in (("right", "A person bends to the right."), ("left", "A person bends to the left.")):
        assert (shown(stretch, known, side=side).findtext(f"{SVG}desc") or "").startswith(words)
    assert not shows_start_only(stretch, known.pictures)
    assert shows_start_only(stretch)
    assert figure(stretch, pictures=known.pictures) != figure(stretch)


@pytest.mark.parametrize("view", ["side", "three_quarter", "front", "above"])
def test_a_head_that_turns_away_can_be_drawn(view: str):
    """Each moment has the same strokes: an eye that is not seen all the way is not drawn."""
    breath = BUILTIN.get("cat_cow").breath
    assert breath is not None
    moving = {"breath": breath.model_dump(), "dose": BUILTIN.get("cat_cow").dose.model_dump()}
    for turned in ([{"spine": {"turn": 60}}, {"spine": {"bend": 30}}], [{}, {"spine": {"turn": -60}}]):
        known = catalog(POSE | {"view": view, "postures": turned}, figure="side_bend", style="dynamic", **moving)
        drawn = figure(known.stretches[0], pictures=known.pictures)
        for values in re.findall(r' values="([^"]*)"', drawn):
            assert len({re.sub(r"-?\d+", "0", value).replace(" ", "") for value in values.split(";")}) == 1


def test_a_picture_with_the_id_of_the_stretch_is_its_figure():
    known = catalog(POSE | {"id": "my_own"})
    assert not shows_start_only(known.stretches[0], known.pictures)


def test_a_form_has_its_own_picture():
    form = {"id": "easy", "rules": ["pain-form"], "name": "Easy", "figure": "side_bend"}
    known = catalog(POSE, DRAWN, figure="drawn", forms=[form])
    stretch = known.stretches[0]
    assert "A drawing." in figure(stretch, pictures=known.pictures)
    assert "bends to the" in figure(stretch.in_form(stretch.forms[0]), pictures=known.pictures)


def test_a_drawing_is_shown_on_light_paper_with_its_own_ids():
    known = catalog(DRAWN, figure="drawn")
    drawn = figure(known.stretches[0], pictures=known.pictures, side="left", unique="x")
    assert '<rect fill="#ffffff"' in drawn
    assert 'viewBox="0 0 24 12"' in drawn
    assert 'transform="matrix(-1 0 0 1 480 0)"' in drawn
    ids = re.findall(r' id="([^"]*)"', drawn)
    assert len(ids) == len(set(ids)) == 4
    assert all(one.startswith("sp-my_own-left--x-") for one in ids)
    assert 'fill="url(#sp-my_own-left--x-b)"' in drawn
    both = catalog(DRAWN | {"mirrored": False}, figure="drawn")
    assert "matrix" not in figure(both.stretches[0], pictures=both.pictures, side="left")
    assert not shows_two_postures(known.stretches[0], known.pictures)


def test_an_unsafe_drawing_is_refused_with_its_place():
    with pytest.raises(sp.CatalogError) as caught:
        catalog(DRAWN | {"svg": DRAWING.replace("<path", "<script/><path")}, figure="drawn")
    assert "pictures[0]" in caught.value.problems[0].where
    assert "this SVG is not shown: line 1: <script> is not allowed" in caught.value.problems[0].message


def test_a_drawing_that_nobody_checked_is_read_again():
    unsafe = DrawnPicture.model_construct(**{**DRAWN, "svg": "<svg onload='alert(1)'/>"}, mirrored=True)
    stretch = BUILTIN.get("knee_to_chest").model_copy(update={"figure": "drawn"})
    with pytest.raises(ValueError, match="one svg element in the namespace"):
        figure(stretch, pictures=[unsafe])


@pytest.mark.parametrize(
    ("pictures", "changes", "where", "message"),
    [
        ((), {"figure": "cat_cov"}, ".figure", "the figure 'cat_cov' is not known; did you mean 'cat_cow'?"),
        ((), {"figure": "cat_cow"}, ".figure", "'cat_cow' shows a person quadruped, and this stretch starts supine"),
        ((), {"figure": "piriformis_stretch", "sides": "both", "cue": "x", "setup": "x", "feel": None}, ".figure",
         "'piriformis_stretch' shows one side at work, and this stretch works both at once"),
        ((POSE, POSE), {}, "pictures[1] (side_bend).id", "'side_bend' is the id of pictures[0] already"),
        ((POSE | {"id": "cat_cow"},), {}, "pictures[0] (cat_cow).id", "'cat_cow' is the name of a figure"),
        ((POSE | {"description": "To {x}."},), {}, "pictures[0] (side_bend).description", "'{x}' is not allowed"),
    ],
)  # fmt: skip
def test_a_contradiction_is_found_at_its_place(pictures: Any, changes: Any, where: str, message: str):
    with pytest.raises(sp.CatalogError) as caught:
        catalog(*pictures, **changes)
    assert any(p.where.endswith(where) and p.message.startswith(message) for p in caught.value.problems)


def test_catalogues_without_pictures_keep_their_digest():
    known = catalog()
    assert known.model_copy(update={"pictures": ()}).digest == known.digest
    assert catalog(POSE).digest != known.digest


def test_pictures_are_added_and_merged():
    posed_one = catalog(POSE).pictures[0]
    assert BUILTIN.extended(version="9.0.0", pictures=[posed_one]).pictures == (posed_one,)
    merged = BUILTIN.merged(catalog(POSE), version="9.0.0", id="both")
    assert merged.pictures == (posed_one,)
    with pytest.raises(sp.CatalogError, match="give an entry of type PosedPicture or DrawnPicture"):
        BUILTIN.extended(version="9.0.0", pictures=["side_bend"])  # type: ignore[list-item]


# --- In a file --------------------------------------------------------------------------------------------------


def written(folder: Path, file: Any) -> Path:
    """Write a catalogue whose picture is in a file."""
    import json

    data = catalog(DRAWN, figure="drawn").model_dump(mode="json")
    data["pictures"] = [{"id": "drawn", "kind": "svg", "description": "A drawing.", "file": file}]
    path = folder / "mine.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_drawing_is_read_from_beside_the_catalogue(tmp_path: Path):
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "a.svg").write_text(DRAWING, encoding="utf-8")
    known = load_catalog(written(tmp_path, "art/a.svg"))
    assert known.pictures == catalog(DRAWN, figure="drawn").pictures


@pytest.mark.parametrize(
    "file",
    ["../a.svg", "/etc/a.svg", "a.png", "art/../../a.svg", "a\\b.svg", "", 7, "C:a.svg", ".svg", "a" * 300 + ".svg"],
)
def test_a_drawing_elsewhere_is_refused(tmp_path: Path, file: Any):
    with pytest.raises(sp.CatalogError, match="is not the name of an SVG file beside the catalogue"):
        load_catalog(written(tmp_path, file))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "a.svg").write_text(DRAWING, encoding="utf-8")
    (inside / "a.svg").symlink_to(tmp_path / "a.svg")
    with pytest.raises(sp.CatalogError, match="leads out of the folder of the catalogue"):
        load_catalog(written(inside, "a.svg"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is not a file that can be read"),
        (b"x" * 70_000, "is larger than 65,536 bytes"),
        (b"\xff", "is not UTF-8 at byte 1"),
        (b"<svg/>", "this SVG is not shown: line 1"),
    ],
)
def test_a_file_that_is_no_drawing_is_refused(tmp_path: Path, content: bytes | None, message: str):
    if content is not None:
        (tmp_path / "a.svg").write_bytes(content)
    with pytest.raises(sp.CatalogError, match=message):
        load_catalog(written(tmp_path, "a.svg"))


def test_text_that_is_no_file_reads_no_other_file():
    data = catalog(DRAWN, figure="drawn").model_dump(mode="json")
    data["pictures"] = [{"id": "drawn", "kind": "svg", "description": "A drawing.", "file": "a.svg"}]
    with pytest.raises(sp.CatalogError, match="file"):
        catalog_from_dict(data)


# --- On a page --------------------------------------------------------------------------------------------------


def test_a_page_labels_a_start_position_and_shows_own_pictures():
    for known, is_labelled in ((catalog(), True), (catalog(POSE, figure="side_bend"), False)):
        plan = sp.Planner(catalog=known).plan(minutes=5, days_since_injury=90)
        page = sp.Plan.to_html(plan, catalog=known)
        assert page.count('<small class="start-only">start position only</small>') == (3 if is_labelled else 0)


def test_a_page_shows_how_each_stretch_starts_until_the_work_begins():
    plan = sp.plan(minutes=20, days_since_injury=90)
    page = plan.to_html()
    for number, prescription in enumerate(plan.prescriptions):
        stretch = BUILTIN.get(prescription.stretch_id)
        paths = {}
        for starts in ("true", "false"):
            before = f'<div class="figure" data-figure="{number}" data-starts="{starts}" hidden>'
            paths[starts], _, after = page.partition(before)[2].partition("</svg>")
            label, _, _ = after.partition("</div>")
            assert label == ('<small class="start-like-this">Start like this</small>' if starts == "true" else "")
        for starts, posture in (("true", "start"), ("false", None)):
            drawn = figure(stretch, posture=posture)  # type: ignore[arg-type]
            assert re.findall(r' d="([^"]*)"', paths[starts]) == re.findall(r' d="([^"]*)"', drawn)
        assert paths["true"] != paths["false"]
        assert 'class="sp-tint"' not in figure(stretch, posture="start")  # nothing is worked yet
    kinds = ", ".join(f'"{kind}"' for kind in get_args(StepKind) if kind in WORK_KINDS)
    assert f"const WORK = new Set([{kinds}]);" in page  # in every other step the script shows the start


def test_a_picture_that_does_not_say_where_it_starts_shows_the_start_position():
    for known in (catalog(DRAWN, figure="drawn"), catalog(POSE, figure="side_bend")):
        stretch = known.stretches[0]
        lying = stretch.model_copy(update={"figure": None, "id": "unknown"})
        drawn = [figure(one, pictures=known.pictures, posture=p) for one, p in ((stretch, "start"), (lying, "start"))]  # type: ignore[arg-type]
        paths = [re.findall(r' d="([^"]*)"', one) for one in drawn]
        assert paths[0] == paths[1]
        assert "The start position only, lying on the back" in drawn[0]
    two = catalog(POSE | {"postures": [{}, {"spine": {"bend": 30}}], "still": 1}, figure="side_bend")
    start = figure(two.stretches[0], pictures=two.pictures, posture="start")
    assert "The place to start from, before this: A person bends to the right." in start
    assert start != figure(two.stretches[0], pictures=two.pictures)


def test_a_page_shows_both_positions_of_a_movement():
    plan = sp.plan(minutes=20, days_since_injury=90, profile={"include": ["cobra_pose"]})
    sheet = plan.to_html().partition('class="stretches"')[2]
    entry = next(part for part in sheet.split("<li>") if "Cobra Pose" in part)
    assert entry.count("<svg") == 2
    assert entry.count("<desc") == 1
