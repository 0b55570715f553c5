# The two commands of the README, and the checks of CI. Everything runs from this folder as
# `$(PY) -m …`, so a checkout that was copied or moved runs its own code.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; print("$(name)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)))
VENV := .venv
PY := $(VENV)/bin/python
# Not from the environment: some shells export HOST as this machine's name.
HOST := 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
# SLOW=1 runs the tests marked slow, too.
SLOW ?=

# Set-up is done again only when pyproject.toml has changed or the Python of $(VENV) is gone.
STAMP = $$(cksum < pyproject.toml)
define setup
	@test -n "$(PYTHON)" || { echo "als-kg needs Python 3.11 or newer: make PYTHON=/path/to/python" >&2; exit 2; }
	@if ! $(PY) -c 'import click' 2>/dev/null || [ "$$(cat $(VENV)/.installed$(1) 2>/dev/null)" != "$(STAMP)" ]; then \
		set -e; echo "Setting up $(VENV) …"; \
		$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV); \
		$(PY) -m pip install --quiet --disable-pip-version-check --editable '.$(1)'; \
		echo "$(STAMP)" > '$(VENV)/.installed$(1)'; \
	fi
endef

.PHONY: serve test check lint clean
.DEFAULT_GOAL := serve

serve:
	$(call setup,)
	@exec $(PY) -m als_kg serve --host $(HOST) --port $(PORT)

test:
	$(call setup,[test])
	@exec $(PY) -m pytest $(if $(SLOW),-m "slow or not slow") $(PYTEST_ARGS)

check:
	$(call setup,)
	@exec $(PY) -m als_kg check

lint:
	$(call setup,[dev])
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m als_kg format --check

clean:
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
