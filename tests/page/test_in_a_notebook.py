"""Does a plan in a notebook keep its colours, print whole, and survive what other hosts remove?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.hostile_texts import NARROWED, PLAN

THEMES = {
    "JupyterLab light": "rgba(0, 0, 0, 0.87)",
    "JupyterLab dark": "rgba(255, 255, 255, 0.87)",
    "marimo": "hsl(222.2 47.4% 11.2%)",
    "VS Code": "#cccccc",
    "VS Code with an alpha": "#cccccc80",
    "another colour space": "oklch(0.4 0.1 200 / 40%)",
}
"""The colour of text around an output."""


@pytest.fixture
def output(browser: Any) -> Iterator[Any]:
    """Return a function that shows an output in a page with a colour of text."""
    context = browser.new_context()

    def show(html: str, colour: str = "#000000") -> Any:
        page = context.new_page()
        page.set_content(
            f'<!doctype html><html lang="en"><body><div style="color: {colour}">{html}</div></body></html>'
        )
        return page

    yield show
    context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_lines_of_a_figure_do_not_show_through_each_other(output: Any, theme: str):
    page = output(PLAN._repr_html_(), THEMES[theme])
    strokes = page.eval_on_selector_all(
        ".sp-figure path:not(.sp-mat)",
        "all => all.flatMap(one => [getComputedStyle(one).stroke, getComputedStyle(one).fill])",
    )
    assert len(strokes) > 50
    assert [one for one in strokes if "/" in one or one.startswith("rgba")] == []
    assert page.eval_on_selector_all(
        ".sp-figure path", "all => all.every(one => getComputedStyle(one).opacity === '1')"
    )


def test_body_arm_and_far_limbs_have_different_colours(output: Any):
    page = output(PLAN._repr_html_(), THEMES["JupyterLab light"])
    colour = "one => getComputedStyle(one).stroke"
    assert len({page.eval_on_selector(f".sp-figure .sp-{name}", colour) for name in ("body", "arm", "far")}) == 3


@pytest.mark.parametrize("plan", [PLAN, NARROWED], ids=["a plan", "a person's plan"])
def test_closed_sections_are_printed(output: Any, plan: Any):
    page = output(plan._repr_html_())
    inside = page.locator("details > :not(summary)")
    shown = "all => all.map(one => one.checkVisibility() && one.getBoundingClientRect().height > 0)"
    assert inside.count() >= 5
    assert not any(inside.evaluate_all(shown))
    page.emulate_media(media="print")
    assert all(inside.evaluate_all(shown))


def test_host_that_removes_svg_keeps_the_strip(output: Any):
    """Streamlit's ``st.html`` does, with DOMPurify."""
    page = output(re.sub("<svg.*?</svg>", "", PLAN._repr_html_(), flags=re.DOTALL))
    box = page.locator(".sp-strip").bounding_box()
    assert page.locator(".sp-strip").evaluate("one => one.complete && one.naturalWidth > 0")
    assert (box["width"] > 500, box["height"]) == (True, 24)
    assert page.locator(".sp-figures span").first.is_visible() is False
