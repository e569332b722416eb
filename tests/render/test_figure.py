"""Is a figure one small, safe SVG that shows a stretch, and says in words what it shows?"""

import hashlib
import re
from base64 import b64encode
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.catalog import FIGURES, POSITIONS, Position, Stretch, Targets
from stretchplan.render import FIGURE_STYLE, figure
from stretchplan.render.figures.poses import POSES
from stretchplan.render.figures.start_poses import SITTING, STANDING, STARTS, pose_of
from stretchplan.render.figures.strokes import TINTED_AREAS
from tests.support import german
from tests.support.golden_formats import figures

BUILTIN = sp.builtin_catalog()
IDS = [stretch.id for stretch in BUILTIN.stretches]
SIDES: tuple[Any, ...] = (None, "left", "right", "both")
UNIQUE = ("", "1", "left", "-left", "left-title")
MOVING = {"cat_cow", "cobra_pose", "glute_bridge"}
SVG = "{http://www.w3.org/2000/svg}"


def other(**changes: Any) -> Stretch:
    """Return the cat-cow with other facts, checked or not."""
    return BUILTIN.get("cat_cow").model_copy(update=changes)


def unchecked(**changes: Any) -> Stretch:
    """Return the cat-cow with facts that no catalogue would be loaded with."""
    return Stretch.model_construct(**{**dict(BUILTIN.get("cat_cow")), **changes})


def parsed(drawn: str) -> ElementTree.Element:
    """Return an SVG as an XML parser reads it."""
    return ElementTree.fromstring(drawn.encode())  # noqa: S314 - it is our own


def start_of(position: Position) -> Stretch:
    """Return a stretch outside the built-in catalogue that starts in a position."""
    return other(id="my_own", name="My own", position=position)


# --- The picture ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "drawn"), list(figures()), ids=lambda value: getattr(value, "stem", ""))
def test_golden_figures(path: Path, drawn: str):
    """After an intended change: ``python -m tests.regenerate``, and look at the figures."""
    assert path.read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("name", IDS)
def test_every_built_in_stretch_has_its_own_pose(name: str):
    pose, shows = pose_of(BUILTIN.get(name))
    assert shows == name
    assert pose is POSES[name]
    assert len(figure(BUILTIN.get(name)).encode()) < 10_000


@pytest.mark.parametrize("name", IDS)
def test_every_figure_says_what_it_shows(name: str):
    stretch = BUILTIN.get(name)
    for side, worked in ((None, "right"), ("right", "right"), ("left", "left")):
        root = parsed(figure(stretch, side=side))
        title, description = texts(root)
        assert root.get("role") == "img"
        assert stretch.name in title
        assert ("side" in title) == (stretch.sides == "each" and side is not None)
        assert "{" not in description
        assert description.startswith(("A person", "Seen from above"))
        sides = re.findall("the (left|right)", description)
        assert sides[:1] == ([worked] if stretch.sides == "each" else [])  # the side that works is named first
        for area in (*stretch.targets.primary, *stretch.targets.secondary):
            assert area.replace("_", " ") in description


def texts(root: ElementTree.Element) -> tuple[str, str]:
    """Return what an SVG is labelled and described by."""
    named = {element.get("id"): "".join(element.itertext()) for element in root.iter() if element.get("id")}
    return named[root.get("aria-labelledby")], named[root.get("aria-describedby")]


@pytest.mark.parametrize("name", IDS)
def test_left_is_the_mirror_image_of_right(name: str):
    stretch = BUILTIN.get(name)
    right, left = (parsed(figure(stretch, side=side)) for side in ("right", "left"))
    assert right.find(f"{SVG}g").get("transform") is None
    assert left.find(f"{SVG}g").get("transform") == "matrix(-1 0 0 1 480 0)"
    assert [path.attrib for path in right.iter(f"{SVG}path")] == [path.attrib for path in left.iter(f"{SVG}path")]
    assert figure(stretch) == figure(stretch, side="both").replace("-both", "")


