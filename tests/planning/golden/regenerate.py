"""Write what refusals say anew; look at what git says has changed before you commit it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from planning.said import GOLDEN, REFUSALS, page

GOLDEN.write_text("\n\n".join(map(page, REFUSALS)) + "\n", encoding="utf-8")
