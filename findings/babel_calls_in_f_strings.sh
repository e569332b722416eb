#!/bin/sh
# Babel 2.19.0 collects messages from a Python file in which calls of gettext stand inside f-strings.
# Expected: every literal call is a message, wherever it stands, as Python 3.12 gives it; or a warning says which are not.
# Found: with Python 3.11 the calls inside f-strings are left out without a word. The tokenizer of Python before 3.12
# gives an f-string as one token, and the extractor does not look into it.
# Seen: 3.11: ['third']; 3.12: ['plain', 'second', 'third']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet babel==2.19.0
venv/bin/python - <<'P'
import sys
from io import BytesIO

from babel.messages.extract import extract

source = b'''
def two():
    return f"{_('plain')} {_('second')}"


def one():
    return _("third")
'''
seen = [message for _, message, _, _ in extract("python", BytesIO(source))]
print(sys.version.split()[0], seen)
whole = ["plain", "second", "third"]
sys.exit(seen != (whole if sys.version_info >= (3, 12) else ["third"]))
P
