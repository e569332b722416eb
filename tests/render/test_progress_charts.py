"""Do the charts of a progress say what is known, to everybody, and nothing more?"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

import stretchplan as sp
from stretchplan.render import progress_charts
from tests.page.test_assemble import BREAKING
from tests.support import progress_people
from tests.support.hostile_texts import HOSTILE
from tests.support.progress_people import BEGIN, CHARTS, beginning, record, recovering

SVG = "{http://www.w3.org/2000/svg}"


def drawn(shown: sp.Progress, chart: Any) -> ElementTree.Element:
    return ElementTree.fromstring(shown.to_svg(chart))  # noqa: S314 - written by the function under test


def texts(shown: sp.Progress, chart: Any) -> list[str]:
    """Return the texts on a chart."""
    return [one.text or "" for one in drawn(shown, chart).iter(f"{SVG}text")]


def description(shown: sp.Progress, chart: Any) -> str:
    found = drawn(shown, chart).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""


def of_pain(values: dict[int, int], *, until: int = 60, injured: int | None = None) -> sp.Progress:
    """Return the progress of days on which pain was noted."""
    records = [record(day, "childs_pose", pain_before=pain) for day, pain in values.items()]
    return sp.progress(records, on=BEGIN + timedelta(days=until), days_since_injury=injured)


def of_days(days: list[int], *, until: int) -> sp.Progress:
    """Return the progress of days with a session."""
    return sp.progress([record(day, "childs_pose") for day in days], on=BEGIN + timedelta(days=until))


def paths(shown: sp.Progress, chart: Any, **look: str) -> list[str]:
    """Return the paths with some attributes."""
    found = drawn(shown, chart).iter(f"{SVG}path")
    return [one.attrib["d"] for one in found if all(one.get(k.replace("_", "-")) == v for k, v in look.items())]


@pytest.mark.parametrize(("path", "content"), [*progress_people.files()], ids=lambda one: getattr(one, "name", ""))
def test_golden_files(path: Any, content: str):
    assert path.read_bytes().decode() == content


def test_a_progress_draws_itself_the_same_every_time():
    again = sp.Progress.model_validate_json(recovering().model_dump_json())
    assert [again.to_svg(chart) for chart in CHARTS] == [recovering().to_svg(chart) for chart in CHARTS]


def test_an_unknown_chart_is_refused():
    unknown: Any = "sleep"
    with pytest.raises(ValueError, match="'sleep' is not a chart; give pain, adherence, areas, reach"):
        recovering().to_svg(unknown)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_text_alternative_is_named_and_states_the_figures(chart: Any):
    root = drawn(recovering(), chart)
    ids = {one.attrib["id"] for one in root if "id" in one.attrib}
    assert (root.get("role"), {root.get("aria-labelledby"), root.get("aria-describedby")}) == ("img", ids)
    # By hand: cat-cow and child's pose take a minute each in 35 sessions, the piriformis stretch in 18 of them.
    figures = {
        "pain": ("6 of 10 on 2026-03-01 and 1 on 2026-04-19", "7 on 2026-03-03", "4 on 2026-03-30"),
        "adherence": ("35 of the 50 days", "By week: 5 of 7 from 2026-03-01, 6 of 7", "0 of 7 from 2026-03-22"),
        "areas": ("Lower back: 70 min by stretches mainly for it, 18 min by", "None for: pelvis."),
        "reach": ("31 cm on 2026-03-01 and 20.5 cm on 2026-04-19", "28.5 cm on 2026-03-15"),
    }
    for figure in figures[chart]:
        assert figure in description(recovering(), chart)


def test_pain_is_on_the_whole_scale():
    """The line of 10 is at 56 and that of 0 at 160, so a point is 10.4 units."""
    shown = of_pain({0: 0, 1: 5, 2: 10}, until=2)
    (line,) = paths(shown, "pain", fill="none")
    assert re.findall(r"[ML][0-9.]+ ([0-9.]+)", line) == ["160", "108", "56"]
    assert {"0", "5", "10"} <= set(texts(shown, "pain"))


@pytest.mark.parametrize(("gap", "joined"), [(1, True), (7, True), (8, False)])
def test_no_line_runs_through_unknown_days(gap: int, joined: bool):
    (line,) = paths(of_pain({0: 3, gap: 4}), "pain", fill="none")
    assert ("L" in line) is joined


@pytest.mark.parametrize(
    ("injured", "until", "labels"),
    [
        (60, 60, ["injury", "day 42"]),
        (41, 41, ["injury"]),  # day 42 is to come
        (42, 42, ["injury", "day 42"]),
        (100, 60, ["injury", "day 42"]),  # 40 days before the first record: the chart begins there
        (150, 60, []),  # long before
        (110, 60, ["injury", "day 42"]),
        (None, 60, ["day 42"]),
        (None, 41, []),
        (400, 365, ["injury, day 42"]),  # no room for both
    ],
)
def test_the_injury_and_day_42_are_marked(injured: int | None, until: int, labels: list[str]):
    shown = of_pain({0: 3, 1: 4}, until=until, injured=injured)
    assert [text for text in texts(shown, "pain") if "injury" in text or "day" in text] == labels


def test_each_day_without_a_session_is_visible():
    shown = of_days([0, 1, 3, 8], until=9)
    hollow = paths(shown, "adherence", fill="none")[0]
    filled = paths(shown, "adherence", fill=progress_charts._MARK)[0]
    assert (hollow.count("z"), filled.count("z")) == (4 + 2, 3 + 1)


def test_bars_of_an_area_are_as_long_as_its_time():
    shown = sp.progress([record(0, "childs_pose", "cat_cow")], on=BEGIN, catalog="seven")
    times = {area.name: area for area in shown.areas}
    most = max(a.primary_seconds + a.secondary_seconds + a.named_seconds for a in shown.areas)
    root = drawn(shown, "areas")
    bars = [one for one in root.iter(f"{SVG}rect") if one.get("height") == "11" and one.get("width") != "12"]
    primary = [area.primary_seconds for area in times.values() if area.primary_seconds]
    assert [float(one.attrib["width"]) for one in bars] == pytest.approx([304 * s / most for s in primary], abs=0.06)


def test_kinds_of_targets_differ_without_colour():
    """Filled, striped and hollow, and named in words."""
    root = drawn(recovering(), "areas")
    assert {"mainly for it", "also works it", "only named for it"} <= set(texts(recovering(), "areas"))
    fills = {(one.tag.removeprefix(SVG), one.get("fill")) for one in root.iter() if one.tag != f"{SVG}text"}
    assert {("rect", progress_charts._MARK), ("rect", "none")} <= fills
    assert any(one.get("stroke-width") == "2" for one in root.iter(f"{SVG}path"))


def test_what_is_in_no_area_is_said():
    unknown = sp.SessionRecord(
        on=BEGIN, stretches=[{"stretch_id": "x", "done": {"sets": 1, "hold_seconds": 5, "sides": "both"}}]
    )
    shown = sp.progress([unknown], on=BEGIN)
    assert "Not in these minutes: 1 stretch that this catalogue does not have." in description(shown, "areas")
    assert "none" in texts(shown, "areas")


@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_recorded_is_said_and_not_drawn(chart: Any):
    shown = sp.progress([], on=BEGIN)
    assert [*drawn(shown, chart).iter(f"{SVG}path")] == []
    assert len(texts(shown, chart)) >= 2
    assert "<svg" not in shown.to_html()


def year(days: int) -> sp.Progress:
    """Return the progress of a session every day."""
    return sp.progress(
        [record(day, "cat_cow", pain_before=day % 11, finger_to_floor_mm=day % 300) for day in range(days)],
        on=BEGIN + timedelta(days=days - 1),
    )


@pytest.mark.parametrize("days", [1, 2, 7, 8, 53 * 7, 53 * 7 + 1, 4000])
@pytest.mark.parametrize("chart", CHARTS)
def test_any_number_of_records_is_drawn_small(chart: Any, days: int):
    shown = year(days)
    assert len(shown.to_svg(chart)) < 25_000
    assert len(description(shown, chart)) < 2_000
    for path in (
        one for look in ({"fill": "none"}, {"stroke-linecap": "round"}) for one in paths(shown, chart, **look)
    ):
        for x in re.findall(r"M([0-9.]+)", path):
            assert 28 <= float(x) <= 308


def test_many_values_show_their_mean_and_their_range():
    shown = of_pain({day: (0, 10)[day % 2] for day in range(180)}, until=179)
    assert "Each point is the mean of up to 2 days" in " ".join(texts(shown, "pain"))
    (line,) = paths(shown, "pain", fill="none")
    assert set(re.findall(r" ([0-9.]+)", line)) == {"108"}
    ranges = paths(shown, "pain", stroke_width="1")[0]
    assert ranges.count("160V56") == 90


HOSTILE_NAMES = [text for text in (*HOSTILE, *BREAKING) if text.strip()]


@pytest.mark.parametrize("text", HOSTILE_NAMES, ids=lambda text: ascii(text)[:30])
def test_hostile_names_are_only_text(text: str):
    data = recovering().model_dump(mode="json")
    for area in data["areas"]:
        area |= {"area_id": text, "name": text}
    data["catalog"] |= {"id": text, "version": text, "language": text}
    data["unknown_stretches"] = [text]
    shown = sp.Progress.model_validate(data)
    plain = sp.Progress.model_validate(data | {"areas": [area | {"name": "harmless"} for area in data["areas"]]})
    for chart in CHARTS:
        names = [one.tag for one in drawn(shown, chart).iter()]
        assert names == [one.tag for one in drawn(plain, chart).iter()]
    page = shown.to_html()
    assert re.findall(r"<([a-z]+)", page).count("svg") == 4
    assert not re.search(r"<(script|img|b )", page)
    assert text not in page or not re.search("[<&]", text)
    assert "\x1b" not in shown.to_text()


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2 counts it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(over: str, under: str, share: float) -> str:
    parts = (round(share * int(over[k : k + 2], 16) + (1 - share) * int(under[k : k + 2], 16)) for k in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize(("text", "ground"), [("#1d2321", "#ffffff"), ("#1d2321", "#fbfaf7"), ("#eef2f0", "#121715")])
def test_contrast(text: str, ground: str):
    """Text 4.5:1, marks and the outlines of days without a session 3:1."""
    assert text in progress_charts._STYLE
    assert contrast(text, ground) >= 4.5
    assert contrast(progress_charts._MARK, ground) >= 3
    outline = mixed(text, ground, float(progress_charts._HOLLOW["stroke-opacity"]))
    assert contrast(outline, ground) >= 3


def test_a_notebook_shows_the_charts_in_its_own_colour():
    shown = recovering()
    output = shown._repr_html_()
    assert output.count("<svg") == 4
    assert "sp-ground" not in output
    assert "prefers-color-scheme" not in output.partition("</style>")[2]
    assert shown._repr_mimebundle_()["text/plain"].splitlines()[0] == "Progress up to 2026-04-19"
    notice = sp.progress([record(0, "childs_pose", pain_before=4)], on=BEGIN + timedelta(days=50))
    shown_html = notice._repr_html_()
    assert shown_html.index("should be seen by a clinician") < shown_html.index("<svg")


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 320, "height": 900})
    yield context.new_page()
    context.close()


PEOPLE = {
    "recovering": recovering,
    "beginning": beginning,
    "a day": lambda: year(1),
    "a year": lambda: year(365),
    "ten years": lambda: year(4000),
    "injured long ago": lambda: of_pain({0: 10, 1: 10, 365: 0}, until=365, injured=400),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_on_a_chart_is_cut_off_or_covered(page: Any, tmp_path: Any, person: str, scheme: Any):
    file = tmp_path / "progress.html"
    file.write_text(PEOPLE[person]().to_html(), encoding="utf-8")
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    faults = page.evaluate(
        """() => [...document.querySelectorAll(".sp-chart")].flatMap(svg => {
          const within = svg.getBoundingClientRect();
          const all = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()]);
          const cut = all.filter(([, box]) => box.left < within.left - 1 || box.right > within.right + 1
            || box.top < within.top - 1 || box.bottom > within.bottom + 1).map(([text]) => text);
          const covered = all.flatMap(([text, a], k) => all.slice(k + 1)
            .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1)
            .filter(([, b]) => a.top < b.bottom - 3 && b.top < a.bottom - 3)
            .map(([other]) => `${text} / ${other}`));
          return [...cut, ...covered];
        })"""
    )
    assert faults == []
    colour = page.eval_on_selector(".sp-chart text", "one => getComputedStyle(one).fill")
    assert colour == {"light": "rgb(29, 35, 33)", "dark": "rgb(238, 242, 240)"}[scheme]


def test_dates_are_shown():
    assert {"2026-03-01", "2026-04-19"} <= set(texts(recovering(), "pain"))
    assert "2026-03-01 to 2026-04-19" in texts(recovering(), "adherence")
    assert date.fromisoformat("2026-03-01") == BEGIN
