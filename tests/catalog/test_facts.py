"""The built-in catalogue says what its sources say, fact by fact.

The tables are written by hand from the facts, not taken from the file.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest

from stretchplan.base.errors import CatalogError
from stretchplan.catalog import Catalog, Stretch, builtin_catalog, parse_catalog
from stretchplan.catalog.loader import BUILTIN, BuiltinName

IDS = (
    "knee_to_chest",
    "lying_knee_twist",
    "childs_pose",
    "cat_cow",
    "piriformis_stretch",
    "glute_bridge",
    "cobra_pose",
)

# id: start position, style, sides, first allowed day
SHAPES = {
    "knee_to_chest": ("supine", "static", "each", 0),
    "lying_knee_twist": ("supine", "static", "each", 0),
    "childs_pose": ("kneeling", "static", "both", 0),
    "cat_cow": ("quadruped", "dynamic", "both", 0),
    "piriformis_stretch": ("supine", "static", "each", 0),
    "glute_bridge": ("supine", "strengthening", "both", 7),
    "cobra_pose": ("prone", "dynamic", "both", 0),
}

# id: kind, least, most, the amounts to choose from
DOSES = {
    "knee_to_chest": ("hold", 10, 20, [10, 15, 20]),
    "lying_knee_twist": ("hold", 20, 20, [20]),
    "childs_pose": ("hold", 30, 30, [30]),
    "cat_cow": ("flow", 30, 30, [30]),
    "piriformis_stretch": ("hold", 10, 20, [10, 15, 20]),
    "glute_bridge": ("repetitions", 10, 15, [10, 12, 15]),
    "cobra_pose": ("repetitions", 5, 10, [5, 8, 10]),
}

# id: every area worked: primary, secondary, and named by the article where the knee is bent
AREAS = {
    "knee_to_chest": ({"lower_back", "glutes"}, set(), {"hamstrings"}),
    "lying_knee_twist": ({"spine", "lower_back"}, set(), set()),
    "childs_pose": ({"lower_back", "upper_back"}, {"glutes", "hips", "ankles"}, {"hamstrings", "knees"}),
    "cat_cow": ({"lower_back", "upper_back"}, {"spine"}, set()),
    "piriformis_stretch": ({"hips", "glutes"}, {"lower_back"}, {"hamstrings", "knees"}),
    "glute_bridge": ({"pelvis", "glutes"}, {"lower_back"}, set()),
    "cobra_pose": ({"lower_back", "upper_back"}, set(), set()),
}

# id: seconds in, seconds out
BREATHS = {"cat_cow": (3, 3), "glute_bridge": (2, 3), "cobra_pose": (3, 3)}

# id: Garmin category and name, free-exercise-db, wger
REFERENCES = {
    "knee_to_chest": ((31, 52), "One_Knee_To_Chest", 1452),
    "lying_knee_twist": ((31, 54), "Knee_Across_The_Body", None),
    "childs_pose": ((31, 39), "Childs_Pose", 1002),
    "cat_cow": ((31, 38), "Cat_Stretch", 1244),
    "piriformis_stretch": ((31, 53), "Ankle_On_The_Knee", None),
    "glute_bridge": ((10, 11), "Butt_Lift_Bridge", 265),
    "cobra_pose": ((31, 40), None, 1450),
}

NAMES = (
    "Knee to Chest Stretch",
    "Lying Knee Twist",
    "Child's Pose",
    "Cat-Cow Pose",
    "Piriformis Stretch",
    "Glute Bridge",
    "Cobra Pose",
)

# The source of each fact that all seven state.
SOURCES = {
    "name": "article",
    "aliases": "convention",
    "position": "article",
    "style": "convention",
    "sides": "article",
    "dose": "article",
    "dose.step_seconds": "policy",
    "dose.min_sets": "policy",
    "dose.max_sets": "acsm",
    "first_allowed_day": "article",
    "setup": "article",
    "cue": "article",
    "equipment": "article",
    "references": "convention",
}
MOVES = {"breath": "article", "breath.inhale_seconds": "policy", "breath.exhale_seconds": "policy"}

# id: the sources that differ from these, and those of facts that only some state; other targets are the article's
OWN_SOURCES = {
    "knee_to_chest": {
        "first_allowed_day": "convention",
        "ordering": "convention",
        "setup": "leaflets",
        "feel": "leaflets",
        "change": "leaflets",
        "forms": "leaflets",
    },
    "lying_knee_twist": {
        "feel": "yoga",
        "change": "yoga",
        "forms.knee_rolls": "nhs",
        "ordering": "article",
        "equipment": "convention",
        "safety_word": "article",
    },
    "childs_pose": {
        "first_allowed_day": "policy",
        "ordering": "convention",
        "feel": "physiotherapy",
        "forms": "physiotherapy",
        "forms.knees_wide": "yoga",
    },
    "cat_cow": {
        "feel": "physiotherapy",
        "forms": "physiotherapy",
        "forms.small": "too_fit_to_fracture",
        "forms.to_level": "convention",
        "forms.to_level_on_blanket": "convention",
        "forms.forearms_to_level": "convention",
        "breath.inhale_cue": "convention",
        "aliases": "article",
        "ordering": "convention",
        "targets.spine": "anatomy",
        "safety_word": "article",
        **MOVES,
    },
    "piriformis_stretch": {
        "feel": "physiotherapy",
        "change": "physiotherapy",
        "forms": "article",
        "forms.light": "leaflets",
        "safety_word": "article",
    },
    "glute_bridge": {
        "style": "article",
        "equipment": "convention",
        "safety_word": "article",
        "feel": "leaflets",
        "forms": "leaflets",
        "breath.effort_out": "physiotherapy",
        **MOVES,
    },
    "cobra_pose": {
        "safety_word": "article",
        "feel": "leaflets",
        "forms.on_elbows": "leaflets",
        "breath.effort_out": "press_up_protocol",
        "breath.inhale_cue": "physiotherapy",
        **MOVES,
    },
}

# Words of the article's instructions, wherever they are: in setup, cue or breath.
INSTRUCTIONS = {
    "knee_to_chest": ("on your back", "{side} knee", "chest", "breathe deeply"),
    "lying_knee_twist": (
        "right angle",
        "to the {other_side}",
        "comfortable",
        "{side} arm out to the {side}",
        "palm down",
    ),
    "childs_pose": ("hands and knees", "sit back", "heels", "arms out past your head", "forehead", "mat", "long, deep"),
    "cat_cow": ("hands and knees", "belly down", "look ahead", "back arched up", "chin down"),
    "piriformis_stretch": (
        "knees bent",
        "feet flat",
        "{side} ankle over your {other_side} thigh",
        "above the knee",
        "behind that thigh",
        "pull",
        "hips",
        "breathe",
        "deeper",
    ),
    "glute_bridge": (
        "knees bent",
        "feet flat",
        "by your sides",
        "palms pressing into the floor",
        "one deep breath to a lift",
        "lift your hips",
        "lower your hips slowly",
    ),
    "cobra_pose": (
        "face down",
        "under your shoulders",
        "press up",
        "pelvis stays down",
        "head, shoulders and upper belly",
        "lower yourself",
    ),
}

BY_ID = builtin_catalog().by_id


@pytest.mark.parametrize("name", BUILTIN)
def test_a_built_in_catalogue_agrees_with_itself(name: BuiltinName) -> None:
    """This is not checked again when it is loaded."""
    catalog = builtin_catalog(name)
    assert Catalog.model_validate(catalog.model_dump()) == catalog


def test_a_catalogue_from_a_text_is_checked_though_the_built_in_one_is_not() -> None:
    text = files("stretchplan.catalog").joinpath("builtin.toml").read_text(encoding="utf-8")
    wrong = text.replace('primary = ["lower_back", ', 'primary = ["nose", ')
    assert wrong != text
    with pytest.raises(CatalogError, match="nose"):
        parse_catalog(wrong, format="toml")


def test_the_id_version_and_title() -> None:
    catalog = builtin_catalog()
    assert (catalog.id, catalog.version, catalog.tombstones) == ("lower_back_seven", "1.2.0", ())


def test_stretches_are_in_the_order_of_the_article() -> None:
    assert tuple(stretch.id for stretch in builtin_catalog().stretches) == IDS
    assert tuple(stretch.name for stretch in builtin_catalog().stretches) == NAMES


def test_the_nine_areas_with_their_uberon_numbers() -> None:
    assert [(area.id, area.name, area.uberon) for area in builtin_catalog().areas] == [
        ("lower_back", "lower back", "0005462"),
        ("upper_back", "upper back", None),
        ("spine", "spine", None),
        ("pelvis", "pelvis", None),
        ("glutes", "glutes", "0001370"),
        ("hips", "hips", None),
        ("hamstrings", "hamstrings", "0002463"),
        ("knees", "knees", None),
        ("ankles", "ankles", None),
    ]


@pytest.mark.parametrize("name", IDS)
def test_the_position_style_sides_and_first_day(name: str) -> None:
    stretch = BY_ID[name]
    assert (stretch.position, stretch.style, stretch.sides, stretch.first_allowed_day) == SHAPES[name]


@pytest.mark.parametrize("name", IDS)
def test_the_doses(name: str) -> None:
    dose = BY_ID[name].dose
    kind, least, most, amounts = DOSES[name]
    fields = dose.model_dump()
    unit = "repetitions" if kind == "repetitions" else "seconds"
    assert (dose.kind, fields[f"min_{unit}"], fields[f"max_{unit}"]) == (kind, least, most)
    assert list(dose.amounts) == amounts
    assert (dose.min_sets, dose.max_sets) == (1, 4)


@pytest.mark.parametrize("name", IDS)
def test_the_targets(name: str) -> None:
    targets = BY_ID[name].targets
    assert (set(targets.primary), set(targets.secondary), set(targets.named)) == AREAS[name]


@pytest.mark.parametrize(("area", "only"), [("pelvis", "glute_bridge"), ("ankles", "childs_pose")])
def test_areas_with_only_one_stretch(area: str, only: str) -> None:
    assert [name for name, s in BY_ID.items() if area in s.targets.areas()] == [only]


@pytest.mark.parametrize("name", IDS)
def test_the_breath_of_each_movement(name: str) -> None:
    breath = BY_ID[name].breath
    assert (breath and (breath.inhale_seconds, breath.exhale_seconds)) == BREATHS.get(name)


def test_cat_cow_is_five_breaths() -> None:
    cat_cow = BY_ID["cat_cow"]
    assert cat_cow.breath is not None
    assert [amount / cat_cow.breath.seconds for amount in cat_cow.dose.amounts] == [5.0]


@pytest.mark.parametrize("name", IDS)
def test_setup_cue_and_breath_say_what_the_article_says(name: str) -> None:
    stretch = BY_ID[name]
    said = [stretch.setup, stretch.cue]
    said += [stretch.breath.inhale_cue, stretch.breath.exhale_cue] if stretch.breath else []
    told = " ".join(said).lower()
    assert [words for words in INSTRUCTIONS[name] if words not in told] == []


def test_the_right_knee_goes_to_the_left() -> None:
    twist = BY_ID["lying_knee_twist"]
    assert "left hand guide your right knee across to the left" in twist.cue_for("right")
    assert "your right arm out to the right" in twist.setup_for("right")
    assert "your left leg lies long" in twist.setup_for("right")
    (rolls,) = twist.forms
    assert "both knees roll a little to the right" in twist.in_form(rolls).cue_for("right")


# After spinal surgery: the form for pain, which is the gentlest.
AFTER_SURGERY = {"recent-spinal-surgery"}

# By hand from facts/technique.md, 1.8 and 1.9. A rule may stand in several forms: the first one is taken.
FORMS = {
    "knee_to_chest": {"small_pull": ({"early-form", "pain-form", "disc-leg-pain"}, None)},
    "lying_knee_twist": {
        "knee_rolls": (
            {"twist-small", "pain-form", "osteoporosis", "spinal-stenosis", "spondylolisthesis", "disc-leg-pain"},
            "knee_rolls",
        )
    },
    "childs_pose": {
        "knees_wide": ({"pregnancy"}, "childs_pose_half"),
        "half": ({"repair-form", "pain-form", "disc-leg-pain"}, "childs_pose_half"),
        "from_kneeling": ({"wrist-pain"}, None),
    },
    "cat_cow": {
        "forearms_to_level": ({"wrist-pain"}, "cat_cow_forearms_level"),
        "to_level_on_blanket": ({"pregnancy"}, "cat_cow_level"),
        "to_level": ({"pregnancy"}, "cat_cow_level"),
        "forearms_rounding": ({"wrist-pain"}, "cat_cow_forearms"),
        "forearms": ({"wrist-pain"}, "cat_cow_forearms"),
        "small_rounding_on_blanket": ({"spinal-stenosis", "spondylolisthesis"}, "cat_cow_small"),
        "small_rounding": ({"spinal-stenosis", "spondylolisthesis"}, "cat_cow_small"),
        "small_on_blanket": (
            {"early-form", "pain-form", "osteoporosis", "hip-replacement", "disc-leg-pain"},
            "cat_cow_small",
        ),
        "small": ({"early-form", "pain-form", "osteoporosis", "hip-replacement", "disc-leg-pain"}, "cat_cow_small"),
        "on_blanket": ({"knee-pain"}, None),
    },
    "piriformis_stretch": {
        "light": ({"piriformis-light", "pain-form", "osteoporosis", "disc-leg-pain"}, "figure_four_light")
    },
    "glute_bridge": {
        "low_heels_further": ({"repair-form", "pain-form", "hip-replacement", "disc-leg-pain"}, "bridge_low"),
        "low": ({"repair-form", "pain-form", "hip-replacement", "disc-leg-pain"}, "bridge_low"),
        "heels_further": ({"knee-pain"}, None),
    },
    "cobra_pose": {
        "on_elbows": (
            {"repair-form", "pain-form", "osteoporosis", "hip-replacement", "wrist-pain", "disc-leg-pain"},
            "cobra_on_elbows",
        )
    },
}


def test_the_forms_their_rules_and_their_figures() -> None:
    forms = {name: {form.id: ({*form.rules}, form.figure) for form in s.forms} for name, s in BY_ID.items()}
    due = {
        name: {form: ({*rules, *(AFTER_SURGERY if "pain-form" in rules else ())}, figure)
               for form, (rules, figure) in by_form.items()}
        for name, by_form in FORMS.items()
    }  # fmt: skip
    assert forms == due
    assert not any(stretch.cautions for stretch in BY_ID.values())
    also = {form.id: form.also for s in BY_ID.values() for form in s.forms if form.also}
    assert also == {
        "forearms_to_level": ("pregnancy",),
        "to_level_on_blanket": ("knee-pain",),
        "forearms_rounding": ("spinal-stenosis", "spondylolisthesis"),
        "small_rounding_on_blanket": ("knee-pain",),
        "small_on_blanket": ("knee-pain",),
        "low_heels_further": ("knee-pain",),
    }


def _ways() -> list[Stretch]:
    """Return each stretch in its own way and in each of its forms, with both ways to breathe."""
    return [
        stretch.in_form(form, effort_out=out)
        for stretch in BY_ID.values()
        for form in (None, *stretch.forms)
        for out in (False, True)
    ]


def test_a_setup_says_hands_or_arms_head_and_legs_in_8_to_36_words() -> None:
    for way in _ways():
        told = f"{way.setup} {way.cue}"
        assert 8 <= len(way.setup.split()) <= 36, way.setup
        assert re.search(r"\b(hand|hands|arm|arms|forearms|palm|palms)\b", told), way.setup
        assert re.search(r"\b(head|forehead)\b", told), way.setup
        assert re.search(r"\b(leg|legs|foot|feet|knee|knees)\b", told), way.setup
        if way.sides == "each":  # the other leg
            assert re.search(r"\{other_side\} (leg|foot|thigh)|both|feet together", told), way.setup
        assert way.feel


def test_a_change_of_side_says_in_8_to_16_words_what_comes_down_and_which_side_comes_next() -> None:
    """4 to 8 s for 8 to 15 words on the second side: facts/technique.md, 6; both feet down between the sides: 1.0."""
    for way in _ways():
        assert (way.change is not None) is (way.sides == "each")
        if way.change is not None:
            assert 8 <= len(way.change.split()) <= 16, way.change
            assert re.search(r"\bdown\b|\bthe middle\b", way.change), way.change
            assert "{side}" in way.change or "middle" in way.change


def test_cues_are_shorter_than_the_setups_and_breath_cues_can_be_spoken_in_their_half() -> None:
    """At 150 words a minute, which is two and a half a second."""
    for way in _ways():
        assert len(way.cue.split()) <= 26
        assert len((way.feel or "").split()) <= 17
        if way.breath is not None:
            assert len(way.breath.inhale_cue.split()) <= 2.5 * way.breath.inhale_seconds + 1
            assert len(way.breath.exhale_cue.split()) <= 2.5 * way.breath.exhale_seconds + 1


def test_the_other_way_to_breathe_is_the_same_movement_on_the_other_half() -> None:
    assert {name for name, s in BY_ID.items() if s.breath and s.breath.effort_out} == {"glute_bridge", "cobra_pose"}
    for name in ("glute_bridge", "cobra_pose"):
        for form in (None, *BY_ID[name].forms):
            usual = BY_ID[name].in_form(form).breath
            other = BY_ID[name].in_form(form, effort_out=True).breath
            assert usual is not None
            assert other is not None
            assert other.begins_with == "exhale"
            assert re.search("lower", usual.exhale_cue.lower())
            assert re.search("lower", other.inhale_cue.lower())
            assert re.search("lift|push|press", other.exhale_cue.lower())


def test_cat_cow_names_its_two_shapes_in_every_way() -> None:
    cat_cow = BY_ID["cat_cow"]
    for form in (None, *cat_cow.forms):
        cue = cat_cow.in_form(form).cue
        assert "Cow: " in cue
        assert "Cat: " in cue


def test_the_loads_of_each_stretch() -> None:
    assert {name: set(s.loads or ()) for name, s in BY_ID.items()} == {
        "knee_to_chest": {"end_range_flexion", "deep_hip_flexion"},
        "lying_knee_twist": {"spinal_rotation", "hip_adduction_or_rotation"},
        "childs_pose": {"end_range_flexion", "deep_hip_flexion", "deep_knee_flexion"},
        "cat_cow": {"mid_range_flexion", "mid_range_extension", "wrist_support"},
        "piriformis_stretch": {"deep_hip_flexion", "hip_adduction_or_rotation"},
        "glute_bridge": set(),
        "cobra_pose": {"end_range_extension", "wrist_push"},
    }
    assert all(s.loads is not None and s.needs == () for s in BY_ID.values())


def test_the_ordering_hints() -> None:
    assert [name for name, s in BY_ID.items() if s.ordering.opens] == ["knee_to_chest", "cat_cow"]
    assert {n: s.ordering.straight_after for n, s in BY_ID.items() if s.ordering.straight_after} == {
        "lying_knee_twist": "knee_to_chest"
    }
    assert {n: s.ordering.after for n, s in BY_ID.items() if s.ordering.after} == {"childs_pose": ("cobra_pose",)}


@pytest.mark.parametrize("name", IDS)
def test_the_ids_in_other_systems(name: str) -> None:
    references = BY_ID[name].references
    garmin = references.garmin
    assert garmin is not None
    assert ((garmin.category, garmin.name), references.free_exercise_db, references.wger) == REFERENCES[name]


def test_a_mat_helps_and_a_cushion_where_a_text_asks_for_one() -> None:
    for stretch in BY_ID.values():
        told = " ".join(way.setup for way in map(stretch.in_form, (None, *stretch.forms)))
        assert stretch.equipment == (("mat", "cushion") if "cushion" in told else ("mat",))
    assert [name for name, s in BY_ID.items() if "cushion" in s.equipment] == [
        "lying_knee_twist",
        "childs_pose",
        "cat_cow",
    ]


def test_the_safety_words() -> None:
    words = {name: s.safety_word for name, s in BY_ID.items() if s.safety_word}
    assert list(words) == ["lying_knee_twist", "cat_cow", "piriformis_stretch", "glute_bridge", "cobra_pose"]
    assert "injured back" in words["lying_knee_twist"]
    assert "first days" in words["cat_cow"]
    assert "own choice" in words["piriformis_stretch"]
    assert "against" in words["glute_bridge"]
    assert "joint mobility" in words["cobra_pose"]
    for name in ("lying_knee_twist", "cat_cow", "glute_bridge", "cobra_pose"):
        assert words[name].startswith("The article ")


def _facts_stated(stretch: Any) -> set[str]:
    """Return every fact that a stretch states, down to each area, without defaults."""
    facts = set(stretch.model_dump(exclude_defaults=True)) - {"id", "provenance", "targets"}
    return facts | {f"targets.{area}" for area in stretch.targets.areas()}


@pytest.mark.parametrize("name", IDS)
def test_every_fact_has_a_source(name: str) -> None:
    stretch = BY_ID[name]
    whole = {fact for fact in stretch.provenance if "." not in fact or fact.startswith("targets.")}
    forms = {"forms"} if any(fact.startswith("forms.") for fact in stretch.provenance) else set()
    assert whole | forms == _facts_stated(stretch)


@pytest.mark.parametrize("name", IDS)
def test_the_source_of_each_fact(name: str) -> None:
    targets = {f"targets.{area}": "article" for areas in AREAS[name] for area in areas}
    want = {**SOURCES, **targets, "loads": "anatomy", **OWN_SOURCES[name]}
    if DOSES[name][0] == "repetitions":
        del want["dose.step_seconds"]
        want["dose.choices"] = "convention"
    assert BY_ID[name].provenance == want


def test_each_source_has_its_kind_and_is_used() -> None:
    catalog = builtin_catalog()
    kinds = {source.id: source.kind for source in catalog.sources}
    assert kinds == {
        "article": "article",
        "anatomy": "anatomy",
        "convention": "convention",
        "acsm": "guideline",
        "policy": "policy",
        "nhs": "guideline",
        "leaflets": "convention",
        "physiotherapy": "convention",
        "yoga": "convention",
        "press_up_protocol": "study",
        "too_fit_to_fracture": "guideline",
    }
    assert {source for s in catalog.stretches for source in s.provenance.values()} == set(kinds)
    assert "doi:10.1249/MSS.0b013e318213fefb" in {s.id: s.title for s in catalog.sources}["acsm"]


def test_the_catalogue_makes_no_promises() -> None:
    text = builtin_catalog().model_dump_json().lower()
    claims = r"guarante|\bheal(?!thwise)|cure|treat|prevent|rehab|free of pain|diagnos|\bproven\b|clinically"
    assert re.findall(claims, text) == []


def test_cues_are_short_enough_to_be_spoken() -> None:
    """At three words a second, before the shortest hold or set ends."""
    for stretch in BY_ID.values():
        words = len(f"{' '.join(c.cue for c in stretch.cautions)} {stretch.cue}".split())
        assert words / 3 <= stretch.work_seconds(stretch.dose.amounts[0])
        if stretch.breath:
            for cue, seconds in (
                (stretch.breath.inhale_cue, stretch.breath.inhale_seconds),
                (stretch.breath.exhale_cue, stretch.breath.exhale_seconds),
            ):
                assert len(cue.split()) <= 3 * seconds
