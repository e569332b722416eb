"""What do ``stretchplan verify`` and ``compare`` say and keep, and with which exit codes do they end?"""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import stretchplan as sp
from stretchplan.results.comparison import Comparison
from stretchplan.results.verification import Finding, Verification
from stretchplan.testing import verify
from tests.cli.conftest import Output, environment
from tests.verification.test_faults import LONG, catalog, stretch

Call = Callable[..., Output]

AXES = "--days none,7 --minutes 5,20 --areas 1 --conditions 0 --pain none"
GRID = (*AXES.split(), "--workers", "1")
HOSTILE = """<script>alert("1")</script> ]]> & 'x'"""


def parsed(text: str) -> ET.Element:
    """Return the root of an XML text."""
    return ET.fromstring(text.encode())  # noqa: S314 - the library's own


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    """Write a catalogue with a fault and hostile names."""
    names = stretch("late", name=HOSTILE, first_allowed_day=70)
    made = catalog(names).model_dump(mode="json")
    made["areas"][0]["name"] = HOSTILE
    (tmp_path / "faulty.json").write_text(json.dumps(made))
    return "faulty.json"


def test_a_catalogue_without_a_fault_ends_with_0(call: Call) -> None:
    done = call("verify", "seven", *GRID)
    assert done.code == 0
    assert done.out.startswith("No fault found in 40 requests\n")
    assert "It says nothing of other requests" in " ".join(done.out.split())


def test_a_fault_ends_with_5_and_is_shown_with_its_smallest_example(call: Call, faulty: str) -> None:
    done = call("verify", faulty, *GRID)
    assert done.code == 5
    assert done.out.startswith("1 fault found in 12 requests\n")
    assert "Smallest example: 5 minutes, day 7 Requests: 6" in " ".join(done.out.split())


def test_each_format_is_written_and_hostile_names_stay_text(call: Call, faulty: str, tmp_path: Path) -> None:
    for name in ("out.json", "out.html", "out.xml", "out.txt"):
        assert call("verify", faulty, *GRID, "--output", name).code == 5
        assert not (tmp_path / f"{name}.parts").exists()
    made = Verification.model_validate_json((tmp_path / "out.json").read_bytes())
    assert [finding.kind for finding in made.faults] == ["stretch_too_late"]
    page = (tmp_path / "out.html").read_text()
    assert page == made.to_html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    root = parsed((tmp_path / "out.xml").read_text())
    [failure] = root.iter("failure")
    assert failure.get("type") == "stretch_too_late"
    assert HOSTILE in (failure.get("message") or "")
    [suite] = root.iter("testsuite")
    assert (suite.get("failures"), int(suite.get("tests") or 0)) == ("1", len(list(root.iter("testcase"))))
    assert call("verify", faulty, *GRID, "--format", "json").out.strip().startswith("{")


@pytest.mark.parametrize("text", ["\x00\x1b[2J", "\ufffe\uffff", "\ud800", "\u202e", "]]>", "<a>&amp;"])
def test_junit_is_well_formed_whatever_a_saved_verification_holds(text: str) -> None:
    made = verify("seven", days=[None], minutes=[5], areas=0, conditions=0, pain=[None])
    finding = Finding.model_construct(
        kind="rule_broken", subject=text, message=f"A {text} B", smallest=made.slowest, requests=3, rule_ids=()
    )
    written = made.model_copy(update={"findings": (finding,)}).to_junit()
    [failure] = parsed(written).iter("failure")
    assert (failure.get("message") or "").startswith("A ")


