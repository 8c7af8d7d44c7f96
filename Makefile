# Two commands matter: `make run` and `make test`. The rest are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Modules are compiled once, and not by each of the hundreds of processes that tests start, whatever the machine is set to.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test env env-dev lint types imports migrations tests faults reference audit fuzz lock bench-queue bench-web \
	bench-painter bench-batches bench-admin clean

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
	$(BIN)/python -m pytest -n 3
	$(BIN)/python -m pytest -n 3 --postgres

# How fast the queue is, beside others; prints a table. Its environment is its own. `make bench-queue ARGUMENTS=--quick`
bench-queue: bench/queue/.venv/.installed
	bench/queue/.venv/bin/python -m bench.queue $(ARGUMENTS)

bench/queue/.venv/.installed: bench/queue/requirements.txt
	test -x bench/queue/.venv/bin/python || $(PYTHON) -m venv bench/queue/.venv
	bench/queue/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# How fast the web side is, beside a bare Django view and Django Channels; as above.
bench-web: bench/web/.venv/.installed
	bench/web/.venv/bin/python -m bench.web $(ARGUMENTS)

bench/web/.venv/.installed: bench/web/requirements.txt
	test -x bench/web/.venv/bin/python || $(PYTHON) -m venv bench/web/.venv
	bench/web/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# What a picture of the embedded engine costs, how batches and the admin do with very many jobs; in the project's own
# environment.
bench-painter bench-batches bench-admin: env
	$(BIN)/python -m $(subst -,.,$@) $(ARGUMENTS)

# Everything that may be killed, cut, filled up or repeated, three times, and whatever else is slow;
# half an hour. `tests` has the quick part, once.
faults: env-dev
	$(BIN)/python -m pytest -n 2 -m faults --repeat 3 tests/faults
	$(BIN)/python -m pytest -n 2 -m faults --repeat 3 --postgres tests/faults
	$(BIN)/python -m pytest -n 2 -m "slow and not faults"

# docs/configuration.md, made of the comments in the settings.
reference: env-dev
	$(BIN)/python -m tests.docs.reference > docs/configuration.md

# What is known of holes in the locked packages: asks the package index, so it is no part of `test`, and fails without an answer.
# An exception is a further `--ignore-vuln <id>` here, with its reason beside it; there is none.
audit: env-dev
	$(BIN)/uv tool run pip-audit==2.10.1 --strict --require-hashes --disable-pip \
		--requirement requirements.txt --requirement requirements-dev.txt

# What schemathesis makes up from the API's description: hundreds of new cases for each operation, on both databases.
fuzz: env-dev
	$(BIN)/python -m pytest -n 2 --hypothesis-profile fuzz --hypothesis-show-statistics tests/api/test_fuzz.py
	$(BIN)/python -m pytest -n 2 --hypothesis-profile fuzz --postgres tests/api/test_fuzz.py

# Hashes, no index: one file serves every supported Python.
lock: env-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -o requirements-dev.txt requirements-dev.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -c requirements-dev.txt -o requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -c requirements-dev.txt -o bench/queue/requirements.txt \
		bench/queue/requirements.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links -c requirements-dev.txt -o bench/web/requirements.txt \
		bench/web/requirements.in

clean:
	rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache
