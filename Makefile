# The two commands of the README, and the checks of CI. Everything runs from this folder as
# `$(PY) -m …`, so a checkout that was copied or moved runs its own code.

# The first of these that is 3.11 or newer makes $(VENV); PYTHON=… names another.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv
PY := $(VENV)/bin/python
# Not from the environment: some shells export HOST as this machine's name.
HOST := 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
# A process per core, with an equal share of the tests in their order; who is done takes half of what another has
# left. So files stay together but for a few, as their tests share what is costly to make, and no core waits long.
PARALLEL ?= -n auto --dist worksteal
# SLOW=1 runs the tests marked slow, too.
SLOW ?=

# Set-up is done again only when pyproject.toml has changed or the Python of $(VENV) is gone.
# $(1) is what to install, $(2) all that would do: dev holds test, and test what serving needs.
STAMP = $$(cksum < pyproject.toml)
define setup
	@if ! $(PY) -c 'import click' 2>/dev/null || \
		! grep -qsx "$(STAMP)" $(foreach extra,$(2),$(VENV)/.installed-$(extra)); then \
		set -e; echo "Setting up $(VENV) …"; \
		$(PY) -m pip --version >/dev/null 2>&1 || for python in $(PYTHON) none; do \
			if [ $$python = none ]; then echo "als-kg needs Python 3.11 or newer: make PYTHON=…" >&2; exit 2; fi; \
			if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
		done; \
		$(PY) -m pip --version >/dev/null 2>&1 || $$python -m venv --clear $(VENV); \
		$(PY) -m pip install --quiet --disable-pip-version-check --editable '.$(if $(filter-out plain,$(1)),[$(1)])'; \
		echo "$(STAMP)" > $(VENV)/.installed-$(1); \
	fi
endef

.PHONY: serve test lowest check lint clean
.DEFAULT_GOAL := serve

serve:
	$(call setup,plain,plain test dev)
	@exec $(PY) -m als_kg serve --host $(HOST) --port $(PORT)

test:
	$(call setup,test,test dev)
	@exec $(PY) -m pytest $(PARALLEL) $(if $(SLOW),-m "slow or not slow") $(PYTEST_ARGS)

# The usual run once more, with the lowest version of everything that pyproject.toml asks for.
lowest:
	$(call setup,dev,dev)
	@$(PY) -m uv venv --quiet --clear $(VENV)-lowest
	@$(PY) -m uv pip install --quiet --python $(VENV)-lowest --resolution lowest-direct --editable '.[test]'
	@exec $(VENV)-lowest/bin/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

check:
	$(call setup,plain,plain test dev)
	@exec $(PY) -m als_kg check

lint:
	$(call setup,dev,dev)
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m als_kg format --check

clean:
	rm -rf build dist $(VENV) $(VENV)-lowest .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
