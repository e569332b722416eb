"""Is a good file read, and is every other one refused with one clear CatalogError?"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from stretchplan.base.strict_json import MAX_BYTES
from stretchplan.catalog import (
    Area,
    Catalog,
    HoldDose,
    Stretch,
    builtin_catalog,
    catalog_from_dict,
    load_catalog,
    parse_catalog,
)
from stretchplan.errors import CatalogError
from tests.support import builtin_json
from tests.support.catalog_samples import data, flow, hold, small, to_toml

BUILTIN = resources.files("stretchplan.catalog").joinpath("builtin.toml").read_text(encoding="utf-8")
DOCS = Path(__file__).parents[2] / "docs" / "catalogue.md"


def said(error: pytest.ExceptionInfo[CatalogError]) -> str:
    """Return the message of a caught error with one problem."""
    assert len(error.value.problems) == 1
    return str(error.value)


def refused(text: Any, format: Any = "toml") -> str:  # noqa: A002
    """Return the messages of the error that a call raises."""
    with pytest.raises(CatalogError) as error:
        parse_catalog(text, format=format)
    return said(error)


# --- What is read -----------------------------------------------------------------------------------------------


def test_the_built_in_catalogue_is_made_once() -> None:
    assert builtin_catalog() is builtin_catalog()


def test_the_json_that_is_read_is_the_toml_that_people_edit() -> None:
    for path, text in builtin_json.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run python -m tests.regenerate"


def test_no_json_is_written_where_one_catalogue_is_not_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a wrong one no module that reads it could be imported, and so it could not be written again."""
    for name in ("builtin", "anywhere"):
        text = (builtin_json.FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        wrong = text.replace("title = ", "titel = ", 1) if name == "anywhere" else text
        (tmp_path / f"{name}.toml").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(builtin_json, "FOLDER", tmp_path)
    with pytest.raises(CatalogError, match="titel"):
        builtin_json.write_all()
    assert not [*tmp_path.glob("*.json")]


DAY = '"first_allowed_day": 7'
DAMAGE = {
    "another day": lambda text: text.replace(DAY, '"first_allowed_day": 0'),
    "a name twice": lambda text: text.replace(DAY, f'{DAY}, "first_allowed_day": 0'),
    "cut off": lambda text: text[: len(text) // 2],
    "empty": lambda _text: "",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_no_plan_is_made_from_a_damaged_built_in_catalogue(tmp_path: Path, damage: Any) -> None:
    """Of two days in one object, JSON's reader takes the last: the bridge would be planned on the first day."""
    package = tmp_path / "stretchplan"
    shutil.copytree(builtin_json.FOLDER.parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    file = package / "catalog/builtin.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(damage(text), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != text
    assert plan_by(package) == (
        2,
        "",
        "builtin.json: this file of stretchplan's built-in catalogue is not as it was released",
    )
    file.unlink()
    assert plan_by(package) == (
        2,
        "",
        "builtin.json: this file of stretchplan's built-in catalogue cannot be read: No such file or directory",
    )


def test_no_plan_is_made_where_the_digests_are_damaged(tmp_path: Path) -> None:
    package = tmp_path / "stretchplan"
    shutil.copytree(builtin_json.FOLDER.parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "catalog/builtin.sha256").write_bytes(b"\xff")
    assert plan_by(package) == (
        2,
        "",
        "builtin.json: this file of stretchplan's built-in catalogue is not as it was released",
    )


def plan_by(package: Path) -> tuple[int, str, str]:
    """Return the exit code of a plan by a copy of the package, its output, and its message without how to mend it."""
    command = [sys.executable, "-m", "stretchplan", "plan", "-m", "20", "-d", "1"]
    env = os.environ | {"PYTHONPATH": str(package.parent)}
    done = subprocess.run(command, cwd=package.parent, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr.removeprefix("stretchplan: ").removesuffix("; install it again\n")


@pytest.mark.parametrize(("name", "write"), [("mine.toml", to_toml), ("mine.json", json.dumps), ("MINE.TOML", to_toml)])
@pytest.mark.parametrize("as_path", [str, Path])
def test_a_file_is_read_by_its_suffix(tmp_path: Path, name: str, write: Any, as_path: Any) -> None:
    file = tmp_path / name
    file.write_text(write(data()), encoding="utf-8")
    assert load_catalog(as_path(file)) == small()


def test_toml_and_json_have_one_form() -> None:
    catalog = builtin_catalog()
    from_json = parse_catalog(catalog.model_dump_json(), format="json")
    assert from_json == catalog
    assert from_json.digest == catalog.digest
    assert parse_catalog(to_toml(catalog.model_dump(mode="json")), format="toml") == catalog
    assert catalog_from_dict(catalog.model_dump()) == catalog


def test_bytes_are_utf_8_and_may_have_a_byte_order_mark() -> None:
    text = to_toml(data(hold(name="Étirement ↔ 伸展")))
    want = parse_catalog(text, format="toml")
    assert parse_catalog(text.encode(), format="toml") == want
    assert parse_catalog(b"\xef\xbb\xbf" + text.encode(), format="toml") == want
    assert parse_catalog("\ufeff" + text, format="toml") == want


def test_the_example_in_the_documentation_is_valid() -> None:
    page = DOCS.read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    catalog = parse_catalog(example, format="toml", source="docs/catalogue.md")
    assert list(catalog.by_id) == ["wall_calf_stretch", "shoulder_rolls"]
    both = builtin_catalog().merged(catalog, id="all_of_it", version="1.0.0", title="All of it")
    assert len(both.stretches) == 9
    less = catalog.without("shoulder_rolls", reason="Nobody did them.", version="1.2.0", replaced_by="calf_stretch")
    with pytest.raises(CatalogError, match="use 'wall_calf_stretch' instead"):
        less.get("shoulder_rolls")


def test_the_documentation_names_every_field() -> None:
    page = DOCS.read_text(encoding="utf-8")
    schema = Catalog.model_json_schema()
    parts = [schema, *schema["$defs"].values()]
    fields = {field for part in parts for field in part["properties"]}
    missing = {field for field in fields if f"`{field}`" not in page and f"{field} = " not in page}
    assert missing - {"category"} == set()  # category stands in the form of `garmin`
    assert "category" in page


# --- Identity ---------------------------------------------------------------------------------------------------


def _leaves(value: Any, place: tuple[Any, ...] = ()) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _leaves(inner, (*place, i))
    else:
        yield place, value


def test_the_digest_changes_with_every_fact() -> None:
    plain = builtin_catalog().model_dump(mode="json")
    digests = {builtin_catalog().digest}
    places = list(_leaves(plain))
    for place, value in places:
        changed = json.loads(json.dumps(plain))
        inside = changed
        for part in place[:-1]:
            inside = inside[part]
        inside[place[-1]] = not value if isinstance(value, bool) else f"{value}?"
        # Not validated, because most such values are not allowed; the digest covers whatever is there.
        catalog = Catalog.model_construct(**changed)
        digests.add(_digest_unchecked(catalog))
    assert len(digests) == len(places) + 1


def test_a_catalogue_without_words_for_a_change_of_side_keeps_the_digest_from_before_there_were_any() -> None:
    """Worked out at the commit before: of a stretch with sides, and of a form."""
    form = {"id": "small", "rules": ["early-form"], "name": "small", "cue": "Lean a little to the {side}."}
    assert small().digest == "sha256:2fa0edecc3c668685624b6528cc05833fb1de9a4617f3583a36e91695a2695bf"
    assert small(hold(forms=[form])).digest == "sha256:1c1efab4f0fb396a65d01d9ca04373d50a64a42bd83d05e43ec7118c234f764d"
    assert small(hold(forms=[{**form, "change": "Rest."}])).digest != small(hold(forms=[form])).digest


def _digest_unchecked(catalog: Catalog) -> str:
    import warnings

    with warnings.catch_warnings():  # pydantic warns that the parts are no models
        warnings.simplefilter("ignore")
        return catalog.digest


def test_the_digest_is_the_same_in_every_process() -> None:
    code = "from stretchplan.catalog import builtin_catalog; print(builtin_catalog().digest)"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        result = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert result.stdout.strip() == builtin_catalog().digest
    backwards = dict(reversed(builtin_catalog().model_dump().items()))
    for stretch in backwards["stretches"]:
        stretch["provenance"] = dict(reversed(stretch["provenance"].items()))
    assert catalog_from_dict(backwards).digest == builtin_catalog().digest


def test_a_catalogue_is_frozen_and_pickles() -> None:
    catalog = small()
    with pytest.raises(Exception, match="frozen"):
        catalog.title = "Another"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(catalog)) == catalog  # noqa: S301
    assert catalog.digest == pickle.loads(pickle.dumps(catalog)).digest  # noqa: S301


def test_a_changed_copy_is_checked_and_has_its_own_digest() -> None:
    catalog = small()
    assert catalog.digest
    assert len(catalog.by_id) == 3
    copied = catalog.model_copy(update={"stretches": catalog.stretches[:1]})
    assert list(copied.by_id) == ["lean"]
    assert copied.digest != catalog.digest
    with pytest.raises(CatalogError, match="there are 0 entries, and there must be 1 to 500"):
        catalog.model_copy(update={"stretches": ()})
    assert catalog.model_copy(deep=True) == catalog


def test_importing_reads_no_file_and_no_parser() -> None:
    code = "import sys, stretchplan.catalog; print([m for m in ('tomllib', 'difflib', 'graphlib') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_built_in_catalogue_is_read_when_it_is_asked_for() -> None:
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0]).rpartition("catalog")[2]))
import stretchplan as sp
for name in sp.__all__:
    getattr(sp, name)
