"""Does Markdown say what the text says, and does no text in a plan become markup?"""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

import stretchplan as sp
from stretchplan.render.document.as_markdown import page_to_markdown
from stretchplan.render.document.blocks import Block, Bullet, Column, Entry, Group, Heading, Paragraph, Table
from stretchplan.render.escape import escape_control_chars
from tests.support.hostile_texts import HOSTILE, NARROWED, PERSON, PLAN, spoilt

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
_OURS = {"text", "strong_open", "strong_close"}


def parsed(text: str) -> list[Token]:
    """Return the tokens of a Markdown text."""
    return READER.parse(text)


def shown(tokens: list[Token]) -> list[str]:
    """Return what a reader sees of each run of text."""
    return ["".join(c.content for c in t.children or ()) for t in tokens if t.type == "inline"]


def shape(tokens: list[Token]) -> list[str]:
    """Return the blocks alone."""
    return [f"{token.type} {token.tag}" for token in tokens]


@pytest.mark.parametrize("plan", [PLAN, PERSON, NARROWED], ids=["plan", "person", "narrowed"])
def test_markdown_holds_every_word_of_the_text(plan: sp.Plan):
    said = " ".join(shown(parsed(plan.to_markdown())))
    for word in {word.strip("()[]!-") for word in plan.to_text(width=10_000).split()}:
        assert word in said
    for text in [n.text for n in plan.notices] + [one.reason for one in plan.left_out] + [e.text for e in plan.effects]:
        assert text in said


def test_one_title_and_the_sections_in_order():
    tokens = parsed(PLAN.to_markdown())
    found = [(a.tag, b.content) for a, b in pairwise(tokens) if a.type == "heading_open"]
    assert [text for tag, text in found if tag == "h1"] == ["5 stretches, 9 min 26 s of 10 min"]
    sections = [line for line in PLAN.to_text().splitlines() if line and not line.startswith(" ")]
    assert [text for tag, text in found if tag == "h2"] == sections[1:]
    stretches = [text for tag, text in found if tag == "h3"]
    assert len(stretches) == len(PLAN.prescriptions) + 1
    assert stretches[-1] == "Get up"
    assert PLAN.to_markdown().endswith(".\n")
    assert not PLAN.to_markdown().endswith("\n\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_plan_is_only_text(text: str):
    tokens = parsed(spoilt(text).to_markdown())
    harmless = parsed(spoilt("harmless" if text.strip() else text).to_markdown())
    assert shape(tokens) == shape(harmless)
    assert {child.type for token in tokens for child in token.children or ()} <= _OURS
    assert not any(token.type in {"html_block", "fence", "code_block", "hr", "blockquote_open"} for token in tokens)


def places(text: str) -> list[Block]:
    """Return a page with a text in every place there is."""
    return [
        Heading(text, "title"),
        Paragraph(text),
        Heading(text),
        Bullet(text, text),
        Bullet(text),
        Entry(text, text, (("", text), (text, text))),
        Table((Column(text), Column("B", "strong")), ((text, text),)),
        Table((Column("A"),), (Group(text, text), (text,), Group(text), (text,))),
    ]


_ODD = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~$&=:/\"'0123456789 ab\n\t\r\x0b\u2028"), max_size=12)


@given(_ODD | st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
@example("0 ")
@example("#")
@example("a ##")
@example("- 0")
def test_any_text_in_any_place_is_read_as_it_is(text: str):
    wanted = escape_control_chars(text).strip()
    tokens = parsed(page_to_markdown(places(text)))
    if not wanted:
        return
    assert shape(tokens) == shape(parsed(page_to_markdown(places("harmless"))))
    tagged = f"{wanted} [{wanted}]"
    expected = [wanted, wanted, wanted, tagged, wanted, tagged, wanted, f"{wanted}: {wanted}"]
    expected += [wanted, "B", wanted, wanted, f"{wanted} ({wanted})", "A", wanted, wanted, "A", wanted]
    found = shown(tokens)
    if not wanted.isspace() and wanted == wanted.strip(" "):
        assert [" ".join(one.replace("**", "").split()) for one in found] == [
            " ".join(one.replace("**", "").split()) for one in expected
        ]
