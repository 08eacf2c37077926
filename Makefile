# The commands of this project; `make help` lists them. PYTHON, PORT, VAR_DIR, DATABASE_URL and REDIS_URL choose.

PORT ?= 8000
DATA ?= ../shared/data
# More words for pytest, such as TESTS=tests/unit or "-k heatmap -x".
TESTS ?=
BIN := .venv/bin
SETUP = PY="$$(sh scripts/find-python)" && "$$PY" scripts/setup.py

.DEFAULT_GOAL := help
.PHONY: help run setup test test-sqlite test-postgresql check bench realdata messages screenshot clean
# One recipe at a time: two of them would set up the same environment.
.NOTPARALLEL:

help:  ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-24s %s\n", $$1, $$2}'

run:  ## Set up what is missing and serve http://127.0.0.1:8000 (PORT=, VAR_DIR=)
	@$(SETUP) run && exec $(BIN)/python manage.py serve --port $(PORT) --with-parent

setup:  ## Environment, tools, assets, and the programs that tests drive
	@$(SETUP) test

test: setup  ## The whole suite on SQLite, then on PostgreSQL, browser tests included (TESTS=)
	@$(BIN)/python scripts/test.py sqlite postgresql -- $(TESTS)

test-sqlite: setup  ## The whole suite on SQLite alone
	@$(BIN)/python scripts/test.py sqlite -- $(TESTS)

test-postgresql: setup  ## The whole suite on PostgreSQL and Redis alone
	@$(BIN)/python scripts/test.py postgresql -- $(TESTS)

check:  ## Style, types, arrows between rooms, templates, security, migrations, settings, messages
	@$(SETUP) dev
	@$(BIN)/python scripts/check.py

bench: setup  ## Speed and memory, as a table of ratios with their limits (BENCH= names some)
	@$(BIN)/python -m benchmarks.run $(BENCH)

realdata: setup  ## What needs the real public files (DATA=their folder)
	@REALDATA="$(DATA)" $(BIN)/python scripts/test.py realdata -- $(TESTS)

messages:  ## Bring the translation catalogues up to date and compile them
	@$(SETUP) dev
	@$(BIN)/python scripts/messages.py update && $(BIN)/python scripts/messages.py compile

screenshot: setup  ## The README's picture, from the exercise world
	@$(BIN)/python scripts/screenshot.py

clean:  ## Remove everything that can be made again; the state in var/ stays
	rm -rf .boot .venv static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
	find warning/locale -name '*.mo' -delete
