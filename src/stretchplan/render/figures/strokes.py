"""Turn a body in a key position into thick round strokes, as a camera sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Final, Literal

from stretchplan.render.figures.pose import Camera, Layer, Pose, Shape
from stretchplan.render.figures.skeleton import LIMBS, TRUNK, Joint, Key, Point, across, direction, joints, moved

__all__ = ["TINTED_AREAS", "Ink", "Place", "Stroke", "sheet", "strokes"]

Place = tuple[float, float]
"""Where a point is seen: body heights to the right and up."""

Ink = Literal["body", "arm", "far", "face", "rim", "thing", "mat", "sheet", "tint", "soft"]
"""What a stroke shows; each has a colour."""

_EYES: Final = (0.026, -0.026)
"""How far each eye is to the right of the middle of the head."""
_EYE: Final = (0.04, 0.012)
"""How far the eyes are in front of the middle of the head, and above it."""

# Thickness in body heights. The head has its real height; the rest is chosen to be distinct at 64 pixels.
_HEAD: Final = 0.13
_NECK: Final = 0.05
_TORSO: Final = 0.098
_PANEL: Final = 0.08
_ARM: Final = 0.046
_LEG: Final = 0.064
_FOOT: Final = 0.046
_RIM: Final = 0.018
"""How much wider the light edge is that sets a limb off from what lies behind it."""

# Areas along the spine: width, distance behind it, and places, counted in bones from the hip (0) to the shoulder (4).
# Places below 0 are under the hip.
_ON_TRUNK: Final[Mapping[str, tuple[float, float, tuple[float, ...]]]] = {
    "lower_back": (0.048, 0.024, (0.55, 1.2, 1.85)),
    "upper_back": (0.048, 0.024, (2.55, 3.15, 3.75)),
    "spine": (0.016, -0.012, (0.2, 1.4, 2.6, 3.8)),
    "pelvis": (0.062, -0.004, (0.0, 0.4)),
    "glutes": (0.06, 0.014, (-0.25,)),
}
# Where the front of the trunk is seen, what is worked behind it shows as an edge along the trunk: how far it reaches
# beyond the trunk, and from where to where, counted in bones as above.
_BEHIND_TRUNK: Final[Mapping[str, tuple[float, float, float]]] = {
    "spine": (0.018, 0.0, 4.0),
    "lower_back": (0.026, 0.3, 1.9),
    "upper_back": (0.026, 2.4, 4.0),
    "glutes": (0.03, 0.0, 0.2),
}
_FRONT_SEEN: Final = 0.34
"""From which share of the front toward the viewer it counts as seen; 0 is the plain side, 1 the plain front."""
_AT_JOINT: Final[Mapping[str, tuple[float, Joint]]] = {
    "hips": (0.056, "near_hip"),
    "knees": (0.05, "near_knee"),
    "ankles": (0.044, "near_ankle"),
}
TINTED_AREAS: Final = frozenset({*_ON_TRUNK, *_AT_JOINT, "hamstrings"})
"""Ids of the areas that a figure can tint; other areas are named in the description only."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, with round ends; one point is a dot. ``width`` is in body heights.

    ``shape`` is ``line`` from point to point, ``curve`` smoothly through them, ``area`` closed and filled, or ``sheet``
    closed and filled lightly, with no edge.
    """

    ink: Ink
    width: float
    points: tuple[Place, ...]
    shape: Shape = "line"


def strokes(pose: Pose, key: Key, primary: Iterable[str], secondary: Iterable[str]) -> list[Stroke]:
    """Return the strokes of a body, farthest first; primary areas are tinted fully and secondary areas lightly.

    All key positions of a pose give the same kinds of stroke in the same order.
    """
    seen = _Seen(key, pose.camera)
    areas = [*_tints(seen, secondary, "soft"), *_tints(seen, primary, "tint")]
    behind: list[Stroke] = []
    ends = [_Seen(end, pose.camera) for end in pose.keys]
    eyes = tuple(aside for aside in _EYES if all(end.on_head(*_EYE, aside)[1] for end in ends))
    if ends[0].front() > _FRONT_SEEN:
        hidden = [*_tints_behind(seen, secondary, "soft"), *_tints_behind(seen, primary, "tint")]
        behind = sorted(hidden, key=lambda stroke: stroke.width)  # the spine is behind its parts
        areas = [
            *_tints(seen, (area for area in secondary if area not in _BEHIND_TRUNK), "soft"),
            *_tints(seen, (area for area in primary if area not in _BEHIND_TRUNK), "tint"),
        ]
    drawn: list[Stroke] = []
    for thing in pose.things:
        drawn.append(Stroke(thing.ink, thing.width, tuple(map(seen.place, thing.points)), thing.shape))
    edged = False  # what is drawn first lies before nothing that it must be set off from
    for layer in pose.layers:
        if layer == "areas":
            drawn += areas
        elif layer == "trunk":
            drawn += behind
            drawn += _trunk(seen, broad=any(end.is_broad() for end in ends))
            edged = True
        elif layer == "head":
            drawn += (stroke for stroke in _head(seen, eyes) if edged or stroke.ink != "rim")
        else:
            drawn += (stroke for stroke in _limb(seen, layer) if edged or stroke.ink != "rim")
    return drawn


def sheet(pose: Pose) -> tuple[Place, ...]:
    """Return the corners of the mat under a pose that is not seen from the side."""
    seen = _Seen(pose.keys[0], pose.camera)
    along = [seen.at[joint][0] for joint in seen.at]
    left, right = min(along) - 0.06, max(along) + 0.06
    return tuple(seen.place(corner) for corner in ((left, 0, -0.2), (right, 0, -0.2), (right, 0, 0.2), (left, 0, 0.2)))


class _Seen:
    """A body in a key position, as a camera sees it."""

    def __init__(self, key: Key, camera: Camera) -> None:
        self.key = key
        self.at = joints(key)
        self._aside, self._above = radians(camera.aside), radians(camera.above)

    def place(self, point: Point) -> Place:
        x, y, z = point
        near = x * sin(self._aside) + z * cos(self._aside)
        return x * cos(self._aside) - z * sin(self._aside), y * cos(self._above) - near * sin(self._above)

    def line(self, *names: Joint) -> tuple[Place, ...]:
        return tuple(self.place(self.at[name]) for name in names)

    def on_trunk(self, along: float, back: float) -> Place:
        """Return a place ``along`` bones up the drawn spine from the hip, and ``back`` behind it."""
        spine = [self.at[name] for name in TRUNK]
        bone = min(max(int(along), 0), len(spine) - 2)
        near = (spine[max(bone - 1, 0)], spine[bone], spine[bone + 1], spine[min(bone + 2, len(spine) - 1)])
        (x, y), (right, up) = _on_curve([(x, y) for x, y, _ in near], along - bone)
        length = hypot(right, up)
        return self.place((x - up / length * back, y + right / length * back, spine[bone][2]))

    def is_broad(self) -> bool:
        """Return whether the trunk is seen from the front or above, so that its shoulders show."""
        (right, high), (left, low) = self.line("near_shoulder", "far_shoulder")
        return hypot(right - left, high - low) > _TORSO

    def sides(self, along: float) -> tuple[Place, Place]:
        """Return the near and the far edge of the trunk, ``along`` bones up the spine from the hip."""
        bone = min(int(along), len(TRUNK) - 2)
        low, high = self.at[TRUNK[bone]], self.at[TRUNK[bone + 1]]
        middle = moved(low, (high[0] - low[0], high[1] - low[1], high[2] - low[2]), along - bone)
        share = along / (len(TRUNK) - 1)
        hip, shoulder = (
            (at[0] - to[0], at[1] - to[1], at[2] - to[2])
            for at, to in (
                (self.at["near_hip"], self.at["hip"]),
                (self.at["near_shoulder"], self.at["shoulder"]),
            )
        )
        side = moved(moved((0.0, 0.0, 0.0), hip, 1 - share), shoulder, share)
        return self.place(moved(middle, side)), self.place(moved(middle, side, -1.0))

    def behind_thigh(self, share: float, back: float) -> Place:
        hip, knee = self.at["near_hip"], self.at["near_knee"]
        thigh = (knee[0] - hip[0], knee[1] - hip[1], knee[2] - hip[2])
        (x, y), (left, low), (right, high) = map(self.place, (moved(hip, thigh, share), hip, knee))
        length = hypot(right - left, high - low) or 1.0
        return x + (high - low) / length * back, y - (right - left) / length * back

    def front(self) -> float:
        """Return how much the front of the chest looks toward the viewer, from -1 to 1."""
        x, y, z = across(self.key.trunk[-1], self.key.trunk_out[-1], 90 + self.key.chest_turn)
        return self._toward(x, y, z)

    def _toward(self, x: float, y: float, z: float) -> float:
        near = x * sin(self._aside) + z * cos(self._aside)
        return near * cos(self._above) + y * sin(self._above)

    def on_head(self, forward: float, up: float, aside: float) -> tuple[Place, bool]:
        """Return where a point of the head is seen, and whether it is on the visible side.

        ``forward``, ``up`` and ``aside`` (to its right) are measured from the middle of the head.
        """
        key = self.key
        ahead = across(key.head, key.head_out, 90 - key.head_turn)
        right = across(key.head, key.head_out, -key.head_turn)
        middle = moved(moved((0.0, 0.0, 0.0), ahead, forward), right, aside)
        point = moved(moved(self.at["head"], middle), direction(key.head, key.head_out), up)
        return self.place(point), self._toward(*middle) > 0


def _limb(seen: _Seen, layer: Layer) -> Iterator[Stroke]:
    """Yield a whole limb, or the part of it that ``layer`` names, with a light edge."""
    name, _, part = layer.partition("_")
    side: Literal["near", "far"] = "near" if name == "near" else "far"
    kind: Literal["arm", "leg"] = "arm" if part in {"arm", "upper_arm", "forearm"} else "leg"
    chain = LIMBS[side, kind]
    ink: Ink = "far" if side == "far" else "arm" if kind == "arm" else "body"
    width = _ARM if kind == "arm" else _LEG
    upper, lower = part not in {"forearm", "shank"}, part not in {"upper_arm", "thigh"}
    line = seen.line(*chain[0 if upper else 1 : 3 if lower else 2])
    end = seen.line(*chain[2:])
    edge = (_part_way(line[0], line[1], 0.35), *line[1:]) if upper else line
    if kind == "arm" and lower:
        line, edge = (*line, end[1]), (*edge, end[1])
    yield Stroke("rim", width + _RIM, edge)
    if kind == "leg" and lower:
        yield Stroke(ink, _FOOT, end)
    yield Stroke(ink, width, line)


def _part_way(start: Place, end: Place, share: float) -> Place:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _trunk(seen: _Seen, *, broad: bool) -> Iterator[Stroke]:
    if broad:
        yield Stroke("body", _PANEL, _panel(seen), "area")
    else:
        yield Stroke("body", _TORSO, seen.line(*TRUNK), "curve")
    yield Stroke("body", _NECK, seen.line("shoulder", "head"))


def _panel(seen: _Seen) -> tuple[Place, ...]:
    """Return the outline of the trunk along the spine: hips at one end, shoulders at the other."""
    near, far = zip(*(seen.sides(number) for number in range(len(TRUNK))), strict=True)
    return (*near, *reversed(far))


def _head(seen: _Seen, eyes: Sequence[float]) -> Iterator[Stroke]:
    yield Stroke("rim", _HEAD + _RIM, seen.line("head"))
    yield Stroke("body", _HEAD, seen.line("head"))
    yield Stroke("body", 0.022, (seen.on_head(0.05, -0.004, 0)[0], seen.on_head(0.07, -0.008, 0)[0]))
    for aside in eyes:
        yield Stroke("face", 0.018, (seen.on_head(*_EYE, aside)[0],))
    if len(eyes) == len(_EYES):  # a mouth says that the face is toward the viewer
        mouth = ((0.044, -0.026, 0.024), (0.048, -0.034, 0.0), (0.044, -0.026, -0.024))
        yield Stroke("face", 0.011, tuple(seen.on_head(*place)[0] for place in mouth), "curve")


def _tints(seen: _Seen, areas: Iterable[str], ink: Literal["tint", "soft"]) -> Iterator[Stroke]:
    for area in areas:
        if area in _ON_TRUNK:
            width, back, places = _ON_TRUNK[area]
            yield Stroke(ink, width, tuple(seen.on_trunk(along, back) for along in places), "curve")
        elif area in _AT_JOINT:
            width, joint = _AT_JOINT[area]
            yield Stroke(ink, width, seen.line(joint))
        elif area == "hamstrings":
            yield Stroke(ink, 0.03, (seen.behind_thigh(0.25, 0.016), seen.behind_thigh(0.8, 0.016)))


def _tints_behind(seen: _Seen, areas: Iterable[str], ink: Literal["tint", "soft"]) -> Iterator[Stroke]:
    for area in areas:
        if area in _BEHIND_TRUNK:
            beyond, low, high = _BEHIND_TRUNK[area]
            near, far = zip(*(seen.sides(low + (high - low) * part / 4) for part in range(5)), strict=True)
            yield Stroke(ink, _PANEL + 2 * beyond, (*near, *reversed(far)))


def _on_curve(points: Sequence[Place], share: float) -> tuple[Place, Place]:
    """Return a point of the Catmull-Rom curve between the middle two of four points, and the direction there.

    For a negative ``share`` the curve continues as a straight line.
    """
    t = max(share, 0.0)
    place, slope = [0.0, 0.0], [0.0, 0.0]
    for axis in (0, 1):
        before, start, end, after = (point[axis] for point in points)
        b, c, d = end - before, 2 * before - 5 * start + 4 * end - after, -before + 3 * start - 3 * end + after
        place[axis] = start + (b * t + c * t**2 + d * t**3) / 2
        slope[axis] = (b + 2 * c * t + 3 * d * t**2) / 2
        place[axis] += slope[axis] * min(share, 0.0)
    return (place[0], place[1]), (slope[0], slope[1])
