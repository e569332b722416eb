"""What a user of the bare wheel meets: the core works, nothing optional came along, the hint is clear."""

import json
import re
import subprocess
import sys
from importlib.metadata import distributions, metadata, version

import stretchplan as sp

plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
assert sp.check(json.loads(plan.model_dump_json())).ok
assert "site-packages" in sp.__file__, sp.__file__
assert version("stretchplan") == sp.__version__

core = {"stretchplan", "pydantic", "pydantic_core", "python-constraint2", "annotated-types", "typing_extensions"}
core |= {"typing-inspection", "pip", "setuptools"}
names = {d.metadata["Name"].lower().replace("_", "-") for d in distributions()}
assert names <= {n.lower().replace("_", "-") for n in core}, names

run = subprocess.run([sys.executable, "-m", "stretchplan", "plan"], capture_output=True, text=True, check=False)
assert run.returncode == 2, run
assert "pip install 'stretchplan[cli]'" in run.stderr, run.stderr
assert run.stderr.count("\n") == 1, run.stderr
run = subprocess.run([sys.executable, "-c", "import stretchplan.testing"], capture_output=True, text=True, check=False)
assert run.stderr.endswith("pip install 'stretchplan[testing]'\n"), run.stderr
run = subprocess.run([sys.executable, "-c", "import stretchplan.batch"], capture_output=True, text=True, check=False)
assert run.stderr.endswith("pip install 'stretchplan[batch]'\n"), run.stderr
run = subprocess.run([sys.executable, "-c", "import stretchplan.widget"], capture_output=True, text=True, check=False)
assert run.stderr.endswith("pip install 'stretchplan[widget]'\n"), run.stderr
description = metadata("stretchplan")["Description"] or str(metadata("stretchplan").get_payload())
assert "In Python" in description
links = re.findall(r"\]\(([^)]*)\)", description)  # a package index shows the README without the files beside it
assert all(link.startswith("https://") for link in links), links
page = plan.to_html()  # the files beside the modules are in the wheel
assert page.startswith("<!doctype html>"), page[:80]
assert "class Stopwatch" in page
print("the wheel works on its own:", plan.total_seconds, "seconds planned")
