"""Whether a phrase names somebody who can take measures, and of which country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ostraka.record.countries import country_code
from ostraka.report.gazetteer import capital_code
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import ARTICLES, word_set
from ostraka.report.tokens import Span

_BODIES = {
    "eu": "eu", "european union": "eu", "european council": "eu", "council of the european union": "eu",
    "un": "un", "united nations": "un", "security council": "un", "un security council": "un",
    "nato": "nato",
}  # fmt: skip
#: Words that tell that whoever does it can take measures.
AUTHORITY_WORDS = word_set(
    "administration agency assembly authorities authority cabinet chancellor commission",
    "council court department government house interior judge kremlin minister ministers",
    "ministry office parliament premier president secretary senate state states treasury",
    "union nations police prosecutors regime bloc kingdom republic confederation leader",
    "leaders king prince emir canton capital presidency committee foreign ofac ofsi seco",
    "congress knesset duma bundestag bundesrat tribunal regulator governor governments",
    "directorate whitehall watchdog mayor junta ministries lawmakers legislature courts",
    "service services bureau unit board customs chamber",
)
_PRONOUNS = word_set("he she it they we i")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody a text says does something.

    Attributes:
        span: Where.
        code: Country code, `eu` or `un`, if the phrase tells.
        is_state: Whether the phrase names the state itself: `the US`, not `the US Treasury`.
    """

    span: Span
    code: str | None
    is_state: bool


def actor_at(p: Passage, phrase: tuple[int, int]) -> Actor | None:
    """Return who a phrase names, if it names somebody who can take measures.

    Args:
        p: The text.
        phrase: First and last word.
    """
    first, last = phrase
    words = p.low[first : last + 1]
    span = p.tokens.span(first, last, bare=p.tokens.bare[last] is not None)
    bare = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    name = " ".join(bare)
    if name in _BODIES:
        return Actor(span, _BODIES[name], is_state=True)
    code = state_code(name) if p.tokens.is_capital(last) else None
    if code is None and words[0] == "the" and p.tokens.is_capital(last):
        code = country_code(name.removesuffix("s"))  # "the Russians"
    if code is not None:
        return Actor(span, code, is_state=True)
    if not AUTHORITY_WORDS.isdisjoint(bare):
        codes = [c for word in bare if (c := state_code(word)) is not None]
        return Actor(span, codes[0] if codes else None, is_state=False)
    if len(bare) == 1 and bare[0] in _PRONOUNS:
        return Actor(span, None, is_state=False)
    return None


@lru_cache(maxsize=4096)
def state_code(name: str) -> str | None:
    """Return the code of the state a name or its capital stands for, or None."""
    code = country_code(name) if len(name) > 1 else None
    if code is not None:
        return code.partition("-")[0]
    return capital_code(name)
