#!/bin/sh
# griffelib 2.4.1 compares two versions of a function that lost a keyword-only parameter.
# Expected: find_breaking_changes, which takes any two objects, reports the lost parameter for the two functions as it does
# for the two modules that hold them.
# Found: it walks the members of what it is given, and a function has none, so two functions never differ.
# Seen: modules: ['Parameter was removed']; functions: []
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet griffelib==2.4.1
venv/bin/python - <<'P'
import sys

import griffe


def module(code):
    with griffe.temporary_visited_package("plans", {"__init__.py": code}) as found:
        return found


before, after = module("def plan(*, minutes=10): ...\n"), module("def plan(): ...\n")
of_modules, of_functions = (
    [found.kind.value for found in griffe.find_breaking_changes(*pair)]
    for pair in ((before, after), (before["plan"], after["plan"]))
)
print("modules:", of_modules, "functions:", of_functions)
sys.exit((of_modules, of_functions) != (["Parameter was removed"], []))
P
