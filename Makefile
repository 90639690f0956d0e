# Everything works on a fresh machine with Python 3.10+ and make: each target makes .venv itself when it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: demo test fuzz check lint bench soak lowest audit docs format clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     the main job against an openBIS of its own, then keeps serving (ARGS=--once: ends after it)"
	@echo "make test     all tests (ARGS=... is handed to pytest)"
	@echo "make fuzz     broken input for as long as you want (ARGS='--seconds 3600'; ARGS='protocol --seed 1234': one run again)"
	@echo "make check    lint, types, architecture contracts, tests"
	@echo "make bench    how fast transfers are, beside pyBIS, curl and others (ARGS=--quick: a few minutes; ARGS=--help)"
	@echo "make soak     ten minutes of mixed traffic with random faults; nothing may be lost or leak (ARGS=--help)"
	@echo "make lowest   tests with the oldest versions of all that pyproject.toml allows"
	@echo "make audit    asks PyPI for known holes in what is installed"
	@echo "make docs     writes docs/cli.md from the commands"
	@echo "make format   brings the code into shape"
	@echo "make clean    removes what these made"

demo: $(VENV)/with-demo
	@$(BIN)/jupyter-openbis demo $(ARGS)

test: $(VENV)/with-test
	$(BIN)/python -m pytest $(ARGS)

fuzz: $(VENV)/with-test
	@$(BIN)/python -m tests.fuzz $(ARGS)

check: lint test

lint: $(VENV)/with-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/with-bench
	@$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/with-demo
	@$(BIN)/python -m soak $(ARGS)

lowest: $(VENV)/with-dev
	$(PYTHON) -m venv $(VENV)-lowest
	$(BIN)/python .ci/lowest.py > $(VENV)-lowest/constraints.txt
	$(VENV)-lowest/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint $(VENV)-lowest/constraints.txt --editable '.[test,fast]'
	$(VENV)-lowest/bin/python -m pytest -p no:cacheprovider tests/unit tests/integration/cli/test_commands.py

audit: $(VENV)/with-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --skip-editable

docs: $(VENV)/with-dev
	$(BIN)/python -m jupyter_openbis_server.entrypoints.cli.document > docs/cli.md

format: $(VENV)/with-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) $(VENV)-lowest .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
		|| { echo "Python 3.10 or newer is needed; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python's venv module is needed (Debian, Ubuntu: apt install python3-venv)"; exit 1; }

# One stamp per extra: what is installed is what pyproject.toml says.
$(VENV)/with-%: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