@pytest.mark.parametrize("name", IDS)
def test_only_what_moves_is_animated(name: str):
    stretch = BUILTIN.get(name)
    root = parsed(figure(stretch))
    animated = list(root.iter(f"{SVG}animate"))
    assert bool(animated) == (name in MOVING)
    assert "<animate" not in figure(stretch, animate=False)
    assert "sp-moving" not in re.sub(r"<style>.*?</style>", "", figure(stretch, animate=False))
    still = [p.get("d") for p in root.iter(f"{SVG}path") if "sp-moving" not in (p.get("class") or "")]
    assert still == [p.get("d") for p in parsed(figure(stretch, animate=False)).iter(f"{SVG}path")]
    for one in animated:
        assert stretch.breath
        into, out = stretch.breath.inhale_seconds, stretch.breath.exhale_seconds
        assert one.get("dur") == f"{into + out}s"
        times = [float(time) for time in one.get("keyTimes", "").split(";")]
        turns = (0, into / 2, into, into + out / 2, into + out)
        assert times == pytest.approx([turn / (into + out) for turn in turns], abs=1e-3)
        values = one.get("values", "").split(";")
        assert values == values[::-1]
        assert values[1] not in {values[0], values[2]}
        assert len(values) == len(times) == len(one.get("keySplines", "").split(";")) + 1 == 5
        assert len({re.sub(r"-?\d+", "0", value).replace(" ", "") for value in values}) == 1


@pytest.mark.parametrize(("name", "shown"), [("cat_cow", 0), ("glute_bridge", 2), ("cobra_pose", 2)])
def test_the_still_figure_shows_the_stretch(name: str, shown: int):
    paths = list(parsed(figure(BUILTIN.get(name))).iter(f"{SVG}path"))
    for still, moving in pairwise(paths):
        for animated in moving.iter(f"{SVG}animate"):
            assert still.get("d") == animated.get("values", "").split(";")[shown]


def test_number_and_place_of_the_eyes():
    eyes = {name: figure(BUILTIN.get(name), animate=False).count('"sp-face"') for name in IDS}
    # Seen from the front there are two eyes and a mouth.
    assert eyes == {**dict.fromkeys(IDS, 1), "lying_knee_twist": 3, "piriformis_stretch": 3}
    assert figure(start_of("side_lying")).count('"sp-face"') == 3
    for position in ("supine", "prone", "quadruped", "standing"):
        drawn = parsed(figure(start_of(position)))
        (eye,) = (path for path in drawn.iter(f"{SVG}path") if path.get("class") == "sp-face")
        (head,) = (p for p in drawn.iter(f"{SVG}path") if p.get("class") == "sp-body" and "h0" in p.get("d", ""))
        (x, y), (ox, oy) = ([int(n) for n in re.findall(r"-?\d+", one.get("d", ""))[:2]] for one in (eye, head))
        seen = {"supine": y < oy, "prone": y > oy, "quadruped": y > oy, "standing": x > ox}
        assert seen[position], position


def test_a_stretch_that_is_held_stays_still():
    """A catalogue may hold what ours moves, and give no breath to a flow."""
    held = other(dose=BUILTIN.get("childs_pose").dose)
    assert "<animate" not in figure(held)
    assert 'dur="6s"' in figure(other(breath=None))


def test_less_motion_and_paper_keep_the_still_figure():
    root = parsed(figure(BUILTIN.get("cobra_pose")))
    moving = [path for path in root.iter(f"{SVG}path") if path.find(f"{SVG}animate") is not None]
    assert moving
    assert all(path.get("display") == "none" and "sp-moving" in path.get("class", "") for path in moving)
    rule = FIGURE_STYLE.partition("@media screen and (prefers-reduced-motion:no-preference){")[2]
    assert rule == ".sp-figure .sp-moving{display:inline}.sp-figure .sp-still{display:none}}"
    assert "sp-moving" not in FIGURE_STYLE.removesuffix(rule)


