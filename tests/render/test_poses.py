"""Is the body in each pose a believable one, and does it do what the cue says?"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import acos, atan2, cos, degrees, dist, hypot, radians, sin
from typing import Any, get_args

import pytest

import stretchplan as sp
from stretchplan.catalog import FIGURES
from stretchplan.render.figures.pose import Pose
from stretchplan.render.figures.poses import POSES
from stretchplan.render.figures.skeleton import BONES, Joint, Key, Planted, Point, Turned, between, joints
from stretchplan.render.figures.start_poses import SITTING, STANDING, STARTS
from stretchplan.render.figures.strokes import strokes
from stretchplan.render.figures.things import SEAT

ALL_POSES = {
    **POSES,
    **{f"start {position}": pose for position, pose in STARTS.items()},
    **{f"sitting {on}": pose for on, pose in SITTING.items()},
    "standing": STANDING,
}
MOVING = {name for name, pose in POSES.items() if len(pose.keys) > 1}
BUILTIN = sp.builtin_catalog()


def moments(pose: Pose) -> Iterator[Key]:
    """Return how a pose starts, its key positions and, where it moves, the way between them in twenty steps."""
    if pose.start is not None:
        yield pose.start
    yield from pose.keys
    for one, following in pairwise(pose.keys):
        yield from (between(one, following, step / 20) for step in range(21))


@pytest.mark.parametrize("name", ALL_POSES)
def test_no_bone_changes_its_length(name: str):
    for key in moments(ALL_POSES[name]):
        at = joints(key)
        assert set(at) == set(get_args(Joint))
        for (start, end), length in BONES.items():
            assert dist(at[start], at[end]) == pytest.approx(length, abs=1e-9), (start, end)


@pytest.mark.parametrize("name", sorted(MOVING))
def test_the_drawing_moves_as_the_body_does(name: str):
    """A renderer moves straight from frame to frame: half-way no bone may lose more than a tenth of its length."""
    one, two = POSES[name].keys
    for start, end in pairwise((one, between(one, two, 0.5), two)):
        before, after = joints(start), joints(end)
        half: dict[Joint, tuple[float, ...]] = {
            joint: tuple((a + b) / 2 for a, b in zip(before[joint], after[joint], strict=True)) for joint in before
        }
        for (near, far), length in BONES.items():
            if far == "head":  # it turns by 150 degrees and is drawn as a circle
                continue
            assert dist(half[near], half[far]) > 0.9 * length, (near, far)


@pytest.mark.parametrize("name", [name for name in ALL_POSES if name != "start side_lying"])
def test_nothing_is_below_the_floor(name: str):
    for key in moments(ALL_POSES[name]):
        at = joints(key)
        assert min(y for _, y, _ in at.values()) > 0.01
        assert at["head"][1] > 0.06


@pytest.mark.parametrize(
    ("name", "on_the_floor"),
    [
        ("knee_to_chest", ("hip", "shoulder", "head", "far_ankle")),
        ("knee_rolls", ("hip", "near_shoulder", "far_shoulder", "near_wrist", "far_wrist", "near_ankle")),
        ("lying_knee_twist", ("hip", "shoulder", "near_wrist", "far_ankle")),
        ("childs_pose", ("near_knee", "near_ankle", "near_wrist", "head")),
        ("childs_pose_half", ("near_knee", "near_ankle", "near_wrist")),
        ("cat_cow_small", ("near_knee", "far_knee", "near_ankle", "near_wrist", "far_wrist")),
        ("cat_cow_level", ("near_knee", "far_knee", "near_ankle", "near_wrist", "far_wrist")),
        ("cat_cow_forearms_level", ("near_knee", "far_knee", "near_ankle", "near_wrist", "far_wrist")),
        ("cat_cow_forearms", ("near_knee", "far_knee", "near_ankle", "near_wrist", "far_wrist")),
        ("cat_cow", ("near_knee", "far_knee", "near_ankle", "near_wrist", "far_wrist")),
        ("piriformis_stretch", ("hip", "shoulder", "head")),
        ("figure_four_light", ("hip", "shoulder", "head", "far_ankle", "far_wrist")),
        ("bridge_low", ("near_ankle", "far_ankle", "shoulder", "head", "near_elbow", "near_wrist")),
        ("seated_knee_to_chest", ("far_ankle",)),
        ("seated_cat_cow", ("near_ankle", "far_ankle")),
        ("sit_to_stand", ("near_ankle", "far_ankle")),
        ("counter_stretch", ("near_ankle", "far_ankle")),
        ("standing_hip_extension", ("far_ankle",)),
        ("wall_figure_four", ("hip", "shoulder", "head")),
        ("glute_bridge", ("near_ankle", "far_ankle", "shoulder", "head", "near_elbow", "near_wrist")),
        ("cobra_on_elbows", ("hip", "near_knee", "near_ankle")),
        ("cobra_pose", ("hip", "near_knee", "near_ankle", "near_wrist", "far_wrist")),
    ],
)
def test_supporting_joints_stay_on_the_floor(name: str, on_the_floor: tuple[Joint, ...]):
    first = joints(POSES[name].keys[0])
    for key in moments(replace(POSES[name], start=None)):
        at = joints(key)
        for joint in on_the_floor:
            assert at[joint][1] < (0.085 if joint == "head" else 0.06), joint
            assert dist(at[joint], first[joint]) < 0.03, joint


def test_the_body_does_what_the_cue_says():
    at = {name: [joints(key) for key in pose.keys] for name, pose in POSES.items()}
    held = at["knee_to_chest"][0]
    assert held["near_knee"][0] < held["mid_spine"][0]
    assert held["far_knee"][1] > 0.15  # the other knee is bent, its foot flat
    assert held["far_ankle"][1] < 0.06
    cat, cow = at["cat_cow"]
    assert cat["chest"][1] > cat["mid_spine"][1] > cat["hip"][1]
    assert cat["chest"][1] > cat["shoulder"][1] + 0.02
    assert cow["lumbar"][1] < cow["hip"][1] < cow["shoulder"][1]
    assert cat["head"][1] < cat["shoulder"][1] - 0.08
    assert cow["shoulder"][1] + 0.04 < cow["head"][1] < cow["shoulder"][1] + 0.12  # looking ahead, not up
    for name in ("cat_cow_level", "cat_cow_forearms_level", "standing_cat_cow_level"):
        level = at[name][1]
        line = [level["hip"][1] + share * (level["shoulder"][1] - level["hip"][1]) for share in (0.25, 0.5, 0.75)]
        for joint, straight in zip(("lumbar", "mid_spine", "chest"), line, strict=True):
            assert level[joint][1] > straight - 0.02, (name, joint)  # no hollow
    down, up = at["glute_bridge"]
    assert up["hip"][1] - down["hip"][1] > 0.1
    slope = (up["near_knee"][1] - up["shoulder"][1]) / (up["near_knee"][0] - up["shoulder"][0])
    assert up["hip"][1] == pytest.approx(up["shoulder"][1] + slope * (up["hip"][0] - up["shoulder"][0]), abs=0.025)
    low, high = at["cobra_pose"]
    assert high["head"][1] - low["head"][1] > 0.2
    assert low["near_wrist"] == high["near_wrist"]
    spine = [high[joint][1] for joint in ("hip", "lumbar", "mid_spine", "chest", "shoulder", "head")]
    assert spine == sorted(spine)
    twisted = at["lying_knee_twist"][0]
    assert twisted["near_knee"][2] < twisted["far_hip"][2]  # the right knee lies to the left of the left hip
    assert twisted["near_wrist"][2] > 0.3
    four = at["piriformis_stretch"][0]
    thigh = tuple(four["far_knee"][i] - four["far_hip"][i] for i in range(3))
    along = (
        sum((four["near_ankle"][i] - four["far_hip"][i]) * thigh[i] for i in range(3)) / BONES["far_hip", "far_knee"]
    )
    assert 0.5 < along / BONES["far_hip", "far_knee"] < 1  # the ankle lies on the other thigh, near its knee
    child = at["childs_pose"][0]
    assert dist(child["hip"], child["near_ankle"]) < 0.12  # on the heels
    assert child["near_wrist"][0] > child["head"][0] + 0.15  # past the head


def bend(at: dict[Joint, Any], first: Joint, middle: Joint, last: Joint) -> float:
    """Return how far a joint is bent, in degrees; 0 is straight."""
    one, two = ([b - a for a, b in zip(at[x], at[y], strict=True)] for x, y in ((first, middle), (middle, last)))
    cosine = sum(a * b for a, b in zip(one, two, strict=True)) / (hypot(*one) * hypot(*two))
    return degrees(acos(max(-1.0, min(1.0, cosine))))


def test_the_limbs_do_what_the_words_say():
    """The words are those of the catalogue and of stretchplan.words.figures; angles from facts/technique.md, 4."""
    at = {name: [joints(key) for key in pose.keys] for name, pose in POSES.items()}
    for key in at["cat_cow"]:  # arms straight, upright
        assert bend(key, "near_shoulder", "near_elbow", "near_wrist") < 40
        assert abs(key["near_shoulder"][0] - key["near_wrist"][0]) < 0.04
    for key in at["glute_bridge"]:  # the whole arm rests on the floor
        assert max(key[joint][1] for joint in ("near_shoulder", "near_elbow", "near_wrist")) < 0.06
    assert 0.01 < at["bridge_low"][1]["hip"][1] - at["bridge_low"][0]["hip"][1] < 0.09
    full, small = (max(abs(b[1] - a[1]) for a, b in zip(one.values(), two.values(), strict=True))
                   for one, two in (at["cat_cow"], at["cat_cow_small"]))  # fmt: skip
    assert small < full / 2
    forearms = max(abs(b[1] - a[1]) for a, b in zip(*(key.values() for key in at["cat_cow_forearms"]), strict=True))
    assert forearms < full / 2  # each of its forms is said to be small
    (half,) = at["childs_pose_half"]
    assert dist(half["hip"], half["near_ankle"]) > 0.2  # a gap at the heels
    up = at["cobra_on_elbows"][1]
    assert up["near_elbow"][0] == pytest.approx(up["near_shoulder"][0], abs=0.03)
    assert max(up["near_elbow"][1], up["near_wrist"][1]) < 0.04  # the forearm lies flat
    (twist,) = at["lying_knee_twist"]
    assert bend(twist, "near_hip", "near_knee", "near_ankle") == pytest.approx(90, abs=35)
    assert dist(twist["far_wrist"], twist["near_knee"]) < 0.08  # the other hand guides the knee
    assert twist["near_hip"][1] - twist["far_hip"][1] > 0.07  # the pelvis is turned
    assert max(twist["near_shoulder"][1], twist["far_shoulder"][1]) < 0.09  # the shoulders are not
    (four,) = at["piriformis_stretch"]
    assert max(abs(four[hand][2] - four["far_knee"][2]) for hand in ("near_wrist", "far_wrist")) < 0.06
    assert four["near_knee"][2] > 0.1  # outward
    (wall,) = at["wall_figure_four"]
    assert bend(wall, "far_hip", "far_knee", "far_ankle") == pytest.approx(90, abs=5)
    sitting, standing = at["sit_to_stand"]
    assert standing["hip"][1] - sitting["hip"][1] > 0.2


@pytest.mark.parametrize(("name", "arms", "roll"), [("knee_rolls", 80, 45), ("bed_knee_rolls", 42, 60)])
def test_knee_rolls_are_what_their_words_say(name: str, arms: int, roll: int):
    """Knees and feet together, arms out on the floor (in bed: a little), both knees roll to the right."""
    middle, rolled = (joints(key) for key in POSES[name].keys)
    for at in (middle, rolled):
        assert dist(at["near_knee"], at["far_knee"]) < 0.09
        assert dist(at["near_ankle"], at["far_ankle"]) < 0.09
        for side, sign in (("near", 1), ("far", -1)):
            shoulder, elbow, wrist = (at[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))  # type: ignore[index]
            away = degrees(atan2(sign * (wrist[2] - shoulder[2]), wrist[0] - shoulder[0]))
            assert away == pytest.approx(arms, abs=1)
            assert shoulder[1] == elbow[1] == wrist[1] == pytest.approx(0.055)
    assert abs(middle["near_knee"][2] + middle["far_knee"][2]) < 0.05
    for side in ("near", "far"):
        knee, ankle = rolled[f"{side}_knee"], rolled[f"{side}_ankle"]  # type: ignore[index]
        assert knee[2] > 0.1  # to the right
        assert dist(ankle, middle[f"{side}_ankle"]) == 0  # type: ignore[index]
    thighs = [rolled[f"{side}_knee"][2] for side in ("near", "far")]  # type: ignore[index]
    cushions = sorted(thing.points[0][2] for thing in POSES[name].things if thing.width == 0.09)
    assert cushions == ([-0.19, 0.19] if name == "knee_rolls" else [])
    assert max(thighs) == pytest.approx(0.19, abs=0.06)
    assert degrees(atan2(*(POSES[name].keys[1].near_leg.bend[k] for k in (2, 1)))) == pytest.approx(roll)  # type: ignore[union-attr]


def seen(pose: Pose, point: Point) -> tuple[float, float]:
    """Return where the camera of a pose sees a point."""
    aside, above = radians(pose.camera.aside), radians(pose.camera.above)
    x, y, z = point
    return x * cos(aside) - z * sin(aside), y * cos(above) - (x * sin(aside) + z * cos(aside)) * sin(above)


FOURS = [name for name in POSES if "figure_four" in name or name == "piriformis_stretch"]


@pytest.mark.parametrize("name", FOURS)
def test_a_figure_four_is_seen_as_a_four(name: str):
    """The shin lies across the other thigh, above the knee, and the crossed knee is out to the side."""
    assert len(FOURS) == 6
    pose = POSES[name]
    at = joints(pose.keys[0])
    assert at["near_knee"][2] > at["near_hip"][2] + 0.05  # turned out
    assert at["near_ankle"][2] < at["far_knee"][2]  # the ankle reaches past the other thigh
    knee, ankle, hip, over = (seen(pose, at[joint]) for joint in ("near_knee", "near_ankle", "far_hip", "far_knee"))
    shin, thigh = ((b[0] - a[0], b[1] - a[1]) for a, b in ((knee, ankle), (hip, over)))
    apart = (hip[0] - knee[0], hip[1] - knee[1])
    turn = shin[0] * thigh[1] - shin[1] * thigh[0]
    along_shin, along_thigh = ((apart[0] * other[1] - apart[1] * other[0]) / turn for other in (thigh, shin))
    assert 0.6 < along_shin < 1  # they cross in the picture too
    assert 0.4 < along_thigh < 1.2  # the shin lies on top of the thigh, near the knee
    assert hypot(*shin) > 0.17  # the shin is seen in nearly its length
    assert abs(degrees(atan2(shin[1], shin[0]))) < 32  # and lies across
    slant = abs(degrees(atan2(turn, shin[0] * thigh[0] + shin[1] * thigh[1])))
    assert 45 < slant < 135


FROM_THE_FRONT = ["knee_rolls", "bed_knee_rolls", "lying_knee_twist", "seated_twist", "standing_trunk_turn", *FOURS]


@pytest.mark.parametrize("name", FROM_THE_FRONT)
def test_a_person_seen_from_the_front_has_a_face_and_no_marks_of_the_back_on_it(name: str):
    """Two eyes and a mouth say that the person lies face up; what is worked behind the trunk is drawn behind it."""
    pose = POSES[name]
    back = ("lower_back", "upper_back", "spine", "glutes")
    for key in moments(pose):
        drawn = strokes(pose, key, back, ())
        faces = [number for number, stroke in enumerate(drawn) if stroke.ink == "face"]
        head = next(n for n, s in enumerate(drawn) if s.ink == "body" and s.width == 0.13)
        trunk = next(n for n, s in enumerate(drawn) if s.shape == "area" and s.ink == "body")
        assert len(faces) == 3
        assert min(faces) > head > trunk  # the neck does not cover the face
        assert [n for n, s in enumerate(drawn) if s.ink == "tint"] == list(range(trunk - 4, trunk))


def test_marks_of_the_back_are_on_it_where_it_is_seen():
    for name in ("cat_cow", "childs_pose", "knee_to_chest", "cobra_pose"):
        drawn = strokes(POSES[name], POSES[name].keys[0], ("lower_back",), ())
        inks = [stroke.ink for stroke in drawn]
        assert inks.index("tint") > max(n for n, s in enumerate(drawn) if s.ink == "body" and s.shape == "curve")


def test_things_stand_where_the_body_needs_them():
    for name, pose in POSES.items():
        for key in pose.keys:
            at = joints(key)
            if name in {"counter_stretch", "desk_rest"}:
                top = max(y for thing in pose.things for _, y, _ in thing.points if thing.shape == "area" and y > 0.3)
                assert 0 < at["near_wrist"][1] - top < 0.05
            if name.startswith("seated") or name == "desk_rest":
                assert pose.things
                assert at["hip"][1] == SEAT
            if name == "wall_arch":
                assert 0 < min(x for thing in pose.things for x, *_ in thing.points) - at["near_wrist"][0] < 0.06
            if name.startswith("bed_"):
                assert max(y for thing in pose.things for _, y, _ in thing.points if thing.ink == "mat") < 0


def test_every_pose_is_a_figure_that_a_catalogue_may_name():
    assert {name: (pose.position, pose.sides) for name, pose in POSES.items()} == FIGURES


def test_a_limb_that_cannot_reach_is_refused():
    key = POSES["cobra_pose"].keys[0]
    for place in ((1.0, 0.0, 0.0), joints(key)["near_shoulder"]):
        with pytest.raises(ValueError, match="cannot reach"):
            joints(Key(**{**_fields(key), "near_arm": Planted(place, (-1, 0, 0), 0)}))
    with pytest.raises(ValueError, match="planted in all of them"):
        between(key, Key(**{**_fields(key), "near_arm": Turned(0, 0, 0)}), 0.5)
    with pytest.raises(ValueError, match="one anchor"):
        between(key, Key(**{**_fields(key), "anchor": "shoulder"}), 0.5)


def _fields(key: Key) -> dict[str, Any]:
    return {name: getattr(key, name) for name in Key.__dataclass_fields__}


@pytest.mark.parametrize("name", ALL_POSES)
def test_every_frame_has_the_same_strokes(name: str):
    kinds = {
        tuple((s.ink, s.width, len(s.points), s.shape) for s in strokes(ALL_POSES[name], key, BUILTIN.area_ids, ()))
        for key in moments(ALL_POSES[name])
    }
    assert len(kinds) == 1
