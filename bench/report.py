"""What the reader of reports finds, misses and makes up, on texts worked out by hand.

    python bench/report.py --home HOME [--shared SHARED] [--list]

Reads the seed report of SHARED (`seed/seed_truth.json`) and the articles of
`bench/articles`, whose lists lie in HOME (made by `bench/lists.py`).  A place counts as
found if it is the same but for an article or a mark at its edges; for the articles, whose
passages are whole clauses, if the two overlap by more than half of what they cover
together.  `--list` names every miss and every extra.

The articles of `bench/articles` were annotated first and then used to improve the rules;
those of `unseen` to `unseen9` were read once before that.  Those of `unseen10` are never
used for it: `bench/frozen/report-first-run.md` has what was found the first time.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from arguments import home_with_lists, options_of

import ostraka

ARTICLES = Path(__file__).parent / "articles"
#: Kind of thing → how its places are written in the truth and in a reading.
SEED_KINDS = (
    "entities", "places", "dates", "incidents", "measures", "quotes", "recommendations", "claims",
)  # fmt: skip
ARTICLE_KINDS = ("dates", "quotes", "incidents", "measures", "recommendations")
_EDGES = re.compile(r"^(?:[\s,;:.–—-]|(?:the|a|an) (?=\w))+|[\s,;:.–—-]+$", re.IGNORECASE)  # fmt: skip
Place = tuple[int, int]


@dataclass
class Tally:
    """Places expected, found, and found beside them."""

    expected: int = 0
    found: int = 0
    exact: int = 0
    proposed: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    slots: dict[str, list[int]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add another tally."""
        self.expected += other.expected
        self.found += other.found
        self.exact += other.exact
        self.proposed += other.proposed
        self.missed += other.missed
        self.extra += other.extra
        self.wrong += other.wrong
        for name, (right, asked) in other.slots.items():
            mine = self.slots.setdefault(name, [0, 0])
            mine[0] += right
            mine[1] += asked


def main() -> None:
    """Read everything and print the figures."""
    options = options_of(__doc__)
    options.add_argument("--home", type=home_with_lists)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--list", action="store_true")
    given = options.parse_args()
    with ostraka.open(given.home) as o:
        seed = given.shared / "seed"
        if seed.is_dir():
            print("seed report")
            show(read_seed(o, seed), names=given.list)
        for title, articles in (
            ("articles the rules were improved on", ARTICLES),
            ("articles measured first, then used", ARTICLES / "unseen"),
            ("further ones, measured first, then used", ARTICLES / "unseen2"),
            ("more of them, used only when four others had been", ARTICLES / "unseen3"),
            ("again further ones, measured first, then used", ARTICLES / "unseen4"),
            ("and others, measured first, then used", ARTICLES / "unseen5"),
            ("three more, measured first, then used", ARTICLES / "unseen6"),
            ("seven more, measured first, then used", ARTICLES / "unseen7"),
            (
                "articles with seldom turns of phrase, measured first",
                ARTICLES / "unseen8",
            ),
            (
                "six in the genres of such reports, measured first, then used",
                ARTICLES / "unseen9",
            ),
            ("seven that no rule may be made for", ARTICLES / "unseen10"),
        ):
            paths = sorted(articles.glob("*.yaml"))
            print(f"{len(paths)} {title}")
            show(read_articles(o, paths), names=given.list)


def show(tallies: dict[str, Tally], *, names: bool) -> None:
    """Print one line for each kind, and on request every miss and extra."""
    print(f"  {'':16}{'expected':>9}{'found':>7}{'exact':>7}{'extra':>7}  share  extra")
    for kind, tally in tallies.items():
        share = tally.found / max(1, tally.expected)
        beside = len(tally.extra) / max(1, tally.proposed)
        print(
            f"  {kind:16}{tally.expected:9}{tally.found:7}{tally.exact:7}{len(tally.extra):7}"
            f"{share:7.0%}{beside:7.0%}"
            + "".join(f"  {n} {a}/{b}" for n, (a, b) in tally.slots.items())
        )
        if names:
            for label, items in (
                ("missed", tally.missed),
                ("extra", tally.extra),
                ("wrong", tally.wrong),
            ):
                for item in items:
                    print(f"      {label}: {item}")


def read_seed(o: ostraka.Ostraka, folder: Path) -> dict[str, Tally]:
    """Return the tallies of the seed report."""
    truth = json.loads((folder / "seed_truth.json").read_text("utf-8"))
    path = folder / truth["document"]["path"]
    text, found = path.read_text("utf-8"), o.read(path)
    tallies = {}
    for kind in SEED_KINDS:
        wanted = set(places_of(kind, truth[kind]))
        proposed = set(places_of(kind, found[kind]))
        tallies[kind] = compare(text, wanted, proposed, same=trimmed_alike)
    return tallies


def places_of(kind: str, items: Iterable[dict[str, Any]]) -> Iterator[Place]:
    """Yield the places of some items of one kind."""
    keys = {
        "entities": "mentions", "places": "spans", "dates": "span", "incidents": "evidence",
        "measures": "evidence", "quotes": "content", "recommendations": "span", "claims": "span",
    }  # fmt: skip
    for item in items:
        spans = item[keys[kind]]
        for span in spans if isinstance(spans, list) else [spans]:
            yield span["start"], span["end"]


