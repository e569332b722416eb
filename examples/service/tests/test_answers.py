"""What does the service answer to valid and to invalid requests?"""

import json

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient
from stretch_service import create_app
from stretch_service.described import ASKED
from stretch_service.forms import FORMS, Session
from stretch_service.load import Places
from stretch_service.reading import MAX_REQUEST_BYTES

import stretchplan as sp

PLAIN = ASKED["A plan"]
JSON = {"Content-Type": "application/json"}


def problem(response, status):
    """Return the problem details of a response, after checking that it has some."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    details = response.json()
    assert details["status"] == status
    assert details["title"]
    assert details["detail"]
    assert "Traceback" not in response.text
    return details


def test_a_plan_is_the_librarys_own_byte_for_byte(client):
    response = client.post("/plans", json=PLAIN)
    assert response.status_code == 200
    assert response.text == sp.plan(**PLAIN).model_dump_json()
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/*;q=0.5, application/json;q=0.4", "text/plain; charset=utf-8"),
        ("text/plain;q=0.5, application/json;q=0.9", "application/json"),
        ("image/png, text/plain;q=0.1", "text/plain; charset=utf-8"),
    ],
)
def test_the_client_says_which_form_it_wants(client, accept, media_type):
    response = client.post("/plans", json=PLAIN, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_the_librarys(client, form):
    asked = PLAIN | {"on": "2026-03-02"}
    response = client.post("/plans?series=4711", json=asked, headers={"Accept": form})
    assert response.headers["content-type"].partition(";")[0] == form
    session = Session(series="4711")
    assert response.content.decode() == FORMS[form](sp.plan(**asked), sp.builtin_catalog(), session)


def test_a_calendar_needs_a_date(client):
    details = problem(client.post("/plans", json=PLAIN, headers={"Accept": "text/calendar"}), 422)
    assert [error["where"] for error in details["errors"]] == ["on"]


def calendar_uid(client, query, **asked):
    """Return the UID of the event that a query gets."""
    response = client.post(
        f"/plans?{query}", json=PLAIN | {"on": "2026-03-02"} | asked, headers={"Accept": "text/calendar"}
    )
    assert response.status_code == 200
    return next(line for line in response.text.splitlines() if line.startswith("UID:"))


def test_people_and_times_of_day_are_different_events_and_a_new_plan_is_the_same(client):
    ada = calendar_uid(client, "series=ada&at=07:30")
    assert len({ada, calendar_uid(client, "series=ben&at=07:30"), calendar_uid(client, "series=ada&at=19:00")}) == 3
    assert calendar_uid(client, "series=ada&at=08:15&revision=1&zone=Europe/Berlin", minutes=5) == ada


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "a calendar needs a name for the person in the query"),
        ("series=ada&at=7h", "at is not a time of day; give one such as 07:30"),
        ("series=ada&zone=Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("series=ada&revision=-1", "revision is not a whole number from 0"),
        ("series=ada&revision=3000000000", "revision is 3000000000; it must be a whole number from 0 to 2147483647"),
        ("series=ada&details=brief", "details is not full or short"),
    ],
)
def test_a_calendar_that_cannot_be_made_is_said_in_a_sentence(client, query, words):
    response = client.post(f"/plans?{query}", json=PLAIN | {"on": "2026-03-02"}, headers={"Accept": "text/calendar"})
    assert words in problem(response, 422)["detail"]


@pytest.mark.parametrize("accept", ["image/png", "nonsense", ";;", "application/json;q=0"])
def test_a_form_that_there_is_not_is_refused(client, accept):
    assert "application/json" in problem(client.post("/plans", json=PLAIN, headers={"Accept": accept}), 406)["detail"]


def test_a_refusal_says_what_would_help_and_that_helps(client):
    details = problem(client.post("/plans", json=ASKED["No plan, and what would help"]), 409)
    assert details["type"] == "urn:stretchplan:problem:infeasible"
    assert len(details["relaxations"]) == 2
    for relaxation in details["relaxations"]:
        assert client.post("/plans", json=relaxation["request"]).status_code == 200


def test_a_warning_sign_is_a_refusal_that_says_how_soon(client):
    details = problem(client.post("/plans", json=ASKED["See a clinician"]), 409)
    assert (details["type"], details["urgency"]) == ("urn:stretchplan:problem:see-a-clinician", "same_day")


def test_everything_that_is_wrong_is_said_in_sentences(client):
    details = problem(client.post("/plans", json=ASKED["Not valid"]), 422)
    assert [(error["where"], error["suggestion"]) for error in details["errors"]] == [
        ("target", "targets"),
        ("minutes", None),
        ("days_since_injury", None),
    ]


def test_an_area_that_the_catalogue_lacks_is_an_invalid_request(client):
    assert "did you mean 'hips'?" in problem(client.post("/plans", json=PLAIN | {"targets": ["hip"]}), 422)["detail"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "plan", b"\xff", "[" * 50_000, json.dumps(PLAIN).encode("utf-16"), json.dumps(PLAIN).encode("utf-32")],
)
def test_what_is_no_json_is_a_bad_request(client, text):
    assert problem(client.post("/plans", content=text, headers=JSON), 400)["detail"].startswith("the text is ")


def test_two_answers_to_one_question_are_refused(client):
    text = '{"minutes": 10, "days_since_injury": 3, "screening": {"chest_pain": "yes", "chest_pain": "no"}}'
    assert "stands twice" in problem(client.post("/plans", content=text, headers=JSON), 422)["detail"]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_another_type_of_body_is_refused(client, kind):
    response = client.post("/plans", content=json.dumps(PLAIN), headers={"Content-Type": kind})
    assert "application/json" in problem(response, 415)["detail"]


def test_a_body_has_bounds_whether_or_not_it_says_how_long_it_is(client):
    text = json.dumps(PLAIN)
    most = text + " " * (MAX_REQUEST_BYTES - len(text))
    assert client.post("/plans", content=most, headers=JSON).status_code == 200
    problem(client.post("/plans", content=most + " ", headers=JSON), 413)
    problem(client.post("/plans", content=(b" " * 1000 for _ in range(100)), headers=JSON), 413)


def test_check_judges_whatever_it_is_sent(client):
    plan = client.post("/plans", json=PLAIN).json()
    assert client.post("/check", json=plan).json()["ok"] is True
    plan["total_seconds"] += 1
    assert client.post("/check", json=plan).json()["ok"] is False
    for text in ("{", "[]", ""):
        response = client.post("/check", content=text, headers=JSON)
        assert response.status_code == 200
        assert [violation["rule_id"] for violation in response.json()["violations"]] == ["plan-shape"]


@pytest.mark.parametrize("path", ["/catalog", "/rules", "/questions", "/conditions", "/schema", "/health"])
def test_a_document_is_sent_once(client, path):
    first = client.get(path)
    assert first.status_code == 200
    assert first.json()
    tag = first.headers["etag"]
    assert client.get(path).headers["etag"] == tag
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.head(path).headers["etag"] == tag


def test_the_documents_are_the_librarys(client):
    assert client.get("/schema").json() == sp.plan_schema()
    assert client.get("/schema").headers["content-type"] == "application/schema+json"
    assert sp.parse_catalog(client.get("/catalog").text, format="json") == sp.builtin_catalog()
    assert [rule["id"] for rule in client.get("/rules").json()] == [rule.id for rule in sp.rules()]


def test_wrong_addresses_and_methods_are_problems_too(client):
    problem(client.get("/plan"), 404)
    response = client.get("/plans")
    assert problem(response, 405)["detail"] == "This address takes POST, not GET."
    assert response.headers["allow"] == "POST"


class Broken(sp.Planner):
    """A planner with a defect."""

    def plan(self, request=None, /, **fields):
        """Fail with a message that must not leave the server."""
        raise RuntimeError("/srv/secrets")


def test_a_defect_says_nothing_of_the_inside():
    client = TestClient(create_app(Broken()), raise_server_exceptions=False)
    response = client.post("/plans", json=PLAIN)
    problem(response, 500)
    assert "secrets" not in response.text


class FailingRule:
    """An own rule with a defect."""

    id, sentence, source, strength = "own", "Always fails.", "a test", "policy"

    def leaves(self, stretch, doses, request):
        """Fail."""
        raise ZeroDivisionError

    def judge(self, plan, catalog):
        """Return no violation."""
        return ()


def test_a_rule_of_ones_own_that_fails_is_the_services_fault():
    client = TestClient(create_app(sp.Planner(rules=[FailingRule()])), raise_server_exceptions=False)
    problem(client.post("/plans", json=PLAIN), 500)


def test_a_policy_of_the_services_own_holds():
    client = TestClient(create_app(sp.Planner(policy=sp.Policy(max_session_seconds=180))))
    assert client.post("/plans", json=PLAIN).json()["total_seconds"] <= 180
    longer = sp.plan(**PLAIN).model_dump(mode="json")
    assert client.post("/check", json=longer).json()["ok"] is False


def test_more_than_it_can_do_is_told_to_come_again():
    places = Places(1)
    with places.one(), pytest.raises(HTTPException) as caught, places.one():
        pass
    assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "2"})
    with places.one():  # the place is free again
        pass
