"""Does planning touch nothing but the package: no socket, no program, no file of the person?"""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src"

WATCHED = """
import sys
import sysconfig
seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)))

{work}

own = tuple({{sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *sys.argv[1:]}})
doors = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "http.", "ftplib.")
for event, args in list(seen):
    if event.startswith(doors):
        print(event, args)
    elif event == "open" and not isinstance(args[0], int):
        path, mode = str(args[0]), str(args[1] or "r")
        if not path.startswith(own) or set(mode) & set("wax+"):
            print(event, path, mode)
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "shutil.copyfile"):
        print(event, args)
"""

PLANNING = """
import stretchplan as sp
planner = sp.Planner("both")
plan = planner.plan(minutes=10, days_since_injury=3, targets={"hips"}, on="2026-03-02")
assert sp.check(plan, catalog=planner.catalog).ok
plan.to_text(), plan.to_markdown(), plan.to_html(), plan.to_vtt(), plan.to_csv(), plan.model_dump_json()
programme = planner.programme(sp.PlanRequest(minutes=5, days_since_injury=3), "2026-03-02", days=3)
assert sp.check_programme(programme, catalog=planner.catalog).ok
programme.to_html(), programme.to_text()
planner.why(plan, plan.prescriptions[0].stretch_id), sp.plan_schema(), sp.rules(), sp.screening_questions()
try:
    sp.plan(minutes=10, days_since_injury=2, targets={"pelvis"})
except sp.Infeasible as refusal:
    assert refusal.relaxations
"""


def watched(work: str, folder: Path) -> str:
    """Return what work in a process of its own touches, a line for each; its prints are there, too."""
    run = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED.format(work=work), str(PACKAGE)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_planning_opens_no_socket_no_program_and_no_file_outside_the_packages(tmp_path: Path):
    assert watched(PLANNING, tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("work", "event"),
    [
        ("import socket; socket.socket()", "socket."),
        ("import subprocess; subprocess.run(['true'])", "subprocess."),
        ("open('notes.txt', 'w').close()", "open"),
        ("open('/etc/hostname').close()", "open"),
    ],
)
def test_the_watch_notices_what_it_is_for(work: str, event: str, tmp_path: Path):
    assert event in watched(work, tmp_path)
