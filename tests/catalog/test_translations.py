"""The built-in catalogues in each other language say what they say in English: nothing is lost, added or too long.

Whether a translation reads well no test can say. The tables of words are written by hand, one for each language.
"""

import re
from gettext import GNUTranslations
from io import BytesIO
from typing import Any, Final

import pytest
from babel.messages.pofile import read_po

import stretchplan as sp
from stretchplan.base.translation import ENGLISH, LANGUAGES, LanguageName, translations
from stretchplan.catalog import builtin_catalog, looser_facts
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import BUILTIN, BuiltinName, builtin_of
from stretchplan.catalog.stretch import Stretch, filled
from stretchplan.catalog.texts import catalog_texts
from stretchplan.errors import CatalogError
from stretchplan.planning.model.moves import settling_words
from stretchplan.words.speech import breaths_fit, feel_fits, spoken_seconds
from tests.support import translation_files

OTHERS: Final = tuple(language for language in LANGUAGES if language != ENGLISH)
NAMES: Final[tuple[BuiltinName, ...]] = tuple(BUILTIN)

LONGER: Final = 1.15
"""How much longer a sentence of a translation may take to be said. A name or a title may take a second more instead."""

WORKED: Final = {"de": r"link(?:s|e[nrs]?)"}
"""The words for the left side, and so the first of the two in a placeholder of the side that is worked."""
OTHER: Final = {"de": r"recht(?:s|e[nrs]?)"}

CLAIMS: Final = {"de": r"heil|kurier|therapier|behandel|garant|verhinder|vorbeug\w* gegen|schützt|immer sicher|beweis"}
"""Words of claims that no text may make."""

MEANS: Final[dict[str, dict[str, str]]] = {
    "de": {
        r"\bstop\b": r"stopp, wenn|hör auf, wenn",
        r"leave it out": r"lass .* aus, wenn",
        r"\b(?:do|does) not\b": r"\bnicht|\bkeine?[mnrs]?\b",
        r", (?:no|not)\b": r"\bnicht|ohne",
        r"\bonly\b": r"\bnur\b|höchstens|kaum",
        r"at most": r"höchstens",
        r"half way": r"\bhalb|hälfte",
        r"well short of": r"weit vor dem anschlag",
        r"as far (?:back )?as": r"so weit",
        r"\ba little\b": r"\betwas\b|wenig",
        r"just above": r"knapp über",
        r"\blight(?:ly)?\b": r"leicht",
        r"\bmild\b|\bgently\b": r"sanft",
        r"\bsmall\b": r"klein|wenig",
        r"\bslow(?:ly)?\b": r"langsam",
        r"centimetres": r"wenige zentimeter",
        r"right angle": r"rechten winkel",
        r"dizzy": r"schwindlig",
        r"unstead": r"unsicher",
        r"leg pain or tingling starts or grows": r"beinschmerz oder kribbeln beginnt oder zunimmt",
        r"\bboth (?!your\b|hands\b)": r"\bbeide",
        r"breathe out": r"atme aus",
        r"breathe in": r"atme ein",
        r"keep breathing|and breathe|^breathe; ": r"atme",
        r"one (?:deep )?breath": r"ein (?:tiefer )?atemzug",
        r"\bfirm\b": r"stabil|festes",
        r"\bchair\b": r"stuhl|lehne",
        r"\bwall\b": r"wand",
        r"\bfloor\b": r"boden|unten",
        r"\bbed\b": r"bett",
        r"cushion|pillow": r"kissen",
        r"blanket": r"decke",
        r"\bknees?\b": r"knie|vierfüßler",
        r"thigh": r"oberschenkel",
        r"ankle": r"knöchel|sprunggelenk",
        r"buttock": r"gesäß",
        r"pelvis": r"becken",
        r"shoulder": r"schulter",
        r"elbow": r"ellbogen",
        r"forearm": r"unterarm",
        r"\bhips?\b": r"hüft",
        r"heel": r"fersen",
        r"\bchin\b": r"kinn",
        r"\bhead\b": r"kopf",
        r"operated leg": r"das operierte bein",
    }
}
"""What an English text holds, and what its translation holds then."""
NEGATED: Final = {"de": r"\bnicht\b|\bkein|\bohne\b"}

pytestmark = pytest.mark.parametrize("language", OTHERS)