def test_every_figure_has_the_same_style():
    for stretch in (*BUILTIN.stretches, *map(start_of, POSITIONS)):
        for side in (None, "left"):
            assert figure(stretch, side=side, unique="x7").count(f"<style>{FIGURE_STYLE}</style>") == 1
    assert "<" not in FIGURE_STYLE
    assert "&" not in FIGURE_STYLE
    assert "@media screen and (prefers-color-scheme:dark)" in FIGURE_STYLE
    digest = b64encode(hashlib.sha256(FIGURE_STYLE.encode()).digest()).decode()
    document = Path(__file__).parents[2] / "docs" / "figures.md"
    assert f"sha256-{digest}" in document.read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "ground"), [(0, "#ffffff"), (1, "#1e1e1e")])
def test_lines_have_enough_contrast(scheme: int, ground: str):
    """WCAG 2.2, 1.4.11: lines 3:1 against the background; tints and eye 3:1 against the body."""
    schemes = [dict(re.findall(r"--sp-(\w+):(#\w+)", rule)) for rule in re.findall(r"\.sp-figure{(.*?)}", FIGURE_STYLE)]
    colours = schemes[scheme]
    assert set(colours) == {"body", "arm", "far", "face", "rim", "thing", "tint", "soft", "mat", "sheet"}
    for ink in ("body", "arm", "far", "thing"):
        assert contrast(colours[ink], ground) >= 3, ink
    for ink in ("body", "arm", "thing"):
        assert contrast(colours[ink], colours["sheet"]) >= 3, ink
    for ink in ("tint", "soft", "face", "rim"):
        assert contrast(colours[ink], colours["body"]) >= 3, ink
    document = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
    assert all(f"`{colour}`" in document for colour in colours.values())


ALLOWED = {
    "svg": {"class", "viewBox", "role", "aria-labelledby", "aria-describedby"},
    "title": {"id"},
    "desc": {"id"},
    "style": set(),
    "g": {"fill", "stroke-linecap", "stroke-linejoin", "transform"},
    "path": {"class", "stroke", "fill", "opacity", "stroke-width", "d", "display"},
    "animate": {"attributeName", "dur", "repeatCount", "calcMode", "keyTimes", "keySplines", "values"},
}


@pytest.mark.parametrize("stretch", [*BUILTIN.stretches, *map(start_of, POSITIONS)], ids=lambda s: s.position + s.id)
def test_only_elements_and_attributes_that_draw(stretch: Stretch):
    drawn = figure(stretch, side="left", unique="a")
    for element in parsed(drawn).iter():
        tag = element.tag.removeprefix(SVG)
        assert set(element.attrib) <= ALLOWED[tag], tag
    assert "http" not in drawn.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "url(" not in drawn
    assert "!" not in drawn


def test_ids_are_unique_in_a_page():
    page = [figure(s, side=side, unique=u) for s in BUILTIN.stretches for side in SIDES for u in UNIQUE]
    ids = [found for one in page for found in re.findall(r' id="([^"]*)"', one)]
    assert len(ids) == len(set(ids)) == 2 * len(SIDES) * len(UNIQUE) * len(IDS)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", one) for one in ids)


@pytest.mark.parametrize("unique", ["a b", '"><script>', "ä", "a" * 65, "\n", "a\n"])
def test_invalid_unique_is_refused(unique: str):
    with pytest.raises(ValueError, match="letters, digits, hyphens, underscores"):
        figure(BUILTIN.get("cat_cow"), unique=unique)


def test_unknown_side_is_refused():
    with pytest.raises(ValueError, match="'lift' is not a side; give left, right, both or None"):
        figure(BUILTIN.get("cat_cow"), side="lift")  # type: ignore[arg-type]


