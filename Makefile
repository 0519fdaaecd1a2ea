# Each target sets up what it needs in .venv; nothing has to be installed by hand.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench clean

run: .venv/ready
	$(BIN)/komek run

test: .venv/dev
	sh tests/get_browser.sh $(BIN)
	$(BIN)/python -m pytest

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy bot tests bench
	$(BIN)/lint-imports
	$(BIN)/komek check
	$(BIN)/komek outcomes --check
	$(BIN)/komek schema --check
	$(BIN)/komek draw --check

bench: .venv/dev
	$(BIN)/python -m bench
	$(BIN)/python -m bench.check
	$(BIN)/python -m bench.matching
	$(BIN)/python -m bench.desk

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[semantic]'
	touch $@

.venv/dev: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[semantic,dev]'
	touch $@

clean:
	rm -rf .venv data build *.egg-info