def pairs(language: LanguageName) -> dict[str, tuple[str, str]]:
    """Return each text of the built-in catalogues in English and in a language, by its place."""
    found = {}
    for name in NAMES:
        english, other = (dict(catalog_texts(builtin_catalog(name, spoken))) for spoken in (ENGLISH, language))
        assert list(english) == list(other)
        found |= {f"{name}:{place}": (english[place], other[place]) for place in english}
    return found


def ways(language: LanguageName) -> list[tuple[Stretch, Stretch]]:
    """Return each way of doing each stretch, in English and in a language."""
    found = []
    for name in NAMES:
        for one, other in zip(builtin_catalog(name).stretches, builtin_catalog(name, language).stretches, strict=True):
            found += [(one, other)]
            found += [(one.in_form(a), other.in_form(b)) for a, b in zip(one.forms, other.forms, strict=True)]
    return found


def seconds(text: str) -> int:
    return max(spoken_seconds(filled(text, side)) for side in ("left", "right"))


def test_each_text_is_translated(language: LanguageName) -> None:
    with translation_files.path_of("catalogs", language).open("rb") as file:
        messages = read_po(file)
    assert [entry.id for entry in messages if entry.id and not entry.string] == []
    assert [entry.id for entry in messages if entry.id and entry.fuzzy] == []
    assert {entry.id for entry in messages if entry.id} == {english for english, _ in pairs(language).values()}


def test_the_files_are_what_the_code_makes_of_them(language: LanguageName) -> None:
    path = translation_files.path_of("catalogs", language)
    assert path.read_bytes() == translation_files.po("catalogs", language)
    # By its texts: the compiled file also names the version of Babel.
    compiled = GNUTranslations(BytesIO(translation_files.mo("catalogs", language)))
    library = GNUTranslations(BytesIO(path.with_suffix(".mo").read_bytes()))
    for english, other in pairs(language).values():
        assert library.gettext(english) == compiled.gettext(english) == other


@pytest.mark.parametrize("name", NAMES)
def test_only_texts_are_translated(name: BuiltinName, language: LanguageName) -> None:
    english, other = builtin_catalog(name), builtin_catalog(name, language)
    texts = {place for place, _ in catalog_texts(english)}
    changed = set(_differences(english.model_dump(mode="json"), other.model_dump(mode="json"), ""))
    assert changed - texts == {"language"}
    assert other.language == language
    assert other.digest != english.digest
    assert looser_facts(other) == ()


def _differences(one: Any, other: Any, place: str) -> list[str]:
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        return [found for key in one for found in _differences(one[key], other[key], f"{place}{key}.")]
    if isinstance(one, list):
        assert len(one) == len(other)
        names = [entry.get("id", n) if isinstance(entry, dict) else n for n, entry in enumerate(one)]
        return [
            found
            for name, a, b in zip(names, one, other, strict=True)
            for found in _differences(a, b, f"{place}{name}.")
        ]
    return [] if one == other else [place.removesuffix(".")]


@pytest.mark.parametrize("name", NAMES)
def test_a_translation_is_a_valid_catalogue(name: BuiltinName, language: LanguageName) -> None:
    found = builtin_catalog(name, language)
    assert Catalog.model_validate(found.model_dump(mode="json")) == found


def test_a_translation_names_the_sides_where_the_english_does(language: LanguageName) -> None:
    """English may name a side twice where another language names it once; but each side it names, the other does."""
    for place, (english, other) in pairs(language).items():
        named = set()
        for first, second in re.findall(r"\{([^}|]*)\|([^}|]*)\}", other):
            left, right = WORKED[language], OTHER[language]
            worked = re.fullmatch(left, first) and re.fullmatch(right, second)
            assert worked or (re.fullmatch(right, first) and re.fullmatch(left, second)), (place, other)
            endings = {word.removeprefix("link").removeprefix("recht") for word in (first, second)}
            assert language != "de" or len(endings) == 1, (place, other)
            named.add("side" if worked else "other_side")
        assert named == set(re.findall(r"\{(side|other_side)\}", english)), (place, other)
        assert "{" not in filled(other, "left"), (place, other)


def test_no_side_stands_in_a_text_without_a_placeholder(language: LanguageName) -> None:
    said = re.compile(rf"\b(?:{WORKED[language]}|{OTHER[language]})\b", re.IGNORECASE)
    for place, (_, other) in pairs(language).items():
        plain = re.sub(r"\{[^}]*\}|rechten Winkel", "", other)
        assert not said.search(plain), (place, other)


