"""Does the service work in its own process with several clients at the same time?"""

import itertools
import json
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from stretch_service.reading import BODY_SECONDS, MAX_PLAN_BYTES

import stretchplan as sp


@pytest.fixture(scope="module")
def address():
    """Start uvicorn on a free port that the test binds itself, so that no other process can take it; stop it after."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        number = listening.fileno()
        command = [sys.executable, "-W", "error", "-m", "uvicorn", "stretch_service:app", "--fd", str(number)]
        with subprocess.Popen(command, pass_fds=[number], stderr=subprocess.PIPE, text=True) as server:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.terminate()
            _, said = server.communicate(timeout=20)
    assert "Traceback" not in said
    assert "Application shutdown complete" in said


def test_clients_at_once_get_the_same_bytes_as_one_alone(address):
    asked = [
        {"minutes": minutes, "days_since_injury": day, "targets": targets}
        for minutes, day, targets in itertools.product((3, 10), (1, 9, None), (["hips"], ["lower_back", "hips"], []))
    ]

    def answers(turn):
        order = asked[turn:] + asked[:turn]
        with httpx2.Client(base_url=address, timeout=60) as client:
            got = {str(one): client.post("/plans", json=one) for one in order}
        return {one: (answer.status_code, answer.content) for one, answer in got.items()}

    with ThreadPoolExecutor(4) as clients:
        first, *others = clients.map(answers, range(4))
    assert all(other == first for other in others)
    for one in asked:
        assert first[str(one)] == alone(one)


def alone(asked):
    """Return the status and the bytes of the library's answer."""
    try:
        return 200, sp.plan(**asked).model_dump_json().encode()
    except sp.Infeasible as refusal:
        return 409, json.dumps(refusal.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()


def test_a_client_that_leaves_in_the_middle_does_no_harm(address):
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as left:
        left.sendall(
            b'POST /plans HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"mi'
        )
    assert httpx2.get(f"{address}/health").json()["status"] == "ok"


HALF_A_BODY = b'POST /check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"mi'
JSON = {"Content-Type": "application/json"}


def connect(address):
    """Return a connection to a server, without a client library that would finish the request."""
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=4 * BODY_SECONDS)


def test_half_a_body_is_answered_after_the_time_for_a_body(address):
    with connect(address) as slow:
        started = time.monotonic()
        slow.sendall(HALF_A_BODY)
        answer = slow.recv(4096)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - started >= BODY_SECONDS - 0.5


def test_half_a_header_keeps_nobody_else_waiting(address):
    with connect(address) as slow:
        slow.sendall(b"POST /check HTTP/1.1\r\nHo")
        assert httpx2.get(f"{address}/health", timeout=20).status_code == 200


def test_a_body_in_utf_16_is_a_bad_request_over_the_network(address):
    text = json.dumps({"minutes": 10, "days_since_injury": 3}).encode("utf-16")
    assert httpx2.post(f"{address}/plans", content=text, headers=JSON, timeout=20).status_code == 400


def test_health_answers_while_the_largest_plans_are_checked(address):
    plan = sp.plan(minutes=10, days_since_injury=3).model_dump(mode="json")
    plan["prescriptions"] *= 30
    text = json.dumps(plan)
    text += " " * (MAX_PLAN_BYTES - len(text.encode()))

    def check(_):
        return httpx2.post(f"{address}/check", content=text, headers=JSON, timeout=120)

    longest = 0.0
    with ThreadPoolExecutor(12) as clients:
        checks = [clients.submit(check, turn) for turn in range(12)]
        while not all(one.done() for one in checks):
            started = time.monotonic()
            assert httpx2.get(f"{address}/health", timeout=60).status_code == 200
            longest = max(longest, time.monotonic() - started)
    answers = [one.result() for one in checks]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert all(answer.headers["retry-after"] == "2" for answer in answers if answer.status_code == 503)
    assert longest < 10


def test_a_half_sent_body_does_not_keep_the_service_from_stopping():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        number = listening.fileno()
        command = [sys.executable, "-m", "uvicorn", "stretch_service:app", "--fd", str(number)]
        command += ["--timeout-graceful-shutdown", "5"]
        with subprocess.Popen(command, pass_fds=[number], stderr=subprocess.DEVNULL) as server:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            assert httpx2.get(f"{address}/health", timeout=60).status_code == 200
            with connect(address) as slow:
                slow.sendall(HALF_A_BODY)
                assert httpx2.get(f"{address}/health", timeout=60).status_code == 200
                started = time.monotonic()
                server.terminate()
                server.wait(timeout=60)
                took = time.monotonic() - started
    assert took < 10
