"""The service: its addresses and their answers. All knowledge of stretching is in the library."""

from importlib.metadata import version
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Request, Response
from fastapi_offline import FastAPIOffline

import stretchplan as sp
from stretch_service.described import body, describe, json_answer, problems
from stretch_service.documents import Document
from stretch_service.forms import FORMS, Session
from stretch_service.load import Places
from stretch_service.problems import answer_with_problems
from stretch_service.reading import MAX_PLAN_BYTES, best_of, body_of, plan_request

__all__ = ["create_app"]

ABOUT_A_PERSON: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def create_app(planner: sp.Planner | None = None) -> FastAPI:
    """Return the service for a planner, by default one of the built-in catalogue.

    Each process has one planner, which all threads share. It caches results, and no answer depends on the cache.
    """
    planner = planner if planner is not None else sp.Planner()
    # It serves the scripts of /docs itself; plain FastAPI loads them from a content delivery network.
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
    places = Places()
    _plans(app, planner, places)
    _check(app, planner, places)
    _documents(app, planner.catalog)
    return app


DESCRIPTION: Final = """
Plans of lower-back stretches by `stretchplan`. General information, not medical advice.

Errors are problem details (RFC 9457). With 422 your program must correct the request; with 409 show the `detail` to the
person.
"""


def _plans(app: FastAPI, planner: sp.Planner, places: Places) -> None:
    def accepted_form(request: Request) -> str:
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
                    409: "There is no plan: the reason and what would help, or how soon to see a clinician",
                    422: "The request is not valid: everything that is wrong with it",
                    400: "The body is no JSON",
                    408: "The body did not arrive in time",
                    503: "The service is busy: try again after the seconds in Retry-After",
                    406: "Accept names no form that the service has",
                    413: "The body is too long",
                    415: "The body is not application/json",
                }
            ),
        },
        openapi_extra=body(sp.PlanRequest),
    )
    def plans(
        media_type: Annotated[str, Depends(accepted_form)],
        request: Annotated[sp.PlanRequest, Depends(plan_request)],
        session: Annotated[Session, Depends()],
    ) -> Response:
        """Answer with the best plan, in the form that `Accept` names. The same request gets the same bytes.

        The query is for `text/calendar`: `series` says whose session it is and is needed there.
        """
        with places.one():
            text = FORMS[media_type](planner.plan(request), planner.catalog, session)
        return Response(text, media_type=media_type, headers=ABOUT_A_PERSON | {"Vary": "Accept"})


def _check(app: FastAPI, planner: sp.Planner, places: Places) -> None:
    @app.post(
        "/check",
        summary="Check a plan",
        tags=["Plans"],
        response_class=Response,
        responses={
            200: {"description": "The report, also if the plan breaks rules", "content": json_answer(sp.CheckReport)},
            **problems(
                {
                    408: "The body did not arrive in time",
                    413: "The body is too long",
                    415: "The body is not application/json",
                    503: "The service is busy: try again after the seconds in Retry-After",
                }
            ),
        },
        openapi_extra=body(sp.Plan),
    )
    def check(plan: Annotated[bytes, Depends(body_of(MAX_PLAN_BYTES))]) -> Response:
        """Check a plan from any source by every rule. A plan that cannot be read breaks the rule `plan-shape`."""
        with places.one():
            report = sp.check(plan, catalog=planner.catalog, policy=planner.policy, rules=planner.rules)
        return Response(report.model_dump_json(), media_type="application/json", headers=ABOUT_A_PERSON)


def _documents(app: FastAPI, catalog: sp.Catalog) -> None:
    anything: dict[str, Any] = {"schema": {"type": "object"}}
    up = {"status": "ok", "stretchplan": sp.__version__, "catalog": {"id": catalog.id, "version": catalog.version}}

    def serve(path: str, summary: str, document: Document, content: dict[str, Any]) -> None:
        responses: dict[int | str, dict[str, Any]] = {
            200: {"description": summary, "content": content},
            304: {"description": "The client's copy is current"},
        }
        app.add_api_route(
            path,
            document.answer,
            name=path.removeprefix("/"),
            summary=summary,
            tags=["Documents"],
            response_class=Response,
            responses=responses,
        )
        app.add_api_route(path, document.answer, methods=["HEAD"], include_in_schema=False)

    def serve_list(path: str, summary: str, model: Any, values: Any) -> None:
        serve(
            path, summary, Document([value.model_dump(mode="json") for value in values]), json_answer(model, many=True)
        )

    serve("/catalog", "The catalogue", Document(catalog.model_dump(mode="json")), json_answer(sp.Catalog))
    serve_list("/rules", "The rules, each with its source", sp.Rule, sp.rules())
    serve_list("/questions", "The questions about warning signs", sp.Question, sp.screening_questions())
    serve_list("/conditions", "The conditions that rules are about", sp.ConditionEntry, sp.conditions())
    schema = "application/schema+json"
    serve("/schema", "The JSON Schema of a plan", Document(sp.plan_schema(), schema), {schema: anything})
    serve("/health", "The service and its catalogue", Document(up), {"application/json": anything})
