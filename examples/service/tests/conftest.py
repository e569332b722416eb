"""One service for all tests, and Hypothesis the same on every run."""

import pytest
from hypothesis import settings
from starlette.testclient import TestClient
from stretch_service import app

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def client() -> TestClient:
    """Talk to the service without a network; an error of its own is an answer, as it is for clients."""
    return TestClient(app, raise_server_exceptions=False)
