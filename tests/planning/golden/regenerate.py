"""Write what refusals say and what searches take anew; look at what git says has changed before you commit it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from planning import said, searched

for of, titles in ((said, said.REFUSALS), (searched, searched.SEARCHES)):
    of.GOLDEN.write_text("\n\n".join(map(of.page, titles)) + "\n", encoding="utf-8")
