# `make` prints what there is to make. Everything works on a machine with nothing but Python 3.11 or newer and make.
RULES ?= rules/deicing.yaml
OUT ?= out
DATA ?=
BIN := .venv/bin
PYTHON ?= python3
READY := .venv/.ready

.DEFAULT_GOAL := help
PORT ?= 8080

.PHONY: help setup fetch run serve train cycle preview profile diff suggest check test lint bench schema docs notebooks sample clean

help:  ## print this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12
	@echo "run, preview and check take RULES=file; run and preview take DATA=path, run takes OUT=folder"

setup: $(READY)  ## make .venv with all that development needs (through uv if it is there, else pip)

$(READY): pyproject.toml uv.lock requirements.txt
	@if command -v uv >/dev/null 2>&1; then \
		uv sync --locked --python '>=3.11'; \
	else \
		test -x $(BIN)/python || $(PYTHON) -m venv .venv; \
		$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'; \
		$(BIN)/python -m pip install --quiet --constraint requirements.txt --editable . --group dev; \
	fi
	@touch $@

run: $(READY)  ## clean a dataset: make run RULES=rules/x.yaml DATA=path OUT=folder
	$(BIN)/wrangle run $(RULES) $(if $(DATA),--data $(DATA)) --out $(OUT)

serve: $(READY)  ## answer records over HTTP: make serve MODEL=folder PORT=8080; models/deicing by default
	$(BIN)/wrangle serve $(or $(MODEL),models/deicing) --port $(PORT)

cycle: $(READY)  ## play a model's life on real data: serve, replay months, add the truth, retrain, promote, roll back
	$(BIN)/python sample_data/play_flights.py

fetch: $(READY)  ## pull a source into the repository: make fetch RULES=rules/x.yaml, or make fetch DATA=path-or-address
	$(BIN)/wrangle fetch $(if $(DATA),$(DATA),$(RULES))

profile: $(READY)  ## tell what a table holds and what to clean: make profile DATA=path PAGE=page.html TARGET=column; else RULES=
	$(BIN)/wrangle profile $(if $(DATA),$(DATA),--rules $(RULES)) $(if $(TARGET),--target $(TARGET)) --out $(or $(PAGE),profile.html)

suggest: $(READY)  ## write a rule file from what data hold: make suggest DATA=path OUT=rules/x.yaml
	$(BIN)/wrangle suggest $(DATA) $(if $(filter-out out,$(OUT)),--out $(OUT))

diff: $(READY)  ## tell what a change of the rules changes in the data: make diff OLD=rules/x.yaml NEW=rules/y.yaml DATA=path
	$(BIN)/wrangle diff $(or $(OLD),$(RULES)) $(or $(NEW),$(RULES)) $(DATA)

preview: $(READY)  ## show step by step what the rules do to the first rows
	$(BIN)/wrangle preview $(RULES) $(if $(DATA),--data $(DATA))

check: $(READY)  ## name all faults of a rule file
	$(BIN)/wrangle check $(RULES)

train: $(READY)  ## train a model, write its bundle: make train RULES=rules/x.yaml DATA=path MODEL=folder
	$(BIN)/wrangle train $(RULES) $(if $(DATA),--data $(DATA)) $(if $(MODEL),--out $(MODEL))

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest -n auto

lint: $(READY)  ## run ruff, mypy and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## measure against hand-written polars, DuckDB and pandas (10 million rows; takes half an hour)
	@if command -v uv >/dev/null 2>&1; then uv sync --locked --group bench; else \
		$(BIN)/python -m pip install --quiet --constraint requirements.txt --group bench; fi
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/run.py --distinct --rows 1000000 --only wrangle plain
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/engine/memory.py

schema: $(READY)  ## write the JSON schema with which editors check rule files
	$(BIN)/wrangle schema --out rules/rules.schema.json

docs: $(READY)  ## write the reference pages of all steps and checks
	$(BIN)/python docs/make_reference.py

notebooks: $(READY)  ## run the notebooks anew, and keep what they show
	$(BIN)/python docs/make_notebooks.py

sample: $(READY)  ## make the sample data again
	$(BIN)/python sample_data/make_weather.py
	$(BIN)/python sample_data/make_flights.py

clean:  ## remove what make made
	rm -rf .venv out .pytest_cache .ruff_cache .mypy_cache
