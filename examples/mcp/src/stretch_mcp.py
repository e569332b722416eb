"""An MCP server with one tool: an assistant asks for a session, and gets the plan or the refusal, both typed."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, ConfigDict, Field

import stretchplan as sp

__all__ = ["Answer", "Refusal", "WayOut", "main", "server"]

ABOUT: Final = """
Plans of lower-back stretches by stretchplan. General information, not medical advice.

Ask the person for the minutes and for the days since the injury; do not guess them. Ask the questions about warning
signs and give the answers as `screening`. Show the text of an answer as it is: it holds what the person must be told.
When a plan is refused, do not write one yourself.
"""


class WayOut(BaseModel):
    """A request near the refused one that has a plan."""

    request: sp.PlanRequest
    message: str = Field(description="How it differs, in words.")
    not_before_days: int = Field(description="Days to wait before it may be asked for; 0 when today will do.")
    not_before: date | None = None


class Refusal(BaseModel):
    """Why there is no plan: the library's problem details (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A stable URN, such as urn:stretchplan:problem:see-a-clinician.")
    title: str
    status: int
    detail: str = Field(description="The text to show.")
    urgency: Literal["emergency", "same_day", "clinician_first"] | None = Field(
        default=None, description="How soon to see a clinician, where that is the reason."
    )
    relaxations: list[WayOut] = Field(default=[], description="What would help. None relaxes a safety rule.")


class Answer(BaseModel):
    """A plan or a refusal, never both."""

    plan: sp.Plan | None = None
    refusal: Refusal | None = None


server = MCPServer("stretchplan", instructions=ABOUT)
planner = sp.Planner()  # one for all calls; it caches results, and no answer depends on the cache


@server.tool(title="Plan a stretching session")
def plan_session(request: sp.PlanRequest) -> Annotated[CallToolResult, Answer]:
    """Plan today's lower-back stretches. The same request gets the same plan."""
    try:
        plan = planner.plan(request)
    except sp.NoPlan as error:
        details: dict[str, Any] = error.to_dict()
        return _result(_words(error), Answer(refusal=Refusal.model_validate(details)))
    except sp.InvalidRequest as error:  # a name that the catalogue does not have: the assistant can correct it
        raise ToolError(str(error)) from None
    return _result(plan.to_text(), Answer(plan=plan))


def _words(error: sp.NoPlan) -> str:
    ways = [way.message for way in error.relaxations] if isinstance(error, sp.Infeasible) else []
    return "\n- ".join([f"{error}{' What would help:' if ways else ''}", *ways])


def _result(text: str, answer: Answer) -> CallToolResult:
    content = TextContent(type="text", text=text)
    return CallToolResult(content=[content], structured_content=answer.model_dump(mode="json"))


def main() -> None:
    """Serve one client over standard input and output."""
    server.run()


if __name__ == "__main__":
    main()
