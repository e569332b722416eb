"""Write what is said of broken and edited plans anew; look at what git says has changed before you commit it."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from safety import broken_doing, broken_person, broken_policy, broken_signs, broken_telling  # noqa: E402
from safety.breaking import BREAKS  # noqa: E402
from safety.edits import page_of, pages  # noqa: E402
from safety.said import said_of  # noqa: E402

assert broken_doing
assert broken_person
assert broken_policy
assert broken_signs
assert broken_telling  # importing them fills the register

broken = [f"{name}\n" + "".join(f"    {line}\n" for line in said_of(name)) for name in BREAKS]
(HERE / "said.txt").write_text("\n".join(broken), encoding="utf-8")
edited = [f"{title}\n" + "".join(f"{line}\n" for line in page_of(*step)) for title, step in pages().items()]
(HERE / "edits.txt").write_text("\n".join(edited), encoding="utf-8")