def run(folder: Path, target: str) -> subprocess.Popen[bytes]:
    """Start a run in a new process."""
    grid = ("--days", "none,3,6,7,42", "--minutes", "3,9", "--areas", "0", "--conditions", "1", "--pain", "none,2")
    return subprocess.Popen(
        [sys.executable, "-m", "stretchplan", "verify", "seven", *grid, "--workers", "2", "-o", target],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_run_that_is_killed_again_and_again_comes_to_the_same_digest(tmp_path: Path) -> None:
    whole = run(tmp_path, "whole.json")
    assert whole.wait() == 0
    drawn = random.Random(1)  # noqa: S311
    kept: list[int] = []
    for _ in range(3):
        killed = run(tmp_path, "killed.json")
        enough = max(kept, default=0) + drawn.randrange(2, 6)
        while len(list((tmp_path / "killed.json.parts").glob("[0-9]*.json"))) < enough:
            assert killed.poll() is None
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        kept.append(len(list((tmp_path / "killed.json.parts").glob("[0-9]*.json"))))
    assert kept == sorted(kept)
    assert run(tmp_path, "killed.json").wait() == 0
    assert (tmp_path / "killed.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    assert not (tmp_path / "killed.json.parts").exists()


def test_a_run_goes_on_only_with_what_it_began_with(call: Call, tmp_path: Path) -> None:
    killed = run(tmp_path, "out.json")
    while not list((tmp_path / "out.json.parts").glob("[0-9]*.json")):
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done = call("verify", "seven", *GRID, "--output", "out.json")
    assert done.code == 2
    assert "holds parts of a run that began with another grid" in done.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "name the catalogue to verify: seven, anywhere, both, or a file in TOML or JSON"),
        (("seven", "--days", "x"), "--days: 'x' is not allowed; give whole numbers and ranges of them with commas"),
        (("seven", "--minutes", "9-3"), "--minutes: '9-3' is not allowed"),
        (("seven", "--minutes", "0-3"), "--minutes: 0 is not allowed; it must be at least 1"),
        (("seven", "--areas", "hip"), "--areas: 'hip' is not an area of this catalogue; did you mean 'hips'?"),
        (("seven", "--conditions", "knee"), "--conditions: 'knee' is not one of the conditions"),
        (("seven", "--paces", "slowly"), "--paces: 'slowly' is not a pace; did you mean 'slow'?"),
        (("seven", "--workers", "0"), "--workers: 0 is not allowed; it must be 1 to 256"),
        (("seven", "--output", "a.pdf"), "--output: the name 'a.pdf' says no format of this command"),
        (("seven", "--rules", "rules"), "--rules: 'rules' is not a module and a name in it; give both"),
        (("seven", "--rules", "no_such_module:RULES"), "--rules: the module 'no_such_module' cannot be imported"),
        (("seven", "--rules", "our_rules:RULSE"), "has no 'RULSE'; did you mean 'RULES'?"),
        (("seven", "--rules", "our_rules:NOT_RULES"), "rules: 3 is not a list of rules; give one"),
        (("none.toml",), "none.toml: the file cannot be read: No such file or directory"),
    ],
)
def test_wrong_usage_is_one_sentence(call: Call, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    (tmp_path / "our_rules.py").write_text("RULES = []\nNOT_RULES = 3\n")
    sys.modules.pop("our_rules", None)
    done = call("verify", *options)
    assert done.code == 2
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_an_area_that_neither_catalogue_has_is_refused(call: Call):
    """Both would answer each request with the same error, and so be called the same."""
    done = call("compare", "seven", "both", "--areas", "hip")
    assert (done.code, done.out) == (2, "")
    assert done.err == "stretchplan: --areas: 'hip' is not an area of either catalogue; did you mean 'hips'?\n"


OWN_RULES = """
import stretchplan as sp

class NoLongHolds:
    id = "no-long-holds"
    sentence = "Nothing is held for more than 15 s."
    source = "our physiotherapist"
    strength = "practice"

    def leaves(self, stretch, doses, request):
        return doses

    def judge(self, plan, catalog):
        for i, step in enumerate(plan.schedule):
            if step.kind == "hold" and step.seconds > 15:
                yield sp.Violation(rule_id=self.id, step=i, message="Too long.")

RULES = [NoLongHolds()]
"""


def test_own_rules_come_from_a_module_also_with_several_workers(shell: Call, tmp_path: Path) -> None:
    (tmp_path / "clinic.py").write_text(OWN_RULES)
    done = shell("verify", "seven", *GRID[:-2], "--workers", "2", "--rules", "clinic:RULES")
    assert done.code == 5
    assert "A plan breaks no-long-holds: Too long." in done.out


def test_two_catalogues_are_compared(call: Call, faulty: str, tmp_path: Path) -> None:
    good = catalog(stretch("late", name=HOSTILE, first_allowed_day=0)).model_dump(mode="json")
    (tmp_path / "good.json").write_text(json.dumps(good))
    done = call("compare", faulty, "good.json", *GRID)
    assert done.code == 6
    assert "late: allowed, was forbidden by recovery-window" in " ".join(done.out.split())
    assert call("compare", "good.json", "good.json", *GRID).code == 0
    assert call("compare", faulty, "good.json", *GRID, "--output", "out.json").code == 6
    made = Comparison.model_validate_json((tmp_path / "out.json").read_bytes())
    assert made.other_plan > 0
    for name in ("out.html", "out.xml"):
        call("compare", faulty, "good.json", *GRID, "--output", name)
    assert "<script" not in (tmp_path / "out.html").read_text()
    failures = list(parsed((tmp_path / "out.xml").read_text()).iter("failure"))
    assert len(failures) == len(made.changes)


def test_saved_verifications_are_compared_with_each_other_and_with_a_catalogue(call: Call, tmp_path: Path) -> None:
    long = catalog(stretch("late", dose=LONG)).model_dump(mode="json")
    (tmp_path / "long.json").write_text(json.dumps(long))
    (tmp_path / "short.json").write_text(json.dumps(catalog().model_dump(mode="json")))
    for name in ("long", "short"):
        call("verify", f"{name}.json", *GRID, "--output", f"{name}-made.json")
    saved = call("compare", "short-made.json", "long-made.json")
    assert saved.code == 6
    assert saved.out == call("compare", "short-made.json", "long.json", "--workers", "1").out
    assert saved.out == call("compare", "short.json", "long.json", *GRID).out
    refused = call("compare", "short-made.json", "long.json", "--minutes", "3")
    assert "--minutes: the grid is that of the saved verification; leave the option out" in refused.err
    refused = call("compare", "short-made.json", "long.json", "--old-rules", "a:b")
    assert "--old-rules: 'short-made.json' is a saved verification" in refused.err
    (tmp_path / "broken.json").write_text('{"format": "stretchplan-verification/1"}')
    refused = call("compare", "broken.json", "long.json")
    assert refused.code == 2
    assert "'broken.json' is not a verification of the form stretchplan-verification/1: digest" in refused.err


def test_a_policy_is_compared_with_none(call: Call, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text('{"forbidden_stretches": ["cat_cow"]}')
    done = call("compare", "seven", "seven", "--new-policy", "policy.json", *GRID)
    assert done.code == 6
    assert "cat_cow: forbidden by caller-policy, was allowed" in " ".join(done.out.split())


def test_the_command_needs_no_hypothesis(shell: Call) -> None:
    code = "import sys; sys.modules['hypothesis'] = None; import stretchplan.cli.verification"
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())
    assert sp.__version__
