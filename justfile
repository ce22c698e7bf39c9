# `just` alone lists the tasks.
default:
    @just --list

# What a change must pass before it is shown to anybody: a minute or so.
check: format-check lint types imports spelling quick

# Everything, as CI runs it.
check-all: format-check lint types imports spelling test

format-check:
    ruff format --check src tests tools bench

lint:
    ruff check src tests tools bench

types:
    mypy

imports:
    lint-imports

spelling:
    typos *.md docs

test:
    pytest -n 2

# The tests that wait for nothing: no real files, database, process, browser or long search.
quick:
    pytest -n 2 -q -m "not slow"

# Rewrite the generated vocabulary (needs an environment with followthemoney, and so ICU).
build:
    python tools/build_schema.py
    python tools/build_api_words.py

# Pin the development environment: versions and hashes, no registry.
lock:
    uv lock
    uv export --frozen --all-extras --no-extra spark --no-emit-project --no-header --no-annotate -o requirements-dev.lock -q

# Rewrite the reference pages from what the program says of itself.
reference:
    python tools/build_reference.py

# Build the pages as a site into docs/_build (needs docs/requirements.txt).
docs:
    sphinx-build -n -W -q -b html docs docs/_build

# The benchmarks, one after the other; figures go to docs/figures.md with their machine.
bench shared="../shared" work="bench-out":
    mkdir -p {{work}}
    python bench/lists.py {{shared}}/lists --home {{work}}/home
    python bench/names.py {{shared}}/bench {{work}}
    python bench/candidates.py {{shared}}/bench {{work}}
    python bench/manipulated.py {{shared}}/bench {{work}} --sample 250
    python bench/facts.py {{shared}}/bench {{work}}
    python bench/speed.py {{shared}}/bench {{work}}/home
    python bench/big.py {{shared}}/bench {{work}}
    python bench/service.py --home {{work}}/home
    python bench/files.py {{shared}}/bench {{work}} --home {{work}}/home --rows 10000 100000
    python bench/payments.py {{shared}}/bench {{work}}/home
    python bench/same.py {{shared}}/bench {{work}}/home
    python bench/resolve.py {{shared}} {{work}}/home
    python bench/origins.py {{shared}}/bench
    python bench/reading.py --home {{work}}/home
    python bench/report.py --home {{work}}/home --shared {{shared}}
    python bench/monitor.py {{work}}/home {{shared}}/bench/dev/controls_persons.tsv.gz {{work}}/monitoring
    python bench/casework.py
    python bench/links.py