print([name for name in opened if name.endswith((".toml", ".json"))])
opened.clear()
sp.builtin_catalog()
print([name[1:] for name in opened if name.endswith((".toml", ".json"))])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split("\n")[:2] == ["[]", "['builtin.json']"]


# --- Files that cannot be read ----------------------------------------------------------------------------------


def unreadable(path: Any) -> str:
    """Return the error of loading a path, without the path."""
    with pytest.raises(CatalogError) as error:
        load_catalog(path)
    source = error.value.source
    return said(error).removeprefix(f"{source}: ") if source else said(error)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as error:
        load_catalog(tmp_path / "none.toml")
    assert str(error.value) == f"{tmp_path}/none.toml: the file cannot be read: No such file or directory"
    assert error.value.source == f"{tmp_path}/none.toml"


def test_a_directory_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    want = "this is not a file that can be read; give a regular file"
    assert unreadable(tmp_path / "folder.toml") == want
    assert unreadable(tmp_path / "pipe.json") == want


def test_only_toml_and_json_suffixes_are_read(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "a.yaml") == "the file name ends in '.yaml'; it must end in .toml or .json"


def test_a_name_that_is_no_file_is_compared_with_the_built_in_catalogues(tmp_path: Path) -> None:
    no_file = "a file of a catalogue ends in .toml or .json, and no built-in catalogue has this name"
    assert unreadable("eight") == f"{no_file}; the built-in catalogues are seven, anywhere, both"
    assert unreadable("") == f"{no_file}; the built-in catalogues are seven, anywhere, both"
    assert unreadable("Seven") == f"{no_file}; did you mean 'seven'?"
    assert unreadable("lower_back_both") == f"{no_file}; did you mean 'both'?"
    assert unreadable(Path("anywhere")) == (
        "this is no file but a built-in catalogue; builtin_catalog('anywhere') returns it"
    )


