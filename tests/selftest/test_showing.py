"""What is shown: every figure has its table, texts stay texts, two runs are compared."""

import io
import json
import re
from typing import Any

import pytest

from ostraka.errors import UsageError
from ostraka.index import Index
from ostraka.selftest.compare import check_document, compare_runs
from ostraka.selftest.decided import Decided, decided_curve
from ostraka.selftest.run import Given, Plan, run_selftest
from ostraka.selftest.showing.charts import draw_bars, draw_lines
from ostraka.selftest.showing.compared import report_of_comparison
from ostraka.selftest.showing.model import Bar, Bars, Line, Lines
from ostraka.selftest.showing.page import write_page
from ostraka.selftest.showing.paper import write_paper
from ostraka.selftest.showing.sections import report_of

DECIDED = [Decided(0.95, is_true=True), Decided(0.72, is_true=False), Decided(0.8, is_true=False)]  # fmt: skip


@pytest.fixture(scope="module")
def document(index: Index) -> dict[str, Any]:
    return run_selftest(index, Plan(sample=12, people=240), Given(decided=DECIDED))


def test_a_run_is_the_same_again(index: Index, document: dict[str, Any]) -> None:
    again = run_selftest(index, Plan(sample=12, people=240), Given(decided=DECIDED))
    assert again == document
    assert json.loads(json.dumps(document)) == document


def test_the_page_needs_nothing_from_elsewhere(document: dict[str, Any]) -> None:
    page = write_page(report_of(document))
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    # Every picture stands beside its table.
    assert page.count("<svg") == page.count("The same in figures") > 5
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page


def test_the_paper_is_the_same_again(document: dict[str, Any]) -> None:
    papers = []
    for _ in range(2):
        out = io.BytesIO()
        write_paper(report_of(document), out)
        papers.append(out.getvalue())
    assert papers[0].startswith(b"%PDF")
    assert papers[0] == papers[1]


def test_rules_are_cited_where_they_are_used(document: dict[str, Any]) -> None:
    # EBA/GL/2024/14-15: test with list records and manipulated records (secondary).
    # NYDFS Part 504: documented tests of thresholds, never tuned for lack of staff (secondary).
    words = " ".join(report_of(document).words())
    assert "EBA guidelines 2024/14 and 2024/15" in words
    assert "NYDFS Part 504" in words
    assert words.count("read in a summary") == 2


def test_a_name_with_markup_stays_text() -> None:
    bar = Bar("<script>alert(1)</script>", 0.5, 0.4, 0.6, 10)
    bars = Bars('a "title" & <b>', (bar,))
    assert "<script" not in draw_bars(bars)
    assert "aria-label='a \"title\" &amp; &lt;b&gt;'" in draw_bars(bars)


def test_a_bar_is_as_long_as_its_share() -> None:
    bars = Bars("x", (Bar("a", 0.5, 0.5, 0.5, 1), Bar("b", 1.0, 1.0, 1.0, 1)))
    widths = [
        float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)"', draw_bars(bars))
    ]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)
    assert bars.table().rows[0][1] == "50.0"


def test_curves_are_told_apart_without_colour() -> None:
    lines = Lines("x", "%", tuple(Line(n, ((0.5, 1.0), (0.9, 0.0))) for n in "ab"), 0.7)
    drawn = draw_lines(lines)
    assert drawn.count("stroke-dasharray") == 3  # the mark, one curve, its key
    assert "threshold in use 0.7" in drawn


def test_own_decisions_are_kept_or_lost_by_a_threshold() -> None:
    found = decided_curve(DECIDED, 0.7)
    assert found is not None
    rows = {row["threshold"]: row for row in found["curve"]}
    assert rows[0.7]["false_positives"]["found"] == 2
    assert rows[0.75]["false_positives"]["found"] == 1
    assert rows[0.95]["true_matches"]["found"] == 1
    # Nothing is said of thresholds below which nothing was ever opened.
    assert min(rows) >= 0.7
    assert decided_curve([], 0.7) is None


def test_two_runs_are_compared_figure_by_figure_and_name_by_name(
    index: Index, document: dict[str, Any]
) -> None:
    strict = run_selftest(index, Plan(threshold=0.9, sample=12, people=240), Given())
    found = compare_runs(document, strict)
    assert found["unlike"] == ["threshold"]
    assert found["gained"] == []
    assert len(found["lost"]) == len(strict["missed"]) - len(document["missed"])
    assert all(row["difference"] <= 0 for row in found["recall"])
    back = compare_runs(strict, document)
    assert (back["gained"], back["lost"]) == (found["lost"], [])
    assert "Names gained and lost" in write_page(report_of_comparison(found))
    same = compare_runs(document, document)
    assert not any(row["beyond_chance"] for row in same["recall"])


@pytest.mark.parametrize("wrong", [{}, [], {"kind": "selftest", "format": 0}])
def test_what_is_no_run_is_refused(wrong: object) -> None:
    with pytest.raises(UsageError, match=r"x\.json"):
        check_document(wrong, "x.json")