def read_articles(o: ostraka.Ostraka, paths: Iterable[Path]) -> dict[str, Tally]:
    """Return the tallies of some articles together."""
    tallies = {kind: Tally() for kind in ARTICLE_KINDS}
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            article = yaml.safe_load(path.read_text("utf-8"))
            text = article["text"]
            copy = Path(folder) / f"{path.stem}.txt"
            copy.write_text(text, "utf-8")
            found = o.read(copy, dated=str(article["published"]))
            for kind in ARTICLE_KINDS:
                tallies[kind].add(one_article(kind, text, article, found))
    return tallies


def one_article(
    kind: str, text: str, article: dict[str, Any], found: dict[str, Any]
) -> Tally:
    """Return what was found of one kind in one article."""
    wanted = {place(text, item["text"]): item for item in article[kind]}
    proposed: dict[Place, list[dict[str, Any]]] = {}
    for item in found[kind]:
        # Of the passages about one incident, the one that fits best stands for it.
        spans = list(places_of(kind, [item]))
        fitting = [s for s in spans if any(overlap(text, s, at) for at in wanted)]
        proposed.setdefault((fitting or spans)[0], []).append(item)
    if kind == "dates":
        proposed = {
            s: i for s, i in proposed.items() if i[0]["precision"] != "duration"
        }
    tally = compare(text, set(wanted), set(proposed), same=overlap)
    names = {e["id"]: e for e in found["entities"]}
    for at, item in wanted.items():
        match = next((p for p in proposed if overlap(text, at, p)), None)
        if match is not None:
            # One clause can tell what two states did: the one that fits best counts.
            fits = [list(slots(kind, item, i, names)) for i in proposed[match]]
            for slot, right in max(fits, key=lambda s: sum(ok for _, ok in s)):
                counts = tally.slots.setdefault(slot, [0, 0])
                counts[0] += right
                counts[1] += 1
                if not right:
                    tally.wrong.append(f"{slot} of {text[slice(*at)]!r}")
    return tally


def slots(
    kind: str, wanted: dict[str, Any], found: dict[str, Any], names: dict[str, Any]
) -> Iterator[tuple[str, bool]]:
    """Yield each slot the truth states, and whether the reading has it."""
    if kind == "dates":
        yield "value", found["value"] == wanted["value"]
    if kind == "quotes":
        speaker = names.get(found["speaker"] or "", {})
        said = {m["text"] for m in speaker.get("mentions", ())}
        name = wanted["speaker"]
        right = any(name in s or s in name for s in said) if name else not said
        yield "speaker", right
    if kind in {"incidents", "measures"}:
        yield "kind", wanted["kind"] == found.get("kind", found.get("type"))
        if "date" in wanted:
            yield "date", wanted["date"] == found["date"]
    if kind == "incidents" and "place" in wanted:
        yield "country", wanted["place"] == found["country"]
        yield "outcome", wanted["outcome"] == found["outcome"]
    if kind == "measures" and "imposer" in wanted:
        who = found["imposer_text"] or ""
        code = found["imposer_country"]
        yield "imposer", wanted["imposer"] in {code, who} or wanted["imposer"] in who
    if kind == "measures" and wanted.get("targets"):
        words = [span["text"] for span in found["target_text"]]
        yield (
            "targets",
            all(any(overlaps(t, w) for w in words) for t in wanted["targets"]),
        )


def overlaps(one: str, other: str) -> bool:
    """Tell whether one of two phrases stands in the other."""
    return one in other or other in one


def compare(text: str, wanted: set[Place], proposed: set[Place], *, same: Any) -> Tally:
    """Return what of the wanted places was proposed, and what else."""
    left, tally = set(proposed), Tally(len(wanted), proposed=len(proposed))
    tally.exact = len(wanted & proposed)
    for at in sorted(wanted):
        match = at if at in left else next((p for p in left if same(text, at, p)), None)
        if match is None:
            tally.missed.append(repr(text[slice(*at)]))
            continue
        tally.found += 1
        left.discard(match)
    tally.extra = [repr(text[slice(*at)]) for at in sorted(left)]
    return tally


def trimmed_alike(text: str, one: Place, other: Place) -> bool:
    """Tell whether two places are the same but for an article or mark at their edges."""
    return trim(text, one) == trim(text, other)


def trim(text: str, at: Place) -> Place:
    """Return a place without articles and marks at its edges."""
    words = text[slice(*at)]
    start, end = 0, len(words)
    for found in _EDGES.finditer(words):
        if found.start() == 0:
            start = found.end()
        elif found.end() == len(words):
            end = found.start()
    return at[0] + start, at[0] + max(start, end)


def overlap(text: str, one: Place, other: Place) -> bool:  # noqa: ARG001 - as its twin
    """Tell whether two places share more than half of what they cover together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.5 * (max(one[1], other[1]) - min(one[0], other[0]))


def place(text: str, words: str) -> Place:
    """Return where some words stand in a text."""
    start = text.index(words)
    return start, start + len(words)


if __name__ == "__main__":
    main()
