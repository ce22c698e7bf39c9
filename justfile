# `just` alone lists the tasks; `just check` is what CI runs before the slower suites.
default:
    @just --list

# Everything a change must pass, in about a minute.
check: format-check lint types imports test

format-check:
    ruff format --check src tests tools bench

lint:
    ruff check src tests tools bench

types:
    mypy

imports:
    lint-imports

test:
    pytest -n 2

# Rewrite generated tables (needs an environment with followthemoney, and so ICU).
build:
    python tools/build_schema.py

# The benchmarks; figures go to the README with the machine they were taken on.
bench:
    python bench/run.py
