# Every target builds what it needs, from a bare clone with Python 3.11 or newer and make.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
export PORT

BIN := .venv/bin
PY := $(BIN)/python
FLASK := DEMO=1 INSTANCE=instance/demo $(PY) -m flask --app wsgi
PYTEST := $(PY) -m pytest -n $(JOBS) --dist worksteal
PIP := $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r

VENDOR := static/vendor/manifest.json
CATALOGUE := programme/translations/da/LC_MESSAGES/messages.mo
DEMO_DATABASE := instance/demo/lederforloeb.sqlite
DEMO_DAY := instance/demo/.day
SOURCES := programme tests wsgi.py
BUILT := .venv/.dev $(VENDOR) $(CATALOGUE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup demo test test-fast clients check bench format coverage assets translations lock clean FORCE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(BUILT) ## Install every package, build the front end and the translations
	@echo "Ready: make demo, make test-fast"

demo: $(DEMO_DAY) $(VENDOR) $(CATALOGUE) ## Serve the demo on http://127.0.0.1:8000 (PORT= changes it)
	@echo "Serving on http://127.0.0.1:$(PORT) …"
	@exec env $(FLASK) serve

# Lines are counted where features are tried: that a page of the whole site was once asked for proves
# little of the rules behind it, and counting takes as long again.
WHOLE := tests/browser tests/clients tests/site

test: $(BUILT) ## Everything: SQLite, browser, calendar programs, PostgreSQL, coverage
	@rm -f .coverage
	@echo "Testing the features on SQLite …"
	@$(PYTEST) -m "not postgres" $(WHOLE:%=--ignore=%) --cov --cov-report=
	@echo "Testing the whole site on SQLite, with the browser and calendar programs …"
	@$(PYTEST) -m "not postgres" $(WHOLE)
	@if [ -n "$$REQUIRE_ALL" ] || $(PY) tests/postgres.py; then \
	  echo "Testing on PostgreSQL …"; \
	  TEST_DATABASE=postgresql $(PYTEST) -m "not browser and not clients and not one_database"; \
	else echo "SKIPPED: the suite on PostgreSQL (REQUIRE_ALL=1 makes that a failure)"; fi
	@$(MAKE) --no-print-directory coverage

test-fast: $(BUILT) ## SQLite, no browser, under a minute
	@$(PYTEST) -m "not browser and not clients and not slow and not postgres"

clients: .venv/.clients ## Install the calendar programs that pip has, for make test

# Rules are what a module of a feature holds unless its name says otherwise: policy, services and the
# pure modules. A new pure module is held to 100 % without being listed.
FEATURES := programme/*/**
NO_RULES := programme/core/**,programme/migrations/**,**/__init__.py
NO_RULES := $(NO_RULES),**/models.py,**/queries.py,**/forms.py,**/views.py
NO_RULES := $(NO_RULES),**/models/*,**/queries/*,**/forms/*,**/views/*

coverage: .venv/.dev ## The two gates over the last make test: 95 % overall, 100 % of the rules
	@failed=0; \
	echo "Branch coverage, all …"; \
	$(PY) -m coverage report --fail-under=95 || failed=1; \
	echo "Branch coverage, rules …"; \
	$(PY) -m coverage report --fail-under=100 --include='$(FEATURES)' --omit='$(NO_RULES)' || failed=1; \
	exit $$failed

check: $(BUILT) ## Style, types, layers, templates, translations
	@echo "ruff …" && $(BIN)/ruff check $(SOURCES) && $(BIN)/ruff format --check $(SOURCES)
	@echo "mypy …" && $(PY) -m mypy
	@echo "import-linter …" && $(BIN)/lint-imports --no-logo
	@echo "djlint …" && $(PY) -m djlint --quiet --lint templates
	@echo "translations …" && $(FLASK) translations check

bench: $(BUILT) ## Measure the server under load
	@$(PY) -m tests.bench

format: .venv/.dev ## Format the Python code and mend what ruff can mend
	@$(BIN)/ruff check --fix-only $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

assets: $(VENDOR) ## Build static/vendor
translations: $(CATALOGUE) ## Compile the translations

lock: .venv/.build ## Raise the pinned packages within the bounds of requirements/*.in and package.json
	@test -x instance/lock/bin/uv || { $(PYTHON) -m venv instance/lock && instance/lock/bin/python -m pip install -q uv; }
	@cd requirements && for name in app build clients dev; do \
	  ../instance/lock/bin/uv pip compile -q --no-config --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header $$name.in -o $$name.txt || exit 1; done
	@$(BIN)/npm update --package-lock-only --loglevel=error

clean: ## Remove what was built; instance/ stays
	rm -rf .venv node_modules static/vendor .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage
	find programme/translations -name '*.mo' -delete

# --- Packages: pinned with hashes; the stamps live inside .venv, so that they vanish with it ------

.venv/.app: requirements/app.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo "Making .venv …"; \
	  $(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }; }
	@echo "Installing the application's packages …"
	@$(PIP) $<
	@touch $@

.venv/.build: requirements/build.txt .venv/.app
	@echo "Installing npm …"
	@$(PIP) $<
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.app .venv/.build
	@echo "Installing the packages of tests and checks …"
	@$(PIP) $<
	@touch $@

# A venv of their own: they pin what the application pins otherwise.
.venv/.clients: requirements/clients.txt .venv/.app
	@echo "Installing vdirsyncer and khal …"
	@test -x .venv/clients/bin/python || $(PY) -m venv --clear .venv/clients
	@.venv/clients/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

# --- Front end and translations --------------------------------------------------------------------

node_modules/.package-lock.json: package.json package-lock.json .npmrc .venv/.build
	@echo "Installing the front end's packages …"
	@$(BIN)/npm ci --loglevel=error --no-progress >/dev/null
	@touch $@

# The folder itself is a prerequisite, for files that are gone.
$(VENDOR): node_modules/.package-lock.json static $(filter-out static/vendor%,$(wildcard static/* static/*/*.scss static/*/*.css))
	@echo "Building the front end …"
	@$(BIN)/node static/build.mjs

$(CATALOGUE): $(wildcard programme/translations/*/*.po) .venv/.app
	@echo "Compiling the translations …"
	@$(FLASK) translations compile
	@touch $@

# --- Demo data: anew when seeds or migrations changed, and on a new day, for its dates follow today ----

$(DEMO_DAY): $(wildcard seeds/*) $(wildcard programme/migrations/versions/*.py) .venv/.app $(CATALOGUE) \
		$(if $(DATABASE_URL),FORCE,$(if $(wildcard $(DEMO_DATABASE)),,FORCE)) \
		$(if $(filter $(shell date +%F),$(shell cat $(DEMO_DAY) 2>/dev/null)),,FORCE)
	@mkdir -p $(@D)
	@rm -f $(DEMO_DATABASE) $(DEMO_DATABASE)-wal $(DEMO_DATABASE)-shm
	@echo "Migrating …"
	@$(FLASK) migrate
	@echo "Loading seeds and demo people …"
	@$(FLASK) seed
	@$(FLASK) demo
	@date +%F > $@

FORCE:
