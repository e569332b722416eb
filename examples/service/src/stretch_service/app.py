"""The service: what it answers at which address. Everything it knows of stretching is the library's."""

from importlib.metadata import version
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Request, Response
from fastapi_offline import FastAPIOffline

import stretchplan as sp
from stretch_service.described import body, describe, json_answer, problems
from stretch_service.documents import Document
from stretch_service.forms import FORMS
from stretch_service.problems import answer_with_problems
from stretch_service.reading import MAX_PLAN_BYTES, best_of, body_of, plan_request

__all__ = ["create_app"]

ABOUT_A_PERSON: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def create_app(planner: sp.Planner | None = None) -> FastAPI:
    """Return the service for a planner; for one of the built-in catalogue when None.

    There is one planner in each process, and all threads share it: it remembers what it has worked out, and no answer
    depends on what it remembers.
    """
    planner = planner if planner is not None else sp.Planner()
    # It brings what /docs shows; with plain FastAPI each reader's browser asks a content delivery network.
    app = FastAPIOffline(
        redoc_url=None,
        title="Stretch service",
        version=version("stretch-service"),
        description=DESCRIPTION,
        generate_unique_id_function=lambda route: route.name,
        swagger_ui_parameters={"defaultModelsExpandDepth": 0},
    )
    answer_with_problems(app)
    describe(app)
    _plans(app, planner)
    _check(app, planner)
    _documents(app, planner.catalog)
    return app


DESCRIPTION: Final = """
Plans of lower-back stretches by `stretchplan`. General information, not medical advice.

Errors are problem details (RFC 9457). 422 is for your program to mend; the `detail` of a 409 is for the person to read.
"""


def _plans(app: FastAPI, planner: sp.Planner) -> None:
    def wanted(request: Request) -> str:
        return best_of(tuple(FORMS), request)

    forms: dict[str, Any] = {form: {"schema": {"type": "string"}} for form in FORMS if form != "application/json"}

    @app.post(
        "/plans",
        summary="Plan a session",
        tags=["Plans"],
        response_class=Response,
        responses={
            200: {"description": "The best plan", "content": json_answer(sp.Plan) | forms},
            **problems(
                {
                    409: "There is no plan: what stands against it and what would help, or how soon to see a clinician",
                    422: "The request is not valid: everything that is wrong with it",
                    400: "The body is no JSON",
                    406: "Accept names none of the forms that there are",
                    413: "The body is too long",
                    415: "The body is not application/json",
                }
            ),
        },
        openapi_extra=body(sp.PlanRequest),
    )
    def plans(
        media_type: Annotated[str, Depends(wanted)], asked: Annotated[sp.PlanRequest, Depends(plan_request)]
    ) -> Response:
        """Answer with the best plan, in the form that `Accept` names. The same request gets the same bytes."""
        shown = FORMS[media_type](planner.plan(asked), planner.catalog)
        return Response(shown, media_type=media_type, headers=ABOUT_A_PERSON | {"Vary": "Accept"})


def _check(app: FastAPI, planner: sp.Planner) -> None:
    @app.post(
        "/check",
        summary="Judge a plan",
        tags=["Plans"],
        response_class=Response,
        responses={
            200: {"description": "The verdict, whatever it is", "content": json_answer(sp.CheckReport)},
            **problems({413: "The body is too long", 415: "The body is not application/json"}),
        },
        openapi_extra=body(sp.Plan),
    )
    def check(plan: Annotated[bytes, Depends(body_of(MAX_PLAN_BYTES))]) -> Response:
        """Judge a plan by every rule, whoever made it. One that cannot be read breaks the rule `plan-shape`."""
        report = sp.check(plan, catalog=planner.catalog, policy=planner.policy, rules=planner.rules)
        return Response(report.model_dump_json(), media_type="application/json", headers=ABOUT_A_PERSON)


def _documents(app: FastAPI, catalog: sp.Catalog) -> None:
    anything: dict[str, Any] = {"schema": {"type": "object"}}
    up = {"status": "ok", "stretchplan": sp.__version__, "catalog": {"id": catalog.id, "version": catalog.version}}

    def serve(path: str, summary: str, document: Document, content: dict[str, Any]) -> None:
        told: dict[int | str, dict[str, Any]] = {
            200: {"description": summary, "content": content},
            304: {"description": "It is as you have it"},
        }
        app.add_api_route(
            path,
            document.answer,
            name=path.removeprefix("/"),
            summary=summary,
            tags=["What there is"],
            response_class=Response,
            responses=told,
        )
        app.add_api_route(path, document.answer, methods=["HEAD"], include_in_schema=False)

    def serve_list(path: str, summary: str, model: Any, values: Any) -> None:
        serve(path, summary, Document([one.model_dump(mode="json") for one in values]), json_answer(model, many=True))

    serve("/catalog", "The stretches there are", Document(catalog.model_dump(mode="json")), json_answer(sp.Catalog))
    serve_list("/rules", "The rules, each with its source", sp.Rule, sp.rules())
    serve_list("/questions", "What to ask about warning signs before a plan", sp.Question, sp.screening_questions())
    serve_list("/conditions", "The conditions that rules are about", sp.ConditionEntry, sp.conditions())
    schema = "application/schema+json"
    serve("/schema", "The JSON Schema of a plan", Document(sp.plan_schema(), schema), {schema: anything})
    serve("/health", "That the service is up, and with what", Document(up), {"application/json": anything})
