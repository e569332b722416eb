"""Does the calendar of a programme show each day and dose, by more than colour, in both schemes and with any text?"""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from stretchplan.render.calendar import PALETTES, calendar_key, calendar_weeks
from stretchplan.words import calendar as words
from tests.support.golden_formats import PICTURES
from tests.support.hostile_texts import HOSTILE
from tests.support.sample_programmes import (
    PROGRAMMES,
    day_0,
    every_kind,
    first_days,
    lengthened,
    osteoporosis,
    spoilt_programme,
)

SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ElementTree.Element:
    """Return a picture, read by a parser."""
    return ElementTree.fromstring(svg)  # noqa: S314 - it is our own


def texts(root: ElementTree.Element, kind: str = "") -> list[str]:
    """Return the texts of a picture, of one kind or of all."""
    return [one.text or "" for one in root.iter(f"{SVG}text") if kind in (one.get("class") or "").split() or not kind]


def numbers(root: ElementTree.Element) -> list[int]:
    """Return the numbers in the cells."""
    found = [one for one in root.iter(f"{SVG}text") if re.match("sp-n[1-4]", one.get("class") or "")]
    return [int(one.text or "") for one in found]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_the_pictures_in_the_documents(path: Path):
    """After an intended change: ``python -m tests.regenerate``, and look at the pictures."""
    assert path.read_text(encoding="utf-8") == PICTURES[path]()


@pytest.mark.parametrize("name", PROGRAMMES)
def test_each_cell_has_its_dose_as_a_number_and_as_one_of_four_shades(name: str):
    made = PROGRAMMES[name]()
    root = read(made.to_svg())
    planned = [entry for plan in made.plans for entry in plan.prescriptions]
    assert sorted(numbers(root)) == sorted(entry.seconds_per_side for entry in planned)
    cells = [one.get("class") for one in root.iter(f"{SVG}rect") if re.match("sp-s[1-4]", one.get("class") or "")]
    wanted = [f"sp-s{1 + (s > 15) + (s > 30) + (s > 45)}" for s in (entry.seconds_per_side for entry in planned)]
    key = ["sp-s1", "sp-s2", "sp-s3", "sp-s4", "sp-s1"]
    assert sorted(cells) == sorted(wanted + key)


@pytest.mark.parametrize("scheme", PALETTES)
def test_texts_and_marks_have_enough_contrast_in_both_schemes(scheme: str):
    colours = PALETTES[scheme]
    for text in ("text", "quiet"):
        assert contrast(colours[text], colours["ground"]) >= 4.5
    for shade in "1234":
        assert contrast(colours[f"on{shade}"], colours[f"shade{shade}"]) >= 4.5
    assert contrast(colours["edge"], colours["ground"]) >= 3
    shades = [luminance(colours[f"shade{n}"]) for n in range(1, 5)]
    assert shades == sorted(shades, reverse=scheme == "light")
    assert all(contrast(colours[f"shade{n}"], colours[f"shade{n + 1}"]) >= 1.4 for n in range(1, 4))


def test_the_side_that_starts_is_a_letter_above_each_session():
    made = day_0()
    letters = [text for text in texts(read(made.to_svg()), "sp-strong") if text in {"L", "R"}]
    assert letters == [words.LETTERS[words.first_side(plan) or "both"] for plan in made.plans]
    assert all(one != other for one, other in pairwise(letters[:6]))


def test_rest_days_and_days_without_a_plan_say_so_in_words():
    made = every_kind()
    assert [day.kind for day in made.days] == ["refused", "refused", *["session"], "rest", *["session"] * 5]
    root = read(made.to_svg())
    assert [t for t in texts(root) if t in {"rest", "no plan"}] == ["no plan", "no plan", "rest"]


def test_a_day_on_which_something_changes_has_a_mark_and_so_has_the_stretch():
    made = day_0()
    paths = [one.get("class") for one in read(made.to_svg()).iter(f"{SVG}path")]
    changing = [day for day in made.days if day.changes]
    changed = [
        {change.stretch_id for change in day.changes} & {entry.stretch_id for entry in day.plan.prescriptions}
        for day in changing
        if day.plan is not None
    ]
    assert paths.count("sp-mark") == len(changing) + 1  # and the key
    assert sum(bool(re.match("sp-n", path or "")) for path in paths) == sum(map(len, changed)) + 1


def test_the_text_alternative_names_every_day_and_dose():
    made = every_kind()
    root = read(made.to_svg())
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert title.text == "Calendar of 9 days, 6 sessions: 2 to 10 March 2026"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    said = description.text or ""
    assert said.startswith("2 to 3 March 2026: no plan.")
    assert " 5 March 2026: rest. " in said
    for plan in made.plans:
        assert words.what(plan) in said


