# Needs Python 3.10 or newer and make: each target creates .venv if it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LABEXTENSIONS := $(VENV)/share/jupyter/labextensions
INSTALL = $(BIN)/python .ci/install.py
BUILT := frontend/labextension/package.json
ARGS ?=
# Most tests wait for something: for two processors, four at a time keep them busy. WORKERS=0 runs one after the other.
WORKERS ?= 4
# A file is the unit that processes share: fixtures of modules are set up once.
PYTEST := -m pytest -q --brief -n $(WORKERS) --dist loadscope --no-loadscope-reorder
# What other versions of packages cannot change is tested once, by `make test`: texts and structure of the repository, and,
# since import-linter ensures that it imports the standard library only, the domain.
WITHOUT_PACKAGES := tests/unit/domain tests/unit/site $(wildcard tests/unit/test_*.py)
# A marked test is one that reaches pyBIS; tests/uses_pybis.py ensures that all of these are marked.
WITH_PYBIS = -m uses_pybis $(shell grep -rl --include='test_*.py' 'mark\.uses_pybis' tests/unit tests/contract tests/integration)
# Log in, browse, download and publish in JupyterLab, and the signs in its file browser; `make test` has them in the newest.
IN_A_BROWSER := "tests/e2e/front_end/test_main_job.py::test_from_an_empty_list_to_a_published_notebook[lab]" \
	tests/e2e/front_end/test_synchronising.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
# The tests start hundreds of processes: without byte code on the disk, each would compile all of its modules again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test fuzz check lint lint-python frontend lint-frontend types wheel sdist sbom bench soak coverage lowest lowest-jupyterlab pybis7 prereleases secrets audit workflows docs site links format clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     the main workflow against a fake openBIS, then keeps serving (ARGS=--once: ends after it; --afs: openBIS 7)"
	@echo "make test     all tests, also those of the front end (ARGS=...: arguments of pytest)"
	@echo "make frontend builds the panel of JupyterLab after changes of frontend/ (needs Node 20 or newer)"
	@echo "make wheel    builds the wheel with the panel, into dist/ (make sdist: the sources)"
	@echo "make sbom     lists the wheel's dependencies as CycloneDX, beside it"
	@echo "make fuzz     tests with invalid input (ARGS='--seconds 3600'; ARGS='protocol --seed 1234': repeats one run)"
	@echo "make check    lint, types, architecture contracts, tests"
	@echo "make bench    speed of transfers, compared with pyBIS, curl and others (ARGS=--quick: a few minutes; ARGS=--help)"
	@echo "make soak     ten minutes of mixed traffic with random faults, without lost data or leaks (ARGS=--help)"
	@echo "make lowest   tests with the oldest versions that pyproject.toml allows"
	@echo "make lowest-jupyterlab the main workflow in a browser, in the oldest JupyterLab of these"
	@echo "make prereleases tests with the next versions of Jupyter and pyBIS"
	@echo "make pybis7   unit, contract and integration tests that reach pyBIS, with the release candidate of pyBIS 7"
	@echo "make coverage unit and contract tests, and how much of the package they run; fails below the floor in pyproject.toml"
	@echo "make secrets  looks for tokens, keys and passwords in the files of the repository (part of make lint)"
	@echo "make audit    looks up known vulnerabilities of the installed packages (PyPI advisories, npm)"
	@echo "make workflows checks .github for security problems (zizmor)"
	@echo "make docs     writes docs/cli.md, docs/python-api.md, docs/openapi.json and, from that, the types of the front end"
	@echo "make site     builds the documentation site into build/site; broken links and other warnings are errors"
	@echo "make links    looks up the links to other sites"
	@echo "make format   formats the code"
	@echo "make clean    removes the environments, caches and builds"

demo: $(VENV)/with-demo frontend
	@$(BIN)/jupyter-openbis demo $(ARGS)

test: $(VENV)/with-test frontend
	@$(BIN)/python .ci/in_memory.py $(BIN)/python $(PYTEST) $(ARGS)

fuzz: $(VENV)/with-test
	@$(BIN)/python -m tests.fuzz $(ARGS)

check: lint test

lint: lint-python lint-frontend secrets

lint-python: $(VENV)/with-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@report=$$($(BIN)/lint-imports) || { echo "$$report"; exit 1; }
	$(BIN)/python .ci/words.py

secrets: $(VENV)/with-dev
	$(BIN)/python .ci/scan_secrets.py

bench: $(VENV)/with-bench
	@$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/with-demo
	@$(BIN)/python -m soak $(ARGS)

lowest: $(VENV)-lowest/with-test
	@$(BIN)/python .ci/in_memory.py $(VENV)-lowest/bin/python $(PYTEST) -p no:cacheprovider \
		$(addprefix --ignore=,$(WITHOUT_PACKAGES)) tests/unit tests/integration/cli/test_commands.py

# Half a minute of a processor for each test: not part of .ci/run.
lowest-jupyterlab: $(VENV)-lowest/with-test frontend
	@$(BIN)/python .ci/in_memory.py $(VENV)-lowest/bin/python -m pytest -q --brief -p no:cacheprovider $(IN_A_BROWSER)

pybis7: $(VENV)-pybis7/with-test
	@$(BIN)/python .ci/in_memory.py $(VENV)-pybis7/bin/python $(PYTEST) -p no:cacheprovider \
		$(WITH_PYBIS)

