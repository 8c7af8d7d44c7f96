# Two commands matter: `make run` and `make test`. The rest are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test env env-dev lint types imports migrations tests lock clean

run: env
	$(BIN)/python manage.py up

test: lint types imports migrations tests

env: $(VENV)/.installed

env-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

lint: env-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: env-dev
	$(BIN)/mypy

imports: env-dev
	$(BIN)/lint-imports

migrations: env-dev
	$(BIN)/python manage.py makemigrations --check --dry-run

# The whole suite on SQLite, then what touches the database once more on PostgreSQL.
tests: env-dev
	$(BIN)/python -m pytest -n 2
	$(BIN)/python -m pytest -n 2 --postgres

# Hashes, no index: one file serves every supported Python.
lock: env-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -o requirements-dev.txt requirements-dev.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -c requirements-dev.txt -o requirements.txt requirements.in

clean:
	rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache
