#!/bin/sh
# hypothesis 6.170.17 with pydantic 2.14.4 (annotated-types 0.8.0).
# Expected: st.from_type(Model) draws within the bounds of Field(ge=…, le=…), wherever the field's type states them.
# Found: it does at the top of a field. One level down, in a list or beside None, the same Field is not read, and the
# strategy itself raises pydantic's ValidationError. The same bounds as annotated_types.Interval are kept at each level.
# Seen: {'top': 'drawn', 'list': 'ValidationError', 'or None': 'ValidationError', 'list, annotated_types': 'drawn',
#        'or None, annotated_types': 'drawn'}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet hypothesis==6.170.17 pydantic==2.14.4 annotated-types==0.8.0
cd "$folder"
"$folder/venv/bin/python" - <<'P'
from typing import Annotated

from annotated_types import Interval
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError, create_model

by_pydantic = Annotated[int, Field(ge=1, le=240)]
by_annotated_types = Annotated[int, Interval(ge=1, le=240)]
kinds = {
    "top": by_pydantic,
    "list": list[by_pydantic],
    "or None": by_pydantic | None,
    "list, annotated_types": list[by_annotated_types],
    "or None, annotated_types": by_annotated_types | None,
}
seen = {}
for name, kind in kinds.items():
    model = create_model("Request", minutes=(kind, ...))

    @settings(max_examples=100, derandomize=True, database=None, deadline=None)
    @given(st.from_type(model))
    def draw(request):
        assert isinstance(request, model)

    try:
        draw()
        seen[name] = "drawn"
    except ValidationError as error:
        seen[name] = type(error).__name__
print(seen)
assert seen == {
    "top": "drawn",
    "list": "ValidationError",
    "or None": "ValidationError",
    "list, annotated_types": "drawn",
    "or None, annotated_types": "drawn",
}, seen
P
