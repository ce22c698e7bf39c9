"""A report as one page of its own: nothing is fetched, it prints, it is read in the dark."""

from __future__ import annotations

from html import escape

from ostraka.selftest.showing.charts import draw_bars, draw_lines
from ostraka.selftest.showing.model import Bars, Grid, Lines, Report, Section

_STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--rule:#767676;--soft:#f3f3f3}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#161616;--rule:#8c8c8c;--soft:#242424}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.8rem}h2{margin-top:2.2rem;border-bottom:1px solid var(--rule)}
svg{width:100%;max-width:45rem;height:auto;display:block}
table{border-collapse:collapse;margin:.5rem 0}
th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
.wide{overflow-x:auto}dt{font-weight:600}summary{cursor:pointer}
@media print{:root{--ink:#000;--paper:#fff}body{max-width:none;padding:0}section{break-inside:auto}figure,tr{break-inside:avoid}details::details-content{content-visibility:visible}}
figure{margin:1rem 0}figcaption{font-weight:600}
"""


def write_page(report: Report) -> str:
    """Return a report as an HTML document of its own."""
    title = escape(report.title)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{write_body(report)}</main></body></html>\n"
    )


def write_body(report: Report) -> str:
    """Return the inside of the page, for a page that has a frame already."""
    basis = "".join(
        f'<dt>{escape(name)}</dt><dd dir="auto">{escape(value)}</dd>'
        for name, value in report.basis
    )
    return f"<dl>{basis}</dl>" + "".join(map(_section, report.sections))


def _section(section: Section) -> str:
    words = "".join(f"<p>{escape(text)}</p>" for text in section.words)
    figures = "".join(map(_figure, section.figures))
    grids = "".join(
        f"<h3>{escape(grid.title)}</h3>{_table(grid)}"
        for grid in section.grids
        if grid.rows
    )
    return (
        f"<section><h2>{escape(section.heading)}</h2>{words}{figures}{grids}</section>"
    )


def _figure(figure: Bars | Lines) -> str:
    drawn = draw_bars(figure) if isinstance(figure, Bars) else draw_lines(figure)
    return (
        f"<figure><figcaption>{escape(figure.title)}</figcaption>{drawn}"
        f"<details><summary>The same in figures</summary>{_table(figure.table())}</details></figure>"
    )


def _table(grid: Grid) -> str:
    head = "".join(
        f'<th scope="col">{escape(text) or "&nbsp;"}</th>' for text in grid.headings
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row" dir="auto">{escape(cell)}</th>'
            if n == 0
            else f'<td dir="auto">{escape(cell)}</td>'
            for n, cell in enumerate(row)
        )
        + "</tr>"
        for row in grid.rows
    )
    return (
        f'<div class="wide scroll" tabindex="0" role="region" aria-label="{escape(grid.title)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
