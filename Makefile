# Needs python3 (3.11 or newer, with venv), make and git.  PY=python3.12 picks another interpreter.
PY    ?= python3
VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS := .venv-peers
TRAIN := .venv-training
BROWSER := .venv-browser
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONHASHSEED := 0
# One thread a process: the processes are the parallelism.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: bench browser-test figures help lint paper record report training training-tests type test verify fuzz-deep lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

verify: $(STAMP)  ## check every claim of the built-in papers, and compare with the committed ledger
	$(BIN)/rateproof verify --check-ledger

test: $(STAMP)  ## the tests, without the slow ones
	$(BIN)/python -m pytest -n auto

figures: $(STAMP)  ## draw every figure from the committed ledger, into figures/out
	$(BIN)/rateproof figures

report: $(STAMP)  ## the web report from the committed ledger: paper/out/report/index.html
	$(BIN)/rateproof report

paper: $(STAMP)  ## the manuscript from the committed ledger: paper/out/rateproof.pdf
	$(BIN)/rateproof paper

browser-test: report $(BROWSER)/.installed  ## the web report in headless Chromium; pictures in paper/out/screenshots
	@command -v chromium chromium-browser google-chrome > /dev/null || { echo "browser-test needs Chromium: apt-get install chromium" >&2; exit 2; }
	$(BROWSER)/bin/python -m pytest -q -c /dev/null -p no:cacheprovider --rootdir tests/browser --confcutdir tests/browser tests/browser/look.py

record: $(STAMP)  ## compute anew the numbers that figures read and that take a solver
	$(BIN)/rateproof record

bench: $(STAMP) $(PEERS)/.installed  ## measure worst cases against PEPit and AutoLyap, in an environment of their own (minutes)
	$(BIN)/python tests/bench/run.py $(PEERS)/bin/python

training: $(TRAIN)/.installed  ## train both networks (an hour); ARGS=--quick is small, ARGS=--resume goes on
	nice -n 5 $(TRAIN)/bin/rateproof experiment lstm $(ARGS)
	nice -n 5 $(TRAIN)/bin/rateproof experiment residual $(ARGS)

training-tests: $(TRAIN)/.installed  ## the tests that need torch
	$(TRAIN)/bin/python -m pytest -m '' tests/training

lint: $(STAMP)  ## ruff
	$(BIN)/ruff check .

type: $(STAMP)  ## mypy, strict
	$(BIN)/mypy

fuzz-deep: $(STAMP)  ## 2000 effective trials for every theorem; SEED=7 draws others
	$(BIN)/rateproof verify --checker fuzz --deep --seed $(or $(SEED),0)

lock:  ## pin the dependencies anew, with hashes (needs uv)
	uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
	  --extra test --extra dev pyproject.toml -o requirements.lock
	uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
	  tests/browser/requirements.in -o tests/browser/requirements.lock

clean:  ## remove the environment, the cache and whatever else is generated
	rm -rf $(VENV) $(PEERS) $(TRAIN) $(BROWSER) .rateproof build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rateproof needs Python 3.11 or newer: make PY=python3.12")'
	$(PY) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --require-hashes --no-deps --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

# The peers are measured, never needed: they come by name, and into this environment only.  PEPit 0.5.1 is fastest with
# this version of cvxpy: later ones build its thousands of small expressions more slowly.
$(PEERS)/.installed: Makefile
	$(PY) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install -q PEPit==0.5.1 autolyap==0.2.1 cvxpy==1.7.5
	@touch $@

# torch likewise, after the lock: its own would pull CUDA into everybody's environment.
$(TRAIN)/.installed: requirements.lock pyproject.toml
	$(PY) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install -q --require-hashes --no-deps --only-binary :all: -r requirements.lock
	$(TRAIN)/bin/python -m pip install -q --no-build-isolation -e '.[training]'
	@touch $@

# Playwright drives the system's Chromium; it comes into an environment of its own.
$(BROWSER)/.installed: tests/browser/requirements.lock
	$(PY) -m venv $(BROWSER)
	$(BROWSER)/bin/python -m pip install -q --require-hashes --no-deps --only-binary :all: -r tests/browser/requirements.lock
	@touch $@
