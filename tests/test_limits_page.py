"""Does docs/limits.md say the limits that the code has?"""

import re
from pathlib import Path

from stretchplan.base.messages import MAX_PROBLEMS
from stretchplan.base.strict_json import MAX_BYTES
from stretchplan.batch.planner import BATCH_CACHE_MIB
from stretchplan.planning.planner import CACHE_MIB
from stretchplan.results import limits
from stretchplan.safety.check import MAX_VIOLATIONS

PAGE = (Path(__file__).parents[1] / "docs/limits.md").read_text(encoding="utf-8")


def test_the_page_has_the_limits_of_the_code():
    rows = re.findall(r"^\| (.+?) \| ([0-9,]+)", PAGE, re.MULTILINE)
    entries = limits.MAX_ENTRIES
    names = ("schedule", "prescriptions", "left_out", "notices", "coverage", "effects", "own_rules")
    assert [int(number.replace(",", "")) for _, number in rows] == [
        limits.MAX_TEXT_BYTES,
        limits.MAX_TEXT_BYTES,
        *(entries[name] for name in names),
        limits.MAX_SHORT_ENTRIES,
        limits.MAX_INNER_ENTRIES,
        limits.MAX_NEW_ENTRIES,
        limits.MAX_VALUES,
        limits.MAX_DEPTH,
        MAX_BYTES,
        MAX_PROBLEMS,
        MAX_PROBLEMS,
        MAX_VIOLATIONS,
    ]
    assert set(names) == set(entries)
    assert f"cache_mib={CACHE_MIB}" in PAGE
    assert f"A batch has {BATCH_CACHE_MIB} MiB" in PAGE