def test_a_translation_keeps_each_hint_and_each_limit(language: LanguageName) -> None:
    for place, (english, other) in pairs(language).items():
        lost = [
            meant
            for meant, word in MEANS[language].items()
            if re.search(meant, english, re.IGNORECASE) and not re.search(word, other, re.IGNORECASE)
        ]
        assert lost == [], (place, english, other)


def test_a_translation_forbids_nothing_more(language: LanguageName) -> None:
    for place, (english, other) in pairs(language).items():
        if re.search(NEGATED[language], other):
            assert re.search(r"\bnot\b|\bno\b|\bwithout\b", english), (place, english, other)


def test_numbers_stay(language: LanguageName) -> None:
    for place, (english, other) in pairs(language).items():
        assert re.findall(r"\d+", english) == re.findall(r"\d+", other), place


def test_a_translation_claims_nothing(language: LanguageName) -> None:
    for place, (_, other) in pairs(language).items():
        assert not re.search(CLAIMS[language], other, re.IGNORECASE), (place, other)


def test_a_translation_is_about_as_quick_to_say(language: LanguageName) -> None:
    took = [0, 0]
    for place, (english, other) in pairs(language).items():
        before, after = seconds(english), seconds(other)
        allowed = before * LONGER if english.endswith(".") else before + 1
        assert after <= allowed, (place, before, after, other)
        took = [took[0] + before, took[1] + after]
    assert took[1] <= took[0] * 1.02  # all of them together


def test_what_fits_in_a_breath_or_a_hold_in_english_fits_in_a_translation(language: LanguageName) -> None:
    for one, other in ways(language):
        if one.breath is not None and other.breath is not None:
            for english, cues in zip(
                (one.breath, one.breath.effort_out), (other.breath, other.breath.effort_out), strict=True
            ):
                if english is not None and cues is not None:
                    halves = one.breath.inhale_seconds, one.breath.exhale_seconds
                    fits = breaths_fit(*halves, english.inhale_cue, english.exhale_cue)
                    assert breaths_fit(*halves, cues.inhale_cue, cues.exhale_cue) >= fits, other.id
        if one.dose.kind == "hold":
            for side in ("left", "right"):
                told = [feel_fits(side, way.feel_for(side) or "", one.dose.min_seconds) for way in (one, other)]
                assert told[1] >= told[0], other.id
        assert settling_words(other, ()) <= settling_words(one, ()) * LONGER, other.id


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_of_a_translation_passes_the_check(name: BuiltinName, language: LanguageName) -> None:
    planner = sp.Planner(builtin_catalog(name, language))
    for day in (None, 3, 21):
        plan = planner.plan(sp.PlanRequest(minutes=10, days_since_injury=day))
        assert plan.catalog.language == language
        report = sp.check(plan)
        assert report.ok, report.violations
        assert report.notices == ()
        assert not any("{" in f"{step.cue} {step.feel}" for step in plan.schedule)
    assert sp.check_programme(
        planner.programme(sp.PlanRequest(minutes=5, days_since_injury=None), "2026-03-02", days=3)
    ).ok


def test_a_translation_with_another_text_is_not_the_built_in_one(language: LanguageName) -> None:
    found = builtin_catalog("seven", language)
    other = found.model_copy(update={"title": "Mine"})
    with pytest.raises(CatalogError, match="is the id of the built-in catalogue"):
        sp.Planner(other)
    plan = sp.Planner(found).plan(sp.PlanRequest(minutes=5, days_since_injury=None))
    assert "the catalogue that was given says something else" in str(sp.check(plan, catalog=other).violations)


def test_a_built_in_catalogue_is_found_in_its_language(language: LanguageName) -> None:
    assert builtin_of(BUILTIN["seven"], language) is builtin_catalog("seven", language)
    assert builtin_of(BUILTIN["seven"], "xx") is builtin_catalog("seven")


def test_a_language_without_a_translation_is_refused_in_one_sentence(language: LanguageName) -> None:
    with pytest.raises(CatalogError) as caught:
        builtin_catalog("seven", "xx")  # type: ignore[arg-type]
    known = ", ".join(LANGUAGES)
    assert f"'xx' is not a language of the built-in catalogues; it must be one of {known}" in str(caught.value)
    with pytest.raises(CatalogError, match=f"did you mean '{language}'"):
        builtin_catalog("seven", f"{language}e")  # type: ignore[arg-type]


def test_the_translations_are_in_the_library(language: LanguageName) -> None:
    assert translations("catalogs", language).gettext("Child's Pose") != "Child's Pose"
