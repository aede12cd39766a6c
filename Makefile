# Renkei: `make help` lists what can be done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= data
export PORT DATA

.PHONY: help run test coverage lint format bench messages lock clean

help: ## List what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run ## Set up what is missing and serve on http://127.0.0.1:8000 (PORT=, DATA=)
	@$(BIN)/renkei setup
	@$(BIN)/gunicorn --config python:config.gunicorn config.wsgi

test: $(VENV)/.dev ## Run the whole suite (SQLite, and PostgreSQL where it runs)
	@$(BIN)/python tests/run.py

coverage: $(VENV)/.dev ## The same, and check how much of the code it runs through
	@$(BIN)/python tests/run.py --coverage

lint: $(VENV)/.dev ## Check style, types, floors, templates, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --strict -p matching -p search
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet platform cms
	$(BIN)/renkei makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/architecture

format: $(VENV)/.dev ## Bring the code into form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure the matcher on BENCH=<folder>, into docs/matching.md
	@$(BIN)/python -m benchmarks.everything $(BENCH)

# config/locale holds what Wagtail leaves untranslated: nothing of ours names it.
messages: $(VENV)/.dev ## Collect and compile the texts of the interface (needs gettext)
	for app in $(filter-out platform/config/locale,$(wildcard platform/*/locale)) cms/locale; do \
	  (cd $$app/.. && $(CURDIR)/$(BIN)/django-admin makemessages -l ja --no-obsolete \
	    --no-location && $(CURDIR)/$(BIN)/django-admin compilemessages -l ja) || exit 1; \
	done

lock: ## Lock the dependencies again (needs uv)
	uv pip compile -q --universal --generate-hashes --no-strip-extras --no-emit-index-url --python-version 3.11 \
	  --custom-compile-command "make lock" pyproject.toml --group build -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-strip-extras --no-emit-index-url --python-version 3.11 \
	  --custom-compile-command "make lock" pyproject.toml --group build --group dev \
	  -c requirements.txt -o requirements-dev.txt

clean: ## Remove the environment and the data folder
	rm -rf $(VENV) $(DATA)

$(VENV)/.run: requirements.txt pyproject.toml
	@echo "Preparing the environment in $(VENV) (once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Preparing the tools for tests (once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