@pytest.mark.parametrize("text", [*HOSTILE, "\ufffe\uffff"])
def test_any_text_is_text_and_the_picture_stays_xml(text: str):
    made = spoilt_programme(text)
    svg = made.to_svg()
    plain = {one.tag for one in read(every_kind().to_svg()).iter()}
    root = read(svg)
    assert {one.tag for one in root.iter()} <= plain
    names = {name for one in root.iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or name in {"href", "src", "style"}}
    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", svg)
    svg.encode()


def test_a_long_name_is_cut_at_two_lines_and_said_in_full_in_the_description():
    name = "Very Long Name " * 8
    plan = every_kind().plans[0]
    long = plan.prescriptions[0].model_copy(update={"name": name})
    day = every_kind().days[2].model_copy(update={"plan": plan.model_copy(update={"prescriptions": (long,)})})
    root = read(every_kind().model_copy(update={"days": (day,), "weeks": ()}).to_svg())
    assert [text for text in texts(root) if "Long" in text] == ["Very Long Name", "Very Long Name…"]
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert name.strip() in (description.text or "")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Piriformis Stretch", ["Piriformis Stretch"]),  # narrow letters
        ("Piriformis-Dehnung", ["Piriformis-", "Dehnung"]),  # as many letters, and too broad for one line
        ("WWWWWWWWWWWWWW", ["WWWWWWWWWW", "WWWW"]),
    ],
)
def test_a_name_ends_before_the_cells(name: str, lines: list[str]):
    plan = every_kind().plans[0]
    named = plan.prescriptions[0].model_copy(update={"name": name})
    day = every_kind().days[2].model_copy(update={"plan": plan.model_copy(update={"prescriptions": (named,)})})
    root = read(every_kind().model_copy(update={"days": (day,), "weeks": ()}).to_svg())
    assert [text for text in texts(root) if len(text) > 3 and text in name] == lines


@pytest.mark.parametrize("count", [1, 7, 8, 366])
def test_any_number_of_days_has_a_block_for_each_week(count: int):
    made = first_days(day_0(), count) if count <= 28 else lengthened(day_0(), count)
    root = read(made.to_svg())
    assert len(texts(root, "sp-week")) == -(-count // 7)
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    assert width == 366
    assert max(float(one.get("y") or 0) for one in root.iter(f"{SVG}text")) < height
    weeks = list(map(read, calendar_weeks(made)))
    assert len(weeks) == -(-count // 7)
    assert [number for week in weeks for number in numbers(week)] == numbers(root)


def test_days_without_any_session_are_drawn_too():
    made = every_kind()
    root = read(made.model_copy(update={"days": made.days[:2], "weeks": ()}).to_svg())
    assert texts(root).count("no plan") == 2
    assert numbers(root) == []


def test_rows_are_the_stretches_of_four_weeks():
    """So a stretch that comes once in a year takes a row in four weeks alone."""
    later = lengthened(osteoporosis(), 28)
    shifted = [day.model_copy(update={"on": day.on.replace(month=4)}) for day in later.days]
    made = day_0().model_copy(update={"days": (*day_0().days, *shifted)})
    weeks = list(map(read, calendar_weeks(made)))
    assert [("Child's Pose" in texts(week)) for week in weeks] == [True] * 4 + [False] * 4
    assert texts(read(made.to_svg())).count("Child's Pose") == 4


def test_the_key_says_what_every_mark_means():
    root = read(calendar_key())
    assert [text for text in texts(root) if text in words.KEY_SHADES] == list(words.KEY_SHADES)
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == words.key_in_words()


def test_a_catalogue_in_another_language_states_it_for_its_names():
    made = day_0()
    german = made.model_copy(update={"catalog": made.catalog.model_copy(update={"language": "de"})})
    root = read(german.to_svg())
    marked = [one.text for one in root.iter(f"{SVG}text") if one.get("lang") == "de"]
    assert marked[:2] == ["Cat-Cow Pose", "Cobra Pose"]
    assert not [one for one in read(made.to_svg()).iter(f"{SVG}text") if one.get("lang")]


def test_a_dose_beyond_any_session_does_not_break_the_picture():
    plan: Any = every_kind().plans[0]
    entries = [
        plan.prescriptions[0].model_copy(update={"seconds_per_side": s, "stretch_id": str(s)}) for s in (-1, 2**53)
    ]
    day = every_kind().days[2].model_copy(update={"plan": plan.model_copy(update={"prescriptions": tuple(entries)})})
    root = read(every_kind().model_copy(update={"days": (day,), "weeks": ()}).to_svg())
    assert texts(root).count(">999") == 2
