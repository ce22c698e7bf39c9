"""No link of a page leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    heads = HEADING.findall(page.read_text("utf-8"))
    kept = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.strip().replace(" ", "-") for head in kept}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_to_a_page_and_its_anchor_to_a_heading(page: Path) -> None:
    text = CODE.sub("", page.read_text("utf-8"))
    for path, anchor in LINK.findall(text):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {path}"
        # The site has the pages alone.
        if (ROOT / "docs") in page.parents:
            assert (ROOT / "docs") in target.parents, f"{page.name}: {path}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page.name}: {path}#{anchor}"


def test_every_page_is_reached_from_the_first_one() -> None:
    """A page that no other one names is a page nobody finds."""
    docs = ROOT / "docs"
    trees = re.compile(r"```\{toctree\}(.*?)```", re.DOTALL)
    reached = {docs / "index.md"}
    for index in docs.rglob("index.md"):
        for tree in trees.findall(index.read_text("utf-8")):
            if ":glob:" in tree:
                reached |= set(index.parent.glob("*.md"))
            names = [line for line in tree.split("\n") if line and line[0] != ":"]
            reached |= {index.parent / f"{name}.md" for name in names}
    assert set(docs.rglob("*.md")) - reached == set()
