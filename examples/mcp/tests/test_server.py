"""What does an assistant's program get? Each test starts the server and calls it with the SDK's own client."""

import asyncio
import sys

import pytest
from mcp import Client, StdioServerParameters
from stretch_mcp import Answer

import stretchplan as sp

GOOD = {"minutes": 10, "days_since_injury": 3, "targets": ["hips"]}
NO_PLAN = {"minutes": 10, "days_since_injury": 2, "targets": ["pelvis", "hips"]}
STOP = {"minutes": 10, "days_since_injury": None, "screening": {"leg_weakness": "yes"}}


@pytest.fixture(scope="module")
def answers():
    """Return the tools that the server lists, and its answer to each request."""
    requests = [GOOD, NO_PLAN, STOP, GOOD | {"minutes": 0}, GOOD | {"profile": {"include": ["cobra_poes"]}}]

    async def ask():
        async with Client(StdioServerParameters(command=sys.executable, args=["-m", "stretch_mcp"])) as client:
            listed = await client.list_tools()
            return listed.tools, [await client.call_tool("plan_session", {"request": request}) for request in requests]

    return asyncio.run(ask())


def test_the_tool_shows_the_requests_schema_and_the_answers(answers):
    (tool,), _ = answers
    schema = sp.PlanRequest.model_json_schema()
    assert tool.input_schema["$defs"]["PlanRequest"]["properties"].keys() == schema["properties"].keys()
    assert {"Plan", "Refusal", "WayOut"} <= tool.output_schema["$defs"].keys()


def test_a_plan_is_the_librarys_own_and_passes_its_check(answers):
    result = answers[1][0]
    answer = Answer.model_validate(result.structured_content)
    assert not result.is_error
    assert answer.refusal is None
    assert answer.plan == sp.plan(**GOOD)
    assert sp.check(answer.plan).ok
    assert result.content[0].text == answer.plan.to_text()


def test_a_refusal_says_why_and_a_way_out_has_a_plan(answers):
    result = answers[1][1]
    answer = Answer.model_validate(result.structured_content)
    assert not result.is_error
    assert answer.plan is None
    assert answer.refusal.type == "urn:stretchplan:problem:infeasible"
    assert answer.refusal.detail in result.content[0].text
    way = answer.refusal.relaxations[0]
    assert way.message in result.content[0].text
    assert sp.check(sp.plan(way.request)).ok


def test_a_warning_sign_gets_how_soon_to_see_a_clinician_and_no_way_out(answers):
    result = answers[1][2]
    answer = Answer.model_validate(result.structured_content)
    assert (answer.plan, answer.refusal.urgency, answer.refusal.relaxations) == (None, "same_day", [])
    assert "doctor" in result.content[0].text


def test_a_wrong_request_is_an_error_that_names_the_place(answers):
    out_of_bounds, unknown = answers[1][3:]
    assert out_of_bounds.is_error
    assert "request.minutes" in out_of_bounds.content[0].text
    assert unknown.is_error
    assert "cobra_pose" in unknown.content[0].text
