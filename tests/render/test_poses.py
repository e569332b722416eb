"""Is the body in each pose a believable one, and does it do what the cue says?"""

from collections.abc import Iterator
from itertools import pairwise
from math import acos, degrees, dist, hypot
from typing import Any, get_args

import pytest

import stretchplan as sp
from stretchplan.catalog import FIGURES
from stretchplan.render.figures.pose import Pose
from stretchplan.render.figures.poses import POSES
from stretchplan.render.figures.skeleton import BONES, Joint, Key, Planted, Turned, between, joints
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
    """Return the key positions of a pose and, where it moves, the way between them in twenty steps."""
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
    for key in moments(POSES[name]):
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
    assert cow["head"][1] > cow["shoulder"][1] + 0.08
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
    (rolls,) = at["knee_rolls"]
    assert dist(rolls["near_knee"], rolls["far_knee"]) < 0.12
    assert min(rolls["near_knee"][2], rolls["far_knee"][2]) > 0.1  # both to the right
    (four,) = at["piriformis_stretch"]
    assert max(abs(four[hand][2] - four["far_knee"][2]) for hand in ("near_wrist", "far_wrist")) < 0.06
    assert four["near_knee"][2] > 0.1  # outward
    (wall,) = at["wall_figure_four"]
    assert bend(wall, "far_hip", "far_knee", "far_ankle") == pytest.approx(90, abs=5)
    (turned,) = at["seated_twist"]
    assert turned["far_shoulder"][0] - turned["near_shoulder"][0] > 0.08  # the left shoulder comes forward
    (back,) = at["standing_hip_extension"]
    assert back["near_ankle"][0] < back["far_ankle"][0] - 0.1
    sitting, standing = at["sit_to_stand"]
    assert standing["hip"][1] - sitting["hip"][1] > 0.2


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
