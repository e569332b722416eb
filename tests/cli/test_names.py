"""Does the terminal take aliases, removed stretches and ids that begin with a digit?"""

from collections.abc import Callable
from pathlib import Path

import stretchplan as sp
from tests.planning.test_names import BUILTIN, GONE, planned, with_digits

ASKED = ("plan", "--minutes", "12", "--no-recent-injury", "--format", "json")


def test_an_alias_is_its_stretch(call: Callable) -> None:
    made = call(*ASKED, "--avoid", "cobra", "--include", "bridge")
    assert (made.code, made.err) == (0, "")
    plan = sp.Plan.model_validate_json(made.out)
    assert "cobra_pose" not in planned(plan)
    assert "glute_bridge" in planned(plan)


def test_what_is_gone_may_be_avoided_and_not_included(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(GONE.model_dump_json())
    assert call(*ASKED, "--catalog", "mine.json", "--avoid", "cobra_pose").code == 0
    refused = call(*ASKED, "--catalog", "mine.json", "--include", "cobra_pose")
    assert refused.code == 2
    assert "use 'knee_to_chest' instead" in refused.err


def test_a_policy_file_may_forbid_an_alias_and_what_is_gone(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text('{"forbidden_stretches": ["cobra"], "first_allowed_days": {"bridge": 9.0}}')
    made = call(*ASKED, "--policy", "policy.json")
    plan = sp.Plan.model_validate_json(made.out)
    assert plan.policy.forbidden_stretches == {"cobra_pose"}
    assert plan.policy.first_allowed_days == {"glute_bridge": 9}
    (tmp_path / "mine.json").write_text(GONE.model_dump_json())
    assert call(*ASKED, "--policy", "policy.json", "--catalog", "mine.json").code == 0


def test_ids_may_begin_with_a_digit(call: Callable, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(with_digits(BUILTIN).model_dump_json())
    made = call(*ASKED, "--catalog", "mine.json", "--include", "90_bridge", "--target", "90_hips")
    assert made.code == 0, made.err
    assert "90_glute_bridge" in planned(sp.Plan.model_validate_json(made.out))
