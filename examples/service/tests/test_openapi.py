"""Does the service do what its OpenAPI document says, whatever it is sent?

Schemathesis reads the document, draws requests for every operation, right ones and wrong ones, and holds the answers
against it. The same ones on every run.
"""

import json
import re

import schemathesis
from hypothesis import assume, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from stretch_service import app
from stretch_service.described import ASKED

import stretchplan as sp

api = schemathesis.openapi.from_asgi("/openapi.json", app)

# /check judges whatever it is sent, so nothing is refused; the areas and stretches of a request are the catalogue's to
# know, so what fits the schema may still be refused.
LEFT_OUT = [negative_data_rejection, positive_data_acceptance]


@api.parametrize()
@settings(max_examples=30)
def test_the_service_is_as_described(case):
    case.call_and_validate(excluded_checks=LEFT_OUT)


@api.include(path="/plans").parametrize()
@settings(max_examples=30)
def test_what_the_schema_forbids_is_never_planned(case):
    assume(not repeats(case.body))
    case.call_and_validate(checks=[not_a_server_error, negative_data_rejection])


def repeats(value):
    """Return whether a list inside a JSON value holds a value twice."""
    if isinstance(value, dict):
        return any(map(repeats, value.values()))
    if isinstance(value, list):
        return len(set(map(json.dumps, value))) < len(value) or any(map(repeats, value))
    return False


def test_the_models_are_the_librarys(client):
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/([\w-]+)", json.dumps(document))) == set(schemas)
    assert set(schemas["Plan"]["properties"]) == set(sp.plan_schema()["properties"])
    assert body_of(document, "/plans")["schema"] == {"$ref": "#/components/schemas/PlanRequest-Input"}


def body_of(document, path):
    """Return the description of the JSON body of a POST."""
    return document["paths"][path]["post"]["requestBody"]["content"]["application/json"]


def test_the_examples_get_the_answers_that_the_document_shows(client):
    document = client.get("/openapi.json").json()
    shown = document["components"]["examples"]
    offered = body_of(document, "/plans")["examples"]
    assert list(offered) == list(ASKED)
    for reference in offered.values():
        name = reference["$ref"].rpartition("/")[2]
        answered = client.post("/plans", json=shown[name]["value"])
        assert answered.json() == shown[name.replace("asked", "answered")]["value"]
    (reference,) = body_of(document, "/check")["examples"].values()
    assert client.post("/check", json=shown[reference["$ref"].rpartition("/")[2]]["value"]).json()["ok"]


def test_documentation_page_loads_from_the_service_alone(client):
    page = client.get("/docs").text
    assert "//" not in "".join(re.findall(r'(?:src|href)="([^"]*)"', page))
    for path in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert client.get(path).status_code == 200
