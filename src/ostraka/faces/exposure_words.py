"""What a rule makes of a party, in words and for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ostraka.links.exposure import Exposure, Holder, Verdict
from ostraka.links.share import UNIT, share_words

#: How a regime is called in words.
REGIME_WORDS = {"ofac": "OFAC", "eu": "EU", "uk": "UK"}
_WITH_ARTICLE = {"ofac": "OFAC", "eu": "the EU", "uk": "the UK"}
_MOST_NAMED = 3


def describe(exposure: Exposure, *, judged: bool = True) -> str:
    """Return an exposure in words: never as a listing, and listings never as one.

    Args:
        exposure: What a rule makes of a party.
        judged: Whether the records of several lists were judged together.
    """
    regime = REGIME_WORDS[exposure.regime]
    if exposure.listed_by:
        first = f"listed by {', '.join(exposure.listed_by)}"
    else:
        none = "not listed" if judged else "not judged to be listed"
        first = f"{none} by {_WITH_ARTICLE[exposure.regime]}"
    if exposure.verdict is Verdict.NOT:
        return (
            f"{first}; {regime}'s rule reaches it from no listed party, as far as is "
            "known here"
        )
    return f"{first}; {ground_words(exposure)}, by {regime}'s rule"


def ground_words(exposure: Exposure) -> str:
    """Return by what a rule reaches a party: `owned 62 % by X`."""
    parts = []
    sure = "" if exposure.verdict is Verdict.SURELY else "possibly "
    if "owned" in exposure.grounds:
        share = share_words(exposure.low, exposure.high)
        share = "in an unknown part" if share == "not stated" else share
        parts.append(f"{sure}owned {share} by {_named(exposure, 'owns', 'votes')}")
    if "controlled" in exposure.grounds:
        parts.append(f"{sure}controlled by {_named(exposure, 'controls')}")
    return " and ".join(parts)


def exposure_dict(exposure: Exposure, *, judged: bool = True) -> dict[str, Any]:
    """Return an exposure for JSON; shares in percent."""
    table = asdict(exposure)
    table["words"] = describe(exposure, judged=judged)
    table["judged"] = judged
    table["share"] = share_words(exposure.low, exposure.high)
    for key in ("low", "high"):
        table[key] = table[key] / UNIT
    if exposure.economic is not None:
        table["economic"] = [part / UNIT for part in exposure.economic]
    for holder in (*table["holders"], *table["directors"]):
        for key in ("low", "high"):
            holder[key] /= UNIT
    return table


def holder_share(holder: Holder) -> str:
    """Return how much somebody holds, in words."""
    if holder.manner in {"controls", "directs"}:
        return ""
    return share_words(holder.low, holder.high)


def _named(exposure: Exposure, *manners: str) -> str:
    """Return the reached holders by name, and how the listed ones stand behind them."""
    names = [
        h.caption
        for h in exposure.holders
        if h.manner in manners and h.standing != "other"
    ]
    direct = list(dict.fromkeys(names))
    roots = [r.caption for r in exposure.roots if r.caption not in direct]
    text = _few(direct)
    return f"{text} (of {_few(roots)})" if roots else text


def _few(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def short_words(told: Sequence[Exposure], verdict: Verdict) -> str:
    """Return a verdict in a few words for a box: `owned or controlled: OFAC, EU`."""
    same = [e for e in told if e.verdict is verdict]
    grounds = list(dict.fromkeys(g for e in same for g in e.grounds))
    regimes = ", ".join(REGIME_WORDS[e.regime] for e in same)
    sure = "" if verdict is Verdict.SURELY else "possibly "
    return f"{sure}{' or '.join(grounds)}: {regimes}"