def test_worked_areas_are_tinted():
    for stretch in BUILTIN.stretches:
        drawn = figure(stretch, animate=False)
        assert drawn.count('class="sp-tint"') == len(stretch.targets.primary)
        assert drawn.count('class="sp-soft"') == len(stretch.targets.secondary)
    assert set(BUILTIN.area_ids) <= TINTED_AREAS
    strange = other(targets=BUILTIN.get("cat_cow").targets.model_copy(update={"primary": ("left_ear",)}))
    assert 'class="sp-tint"' not in figure(strange)
    assert "Works left ear; also spine." in figure(strange)
    ear = sp.catalog.Area(id="left_ear", name="left ear & <lobe>")
    assert "Works left ear &amp; &lt;lobe&gt;; also spine." in figure(strange, areas=(ear,))


def test_a_body_that_is_drawn_small_has_thicker_limbs():
    """Standing and on a chair a body is about 290 units high, and lines were lost at 64 pixels."""
    anywhere = sp.builtin_catalog("anywhere")
    for name in ("standing_hip_extension", "standing_back_bend", "standing_trunk_turn", "standing_knee_hug"):
        drawn = figure(anywhere.get(name), animate=False)
        legs = [int(width) for width in re.findall(r'class="sp-body"[^>]* stroke-width="(\d+)" d="[^"]*l', drawn)]
        assert max(legs) >= 20, name
    things = re.findall(r'class="sp-thing"[^>]* stroke-width="(\d+)"', figure(anywhere.get("standing_hip_extension")))
    assert set(things) <= {"3", "6", "7"}  # a chair does not grow


# --- Stretches that are not ours --------------------------------------------------------------------------------


@pytest.mark.parametrize("position", POSITIONS)
def test_a_stretch_without_a_pose_shows_its_start(position: Position):
    stretch = start_of(position)
    on = {"seated": SITTING["floor"]}
    assert pose_of(stretch) == (on.get(position, STARTS[position]), None)
    root = parsed(figure(stretch))
    title, description = texts(root)
    assert title == "My own"
    assert description.startswith(f"The start position only, {POSITIONS[position]}: ")
    assert not list(root.iter(f"{SVG}animate"))
    assert len(figure(stretch).encode()) < 4_000


@pytest.mark.parametrize("changes", [{"position": "seated"}, {"sides": "each"}, {"id": "my_cat"}])
def test_same_id_with_another_position_or_sides_has_no_own_pose(changes: dict[str, Any]):
    assert pose_of(other(**changes))[1] is None


def test_nobody_sits_on_the_floor_for_a_chair_stretch():
    sitting = other(id="my_own", position="seated", equipment=(), needs=())
    assert pose_of(sitting)[0] is SITTING["unknown"]
    assert "what they sit on is not shown" in figure(sitting)
    for changes in ({"equipment": ("chair",)}, {"needs": ("chair",)}, {"needs": ("chair",), "equipment": ("mat",)}):
        stretch = sitting.model_copy(update=changes)
        assert pose_of(stretch)[0] is SITTING["chair"]
        assert "The start position only, sitting: a person sits upright on a chair" in figure(stretch)
    floor = sitting.model_copy(update={"equipment": ("mat",)})
    assert pose_of(floor)[0] is SITTING["floor"]
    assert "sits on the floor" in figure(floor)


def test_start_positions_are_on_what_the_stretch_states():
    standing = other(id="my_own", position="standing", equipment=())
    assert pose_of(standing)[0] is STANDING
    lying = other(id="my_own", position="supine", equipment=("bed",))
    assert pose_of(lying)[0].things
    assert "knees bent and feet flat, on a bed." in figure(lying)
    assert not pose_of(other(id="my_own", position="supine"))[0].things


