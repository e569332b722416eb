"""One service for all tests, and the same Hypothesis examples on every run."""

import pytest
from hypothesis import settings
from starlette.testclient import TestClient
from stretch_service import app

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def client() -> TestClient:
    """Return a client without a network; an error of the service is an answer, as for real clients."""
    return TestClient(app, raise_server_exceptions=False)
