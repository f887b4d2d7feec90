# Every target works from a bare clone: it makes .venv with $(PYTHON),
# installs uv into it, then what the lock file says, and nothing elsewhere.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/python -m uv
SYNC := $(UV) sync --quiet --locked --inexact --no-default-groups --python $(BIN)/python

# uv then trusts the certificates that pip trusts, and fetches no Python.
export UV_SYSTEM_CERTS ?= 1
export UV_PYTHON_DOWNLOADS ?= never
export PYRIGHT_PYTHON_IGNORE_WARNINGS ?= 1
# An environment somewhere else is not ours to change.
unexport VIRTUAL_ENV
unexport UV_PROJECT_ENVIRONMENT

.DEFAULT_GOAL := help
.PHONY: help demo test lint types docs bench faults mutants ci clean

help:
	@echo 'make demo    tell the story, end to end'
	@echo 'make test    run all tests, with coverage'
	@echo 'make lint    style, architecture, types, workflows'
	@echo 'make types   types only'
	@echo 'make docs    build the pages into docs/_build/html'
	@echo 'make bench   compare speed with other libraries'
	@echo 'make faults  kill, cut, fill, flip, race and fuzz at length'
	@echo 'make mutants change the code in small ways, and see who notices'
	@echo 'make ci      what continuous integration runs'
	@echo 'make clean   remove all that these made'

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "empowerkit needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV) || { \
		echo 'No environment could be made. On Debian: apt install python3-venv' >&2; \
		exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

demo: $(BIN)/uv
	@$(SYNC) --extra cli --extra fast
	@$(BIN)/empowerkit demo

# Examples of one page share a namespace, so they are not spread over workers.
test: export HYPOTHESIS_PROFILE ?= ci
test: $(BIN)/uv
	$(SYNC) --all-extras --group cov
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest README.md docs src
	$(BIN)/python -m coverage run -m pytest tests --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/zizmor --offline --quiet .github/workflows
	$(UV) lock --check --quiet

types: $(BIN)/uv
	$(SYNC) --all-extras --group lint
	$(BIN)/mypy
	$(BIN)/pyright

docs: $(BIN)/uv
	$(SYNC) --all-extras --group docs
	$(BIN)/python -m sphinx -q -n -T -W --keep-going -b html docs docs/_build/html

bench: $(BIN)/uv
	$(SYNC) --all-extras --group bench
	$(BIN)/python -m benchmarks $(ARGS)

faults: export EMPOWERKIT_FAULTS = long
faults: $(BIN)/uv
	$(SYNC) --all-extras --group tests
	$(BIN)/python -m pytest tests/faults tests/stores/test_store_histories.py -s $(ARGS)

mutants: $(BIN)/uv
	$(SYNC) --all-extras --group mutants
	for what in journal authority loader; do \
		nice $(BIN)/python tests/faults/mutants.py $$what || exit 1; done

ci:
	./.ci/run

clean:
	rm -rf $(VENV) dist docs/_build .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find conftest.py src tests docs scripts typing_tests -name __pycache__ -type d -prune -exec rm -rf {} +
