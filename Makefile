# Sets itself up on first use: with uv where it is installed, else with Python's own venv and pip.
# `make UV= …` does without uv, `make PYTHON=… …` names the Python for that.

UV ?= $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
STAMP := .venv/.set-up

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench soak catalogues docs pictures clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(STAMP) ## Install the program and what its development needs into .venv

$(STAMP): pyproject.toml uv.lock
ifneq ($(UV),)
	"$(UV)" sync --quiet --extra dev --frozen
else
	@tools/make-venv $(PYTHON)
endif
	@touch $@

demo: $(STAMP) ## Make a demonstration database and show it
	$(BIN)/ads demo

test: $(STAMP) ## Run every test, on SQLite and on a real Postgres
	$(BIN)/pytest -n auto --dist loadgroup

check: $(STAMP) ## Lint, types, floors, translations, generated documents, lock
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.catalogues check
	$(BIN)/python -m ads_tui.cli.documentation --check
	$(BIN)/python -m ads_tui.console.keys_document --check
ifneq ($(UV),)
	"$(UV)" lock --check
endif

bench: $(STAMP) ## Measure speed beside its floors
	$(BIN)/python -m bench

soak: $(STAMP) ## Run the heavy trials at length
	$(BIN)/pytest -m slow --soak --timeout 0

catalogues: $(STAMP) ## Gather captions and compile the translations
	$(BIN)/python -m tools.catalogues update

docs: $(STAMP) ## Write the documents that are made from the program
	$(BIN)/python -m ads_tui.cli.documentation
	$(BIN)/python -m ads_tui.console.keys_document

pictures: $(STAMP) ## Draw the real screens anew into docs/pictures
	$(BIN)/python -m tools.pictures

clean: ## Remove all that was made
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
