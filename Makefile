# Two commands: `make demo` and `make test`. The words of .ci/run work here too (`make lint`, `make docs`, ...).
# Needed: Python 3.11 or newer with venv (on Debian and Ubuntu: python3-venv), and make. Nothing else, and no root.

.DEFAULT_GOAL := help
.PHONY: help demo test all lint types arrows migrations browser docs clean
.SILENT:

PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check install --no-input
# The locks are whole: with --no-deps pip looks for nothing that they do not name, so that a release of tomorrow
# (of coverage[toml], say, which a lock cannot name with its extra) breaks no installation of today.
LOCKED = $(PIP) --require-hashes --no-deps

help:
	echo "make demo    everything with synthetic figures on http://127.0.0.1:8000 (Ctrl-C ends it)"
	echo "make test    the whole suite"
	echo "make all     what CI runs: lint types arrows migrations docs tests; each is a word of its own"

demo: .venv/installed
	exec .venv/bin/barid demo

# BARID_PYTEST: further options for pytest, used by .ci/run.
test: .venv/installed-dev
	exec .venv/bin/python -m pytest -n auto --dist loadfile -q $(BARID_PYTEST)

all: .venv/installed-dev
	exec .ci/run

lint types arrows migrations browser docs: .venv/installed-dev
	exec .ci/run $@

.venv/bin/python:
	PYTHON="$(PYTHON)" sh .ci/find-python .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	echo "Installing the packages of requirements.lock into .venv (about a minute the first time) ..."
	$(LOCKED) -r requirements.lock
	$(PIP) --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	echo "Installing the packages of requirements-dev.lock into .venv ..."
	$(LOCKED) -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info
