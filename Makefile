# Two commands matter: `make run` and `make test`. Everything else is named below.
PYTHON ?= python3
BIN := .venv/bin
# The gate asks in the same order each time, so that a green run says something about the next; elsewhere orders differ.
ORDER := $(if $(CI),--randomly-seed=1869)
.DEFAULT_GOAL := help

.PHONY: help env run test test-long check fmt bench lock words reference-results evaluation screens scan-bench

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

env: .venv/ready ## make .venv with exactly the pinned packages

.venv/ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Ghé needs Python 3.11 or newer; this is `$(PYTHON) --version`. Try: make PYTHON=python3.12 env"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making .venv ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: env ## start everything at http://127.0.0.1:8000; LAN=1 for phones in this network
	@$(BIN)/ghe run $(if $(LAN),--lan)

test: env ## prove it: about eleven minutes on two cores
	@$(BIN)/python tests/needs.py
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ORDER) -m "not long"

test-long: env ## the longer suites too
	@$(BIN)/python tests/needs.py
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: env ## format, lint, types, architecture, words: under a minute
	@$(BIN)/ruff format --check --quiet . || { echo "run: make fmt"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo | tail -n 12
	@$(BIN)/python -m pytest -q --no-header --durations=0 --durations-min=1 tests/architecture tests/domain tests/vault

fmt: env ## put the code into its form
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

bench: env ## measure what is claimed
	@mkdir -p var
	@$(BIN)/ghe bench --json var/bench.json

lock: ## renew the pinned packages (needs uv)
	uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --group dev -c requirements.txt --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.txt

reference-results: env ## write docs/reference-results.md: which published results the tests reproduce
	@$(BIN)/python -m pytest -p no:randomly tests/reference --reference-results docs/reference-results.md

evaluation: env ## score the tracer on simulated cities and write docs/evaluation.md: about a quarter of an hour
	@$(BIN)/ghe evaluate tracing --out docs

scan-bench: env ## measure from how far printed codes are read, and write docs/scan-bench.md: ten minutes
	@$(BIN)/python -m qr.bench --thorough --out docs/scan-bench.md

screens: env ## look at every map and every citizen's screen: sheets of pictures in docs/screens (needs Chromium)
	@$(BIN)/python -m tests.browser.screens

words: env ## collect the sentences of templates and code into the Vietnamese catalogue
	@$(BIN)/python -m app.web.collect_words
