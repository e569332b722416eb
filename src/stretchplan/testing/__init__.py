"""Tools to test planners, rules and catalogues: strategies, an assertion, a contract, and whole grids of requests.

It needs the extra ``testing``, which installs Hypothesis. docs/testing.md has an example of each.

>>> from hypothesis import given
>>> from stretchplan.testing import assert_safe, requests
>>> import stretchplan as sp
>>> @given(requests(feasible=True))
... def test_every_plan_is_safe(request):
...     assert_safe(sp.plan(request))
>>> test_every_plan_is_safe()
"""

from __future__ import annotations

from importlib.util import find_spec

from stretchplan.base.errors import MissingExtra

if find_spec("hypothesis") is None:
    raise MissingExtra("testing", "stretchplan.testing")

from stretchplan.testing.assertions import assert_safe
from stretchplan.testing.catalogs import catalogs, stretches
from stretchplan.testing.contract import planner_contract
from stretchplan.testing.histories import histories
from stretchplan.testing.hostile import hostile_catalogs, hostile_json, hostile_plans, hostile_requests, hostile_toml
from stretchplan.testing.over_days import OverDays
from stretchplan.testing.people import policies, profiles, screenings
from stretchplan.testing.programme_contract import programme_contract
from stretchplan.testing.programmes import programmes, unsafe_programmes
from stretchplan.testing.requests import plans, requests
from stretchplan.testing.unsafe import unsafe_plans
from stretchplan.verification import compare, verify

__all__ = [
    "OverDays",
    "assert_safe",
    "catalogs",
    "compare",
    "histories",
    "hostile_catalogs",
    "hostile_json",
    "hostile_plans",
    "hostile_requests",
    "hostile_toml",
    "planner_contract",
    "plans",
    "policies",
    "profiles",
    "programme_contract",
    "programmes",
    "requests",
    "screenings",
    "stretches",
    "unsafe_plans",
    "unsafe_programmes",
    "verify",
]
