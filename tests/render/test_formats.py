"""Does every format say the same session as the plan, byte for byte each time, and keep hostile text harmless?"""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings

import stretchplan as sp
from stretchplan.testing import plans
from tests.support.format_readers import READERS, Session, expected
from tests.support.golden_formats import GOLDEN, SHAPES, golden
from tests.support.hostile_texts import HOSTILE, NARROWED, PERSON, PLAN, changed, spoilt

TEXTS: dict[str, Callable[[sp.Plan], str]] = {
    "text": sp.Plan.to_text,
    "markdown": sp.Plan.to_markdown,
    "vtt": sp.Plan.to_vtt,
    "vtt with json": lambda plan: plan.to_vtt("json"),
    "csv": sp.Plan.to_csv,
    "ics": sp.Plan.to_ics,
}
CLOCKED: dict[str, Callable[[sp.Plan], object]] = {
    "WebVTT": sp.Plan.to_vtt,
    "a calendar event": lambda plan: plan.to_ics(on=date(2026, 1, 31)),
    "a FIT workout": sp.Plan.to_fit,
    "a Health Connect session": sp.Plan.to_health_connect,
    "a page": sp.Plan.to_html,
}
DATED = changed(request=PLAN.request.model_copy(update={"on": date(2026, 1, 31)}))


def says(told: Session, plan: sp.Plan) -> bool:
    """Return whether a format agrees with the plan in everything that the format holds."""
    wanted = expected(plan)
    assert told.total == wanted.total
    assert told.steps == wanted.steps
    assert told.names == wanted.names
    assert told.doses in (None, wanted.doses)
    assert told.repetitions in (None, wanted.repetitions)
    return told.doses is not None or told.repetitions is not None


@settings(max_examples=30)
@given(plans())
def test_every_format_says_what_the_plan_says(plan: sp.Plan):
    dated = plan.model_copy(
        update={"request": plan.request.model_copy(update={"on": plan.request.on or date(2026, 1, 31)})}
    )
    for read in READERS.values():
        assert says(read(dated), plan)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("plan", [PERSON, NARROWED, DATED], ids=["person", "narrowed", "early"])
def test_each_format_on_plans_that_have_everything(name: str, plan: sp.Plan):
    dated = plan.model_copy(update={"request": plan.request.model_copy(update={"on": date(2026, 1, 31)})})
    assert says(READERS[name](dated), plan)


@pytest.mark.parametrize("name", SHAPES)
def test_the_golden_files(name: str):
    """After an intended change: ``python -m tests.regenerate``."""
    assert golden(name) == (GOLDEN / name).read_bytes()


def test_the_same_bytes_in_another_process_with_another_hash_order():
    """No clock, no randomness, no order of sets, no time zone of the machine."""
    code = (
        "import hashlib; from tests.support.golden_formats import SHAPES, golden\n"
        "print(hashlib.sha256(b''.join(map(golden, SHAPES))).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima"))
    }
    assert len(said) == 1


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(name: str, text: str):
    made = TEXTS[name](spoilt(text))
    if name in {"csv", "ics"}:
        assert "\r" not in made.replace("\r\n", "")
        assert "\n" not in made.replace("\r\n", "")
        made = made.replace("\r\n", "\n")
    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", made)
    made.encode()


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_not_break_a_reader(name: str, text: str):
    steps = tuple(one.model_copy(update={"cue": text}) for one in DATED.schedule)
    told = READERS[name](DATED.model_copy(update={"schedule": steps}))
    assert told.total == DATED.total_seconds
    assert told.steps == expected(DATED).steps


@pytest.mark.parametrize("what", CLOCKED)
@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ((), "its steps take 0 s together, and its total is 566 s"),
        ((PLAN.schedule[1], *PLAN.schedule[1:]), "step 0 starts at 49 s, and the time before it ends at 0 s"),
        (PLAN.schedule[:-1], "its steps take 536 s together, and its total is 566 s"),
        ((PLAN.schedule[0].model_copy(update={"seconds": 0}),), "step 0 takes 0 s"),
        ((PLAN.schedule[0].model_copy(update={"seconds": 2**53}),), f"step 0 takes {2**53} s"),
        ((PLAN.schedule[0].model_copy(update={"start_seconds": -1}),), "step 0 starts at -1 s"),
    ],
)
def test_unplayable_schedule_is_refused_in_one_sentence(what: str, schedule: tuple[sp.Step, ...], words: str):
    with pytest.raises(ValueError, match=f"^this plan cannot be written as {what}: {words}.*stretchplan.check") as got:
        CLOCKED[what](changed(schedule=schedule))
    assert "\n" not in str(got.value)


@pytest.mark.parametrize("name", ["text", "markdown", "csv"])
def test_formats_without_a_clock_show_any_plan(name: str):
    steps = tuple(one.model_copy(update={"start_seconds": -(2**53), "seconds": 2**53}) for one in PLAN.schedule)
    assert TEXTS[name](changed(schedule=steps, total_seconds=-1))
    assert TEXTS[name](changed(schedule=(), prescriptions=(), coverage={}, left_out=(), notices=()))
    assert changed(schedule=()).to_rows() == ()
    assert changed(schedule=()).to_pandas().shape == changed(schedule=()).to_polars().shape == (0, 20)


_WITHOUT = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocked())
import stretchplan as sp
plan = sp.plan(minutes=5, days_since_injury=3, on="2026-01-31")
plan.to_text(), plan.to_markdown(), plan.to_html(), plan.to_vtt(), plan.to_csv(), plan.to_rows()
plan.to_health_connect()
try:
    plan.{method}()
except sp.MissingExtra as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("missing", "method", "words"),
    [
        ("icalendar", "to_ics", "an iCalendar file needs the extra 'ics': pip install 'stretchplan[ics]'"),
        ("fit_tool", "to_fit", "a FIT workout needs the extra 'fit': pip install 'stretchplan[fit]'"),
        ("pandas", "to_pandas", "a pandas data frame needs the extra 'pandas': pip install 'stretchplan[pandas]'"),
        ("polars", "to_polars", "a polars data frame needs the extra 'polars': pip install 'stretchplan[polars]'"),
    ],
)
def test_missing_extra_is_named_in_one_sentence(missing: str, method: str, words: str):
    code = _WITHOUT.format(missing=missing, method=method)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{words}\n", "")
