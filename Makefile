# One command each. `make run` starts everything, `make test` proves everything.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
STAMPS := var/stamps
# The database is started by the programs themselves; checks must not start one.
CHECK_ENV := DATABASE_URL=postgresql:///nowhere
PURE := src/laufzettel/kernel src/laufzettel/engine src/laufzettel/packages
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
# Town halls often sit behind a proxy with its own certificate authority.
export UV_SYSTEM_CERTS ?= true
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: install ## start everything on this machine
	@exec $(BIN)/laufzettel demo

test: install check tools ## everything that must hold
	$(BIN)/laufzettel service test --all
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not faults and not browser"
	$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "faults or browser"

check: install ## format, lint, types, contracts, packages, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(CHECK_ENV) $(BIN)/mypy src tools
	$(BIN)/lint-imports --no-cache
	$(BIN)/laufzettel service check --all
	$(CHECK_ENV) $(BIN)/python -m tools.reference --check
	$(CHECK_ENV) $(BIN)/python -m tools.texts --check

fast: install ## pure tests and scenarios, for every few minutes
	$(BIN)/pytest -q -x -c tools/fast.ini --rootdir=. -m "not slow" $(PURE)
	$(BIN)/laufzettel service test --all

fix: install ## format and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install ## write the generated parts of docs/reference
	$(BIN)/python -m tools.reference

bench: install ## measure, side by side with a baseline
	$(BIN)/laufzettel bench

install: $(STAMPS)/python $(STAMPS)/static

tools: ; @tools/ensure_chromium.sh

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 fehlt / is missing: apt-get install python3 python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv

$(STAMPS)/python: pyproject.toml uv.lock | $(BIN)/uv
	$(BIN)/uv sync --quiet --locked --inexact
	@mkdir -p $(@D) && touch $@

# Node only fetches the files for the browser: any version 18 or later, from a wheel where there is none.
$(STAMPS)/static: package.json package-lock.json tools/vendor_static.py $(STAMPS)/python
	@major="$$( (node --version 2>/dev/null || true) | sed -E 's/^v([0-9]+).*/\1/')"; \
	if [ "$${major:-0}" -lt 18 ] || ! command -v npm >/dev/null; then \
		$(BIN)/uv sync --quiet --locked --inexact --group node; \
		PATH="$$PWD/$(BIN):$$PATH"; \
	fi; \
	npm ci --silent --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m tools.vendor_static
	@mkdir -p $(@D) && touch $@

.PHONY: help run test check fast fix docs bench install tools
