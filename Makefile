# Two commands matter: `make run` and `make test`. Both install what is missing, say what they do,
# and can be repeated at any time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

DATA ?= ./data
LISTEN ?= 127.0.0.1:8080

.PHONY: help run test check bench kill-test test-kill fuzz web setup-run setup-test test-deploy test-rust test-web test-e2e lint deny

help: ## This list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: setup-run web ## Build everything and start on http://localhost:8080 with data in ./data
	@echo "== building the server (release)"
	cargo build --release --locked --bin atrium
	@echo "== http://$(LISTEN): data in $(DATA)"
	exec target/release/atrium serve --data $(DATA) --listen $(LISTEN)

test: setup-test lint test-deploy test-rust test-kill test-web test-e2e ## Run every test: SQLite, PostgreSQL, web and browser
	@echo "== all tests passed"

check: ## Formatting and lints only
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

bench: setup-run ## Measure a release build beside bare handlers (see bench/README.md)
	bench/run

kill-test: ## Kill the server 200 times under load and look whether anything was lost (see tools/kill-test)
	tools/kill-test --rounds 200

fuzz: ## Send generated requests to a server on :8080 that runs with --dev (see tools/fuzz/run)
	tools/fuzz/run --role owner
	tools/fuzz/run --role guest

web: web/dist/index.html ## Build the web app

web/dist/index.html: $(shell find web/src web/public web/index.html web/package-lock.json -type f 2>/dev/null)
	@echo "== building the web app"
	cd web && npm ci --no-audit --no-fund && npm run build

setup-run:
	@tools/setup run

setup-test:
	@tools/setup test

lint: web
	@echo "== formatting and lints"
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

test-deploy: ## Whether deploy/ and docs/ hold together
	@deploy/check

deny: ## Licences and advisories of all dependencies (needs cargo-deny)
	cargo deny check licenses bans sources

test-rust: web ## Rust tests on SQLite and PostgreSQL
	@echo "== Rust tests"
	ATRIUM_TEST_POSTGRES="$$(tools/test-postgres.sh)" cargo nextest run --workspace --locked --no-fail-fast
	cargo test --workspace --doc --locked

test-kill:
	@echo "== killing the server under load"
	tools/kill-test --rounds 5 --postgres-rounds 1

test-web: web ## Unit tests of the web app
	@echo "== web tests"
	cd web && npm run typecheck && npm run lint && npm test

test-e2e: web ## The product in a real browser, and what it tells clients over socket.io
	@echo "== browser and socket tests"
	cargo build --locked --bin atrium
	cd e2e && npm ci --no-audit --no-fund && ATRIUM_TEST_POSTGRES="$$(../tools/test-postgres.sh)" \
	  E2E_BIN=$(CURDIR)/target/debug/atrium npx playwright test
