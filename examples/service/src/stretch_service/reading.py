"""Reads a body of limited length, as strictly as the library, and the media types that a client accepts."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence

import mimeparse  # type: ignore[import-untyped]
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

import stretchplan as sp

__all__ = ["BODY_SECONDS", "MAX_PLAN_BYTES", "MAX_REQUEST_BYTES", "best_of", "body_of", "plan_request"]

BODY_SECONDS = 5  # how long a body may take to arrive
MAX_REQUEST_BYTES = 64 * 1024
MAX_PLAN_BYTES = 4 * 1024 * 1024  # what stretchplan.check reads


def body_of(most: int) -> Callable[[Request], Awaitable[bytes]]:
    """Return a reader of JSON bodies of at most ``most`` bytes, which stops reading at that length."""

    async def body(request: Request) -> bytes:
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/json":
            given = "it says no content type" if not content_type else "it says another content type"
            raise HTTPException(415, f"The body must be application/json, and {given}.", {"Accept": "application/json"})
        read = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for chunk in request.stream():
                    read += chunk
                    if len(read) > most:
                        raise HTTPException(413, f"The body is longer than {most:,} bytes, the most that is read here.")
        except TimeoutError:
            message = f"The body was not here within {BODY_SECONDS} s."
            raise HTTPException(408, message, {"Connection": "close"}) from None
        except ClientDisconnect:  # the client is gone; without this the log would report a defect
            raise HTTPException(400, "The body ended before its end.") from None
        return bytes(read)

    return body


async def plan_request(request: Request) -> sp.PlanRequest:
    """Return the request of a body.

    FastAPI could fill the model itself. The library reads more strictly (it refuses a field that occurs twice: of two
    answers about chest pain the second may be the wrong one), and its messages are sentences for people.
    """
    text = await body_of(MAX_REQUEST_BYTES)(request)
    try:
        return sp.parse_request(text)
    except sp.InvalidRequest as error:
        if _is_json(text):
            raise
        raise HTTPException(400, f"{error}.") from None


def best_of(offered: Sequence[str], request: Request) -> str:
    """Return the offered media type that the client prefers; of equals the last one."""
    accepted = request.headers.get("accept", "") or "*/*"
    try:
        best = str(mimeparse.best_match(offered, accepted))
    except mimeparse.MimeTypeParseException:
        best = ""
    if not best:
        raise HTTPException(406, f"The answer can be {', '.join(offered)}; Accept names none of them.")
    return best


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text.decode())  # bytes in UTF-16 would be read too, and JSON on the web is UTF-8
    except (ValueError, RecursionError):
        return False
    return True
