"""Do the examples in the docstrings do what they say?"""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name", ["programme.journal", "programme.person", "programme.progress", "results.records", "safety.check_programme"]
)
def test_the_examples_run(name):
    failed, tried = doctest.testmod(import_module(f"stretchplan.{name}"))
    assert (failed, tried > 0) == (0, True)
