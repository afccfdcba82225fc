# What a person types here. `make help` lists it; .ci/setup does the installing and says what it does.

VENV ?= .venv
PORT ?= 8080
DATA ?= data
WEEKS ?=
BIN := $(VENV)/bin
export VENV

.DEFAULT_GOAL := help
.PHONY: help run test unit check bench eval soak front format setup setup-run setup-check setup-test dist clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

run: setup-run  ## install what is needed and serve the demo centre (PORT=8080 DATA=data)
	$(BIN)/contactcenter demo --port $(PORT) --data $(DATA) $(if $(WEEKS),--weeks $(WEEKS))

test: setup-test check  ## every check and every test; ends with pytest's closing line
	.ci/test $(TESTS)

unit: setup-test  ## the tests that need no server and no browser
	$(BIN)/python -m pytest -q -m "not (slow_install or browser or mongo or mail)" $(TESTS)

check: setup-check  ## lint, types, import directions, catalogues, front end (under 30 s)
	.ci/check

bench: setup-test  ## measure against the bare relay and print one table
	$(BIN)/python -m bench $(ARGS)

eval: setup-test  ## language detection, search and answers on the labelled sets
	for set in sentences pairs words words_second chat; do echo "language: $$set"; \
	  $(BIN)/contactcenter eval language tests/data/language/$$set.tsv \
	    --languages en,zh-Hans,zh-Hant,ru,uk,es,fr,de,pt-BR,ja,ko,ar | head -4; done
	$(BIN)/python -m bench.knowledge_set
	$(BIN)/python -m bench.answers

soak: setup-test  ## the long forms: 200 kills a store, fuzz, accessibility on every screen
	SOAK=1 .ci/test $(TESTS)

front: setup-run  ## build the browser side if its sources changed
	$(BIN)/python widgets/build.py

format: setup-check  ## rewrite Python and TypeScript in the one style
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	$(BIN)/python widgets/build.py --npm run format

dist: setup-test  ## wheel and sdist in dist/
	$(BIN)/python -m build

setup: setup-test  ## install everything, run nothing

setup-run:
	@.ci/setup run

setup-check:
	@.ci/setup check

setup-test:
	@.ci/setup test

clean:  ## remove what was built and installed here, keep data
	rm -rf $(VENV) dist widgets/node_modules contactcenter/web/static .mypy_cache .ruff_cache .pytest_cache
