# Every target sets up what it needs in .venv; a bare machine needs Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup browser pictures serve test test-long check bench train clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(READY)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A browser for tests/browser: the machine's own, or one that is fetched once; without one those tests are skipped.
browser: setup
	$(BIN)/python -m tests.browser.chromium

# The pictures of the README, of the pages as they are now.
pictures: browser
	$(BIN)/python -m docs.pictures

test: check browser
	$(BIN)/pytest -m "not long" -n 2

test-long: browser
	MODERATION_TEST_BUDGET=long $(BIN)/pytest -n 2 --timeout=1800

serve: setup
	$(BIN)/moderation-server

bench: setup
	$(BIN)/python -m benchmarks

train: setup
	$(BIN)/moderation-train fit
	$(BIN)/moderation-train evaluate --weights weights/shipped.weights --results weights/shipped.json

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
