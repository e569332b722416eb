"""Does docs/stretches.md show what each stretch and each of its forms says, with time for all of it?"""

import re

import stretchplan as sp
from tests.support import stretch_pages


def test_the_page_is_what_the_catalogues_say_now():
    assert stretch_pages.PAGE.read_text(encoding="utf-8") == stretch_pages.page()


def test_every_stretch_and_form_is_on_the_page_with_time_for_its_words():
    text = stretch_pages.PAGE.read_text(encoding="utf-8")
    stretches = [s for name in ("seven", "anywhere") for s in sp.builtin_catalog(name).stretches]
    assert text.count("\n### ") == len(stretches)
    assert text.count("\n**") == len(stretches) + sum(len(s.forms) for s in stretches)
    rows = re.findall(r"\| (\d+) \| (\d+) \|\n", text)
    assert len(rows) > 150
    assert all(int(spoken) <= int(seconds) for seconds, spoken in rows)


def test_each_picture_on_the_page_is_there():
    text = stretch_pages.PAGE.read_text(encoding="utf-8")
    names = set(re.findall(r"\]\((images/[^)]+)\)", text))
    assert len(names) > 30
    assert all((stretch_pages.PAGE.parent / name).is_file() for name in names)
