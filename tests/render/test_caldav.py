"""Does a real CalDAV server take each session, and a session planned again, at its own address?"""

import re
import socket
import subprocess
import sys
import time as clock
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.render import to_caldav, to_ics

pytest.importorskip("radicale", reason="needs Radicale: pip install radicale")

ADA, BEN = "Ada", "Ben"
_CALENDAR = b'<mkcalendar xmlns="urn:ietf:params:xml:ns:caldav"/>'


def ask(method: str, address: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Return the status and the text of an answer."""
    asked = urllib.request.Request(address, data=body, method=method, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an empty calendar on a server that runs for these tests."""
    folder: Path = tmp_path_factory.mktemp("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [f"--server-hosts=127.0.0.1:{port}", "--auth-type=none", "--rights-type=owner_only"]
    server = subprocess.Popen(
        [sys.executable, "-m", "radicale", *settings, f"--storage-filesystem-folder={folder}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/ada/sessions/"
    try:
        for _ in range(300):
            try:
                status, _ = ask("MKCALENDAR", address, _CALENDAR, Authorization="Basic YWRhOg==")
            except (urllib.error.URLError, OSError):
                clock.sleep(0.4)
            else:
                assert status == 201
                break
        yield address
    finally:
        server.terminate()
        server.wait(60)


def put(calendar: str, sessions: tuple[tuple[str, str], ...]) -> set[int]:
    """Put each session to its address, as docs/calendar.md shows it, and return the answers' statuses."""
    return {
        ask(
            "PUT",
            f"{calendar}{uid}.ics",
            text.encode(),
            Authorization="Basic YWRhOg==",
            **{"Content-Type": "text/calendar; charset=utf-8"},
        )[0]
        for uid, text in sessions
    }


def kept(calendar: str) -> dict[str, tuple[str, str]]:
    """Return the sequence and the length of what the calendar holds, by UID."""
    status, text = ask("GET", calendar, Authorization="Basic YWRhOg==")
    assert status == 200
    found = {}
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        uid, sequence, summary = (
            re.search(rf"(?m)^{name}:(.*?)\r?$", event)[1]  # type: ignore[index]
            for name in ("UID", "SEQUENCE", "SUMMARY")
        )
        found[uid] = (sequence, summary)
    return found


def week(minutes: int) -> list[sp.Plan]:
    """Return seven days, each with its own day after the injury."""
    first = date(2026, 12, 1)
    return [sp.plan(minutes=minutes, days_since_injury=3 + n, on=first + timedelta(n)) for n in range(7)]


def test_put_plan_again_and_put_again(calendar: str):
    ten, five = week(10), week(5)
    mornings = to_caldav(ten, at=time(7, 30), zone="Europe/Berlin", series=ADA)
    evenings = to_caldav(ten, at=time(19), zone="Europe/Berlin", series=ADA)
    of_another = to_caldav(ten, at=time(19), zone="Europe/Berlin", series=BEN)
    for sessions in (mornings, evenings, of_another):
        assert put(calendar, sessions) == {201}
    assert len(kept(calendar)) == 21
    again = to_caldav(five, at=time(20, 15), zone="Europe/Berlin", series=ADA, revision=1)
    assert put(calendar, again) <= {201, 204}
    found = kept(calendar)
    assert len(found) == 21
    replaced = {uid: sequence for uid, (sequence, _) in found.items() if sequence != "0"}
    assert replaced == {uid: "1" for uid, _ in evenings}
    for (uid, _), plan in zip(again, five, strict=True):
        assert f"{plan.total_seconds // 60} min" in found[uid][1]
    # Several events at one address are what the server refuses.
    assert put(calendar, (("week", to_ics(week(10), series="Eve")),)) == {400}
    assert len(kept(calendar)) == 21
