"""The text of a web page, and what its markup says about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html

from ostraka.record.dates import is_date

#: What is on a page and no part of what it reports.
_ASIDE = (
    "script", "style", "noscript", "template", "nav", "aside", "footer", "svg", "iframe",
    "button", "input", "select", "textarea",
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "main", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip
_LINES = frozenset({"br", "li", "tr"})
_DATE_NAMES = frozenset(
    {
        "article:published_time", "date", "dc.date", "dc.date.issued", "dcterms.date",
        "datepublished", "pubdate", "publishdate", "publication_date",
    }
)  # fmt: skip
_SPACE = re.compile(r"\s+")
_PADDING = re.compile(r" *\n *")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as a reader sees it.

    Attributes:
        text: Its text; paragraphs are parted by a blank line.
        language: ISO 639-1 code its markup states, or None.
        dated: Day of publication its markup states, or None.
    """

    text: str
    language: str | None
    dated: str | None


def page_of(source: str) -> Page:
    """Return the text of a page; nothing it refers to is loaded or run."""
    # Encoded again, since the parser refuses text that declares an encoding.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(
            source.encode("utf-8", "surrogatepass"), parser=parser
        )
    except etree.ParserError:  # nothing but a declaration
        return Page("", None, None)
    language = (root.get("lang") or "").partition("-")[0].lower()
    for element in list(root.iter(*_ASIDE)):
        element.drop_tree()
    bodies = root.findall(".//article") or root.findall(".//main") or [root]
    dated = _dated(root, bodies)
    body = bodies[0] if len(bodies) == 1 else root
    for element in list(body.iter("head")):
        element.drop_tree()
    pieces: list[str] = []
    _collect(body, pieces)
    text = _GAPS.sub("\n\n", _PADDING.sub("\n", "".join(pieces))).strip()
    return Page(text, language if len(language) == 2 else None, dated)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    """Gather the text below an element, with line breaks where the page has them."""
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        line_break = "\n\n" if tag in _BLOCKS else "\n" if tag in _LINES else ""
        if event == "start":
            pieces.append(line_break)
            if tag == "li":
                pieces.append("- ")
            pieces.append(_SPACE.sub(" ", node.text or ""))
        else:
            cell_end = "\t" if tag in {"td", "th"} else ""
            pieces.append(line_break if tag != "br" else cell_end)
            if node is not element:
                pieces.append(_SPACE.sub(" ", node.tail or ""))


def _dated(root: etree._Element, bodies: Sequence[etree._Element]) -> str | None:
    """Return the day a page states: in its head, or in what it reports."""
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        day = (meta.get("content") or "")[:10]
        if name.lower() in _DATE_NAMES and is_date(day):
            return day
    for body in bodies:
        # The header of a site is no part of what a page reports; that of an article is.
        times = "descendant::time[not(ancestor::header) or ancestor::article or ancestor::main]"
        for time in body.xpath(times):
            day = (time.get("datetime") or "")[:10]
            if is_date(day):
                return day
    return None
