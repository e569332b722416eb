"""Errors as problem details (RFC 9457), in the library's words and with a fitting status.

docs/decisions/0025-which-status.md of stretchplan says why a refusal is 409 and an invalid request 422.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

import stretchplan as sp

__all__ = ["Problem", "answer_with_problems", "plain_details"]


class Problem(BaseModel):
    """Problem details. Each type has its own members, such as `errors`, `conflicts` or `urgency`."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A stable URN, or about:blank where the status is the whole message.")
    title: str
    status: int
    detail: str = Field(description="The text to show.")


class ProblemResponse(JSONResponse):
    """Problem details as a response. They may hold facts about a person, so they must not be stored."""

    media_type = "application/problem+json"

    def __init__(self, details: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
        fixed = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        super().__init__(details, details["status"], fixed | dict(headers or {}))


def answer_with_problems(app: FastAPI) -> None:
    """Answer every error of an app with problem details; a traceback goes to the server's log alone."""

    @app.exception_handler(sp.InvalidRequest)
    @app.exception_handler(sp.NoPlan)
    def refused(_: Request, error: sp.StretchPlanError) -> ProblemResponse:
        return ProblemResponse(error.to_dict())

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> ProblemResponse:
        headers = error.headers or {}
        detail = {
            404: "There is nothing at this address; /docs shows what there is.",
            405: f"This address takes {headers.get('Allow')}, not {request.method}.",
        }.get(error.status_code, error.detail)
        return ProblemResponse(plain_details(error.status_code, detail), headers)

    @app.exception_handler(Exception)
    def defect(_: Request, __: Exception) -> ProblemResponse:
        return ProblemResponse(
            plain_details(500, "The service failed, and not because of the request. Its log says why.")
        )


def plain_details(status: int, detail: str) -> dict[str, Any]:
    """Return problem details of the type about:blank."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
