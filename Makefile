# Everything needs only make and Python 3.11 or newer. Another interpreter: make PYTHON=python3.12 install
PYTHON ?= python3
PORT ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV ?= uv
CODE := bot handlers storage tests benchmarks deploy

.DEFAULT_GOAL := help
.PHONY: help install demo run test check bench audit sbom notes lock clean

help:
	@echo "make install   the virtual environment with the locked dependencies"
	@echo "make demo      the whole shop on this machine, no token needed (PORT=8000 chooses the page's port)"
	@echo "make run       the shop on a real token, from .env"
	@echo "make test      the tests"
	@echo "make check     lint, types, import rules, known vulnerabilities and the tests with coverage"
	@echo "make bench     how fast it is, as ratios to the bare minimum (BENCH_SCALE=0.01 for a quick look)"
	@echo "make audit     known vulnerabilities of the locked dependencies (asks the network)"
	@echo "make sbom      sbom.json: what the image is made of, as CycloneDX"
	@echo "make lock      resolve the dependencies anew (needs uv)"
	@echo "make clean     remove the environment and the tools' caches; data/ stays"

install: $(STAMP)

# Installs again only when the lock has changed.
$(STAMP): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)."; \
		echo "Name a newer one: make PYTHON=python3.12 $(or $(MAKECMDGOALS),install)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "The venv module is missing; on Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@echo "Installing the locked dependencies into $(VENV) (a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $(STAMP)

demo: $(STAMP)
	@$(BIN)/python -m bot demo $(if $(PORT),--port $(PORT))

run: $(STAMP)
	@$(BIN)/python -m bot run

test: $(STAMP)
	@$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python .ci/audit.py
	$(BIN)/python .ci/tests.py

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

audit: $(STAMP)
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements.txt

sbom: $(STAMP)
	@$(BIN)/python deploy/sbom.py > sbom.json && echo "sbom.json: $$(grep -c '"purl"' sbom.json) packages"

# VERSION's part of the changelog; fails where it has none.
notes:
	@awk -v version="$(VERSION)" '/^## \[/ { on = index($$0, "## [" version "]") == 1; next } on { print; some = 1 } \
		END { exit !some }' CHANGELOG.md

# One resolution for Python 3.11 to 3.14 on every system; the runtime lock binds the development lock.
LOCK := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: $(PYTHON) -m pip install uv, or make UV=/path/to/uv lock"; exit 1; }
	$(LOCK) $(LOCKFLAGS) -o requirements.txt
	$(LOCK) $(LOCKFLAGS) --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
