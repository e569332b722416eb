"""Do frameworks take the models as bodies, answers and tools?

Each test is left out where its framework is missing: the extra "frameworks" brings them. With
STRETCHPLAN_FRAMEWORKS=required a missing one is an error.
"""

import asyncio
import json
import os
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import stretchplan as sp

GOOD = {"minutes": 5, "days_since_injury": 3}
WRONG = {"minutes": 0, "days_since_injury": 3}
PLAN = sp.plan(**GOOD)


def framework(name: str) -> ModuleType:
    if os.environ.get("STRETCHPLAN_FRAMEWORKS") == "required":
        return import_module(name)
    return pytest.importorskip(name, exc_type=Exception)


def text_of(request: sp.PlanRequest) -> str:
    """Plan a session."""
    return sp.plan(request).to_text()


@pytest.mark.filterwarnings("ignore")
def test_fastapi_takes_a_request_as_body_and_a_plan_as_answer():
    fastapi = framework("fastapi")
    testclient = framework("fastapi.testclient")
    app = fastapi.FastAPI()

    @app.post("/plans", response_model=sp.Plan)
    def plans(request: sp.PlanRequest) -> sp.Plan:
        return sp.plan(request)

    client = testclient.TestClient(app)
    assert client.post("/plans", json=GOOD).json() == json.loads(PLAN.model_dump_json())
    refused = client.post("/plans", json=WRONG)
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "minutes"]
    assert "Plan" in client.get("/openapi.json").json()["components"]["schemas"]


@pytest.mark.filterwarnings("ignore")
def test_the_documents_whole_service_answers_as_they_say():
    framework("fastapi")
    testclient = framework("fastapi.testclient")
    document = Path(__file__).parents[1] / "docs/embedding.md"
    (source,) = re.findall(r"(?s)```python\n(from fastapi .*?)```", document.read_text(encoding="utf-8"))
    service: dict = {}
    exec(compile(source, document, "exec"), service)  # noqa: S102 - the document's own example
    client = testclient.TestClient(service["app"])
    assert client.post("/plans", json=GOOD).text == PLAN.model_dump_json()
    wrong = client.post("/plans", json=WRONG)
    assert (wrong.status_code, wrong.json()["detail"][0]["loc"]) == (422, ["body", "minutes"])
    unknown = client.post("/plans", json=GOOD | {"targets": ["hip"]})
    assert (unknown.status_code, unknown.json()["errors"][0]["suggestion"]) == (422, "hips")
    none = client.post("/plans", json=GOOD | {"screening": {"leg_weakness": "yes"}})
    assert (none.status_code, none.json()["urgency"]) == (409, "same_day")


@pytest.mark.filterwarnings("ignore")
def test_mcp_takes_a_request_and_gives_a_plan():
    mcpserver = framework("mcp.server.mcpserver")
    server = mcpserver.MCPServer("stretches")

    @server.tool()
    def plan(request: sp.PlanRequest) -> sp.Plan:
        """Plan a session."""
        return sp.plan(request)

    assert not asyncio.run(server.call_tool("plan", {"request": GOOD})).is_error
    with pytest.raises(Exception, match=r"request\.minutes"):
        asyncio.run(server.call_tool("plan", {"request": WRONG}))


@pytest.mark.filterwarnings("ignore")
def test_langchain_takes_a_request_as_the_arguments_of_a_tool():
    tools = framework("langchain_core.tools")

    def planned(**fields: object) -> str:
        return sp.plan(**fields).to_text()

    tool = tools.StructuredTool.from_function(
        planned, name="plan", description="Plan", args_schema=sp.PlanRequest, handle_validation_error="wrong"
    )
    assert tool.invoke(GOOD) == PLAN.to_text()
    assert tool.invoke(WRONG) == "wrong"


@pytest.mark.filterwarnings("ignore")
def test_pydantic_ai_asks_the_model_again_after_a_wrong_request():
    ai = framework("pydantic_ai")
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
    from pydantic_ai.models.function import FunctionModel

    turns = iter([[ToolCallPart("text_of", WRONG)], [ToolCallPart("text_of", GOOD)], [TextPart("done")]])
    heard = []

    def model(messages: list, _info: object) -> ModelResponse:
        heard.append(str(messages[-1]))
        return ModelResponse(parts=next(turns))

    agent = ai.Agent(FunctionModel(model))
    agent.tool_plain(text_of)
    assert agent.run_sync("plan").output == "done"
    assert "greater_than_equal" in heard[1]