@pytest.mark.parametrize("name", [name for name, pose in POSES.items() if len(pose.keys) > 1])
def test_both_positions_of_a_movement_can_be_drawn(name: str):
    position, sides = FIGURES[name]
    stretch = other(figure=name, position=position, sides=sides)
    begins, ends, still = (figure(stretch, posture=0), figure(stretch, posture=1), figure(stretch, animate=False))
    assert begins != ends
    assert still == (ends if POSES[name].still else begins)
    assert "<animate" not in begins + ends
    with pytest.raises(ValueError, match="2 is not a posture; give 0, 1, start or None"):
        figure(stretch, posture=2)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_named_and_says_what_it_shows(name: str):
    position, sides = FIGURES[name]
    stretch = other(id="my_own", figure=name, position=position, sides=sides)
    drawn = {side: figure(stretch, side=side, animate=False) for side in ("left", "right")}
    said = {side: texts(parsed(svg))[1] for side, svg in drawn.items()}
    for side, description in said.items():
        begins = ("A person", "Seen from above: a person", "Seen from the feet: a person", "On a bed: ")
        assert description.startswith(begins)
        assert "{" not in description
        assert len(drawn[side].encode()) < 6_000
        if sides == "each":
            assert side in description
    swapped = re.sub(
        r"\b(left|right)\b(?! angle)", lambda found: "right" if found[0] == "left" else "left", said["left"]
    )
    assert swapped == said["right"]
    assert {element.tag.removeprefix(SVG) for element in parsed(drawn["left"]).iter()} <= set(ALLOWED)


@pytest.mark.parametrize("stretch", BUILTIN.stretches, ids=IDS)
def test_every_form_has_the_figure_it_names(stretch: Stretch):
    for form in stretch.forms:
        _, shows = pose_of(stretch.in_form(form))
        assert shows == (form.figure or stretch.id)


HOSTILE = [
    "</title><script>alert(1)</script>",
    '" onload="alert(1)',
    "' onload='alert(1)",
    "]]>",
    "-->",
    "<!--",
    "<![CDATA[",
    "&lt;&amp;&#0;",
    "<?xml version='1.0'?>",
    "\u202egnorw\u202c",
    "\u200f\u05d0\u05d1\u200e",
    "\x00\x1b[2J\x7f\x9b",
    "\u2028\u2029\ufffe\uffff",
    "\ud800",
    "{side} {other_side}",
    "a" * 600,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str):
    targets = Targets.model_construct(primary=(text,), secondary=(text,))
    for drawn in (
        figure(unchecked(name=text, targets=targets), side="left"),
        figure(unchecked(id=text, name=text, targets=targets)),
        figure(other(), title=text),
    ):
        root = parsed(drawn)
        assert [element.tag.removeprefix(SVG) for element in root][:4] == ["title", "desc", "style", "g"]
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= set(ALLOWED)
        assert all(set(e.attrib) <= ALLOWED[e.tag.removeprefix(SVG)] for e in root.iter())
        assert texts(root)[0]
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]", drawn)


@given(st.text(), st.text(min_size=1))
def test_any_text_is_well_formed(name: str, title: str):
    root = parsed(figure(unchecked(name=name), title=title, animate=False))
    if title.isprintable() and title.strip():
        assert texts(root)[0] == title


@pytest.mark.parametrize("side", ["left", "right"])
def test_title_in_another_language_is_the_name_alone(side: Any):
    stretch = german.GERMAN.get("knee_to_chest")
    drawn = parsed(figure(stretch, side=side, language="de"))
    title, desc = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.text, title.get("lang")) == (stretch.name, "de")
    assert (desc.text or "").startswith(f"{side.capitalize()} side. A person lies on the back")
    assert desc.get("lang") == "en"


def test_figure_in_english_states_no_language():
    stretch = BUILTIN.get("knee_to_chest")
    assert figure(stretch, side="left", language="en-GB") == figure(stretch, side="left")
    assert "lang=" not in figure(stretch, side="left")


@pytest.mark.parametrize("language", ["", "german", "de_DE", 'de"><script>', "de\n"])
def test_figure_refuses_what_is_no_language(language: str):
    with pytest.raises(ValueError, match="is not a language tag of BCP 47; give one such as en, de or pt-BR"):
        figure(BUILTIN.get("cat_cow"), language=language)
