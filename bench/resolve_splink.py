"""Splink on the rows that `bench/resolve.py` resolves, for comparison.

    SPLINK_PYTHON bench/resolve_splink.py er_febrl4|er_historical50k DEV

DEV is the folder `dev` of the labelled data.

Runs in an environment of its own that has splink (5.0); the settings are those of
Splink's own demos of the two tables: their blocking rules, comparisons, training
blocks and clustering, at the threshold that gives the best F1 of those tried.
"""

from __future__ import annotations

import csv
import gzip
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import splink.comparison_library as cl
from arguments import folder_there, options_of
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


def febrl(
    dev: Path,
) -> tuple[list[dict[str, str]], str, SettingsCreator, list[object], list[str]]:
    """Return rows, the true label, settings, training blocks and deterministic rules."""
    with (dev / "er_febrl4.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), block_on("surname", "dob"),
            block_on("given_name", "dob"), block_on("soc_sec_id"),
            block_on("postcode", "dob"), block_on("address_1"),
            block_on("state", "dob"), block_on("surname", "postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds("dob", [1, 2]),
            cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
            cl.JaroWinklerAtThresholds("suburb", [0.9]),
            cl.LevenshteinAtThresholds("postcode", [1, 2]), cl.ExactMatch("state"),
        ],
    )  # fmt: skip
    training = [block_on("dob"), block_on("soc_sec_id"), block_on("postcode")]
    return (
        rows,
        "entity_id",
        settings,
        training,
        ["l.soc_sec_id = r.soc_sec_id and l.dob = r.dob"],
    )


def historical(
    dev: Path,
) -> tuple[list[dict[str, str]], str, SettingsCreator, list[object], list[str]]:
    """Return the same for the historical people, after Splink's demo of them."""
    with gzip.open(dev / "er_historical50k.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"), block_on("surname", "dob"),
            block_on("first_name", "dob"), block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"), block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname",
                forename_surname_concat_col_name="first_and_surname",
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )  # fmt: skip
    training = [block_on("first_name", "surname"), block_on("dob")]
    rules = ["l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob"]
    return rows, "cluster", settings, training, rules


def pairwise(
    truth: Sequence[Hashable], found: Sequence[Hashable]
) -> tuple[float, float, float]:
    """Return precision, recall and F1 of clusters, by pairs of rows."""

    def pairs(labels: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    right = pairs(zip(truth, found, strict=True))
    precision, recall = right / max(pairs(found), 1), right / max(pairs(truth), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Train, predict, cluster and print the best."""
    options = options_of(__doc__)
    options.add_argument("table", choices=("er_febrl4", "er_historical50k"))
    options.add_argument("dev", type=folder_there)
    given = options.parse_args()
    name = given.table
    rows, label, settings, training, rules = (
        febrl if name == "er_febrl4" else historical
    )(given.dev)
    key = "rec_id" if name == "er_febrl4" else "unique_id"
    # Splink takes an empty text for a value; a missing one is null.
    columns = {c: [row[c] or None for row in rows] for c in rows[0]}
    start = time.perf_counter()
    linker = Linker(DuckDBAPI().register(pa.table(columns)), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for block in training:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    predicted = linker.inference.predict(threshold_match_probability=0.2)
    best = (0.0, 0.0, 0.0, 0.0)
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        )
        records = clusters.as_record_list()
        cluster = {row[key]: row["cluster_id"] for row in records}
        found = [cluster[row[key]] for row in rows]
        precision, recall, f1 = pairwise([row[label] for row in rows], found)
        best = max(best, (f1, precision, recall, threshold))
    f1, precision, recall, threshold = best
    print(
        f"{name}, splink: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f} "
        f"(its best of {len(THRESHOLDS)} thresholds, {threshold}), {time.perf_counter() - start:.1f} s"
    )


if __name__ == "__main__":
    main()
