"""Documents that stay the same while the service runs, each with its digest as ``ETag``."""

import hashlib
import json
from typing import Any

from fastapi import Request, Response

__all__ = ["Document"]


class Document:
    """A JSON document with an ``ETag``; 304 for a client that already has it."""

    def __init__(self, value: Any, media_type: str = "application/json") -> None:
        self.body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        self.media_type = media_type
        self.headers = {
            "ETag": f'"{hashlib.sha256(self.body).hexdigest()[:32]}"',
            "Cache-Control": "no-cache",  # a client may keep it, and must ask each time whether it has changed
            "X-Content-Type-Options": "nosniff",
        }

    def answer(self, request: Request) -> Response:
        """Return the document, or 304 if the client's copy is current."""
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        if known & {self.headers["ETag"], "*"}:
            return Response(status_code=304, headers=self.headers)
        return Response(self.body, media_type=self.media_type, headers=self.headers)
