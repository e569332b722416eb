"""Does the explorer's script ask what its controls say, show the answer, and follow what Python sets?

The script runs in Chromium with a model in place of a notebook's: what it saves goes to a real explorer in Python, and
what changed there comes back.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
import stretchplan.widget
from stretchplan.widget import Explorer

FOLDER = Path(stretchplan.widget.__file__).parent
ASKED = ("minutes", "days_since_injury", "targets", "conditions")
MODEL = """
const state = %s;
const listeners = new Map();
const changed = new Set();
function tell(name) { for (const one of [...(listeners.get(name) ?? [])]) one(); }
window.model = {
  get: (name) => state[name],
  set(name, value) {
    const before = JSON.stringify(state[name]);
    state[name] = value;
    if (before !== JSON.stringify(value)) changed.add(name);
    tell(`change:${name}`);
  },
  async save_changes() {
    const sent = Object.fromEntries([...changed].map((name) => [name, state[name]]));
    changed.clear();
    window.take(await window.toPython(sent));
  },
  on(name, listener) { listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)); },
  off(name, listener) { listeners.get(name)?.delete(listener); },
};
window.take = (update) => {
  for (const [name, value] of Object.entries(update)) {
    const other = JSON.stringify(state[name]) !== JSON.stringify(value);
    state[name] = value;
    if (other) tell(`change:${name}`);
  }
};
window.listening = () => [...listeners.values()].reduce((sum, some) => sum + some.size, 0);
"""


class Shown:
    """A page with the explorer in it, and the explorer in Python."""

    def __init__(self, page: Any, explorer: Explorer) -> None:
        self.page, self.explorer = page, explorer
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.expose_function("toPython", self._set)
        style = (FOLDER / "explorer.css").read_text()
        page.set_content(
            f'<!doctype html><html lang="en"><style>{style}</style><body><div id="here"></div></body></html>'
        )
        page.evaluate(MODEL % json.dumps(self._state()))
        code = json.dumps((FOLDER / "explorer.js").read_text())
        page.evaluate(
            f"""async () => {{
              const url = URL.createObjectURL(new Blob([{code}], {{ type: "text/javascript" }}));
              const script = (await import(url)).default;
              window.remove = script.render({{ model: window.model, el: document.getElementById("here") }});
            }}"""
        )

    def _state(self) -> dict[str, Any]:
        return {name: getattr(self.explorer, name) for name in (*ASKED, "choices", "answer")}

    def _set(self, sent: dict[str, Any]) -> dict[str, Any]:
        for name, value in sent.items():
            setattr(self.explorer, name, value)
        return self._state()

    def in_python(self, **values: Any) -> None:
        """Set traits in Python, and tell the page as a notebook would."""
        self.page.evaluate("update => window.take(update)", self._set(values))

    def slide(self, label: str, value: int) -> None:
        """Move a slider."""
        self.page.get_by_label(label).fill(str(value))

    def wait_for(self, text: str) -> None:
        """Wait until the answer says a text."""
        self.page.locator(".sp-answer").get_by_text(text, exact=True).first.wait_for(timeout=5000)

    @property
    def title(self) -> str:
        """The first line of the answer."""
        return self.page.locator(".sp-answer .sp-title, .sp-answer .sp-bad").first.inner_text()


@pytest.fixture
def shown(browser: Any) -> Iterator[Any]:
    """Return a function that shows an explorer in a page; nothing in it may complain."""
    context = browser.new_context()
    pages: list[Shown] = []

    def show(**asked: Any) -> Shown:
        pages.append(Shown(context.new_page(), Explorer(**asked)))
        return pages[-1]

    yield show
    for one in pages:
        assert one.complaints == []
    context.close()


def test_moving_a_slider_shows_the_plan_of_that_many_minutes(shown: Any):
    one = shown(days_since_injury=3)
    assert "of 10 min" in one.title
    one.slide("Minutes", 20)
    one.page.locator(".sp-answer", has_text="of 20 min").wait_for()
    assert one.explorer.plan == sp.plan(minutes=20, days_since_injury=3)
    assert one.page.locator("output").first.inner_text() == "20"


def test_the_day_of_the_injury_and_none_of_it(shown: Any):
    one = shown(days_since_injury=3)
    one.slide("Days since the injury", 30)
    one.page.wait_for_function("() => window.model.get('days_since_injury') === 30")
    one.page.get_by_label("No recent injury").check()
    one.page.wait_for_function("() => window.model.get('days_since_injury') === null")
    assert one.page.get_by_label("Days since the injury").is_disabled()
    one.page.get_by_label("No recent injury").uncheck()
    one.page.wait_for_function("() => window.model.get('days_since_injury') === 30")
    one.page.wait_for_timeout(50)
    assert one.explorer.plan == sp.plan(minutes=10, days_since_injury=30)


def test_a_day_that_nobody_stated_begins_at_the_day_of_the_injury(shown: Any):
    """The browser would begin a slider in its middle: at a day 50 that nobody said."""
    one = shown(days_since_injury=None)
    one.page.get_by_label("No recent injury").uncheck()
    one.page.wait_for_function("() => window.model.get('days_since_injury') !== null")
    one.page.wait_for_timeout(50)
    assert one.page.get_by_label("Days since the injury").input_value() == "0"
    assert one.explorer.plan == sp.plan(minutes=10, days_since_injury=0)


def test_a_movement_just_before_python_sets_another_trait_counts(shown: Any):
    one = shown(days_since_injury=30)
    update = one._set({"days_since_injury": 20})
    one.page.evaluate(
        """update => {
          const slider = document.querySelector(".sp-explorer input[type=range]");
          slider.value = "25";
          slider.dispatchEvent(new Event("input"));
          window.take(update);
        }""",
        {"days_since_injury": update["days_since_injury"], "answer": update["answer"]},
    )
    one.page.locator(".sp-answer", has_text="of 25 min").wait_for(timeout=5000)
    assert one.page.get_by_label("Minutes").input_value() == "25"
    assert one.page.get_by_label("Days since the injury").input_value() == "20"
    assert one.explorer.plan == sp.plan(minutes=25, days_since_injury=20)


def test_an_area_that_no_stretch_may_work_shows_the_refusal_and_what_would_help(shown: Any):
    one = shown(days_since_injury=2)
    one.page.get_by_label("pelvis").check()
    one.wait_for("from day 7, in 5 days")
    assert isinstance(one.explorer.refusal, sp.Infeasible)
    one.slide("Days since the injury", 7)
    one.page.locator(".sp-answer .sp-strip").wait_for()
    assert one.explorer.plan is not None


def test_a_condition_changes_the_plan(shown: Any):
    one = shown(days_since_injury=30)
    one.page.get_by_label("wrist pain").check()
    one.page.locator(".sp-answer", has_text="with wrist pain").wait_for()
    assert one.explorer.plan == sp.plan(minutes=10, days_since_injury=30, profile={"conditions": ["wrist_pain"]})


def test_two_controls_that_are_moved_at_once_both_count(shown: Any):
    """Marimo tells of each value that is set, also when it stays."""
    one = shown(days_since_injury=30)
    one.page.evaluate("document.querySelectorAll('.sp-explorer fieldset input').forEach((one) => one.click())")
    one.wait_for("The demands and the rules leave no plan")
    assert set(one.explorer.targets) == set(sp.builtin_catalog().area_ids)
    assert set(one.explorer.conditions) == {condition.id for condition in sp.conditions()}
    assert one.page.locator(".sp-explorer fieldset input:not(:checked)").count() == 0


def test_keys_are_not_taken_by_jupyterlab(shown: Any):
    """Its shortcuts leave alone what says this attribute on the element that has the focus."""
    controls = shown(days_since_injury=3).page.locator(".sp-controls input")
    marked = controls.evaluate_all("all => all.map((one) => one.dataset.lmSuppressShortcuts)")
    assert len(marked) == 3 + len(sp.builtin_catalog().areas) + len(sp.conditions())
    assert set(marked) == {"true"}


def test_the_controls_follow_what_python_sets(shown: Any):
    one = shown(days_since_injury=3)
    one.in_python(minutes=90, days_since_injury=None, targets=["hips"], conditions=["knee_pain"])
    assert one.page.get_by_label("Minutes").input_value() == "90"
    assert one.page.get_by_label("No recent injury").is_checked()
    assert one.page.get_by_label("hips").is_checked()
    assert one.page.get_by_label("knee pain").is_checked()
    assert "of 90 min" in one.title


def test_a_section_that_was_opened_stays_open_when_the_plan_changes(shown: Any):
    one = shown(days_since_injury=30)
    one.page.locator("summary", has_text="Step by step").click()
    one.slide("Minutes", 12)
    one.page.locator(".sp-answer", has_text="of 12 min").wait_for()
    opened = one.page.locator("details[open] > summary").all_inner_texts()
    assert opened == ["Step by step"]


def test_hostile_names_of_a_catalogue_stay_text(shown: Any, browser: Any):
    hostile = "<img src=x onerror=alert(1)>"
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    catalog["areas"][0]["name"] = catalog["stretches"][0]["name"] = hostile
    for stretch in catalog["stretches"]:
        stretch["provenance"] = {}
    planner = sp.Planner(sp.catalog.Catalog.model_validate(catalog))
    one = shown(days_since_injury=30, planner=planner)
    assert one.page.get_by_label(hostile).count() == 1
    assert one.page.locator("img[src=x]").count() == 0
    one.in_python(targets=["<b>no</b>"])
    assert "<b>no</b>" in one.page.locator(".sp-answer [role=alert]").inner_text()


def test_nothing_listens_when_the_view_is_gone(shown: Any):
    one = shown(days_since_injury=30)
    assert one.page.evaluate("window.listening()") == 5
    one.page.evaluate("window.remove()")
    assert one.page.evaluate("window.listening()") == 0


def test_it_is_usable_without_a_mouse_and_with_a_screen_reader(shown: Any):
    one = shown(days_since_injury=3)
    one.page.get_by_label("Minutes").focus()
    one.page.keyboard.press("ArrowRight")
    one.page.locator(".sp-answer", has_text="of 11 min").wait_for()
    assert one.page.get_by_role("region", name="The plan, or why there is none").get_attribute("aria-live") == "polite"
    assert one.page.get_by_role("group", name="Conditions").get_by_role("checkbox").count() == len(sp.conditions())
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(one.page).response["violations"]
    of_a_part = ("document-title", "landmark-one-main", "page-has-heading-one", "region")  # the notebook's to have
    assert [one["id"] for one in found if one["id"] not in of_a_part] == []