def test_what_is_not_a_path_is_refused() -> None:
    assert unreadable(0) == "0 is not a path; give a text or a Path"
    assert unreadable(b"a.toml") == "b'a.toml' is not a path; give a text or a Path"
    assert unreadable(None) == "None is not a path; give a text or a Path"
    assert unreadable("a\0b.toml") == "this is not a file name: it holds characters that no file name can"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    text = to_toml(data()).encode()
    file.write_bytes(text + b"#" * (MAX_BYTES - len(text)))
    assert load_catalog(file) == small()
    file.write_bytes(text + b"#" * (MAX_BYTES - len(text) + 1))
    assert unreadable(file) == "it is larger than 1,048,576 bytes; divide it and merge the parts"


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "huge.toml"
    with file.open("wb") as handle:
        handle.truncate(2**34)
    assert unreadable(file) == "it is larger than 1,048,576 bytes; divide it and merge the parts"


def test_a_text_that_is_too_large() -> None:
    want = "<text>: it is larger than 1,048,576 bytes; divide it and merge the parts"
    assert refused("#" * (MAX_BYTES + 1)) == want
    assert refused("#" + "é" * (MAX_BYTES // 2)) == want
    assert refused(b"#" * (MAX_BYTES + 1)) == want


# --- Text that is not TOML or JSON ------------------------------------------------------------------------------


def test_a_byte_that_is_not_utf_8_is_named() -> None:
    want = "<text>: line 2: byte 8 is not UTF-8; save the file as UTF-8"
    assert refused(b'id="a"\n\xff') == want


@pytest.mark.parametrize(
    ("text", "format", "want"),
    [
        (
            'id = "a"\nversion = ',
            "toml",
            "<text>: end of document: this is not TOML: Invalid value; a text stands in straight quotes, "
            'such as "calves", and true and false are written small',
        ),
        (
            'id = "a"\nversion ? 1',
            "toml",
            "<text>: line 2, column 9: this is not TOML: Expected '=' after a key in a key/value pair; "
            "a line has the form name = value, and a comment begins with #",
        ),
        (
            'id = "a"\nid = "b"\n',
            "toml",
            "<text>: line 2, column 9: this is not TOML: Cannot overwrite a value; this name has a value already; "
            "another entry of a list begins with its own heading, such as [[stretches]]",
        ),
        (
            '[areas]\nid = "hips"\n[areas]\nid = "spine"\n',
            "toml",
            "<text>: line 1, column 1: [areas] has one pair of brackets, for a single table; "
            "each entry of a list begins with two, [[areas]]",
        ),
        (
            "[[stretches]]\n[[stretches.forms]]\n[stretches.forms.effort_out]\n[stretches.forms.effort_out]\n",
            "toml",
            "<text>: line 4, column 28: this is not TOML: the table [stretches.forms.effort_out] stands twice in one "
            "entry; the next entry of the list begins with [[stretches.forms]]",
        ),
        (
            "[[stretches]]\n[stretches.dose]\n[stretches.dose]\n",
            "toml",
            "<text>: line 3, column 16: this is not TOML: the table [stretches.dose] stands twice in one entry; "
            "the next entry of the list begins with [[stretches]]",
        ),
        ("a = 2026-02-30\n", "toml", "<text>: line 1, column 5: this is not TOML: Invalid date or datetime"),
        ("a = " + "9" * 5000, "toml", "<text>: a number has too many digits"),
        ("a = " + "[" * 5000, "toml", "<text>: its tables or lists are nested too deep"),
        ("a." * 200 + "a = 1", "toml", "<text>: line 1: it has more than 100 full stops; break the line into several"),
        ("", "json", "<text>: line 1, column 1: the text is not JSON: expecting value; it is empty"),
        ('{"id": "a", "id": "b"}', "json", "<text>: the name 'id' stands twice in one object; each may stand once"),
        ('{"id": NaN}', "json", "<text>: NaN is in the text, and JSON knows no such number"),
        ('{"id": -Infinity}', "json", "<text>: -Infinity is in the text, and JSON knows no such number"),
        (
            '{"id": ' + "9" * 5000 + "}",
            "json",
            "<text>: a number of 5000 characters is in the text; at most 400 are read",
        ),
        ("[" * 200_000, "json", "<text>: the text is nested too deeply to be read"),
        ("[]", "json", "<text>: a catalogue is a table of fields, and this is []"),
        ("null", "json", "<text>: a catalogue is a table of fields, and this is None"),
        ('"' + "x" * 500 + '"', "json", "<text>: a catalogue is a table of fields, and this is '" + "x" * 58 + "…"),
        ('id = "\ud800"', "toml", "<text>: line 1: it holds half of a character, '\\ud800'; give valid Unicode"),
        ('\n{"\udfff": 1}', "json", "<text>: line 2: it holds half of a character, '\\udfff'; give valid Unicode"),
        (None, "toml", "<text>: None is not a text; give str or bytes"),
        ("", "yaml", "'yaml' is not a format; it must be 'toml' or 'json'"),
    ],
)
def test_a_bad_text_is_refused_with_its_place(text: Any, format: Any, want: str) -> None:  # noqa: A002
    assert refused(text, format) == want


def test_half_characters_in_json_escapes_are_refused() -> None:
    value = json.dumps(data(hold(name="\ud800")))
    assert refused(value, "json") == (
        "<text>: stretches[0] (lean).name: '\\ud800' is not allowed; it must be valid Unicode text"
    )
    name = json.dumps(data() | {"\ud800": 1})
    assert refused(name, "json") == "<text>: '\\ud800' is not allowed; it must be valid Unicode text"


def test_the_source_is_named_in_short_printable_form() -> None:
    for source, shown in (("mine", "mine"), ("a\nb\u202e", "a\\nb\\u202e"), ("x" * 5000, "x" * 199 + "…")):
        with pytest.raises(CatalogError) as error:
            parse_catalog("?", format="toml", source=source)
        assert error.value.source == shown
        assert str(error.value).startswith(f"{shown}: line 1, column 1: ")


# --- Made by hand -----------------------------------------------------------------------------------------------


def test_parts_made_by_hand_raise_catalog_error_too() -> None:
    with pytest.raises(CatalogError) as error:
        Catalog(id="x", version="1", title="T", areas=(), stretches=())
    assert [problem.where for problem in error.value.problems] == ["version", "areas", "stretches"]
    with pytest.raises(CatalogError, match=r"^id: 'Hip' is not allowed; it must be lower-case letters \(at"):
        Area(id="Hip", name="hip")
    with pytest.raises(CatalogError, match=r"^min_sets is 2, more than max_sets, 1$"):
        HoldDose(kind="hold", min_seconds=10, max_seconds=10, min_sets=2, max_sets=1)
    with pytest.raises(CatalogError, match=r"^dose.max_seconds: 999 is not allowed; it must be at most 300"):
        Stretch(**hold(dose={**hold()["dose"], "max_seconds": 999}))


def test_a_catalogue_in_another_model_raises_pydantics_error_with_each_place() -> None:
    class Settings(BaseModel):
        catalog: Catalog

    with pytest.raises(ValidationError) as error:
        Settings.model_validate({"catalog": {k: v for k, v in data().items() if k != "title"}})
    assert [details["loc"] for details in error.value.errors()] == [("catalog", "title")]
    entry = hold(targets={"primary": ["nowhere"]})
    with pytest.raises(ValidationError, match="the area 'nowhere' is not known") as error:
        Settings.model_validate({"catalog": data(stretches=[entry, entry])})
    places = [details["loc"] for details in error.value.errors()]
    assert ("catalog", "stretches", 1, "targets", "primary", 0) in places
    assert ("catalog", "stretches", 1, "id") in places


def test_the_error_of_one_catalogue_leaves_the_next_alone() -> None:
    for _ in range(2):
        with pytest.raises(CatalogError) as error:
            catalog_from_dict({})
        assert [problem.where for problem in error.value.problems] == ["id", "version", "title", "areas", "stretches"]


def test_an_error_as_problem_details() -> None:
    with pytest.raises(CatalogError) as error:
        parse_catalog(json.dumps(data(hold(style="statik"))), format="json", source="mine.json")
    details = json.loads(json.dumps(error.value.to_dict()))
    assert details["type"] == "urn:stretchplan:problem:catalog-error"
    assert details["source"] == "mine.json"
    assert details["errors"] == [
        {
            "where": "stretches[0] (lean).style",
            "value": "'statik'",
            "message": "'statik' is not allowed; it must be one of 'static', 'dynamic' or 'strengthening'; "
            "did you mean 'static'?",
            "suggestion": "static",
        }
    ]


# --- Language ---------------------------------------------------------------------------------------------------


def in_language(tag: Any) -> Catalog:
    """Return a small catalogue in a language."""
    return catalog_from_dict(data(hold()) | {"language": tag})


@pytest.mark.parametrize(
    "tag",
    ["en", "de", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-CH-1996", "sl-rozaj-biske", "yue", "mul", "DE-de"],
)
def test_language_is_kept(tag: str) -> None:
    catalog = in_language(tag)
    assert catalog.language == tag
    assert catalog_from_dict(catalog.model_dump(mode="json")) == catalog
    assert parse_catalog(catalog.model_dump_json(), format="json") == catalog
    assert parse_catalog(to_toml(data(hold()) | {"language": tag}), format="toml") == catalog


@pytest.mark.parametrize(
    "tag", ["", "german", "de_DE", "d", "de-", "-de", "de--DE", "de DE", "de-toolongword", "de\n", "x" * 99]
)
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(CatalogError) as error:
        in_language(tag)
    assert said(error).startswith("language: ")
    if len(tag) < 36:
        assert said(error).endswith(
            "is not allowed; it must be a language tag of BCP 47, such as en, de, pt-BR or zh-Hant"
        )


@pytest.mark.parametrize("tag", [None, 7, ["de"]])
def test_language_that_is_no_text_is_refused(tag: Any) -> None:
    with pytest.raises(CatalogError) as error:
        in_language(tag)
    assert said(error).startswith("language: ")


def test_language_is_english_where_a_file_states_none() -> None:
    assert small().language == builtin_catalog().language == "en"


def test_language_is_part_of_the_digest_and_english_keeps_the_old_one() -> None:
    assert len({in_language(tag).digest for tag in ("en", "de", "fr")}) == 3
    assert in_language("en").digest == small(hold()).digest
    # The digest of this catalogue before catalogues had a language and forms: plans in files name it.
    assert small(hold(), flow()).digest == "sha256:b48a84f2e81a1d90a042a0e48ce12363ad4dc719fb6154ce040871a3b2fbc06f"


# --- Mistakes of people who are new to TOML -----------------------------------------------------------------------

NEW = resources.files("stretchplan.catalog").joinpath("new.toml").read_text(encoding="utf-8")
TWO = "has two pairs of brackets, for an entry of a list; a single table begins with one,"
ONE = "has one pair of brackets, for a single table; each entry of a list begins with two,"


@pytest.mark.parametrize(
    ("written", "instead", "count", "want"),
    [
        ("[[stretches]]", "[stretches]", 1, f"line 27, column 1: [stretches] {ONE} [[stretches]]"),
        ("[[stretches]]", "[stretches]", -1, f"line 27, column 1: [stretches] {ONE} [[stretches]]"),
        ("[[areas]]", "[ areas ]", 1, f"line 18, column 1: [areas] {ONE} [[areas]]"),
        ("[[sources]]", "[sources]", 1, f"sources: [sources] {ONE} [[sources]]"),
        (
            "[stretches.dose]",
            "[[stretches.dose]]",
            1,
            f"stretches[0] (wall_calf_stretch).dose: [[stretches.dose]] {TWO} [stretches.dose]",
        ),
        (
            "[stretches.provenance]",
            "[[stretches.provenance]]",
            1,
            f"stretches[0] (wall_calf_stretch).provenance: [[stretches.provenance]] {TWO} [stretches.provenance]",
        ),
        (
            "[[stretches]]",
            "[[stretch]]",
            -1,
            "line 27, column 1: a catalogue has no heading [[stretch]]; did you mean [[stretches]]?",
        ),
        (
            "[[stretches]]",
            "[[x]]",
            -1,
            "line 27, column 1: a catalogue has no heading [[x]]; "
            "known: [[sources]], [[areas]], [[stretches]], [[tombstones]], [[pictures]]",
        ),
        (
            "[stretches.dose]",
            "[stretch.dose]\n[stretch.dose]",
            1,
            "line 40, column 1: a catalogue has no heading [stretch.dose]; did you mean [stretches.dose]?",
        ),
        (
            "[stretches.targets]",
            "[target]",
            1,
            "target: a catalogue has no heading [target]; did you mean [stretches.targets]? (and 1 more problem)",
        ),
        (
            "[stretches.dose]",
            "[dose]",
            1,
            "dose: a catalogue has no heading [dose]; did you mean [stretches.dose]? (and 1 more problem)",
        ),
    ],
)
def test_a_heading_with_the_wrong_brackets_or_name_is_the_one_that_is_named(
    written: str, instead: str, count: int, want: str
) -> None:
    with pytest.raises(CatalogError) as error:
        parse_catalog(NEW.replace(written, instead, count), format="toml", source="x")
    assert str(error.value) == f"x: {want}"


def test_an_unknown_table_of_a_stretch_is_told_what_a_stretch_has() -> None:
    message = refused(f"{NEW}\n[stretches.xyz]\n")
    assert message.startswith(
        "<text>: stretches[1] (shoulder_rolls).xyz: this field is not known; known here: aliases, "
    )


def test_each_list_of_a_catalogue_has_two_pairs_of_brackets() -> None:
    rest = "\nid = 'a'\nkind = 'pose'\ndescription = 'A picture.'\nreason = 'None.'\n"
    for name in ("tombstones", "pictures"):
        with pytest.raises(CatalogError) as error:
            parse_catalog(f"{NEW}\n[{name}]{rest}", format="toml")
        assert error.value.problems[0].message == f"[{name}] {ONE} [[{name}]]"
    for name in ("stretches.cautions", "stretches.forms"):
        with pytest.raises(CatalogError) as error:
            parse_catalog(f"{NEW}\n[{name}]\nrule = 'x'\n", format="toml")
        assert error.value.problems[0].message == f"[{name}] {ONE} [[{name}]]"


def test_what_looks_like_a_heading_inside_a_text_misleads_nobody() -> None:
    inside = NEW.replace('setup = "Stand easy, arms hanging."', 'setup = """Stand easy,\n[areas]\narms hanging."""')
    with pytest.raises(CatalogError) as error:
        parse_catalog(inside.replace('id = "calves"', 'id = "calves"\nid = "b"'), format="toml")
    assert str(error.value).startswith("<text>: line 20, column 9: this is not TOML: Cannot overwrite a value; this")
    one_line = inside.replace(",\n[areas]\n", ", [areas] \\\n")
    assert parse_catalog(one_line, format="toml").stretches[1].setup == "Stand easy, [areas] arms hanging."


@pytest.mark.parametrize(
    ("written", "instead", "where", "said", "hint"),
    [
        ('"My stretches"', '"My', "8:12", r"Illegal character '\n'", "close the quotes on the same line"),
        ('"My stretches"', "'My\n#'", "8:12", r"Found invalid character '\n'", "close the quotes on the same line"),
        ('"My stretches"', "'My stretches", "", 'Expected "\'"', "close its quotes"),
        ('"My stretches"', "'''My stretches", "", "Expected \"'''\"", "close its quotes"),
        ('"My stretches"', '"""My stretches', "", "Unterminated string", "close its quotes"),
        ('"My stretches"', '"\x07"', "8:10", r"Illegal character '\x07'", "leave it out"),
        ('"My stretches"', "'\x07'", "8:10", r"Found invalid character '\x07'", "leave it out"),
        ('"My stretches"', "“My”", "8:9", "Invalid value", "a text stands in straight quotes"),
        ('"My stretches"', 'My"', "8:9", "Invalid value", "a text stands in straight quotes"),
        ("opens = true", "opens = True", "86:9", "Invalid value", "true and false are written small"),
        ("day = 7 ", "day = 7 days", "33:23", "Expected newline or end of", "a number has no unit"),
        ("day = 7 ", "day = 7, ", "33:22", "Expected newline or end of", "nothing but a comment may follow here"),
        ("[[areas]]", "[areas]]", "18:8", "Expected newline or end of", "nothing but a comment may follow here"),
        ('"My stretches"', r'"C:\Users"', "8:14", "Invalid hex value", r"write \\ for each \, or"),
        ('"My stretches"', r'"C:\ours"', "8:14", r"Unescaped '\' in a string", r"write \\ for each \, or"),
        ('"My stretches"', r'"\ud800"', "8:16", "Escaped character is not a", r"write \\ for each \, or"),
        ('["wall"] ', '["wall" ', "40:1", "Unclosed array", "close the list with ]"),
        ("loads = []", "loads = { a = 1", "37:32", "Unclosed inline table", "close the table with }"),
        ("loads = []", "loads = {\n}", "37:10", "Invalid initial character", "braces close on their line"),
        ("[[areas]]", "[areas", "18:7", "Expected ']' at the end of", "close the heading"),
        ("[[areas]]", "[[areas]", "18:8", "Expected ']]' at the end of", "close the heading"),
        ("# The areas", "// The areas", "17:1", "Invalid statement", "a comment begins with #"),
        ('id = "calves"', 'id: "calves"', "19:3", "Expected '=' after a key", "a line has the form name = value"),
        ("language", "areas = []\nlanguage", "19:8", "Cannot mutate immutable namespace [areas]", "in one place"),
        (
            "[stretches.breath]",
            "[stretches.breath.effort_out]\n[stretches.breath]\neffort_out.inhale_cue = 'Up.'",
            "81:30",
            "Cannot redefine namespace [stretches.breath.effort_out]",
            "write all of it in one place",
        ),
        ("language", "a.b.c = 1\na.b = 2\nlanguage", "10:8", "Cannot overwrite a value", "has a value already"),
    ],
)
def test_the_parsers_words_are_followed_by_what_to_write(
    written: str, instead: str, where: str, said: str, hint: str
) -> None:
    assert written in NEW
    message = refused(NEW.replace(written, instead, 1))
    place = "line {}, column {}".format(*where.split(":")) if where else "end of document"
    assert message.startswith(f"<text>: {place}: this is not TOML: {said}")
    assert hint in message.partition("; ")[2]


def test_words_of_the_parser_that_are_not_known_stand_alone() -> None:
    message = refused("a = { b = 1, b = 2 }")
    assert message == "<text>: line 1, column 19: this is not TOML: Duplicate inline table key 'b'"


def test_the_hint_is_whole_after_a_very_long_name() -> None:
    name = "x" * 5000
    message = refused(f"[[areas]]\n[areas.{name}]\n[areas.{name}]\n")
    assert len(message) < 500
    assert message.endswith("known: [[sources]], [[areas]], [[stretches]], [[tombstones]], [[pictures]]")


@pytest.mark.parametrize(
    ("written", "instead", "want"),
    [
        ('version = "1.0.0"', "version = 1.0", "version: 1.0 is not allowed; it must be text in quotes"),
        ("min_seconds = 15", 'min_seconds = "15"', "'15' is not allowed; it must be a whole number without quotes"),
        ("opens = true", 'opens = "true"', "'true' is not allowed; it must be true or false without quotes"),
        (
            'needs = ["wall"]',
            'needs = "wall"',
            "'wall' is not allowed; it must be a list in brackets, such as [\"wall\"]",
        ),
        ('dose = "house"', 'dose = ["house"]', "['house'] is not allowed; it must be text"),
        ("max_sets = 3", "max_sets = 1.5", "1.5 is not allowed; it must be a whole number"),
    ],
)
def test_quotes_and_brackets_are_said_where_a_value_is_of_another_kind(written: str, instead: str, want: str) -> None:
    assert written in NEW
    assert refused(NEW.replace(written, instead, 1)).endswith(want)


def test_the_name_of_a_fact_with_a_full_stop_needs_quotes() -> None:
    assert refused(NEW.replace('"targets.calves"', "targets.calves")).endswith(
        "{'calves': 'house'} is not allowed; it must be text; "
        'a name with a full stop stands in quotes, such as "targets.calves"'
    )


@pytest.mark.parametrize(
    ("text", "where", "said", "hint"),
    [
        ('{"id": }', "1:8", "expecting value", "a text stands in straight double quotes"),
        ('{"id":\n“a”}', "2:1", "expecting value", "a text stands in straight double quotes"),
        ('{"id": True}', "1:8", "expecting value", "true and false are written small"),
        ("{'id': 'a'}", "1:2", "expecting property name", "a name stands in double quotes"),
        ('{"id": "a"\n"b": 3}', "2:1", "expecting ',' delimiter", "put a comma between two entries"),
        ('{"id": 7 days}', "1:10", "expecting ',' delimiter", "a number has no unit"),
        ('{"id" "a"}', "1:7", "expecting ':' delimiter", 'write "name": value'),
        ('{"id": "a', "1:8", "unterminated string;", "close the quotes"),
        ('{"id": "a\n"}', "1:10", "invalid control character", "close the quotes on the same line"),
        (r'{"id": "C:\ours"}', "1:11", r"invalid \escape", "write \\\\ for each \\"),
        (r'{"id": "C:\users"}', "1:12", r"invalid \uXXXX escape", "write \\\\ for each \\"),
        ('{"id": "a"} // mine', "1:13", "extra data", "nothing may follow the last bracket"),
    ],
)
def test_the_words_of_the_json_reader_are_followed_by_what_to_write(
    text: str, where: str, said: str, hint: str
) -> None:
    message = refused(text, "json")
    assert message.startswith("<text>: line {}, column {}: the text is not JSON: ".format(*where.split(":")) + said)
    assert hint in message.partition("; ")[2]


def test_json_says_nothing_of_brackets() -> None:
    wrong = data() | {"sources": {"id": "house"}}
    assert refused(json.dumps(wrong), "json").endswith("sources: {'id': 'house'} is not allowed; it must be a list")
