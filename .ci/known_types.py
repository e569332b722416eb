"""Does pyright know the type of at least 99 % of what the package exports? A user's checker knows as much."""

import json
import os
import subprocess
import sys
from pathlib import Path

LEAST = 0.99

pyright = Path(sys.executable).with_name("pyright")
command = [pyright, "--pythonpath", sys.executable, "--verifytypes", "stretchplan", "--ignoreexternal", "--outputjson"]
# pyright does not find an editable install by itself
source = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
answer = subprocess.run(command, capture_output=True, text=True, check=False, env=source)  # noqa: S603 - it ends with 1 below 100 %
found = json.loads(answer.stdout)["typeCompleteness"]
unknown = [symbol for symbol in found["symbols"] if symbol["isExported"] and not symbol["isTypeKnown"]]
for symbol in unknown:
    print(symbol["name"], *[diagnostic["message"] for diagnostic in symbol["diagnostics"]], sep="\n  ")
print(f"types known: {found['completenessScore']:.1%} of what the package exports; at least {LEAST:.0%} are needed")
sys.exit(found["completenessScore"] < LEAST)
