"""Does docs/limits.md say the caches that the code has? tests/test_documents.py compares its table."""

from pathlib import Path

from stretchplan.batch.planner import BATCH_CACHE_MIB
from stretchplan.planning.planner import CACHE_MIB

PAGE = (Path(__file__).parents[1] / "docs/limits.md").read_text(encoding="utf-8")


def test_the_page_has_the_caches_of_the_code():
    assert f"cache_mib={CACHE_MIB}" in PAGE
    assert f"A batch has {BATCH_CACHE_MIB} MiB" in PAGE
