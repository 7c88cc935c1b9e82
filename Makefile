# Xiangban: everything runs from here. Needs python3 (3.11 or newer), python3-venv and make.

PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
RUN_READY := .venv/.ready-run
TEST_READY := .venv/.ready-test

export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
# Time zones come from the locked tzdata package; the system's own differ from it for some places.
export PYTHONTZPATH :=
# The tests start many processes: without compiled files each would read all of its libraries anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint fmt bench drill mutants test-postgres coverage clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

run: $(RUN_READY) ## start: the sandbox with the demo school, or Telegram when BOT_TOKEN is set
	@exec $(BIN)/python -m bot run

test: $(TEST_READY) ## check style, types, imports, then run every test
	@$(MAKE) --no-print-directory lint
	@$(BROWSER_NOTICE)
	$(BIN)/python -m pytest -n 2 --dist worksteal -rs

lint: $(TEST_READY) ## check style, types and the arrows between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

fmt: $(TEST_READY) ## put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(TEST_READY) ## measure; one JSON object a line
	@$(BIN)/python -m tests.bench

drill: $(TEST_READY) ## kill, flood, cut off: what is lost and what is late; goes on where it was stopped
	@$(BIN)/python -m tests.drill

mutants: $(TEST_READY) ## plant small faults and count which the tests notice; goes on where it was stopped
	@$(BIN)/python -m tests.mutation

test-postgres: $(TEST_READY) ## run every test that has a database on PostgreSQL
	XIANGBAN_DATABASE=postgresql $(BIN)/python -m pytest -n 2 --dist worksteal -rs -m "not browser"

coverage: $(TEST_READY) ## run every test, and see which lines no test runs
	$(BIN)/python -m pytest -n 2 --dist worksteal -rs --cov --cov-report=term-missing:skip-covered

clean: ## remove the environment and caches; never var/, where the data is
	rm -rf .venv mutants .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment ---------------------------------------------------------------------------------

# Nothing is removed here, so that `make run` after `make test` keeps the test tools.
$(RUN_READY): pyproject.toml uv.lock | $(BIN)/uv
	@echo "Installing what the bot needs (once) ..."
	@$(BIN)/uv sync --frozen --no-dev --inexact --quiet
	@touch $@

$(TEST_READY): pyproject.toml uv.lock | $(BIN)/uv
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/uv sync --frozen --quiet
	@touch $@ $(RUN_READY)

$(BIN)/uv:
	@$(PYTHON_NOTICE)
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

define PYTHON_NOTICE
command -v $(PYTHON) >/dev/null \
  || { echo "Xiangban needs Python 3.11 or newer: apt install python3 python3-venv"; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || { echo "Xiangban needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1); set PYTHON=python3.12 or the like."; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
  || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }
endef

define BROWSER_NOTICE
command -v chromium >/dev/null || { \
  echo; \
  echo "*******************************************************************************"; \
  echo "*  There is no Chromium here, so THE BROWSER TESTS ARE SKIPPED.               *"; \
  echo "*  To run them: apt install chromium fonts-noto-cjk fonts-noto-color-emoji    *"; \
  echo "*******************************************************************************"; \
  echo; \
  test "$$XIANGBAN_BROWSER" != required || { echo "XIANGBAN_BROWSER=required: stopping."; exit 1; }; }
endef
