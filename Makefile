# Soteria's commands. `make run` and `make test` are the two that matter; both set up what they need.
PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv/bin/python
# Tests of plain Python: they need no database and no Django.
RULE_TESTS = $(wildcard $(addprefix tests/*/test_,rules.py calendar.py roles.py worked_examples.py))
PREFLIGHT := $(PYTHON) soteria/launch/preflight.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run stop setup check format test cover unit bench chaos pictures clean install preflight-run preflight-setup preflight-test

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

run: preflight-run install ## start everything; Ctrl-C ends it (PORT=8000)
	@$(VENV) -m soteria.launch.supervise

stop: ## end a running Soteria and its embedded servers
	@test ! -x $(VENV) || $(VENV) -m soteria.launch.supervise stop

setup: preflight-setup install ## install the locked Python and npm packages

# The lock is copied beside what it installed: equal copies mean there is nothing to do.
install:
	@$(VENV) -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@cmp -s requirements/dev.txt .venv/installed.txt || { \
	  echo 'Installing Python packages: one or two minutes, only when they change'; \
	  $(VENV) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt && \
	  cp requirements/dev.txt .venv/installed.txt; }
	@cmp -s package-lock.json node_modules/installed.json || { \
	  echo 'Installing npm packages'; \
	  npm ci --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error >/dev/null && \
	  cp package-lock.json node_modules/installed.json; }

preflight-run preflight-setup preflight-test: preflight-%:
	@$(PREFLIGHT) $*

check: setup ## lint, types, import contracts, migrations, deployment settings, compose file
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy .
	.venv/bin/lint-imports --no-cache
	$(VENV) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(VENV) manage.py check --fail-level WARNING
	@echo 'manage.py check --deploy, with keys made for it'
	@key=$$($(VENV) -c 'import secrets; print(secrets.token_hex(32))') && \
	  DEMONSTRATION=no ALLOWED_HOSTS=soteria.invalid SECURITY_CONTACT=mailto:us@soteria.invalid \
	  SECRET_KEY=$$key AUDIT_SIGNING_KEY=$$key \
	  $(VENV) manage.py check --deploy --fail-level WARNING
	$(VENV) -m pytest -q tests/launch/test_compose.py

format: setup ## put the code in its standard form
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .

test: preflight-test install ## every test, browser journeys included
	$(VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

cover: preflight-test install ## every test with branch coverage; fails below 95 %
	$(VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-branch --cov-report=
	.venv/bin/coverage report --skip-covered --show-missing --fail-under=95

unit: setup ## the rules only: no database, a few seconds
	$(VENV) -m pytest -q -W ignore::pytest.PytestConfigWarning -o addopts= -p no:django --noconftest $(RULE_TESTS)

bench: setup ## each benchmark as a ratio to a baseline run beside it
	$(VENV) -m tests.bench
	$(VENV) -m tests.bench.letters
	$(VENV) -m tests.bench.deck
	$(VENV) -m tests.bench.national
	$(VENV) -m tests.bench.ranked
	$(VENV) -m tests.bench.linking

chaos: setup ## faults on the whole stack, ten seeded times each: nothing lost, nothing doubled (about 25 minutes)
	$(VENV) -m tests.chaos

pictures: preflight-test install ## make the screenshots of docs/ again
	$(VENV) -m tests.tour

clean: stop ## remove everything that was installed, built or stored here, the database included
	rm -rf .venv node_modules staticfiles var .mypy_cache .ruff_cache .hypothesis .coverage htmlcov test-results