prereleases: $(VENV)-prereleases/with-test frontend
	@$(BIN)/python .ci/in_memory.py $(VENV)-prereleases/bin/python $(PYTEST) -p no:cacheprovider \
		$(addprefix --ignore=,$(WITHOUT_PACKAGES)) tests/unit tests/contract tests/integration/jupyter $(IN_A_BROWSER)

# Of the panel, only what is delivered: tools for building it are not.
audit: $(VENV)/with-dev
	@$(INSTALL) $(VENV) pip-audit
	$(BIN)/python .ci/audit.py

workflows: $(VENV)-release/with-release
	$(VENV)-release/bin/zizmor .github

coverage: $(VENV)/with-dev
	@$(BIN)/python .ci/in_memory.py $(BIN)/python $(PYTEST) --cov --cov-report=html:build/coverage --cov-report=term:skip-covered \
		tests/unit tests/contract

docs: $(VENV)/with-dev
	$(BIN)/python -m jupyter_openbis_server.entrypoints.cli.docs > docs/cli.md
	$(BIN)/python -m jupyter_openbis_server.entrypoints.jupyter.openapi > docs/openapi.json
	$(BIN)/python -m jupyter_openbis_server.entrypoints.library.docs > docs/python-api.md
	@$(MAKE) --no-print-directory types

links: $(VENV)-docs/with-docs
	@$(VENV)-docs/bin/python -m sphinx -q -b linkcheck docs build/links

site: $(VENV)-docs/with-docs
	@rm -rf build/site
	@$(VENV)-docs/bin/python -m sphinx -q -n -W --keep-going -b html docs build/site
	@echo "The documentation site is in build/site/index.html"

format: $(VENV)/with-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) $(VENV)-docs $(VENV)-release $(VENV)-lowest $(VENV)-pybis7 $(VENV)-prereleases .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Without Node, the front end is neither built nor tested. With Node, it is built after its sources have changed.
ifeq ($(shell node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm),)
frontend lint-frontend types:
	@echo "Node 20 or newer, or npm, is missing: the panel of JupyterLab is neither built nor tested. Everything else works."
else
frontend: $(BUILT) | $(BIN)/python
	@mkdir -p $(LABEXTENSIONS)
	@ln -sfn $(CURDIR)/frontend/labextension $(LABEXTENSIONS)/jupyter-openbis

lint-frontend: frontend/node_modules/.package-lock.json
	cd frontend && npm run --silent check

types: frontend/node_modules/.package-lock.json
	cd frontend && npm run --silent types
endif

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --loglevel=error

$(BUILT): frontend/node_modules/.package-lock.json frontend/tsconfig.json frontend/webpack.config.js $(wildcard jupyter_openbis_server/adapters/kernels/ask_*) \
		$(shell find frontend/src frontend/style frontend/schema frontend/scripts -type f)
	@cd frontend && mkdir -p build && npm run --silent build > build/log 2>&1 || { cat build/log; exit 1; }

wheel: $(VENV)/with-dev
	$(BIN)/python -m pip wheel -qq --disable-pip-version-check --no-deps --wheel-dir dist .

sdist: $(VENV)-release/with-release
	$(VENV)-release/bin/python -m build --sdist --outdir dist .

# Of what users get: the newest wheel in dist/ with its dependencies, in an environment of their own.
sbom: wheel $(VENV)-release/with-release
	@rm -rf build/sbom
	@$(PYTHON) -m venv --without-pip build/sbom
	@$(INSTALL) build/sbom "$$(ls -t dist/*.whl | head -1)"
	$(VENV)-release/bin/cyclonedx-py environment build/sbom/bin/python --pyproject pyproject.toml --output-reproducible \
		--output-file "$$(ls -t dist/*.whl | head -1 | sed 's/-py3-none-any.whl/.cdx.json/')"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' \
		|| { echo "Python 3.10 or newer is needed; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python's venv module is needed (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install -qq uv || echo "uv cannot be installed; pip is used, which takes ten times as long."

# One stamp file per extra: it is installed again after a change of pyproject.toml.
$(VENV)/with-%: $(BIN)/python pyproject.toml
	@$(INSTALL) $(VENV) --editable '.[$*]'
	@touch $@

$(VENV)-lowest/with-test: $(VENV)/with-dev pyproject.toml .ci/lowest.py
	@$(PYTHON) -m venv --without-pip $(VENV)-lowest
	@$(BIN)/python .ci/lowest.py > $(VENV)-lowest/constraints.txt
	@$(INSTALL) $(VENV)-lowest --constraint $(VENV)-lowest/constraints.txt --editable '.[test,fast]'
	@touch $@

$(VENV)-pybis7/with-test: $(VENV)/with-dev pyproject.toml
	@$(PYTHON) -m venv --without-pip $(VENV)-pybis7
	@$(INSTALL) $(VENV)-pybis7 'pybis==7.0.0rc6' --editable '.[test]'
	@touch $@

$(VENV)-prereleases/with-test: $(BIN)/python pyproject.toml
	@$(PYTHON) -m venv --without-pip $(VENV)-prereleases
	@$(INSTALL) $(VENV)-prereleases --editable '.[test]'
	@$(INSTALL) $(VENV)-prereleases --upgrade --pre jupyter_client jupyter_server jupyterlab notebook nbconvert 'pybis<8'
	@touch $@

# Tools that do not need the package itself, in environments of their own.
$(VENV)-docs/with-docs $(VENV)-release/with-release: $(BIN)/python pyproject.toml
	@$(PYTHON) -m venv --without-pip $(@D)
	@$(INSTALL) $(@D) $$($(BIN)/python .ci/extra.py $(@F:with-%=%))
	@touch $@
