"""Do the examples and the code in the documents run and give what they show?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def embed(text):
    """Run examples/embed.py with a request on standard input; return its answer."""
    run = subprocess.run(
        [sys.executable, ROOT / "examples/embed.py"], input=text, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    return json.loads(run.stdout)


def test_the_embedding_example_answers_with_a_plan():
    answer = embed('{"minutes": 10, "days_since_injury": 3, "targets": ["hips"]}')
    assert answer["plan"]["total_seconds"] <= 600


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ('{"minutes": 10}', "days_since_injury: this field is required and is missing"),
        ("[]", "[] is not allowed; it must be a table"),
        ("{", "the text is not JSON: expecting property name"),
        ('{"minutes": 10, "days_since_injury": 1, "pain": 9, "pain": 1}', "the name 'pain' stands twice"),
        ('{"minutes": 10, "days_since_injury": 1, "targets": ["pelvis"]}', "the rule about the early days"),
    ],
)
def test_the_embedding_example_answers_with_problem_details(text, detail):
    assert detail in embed(text)["problem"]["detail"]


@pytest.mark.parametrize("name", ["first_plan.ipynb", "explore.ipynb"])
def test_the_notebook_runs(name):
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "nbmake",
            "-n",
            "0",
            "--nbmake",
            ROOT / "examples" / name,
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": "-o addopts= -o filterwarnings= -p no:cacheprovider"},
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed" in run.stdout
