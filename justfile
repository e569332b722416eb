# The tasks of this project. `just` alone lists them; CI runs the same ones (.ci/run).
#
# just itself comes from PyPI with the extra "dev": `.venv/bin/just`, or any just that is installed.
# The tasks use the tools in .venv. BIN names another folder of tools: BIN=/path/to/venv/bin just lint

bin := env("BIN", ".venv/bin")

long_files := "tests/render/test_markdown.py"

_list:
    @{{ just_executable() }} --list --unsorted

# Put everything that the tasks need into .venv
setup:
    test -x {{ bin }}/python || python3 -m venv .venv
    test -x {{ bin }}/uv || {{ bin }}/pip install -q uv
    {{ bin }}/uv pip install -q --python {{ bin }}/python -e '.[dev,docs,browser,bench,frameworks]'

# Run the tests, or some of them: just test tests/render -n0
test *args:
    {{ bin }}/python -m pytest {{ args }}

# Run the tests with a hundred times as many drawn examples, from fresh random seeds
test-long *args:
    HYPOTHESIS_PROFILE=long {{ bin }}/python -m pytest {{ args }}

# Draw a hundred times as many examples, from fresh seeds, in the quick test files that draw texts, requests and rows
long:
    HYPOTHESIS_PROFILE=long {{ bin }}/python -m pytest -q {{ long_files }}

# Run the quick tests from the source archive: on each other Python that is here, and with the lowest dependencies
pythons:
    BIN={{ bin }} .ci/pythons

# Install readers that no extra brings (calendars, a CalDAV server, engines of data, editors) and run the tests that need them
readers:
    BIN={{ bin }} .ci/readers

# Try the site's page that plans in Chromium, and compare its plans with those of this Python byte for byte
pyodide $STRETCHPLAN_BROWSER="required" $STRETCHPLAN_PYODIDE="required": site
    {{ bin }}/python -m pytest -q -n0 tests/page/test_try.py

# Run the tests of the pages in Chromium, which has to be installed. They look at real clocks, so on a busy machine one
# may come too late; those that fail are tried once more, one by one.
browser $STRETCHPLAN_BROWSER="required":
    {{ bin }}/python -m pytest -q -m browser tests || \
      {{ bin }}/python -m pytest -q -n0 -m browser --last-failed --last-failed-no-failures none tests

# Let a real speech engine say a session in Chromium, in real time; xvfb, pulseaudio, speech-dispatcher,
# speech-dispatcher-espeak-ng and espeak-ng have to be installed
voice:
    STRETCHPLAN_VOICE=required {{ bin }}/python -m pytest -q -n0 tests/page/test_voice.py

# Check style and formatting
lint:
    {{ bin }}/ruff check .
    {{ bin }}/ruff format --check .
    {{ bin }}/codespell *.md docs src examples .ci

# Mend what ruff can mend by itself
fix:
    {{ bin }}/ruff check --fix .
    {{ bin }}/ruff format .

# Check the types with mypy and with pyright, and as three users' checkers see the values that the documents show
types:
    {{ bin }}/mypy
    {{ bin }}/pyright --pythonpath {{ bin }}/python
    {{ bin }}/pyrefly check --preset strict --error unused-type-ignore --python-interpreter-path {{ bin }}/python --search-path src tests/public_types
    {{ bin }}/python .ci/known_types.py

# Check that imports run one way (the contracts are in pyproject.toml)
contracts:
    {{ bin }}/lint-imports

# Do FastAPI, MCP, LangChain and pydantic-ai take the models?
frameworks:
    STRETCHPLAN_FRAMEWORKS=required {{ bin }}/python -m pytest -n0 -q tests/test_frameworks.py

# Build the documents into site/, without Python for the page that plans in the browser; follow every link of theirs, and
# look at each page with axe-core in Chromium
docs:
    {{ bin }}/zensical build --clean --strict
    STRETCHPLAN_SITE=required STRETCHPLAN_BROWSER=required {{ bin }}/python -m pytest -n0 -q tests/test_site.py

# Build the whole site into site/: the documents, and the page that plans in the browser
site: docs
    BIN={{ bin }} .ci/site

# Write every golden file, the schemas and the picture of the floors again; look at the difference before you commit
golden:
    {{ bin }}/python -m tests.regenerate

# Make the types of examples/web_timer from the schema again, check its scripts and run its tests
web:
    BIN={{ bin }} .ci/web_timer

# Build the wheel and use it in empty environments: alone, under another project, under a service and a tool
wheel:
    BIN={{ bin }} .ci/wheel

# Check that uv.lock agrees with pyproject.toml
lock:
    {{ bin }}/uv lock --check -q

# Run each benchmark once, briefly: do they run, and do all ways find equal optima?
bench:
    PYTHONPATH=. {{ bin }}/python benchmarks/ratio.py 1
    {{ bin }}/python benchmarks/import_cost.py 1
    {{ bin }}/python benchmarks/render.py 1
    PYTHONPATH=. {{ bin }}/python benchmarks/compare.py --sizes 15 --seeds 1 --limit 5 --json /dev/null
    {{ bin }}/python -m pytest -q benchmarks -k equally_good

# Try mutants of a package in a scratch copy (hours; see docs/development/mutation.md): just mutation planning
mutation package="safety":
    BIN={{ bin }} .ci/mutation {{ package }}

# Does the code break callers of the last tagged version, or of a commit: just api, just api COMMIT
api *ref:
    @PYTHONPATH=. {{ bin }}/python .ci/api.py {{ ref }}

# Say what is missing before a version can be released: just release 0.1.0
release version:
    {{ bin }}/python .ci/release.py {{ version }}
