"""Plans over HTTP: ``uvicorn stretch_service:app``, or :func:`create_app` with your own planner."""

from stretch_service.app import create_app

__all__ = ["app", "create_app"]

app = create_app()
