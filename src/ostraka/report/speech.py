"""Who is quoted, and what is recommended, where a text leaves no doubt of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ostraka.report.tokens import Span
from ostraka.report.words import is_function_word

_VERB = (
    r"(?:said|says|wrote|writes|told [^\n“\"«:,]{2,40}|stated|states|added|adds|explained"
    r"|explains|tweeted|declared|declares|warned|warns|announced|insisted|concluded"
    r"|concludes|replied|remarked|asserted)"
)
_PARTICLE = r"(?:al|el|bin|ibn|de|da|di|la|le|van|von|der|den|dos)"
_NAME_WORD = r"[^\W\d_a-z](?:\w{0,2}\.(?= )|[\w’'-]*)"
_NAME = rf"{_NAME_WORD}(?:[ -](?:{_PARTICLE}[ -])*{_NAME_WORD}){{0,3}}"
_BEFORE = re.compile(
    rf"(?P<cue>(?P<who>{_NAME}) {_VERB}(?: (?:that|in|on|at|to)\b[^.“\"«\n]{{0,60}})?)\s?[:,]?\s*$"
)
_AFTER = re.compile(
    rf"^,?\s*(?P<cue>{_VERB}(?: (?P<who>{_NAME}))?|(?P<first>{_NAME}) {_VERB})"
)
_ENDS_SPEECH = re.compile(r"[,.!?…][”\"»]?$")
_OPENING = {"“": "”", "«": "»", "„": "“", '"': '"'}
_MODAL = re.compile(
    r" (?P<modal>must|should|ought to|needs? to|ha(?:s|ve) to|(?:is|are) urged to):[ \t\r]*\n"
)
_LEAD_IN = re.compile(
    rf"(?:^|[.;] )(?:(?P<who>{_NAME}) (?:{_VERB}|recommends?|recommended|urges?|urged"
    r"|calls? for)(?: that)? )?(?P<addressee>[^.:;]{2,60})$"
)
#: Whom a clause with "which" is about: `… are addressed to the coastal states, which`.
_RELATIVE = re.compile(
    r"(?:^|[.;] |\b(?:to|at|on|for|of|with) )(?P<addressee>[^.:;,]{2,60}),? (?:which|who)$"
)
#: A line that calls on somebody, or only says that recommendations follow.
_CALLING = re.compile(
    r"(?:^|[.;] )(?P<who>[^.:;]{2,80}?) (?P<modal>urge[sd]?|call(?:s|ed)? (?:up)?on|ask(?:s|ed)?"
    r"|advise[sd]?|recommend(?:s|ed)?|demand(?:s|ed)?|wants?|wanted|press(?:es|ed)?)"
    r"(?: that)? (?P<addressee>[^.:;]{2,80}?)(?: to| should| must)?:[ \t\r]*\n",
    re.MULTILINE,
)
_HEADED = re.compile(
    r"(?P<modal>[Rr]ecommendations?|RECOMMENDATIONS?|[Rr]ecommends?|[Rr]ecommended|[Dd]emands?"
    r"|demanded|proposes|proposed|calls for)(?: (?:are|include|the following|[^.:;\n]{0,40}))?:?"
    r"[ \t\r]*\n"
)
_ITEM = re.compile(
    r"\s*\n?[ \t]*(?:[–—•*·-]|\(?\d{1,2}[.)])[ \t]+(?P<item>(?P<action>[^\W\d_]+)\s+"
    r"(?P<object>[^\n]+?))[;,.]?(?: and)?[ \t\r]*(?=\n|$)"
)


_MARKS = re.compile("[" + "".join({*_OPENING, *_OPENING.values()}) + r"]|\n\s*\n")
_LONGEST_QUOTE = 3000
_FEWEST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a text gives as somebody's own.

    Attributes:
        content: With the quotation marks.
        cue: The words that say whose they are.
        who: The speaker's name, or None if the text gives none there.
    """

    content: Span
    cue: Span
    who: Span | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a text says somebody should do; no measure in force.

    Attributes:
        span: The whole item.
        action: Its verb.
        object: What is to be done with, or to, what.
        addressee: Who should do it, in the text's words.
        addressee_span: Where it says so.
        modal: `must`, `should` …
        who: Who recommends it, or None if the text does not say there.
    """

    span: Span
    action: str
    object: Span
    addressee: str
    modal: str
    who: Span | None
    addressee_span: Span | None = None


def find_quotes(text: str) -> list[Quote]:
    """Return the direct quotations whose speaker stands right before or after them.

    Words in quotation marks without a speaker beside them may be a title or a term and
    are passed over.
    """
    found = []
    for content in quoted_spans(text):
        before = _BEFORE.search(text, max(0, content.start - 160), content.start)
        if before is not None and before.end() == content.start:
            found.append(Quote(content, Span(*before.span("cue")), _who(before)))
            continue
        after = _AFTER.match(text[content.end : content.end + 120])
        inner = text[content.start + 1 : content.end - 1]
        if after is not None and (
            _ENDS_SPEECH.search(inner) or text[content.end : content.end + 1] == ","
        ):
            who = _who(after) or _who(after, "first")
            cue = _shift(Span(*after.span("cue")), content.end)
            found.append(Quote(content, cue, who and _shift(who, content.end)))
    return found


def find_recommendations(text: str) -> list[Recommendation]:
    """Return the items of lists introduced by `… must:`, `… urges X to:`, `Recommendations:`."""
    found: list[Recommendation] = []
    for lead in _lead_ins(text):
        items = list(_items(text, lead.end))
        if len(items) < _FEWEST_ITEMS or (
            found and items[0].start() < found[-1].span.end
        ):
            continue
        addressee = lead.addressee
        found += [
            Recommendation(
                span=Span(*item.span("item")),
                action=item["action"].casefold(),
                object=Span(*item.span("object")),
                addressee=text[addressee.start : addressee.end] if addressee else "",
                modal=lead.modal,
                who=lead.who,
                addressee_span=addressee,
            )
            for item in items
        ]
    return sorted(found, key=lambda r: r.span.start)


@dataclass(frozen=True, slots=True)
class _LeadIn:
    """What stands before a list of demands.

    Attributes:
        end: Where the list starts.
        modal: The word that makes the items demands.
        addressee: Who should do it, or None.
        who: Who demands it, or None.
    """

    end: int
    modal: str
    addressee: Span | None
    who: Span | None


def _lead_ins(text: str) -> Iterator[_LeadIn]:
    """Yield where lists of demands start, the surest ways to say so first."""
    for modal in _MODAL.finditer(text):
        line = text.rfind("\n", 0, modal.start()) + 1
        before = text[line : modal.start()]
        lead = _RELATIVE.search(before) or _LEAD_IN.search(before)
        if lead is not None:
            who = _who(lead) if lead.groupdict().get("who") else None
            said = Span(*lead.span("addressee"))
            start = (
                said.start + len(lead["addressee"]) - len(lead["addressee"].lstrip())
            )
            addressee = Span(line + start, line + said.end)
            yield _LeadIn(
                modal.end(), modal["modal"], addressee, who and _shift(who, line)
            )
    for call in _CALLING.finditer(text):
        who = _who(call) if re.fullmatch(_NAME, call["who"]) else None
        yield _LeadIn(call.end(), call["modal"], Span(*call.span("addressee")), who)
    for head in _HEADED.finditer(text):
        yield _LeadIn(head.end(), head["modal"].casefold(), None, None)


def _items(text: str, at: int) -> Iterator[re.Match[str]]:
    while item := _ITEM.match(text, at):
        yield item
        at = item.end()


def quoted_spans(text: str) -> list[Span]:
    """Return what stands in quotation marks, outermost marks only, within a paragraph."""
    found: list[Span] = []
    opened: list[int] = []
    for mark in _MARKS.finditer(text):
        at = mark.start()
        if mark.group().isspace():
            opened.clear()
        elif opened and mark.group() == _OPENING[text[opened[-1]]]:
            span = Span(opened.pop(), at + 1)
            while found and span.holds(found[-1]):
                found.pop()
            found.append(span)
        elif mark.group() in _OPENING:
            opened.append(at)
    return [span for span in found if span.end - span.start <= _LONGEST_QUOTE]


def _who(match: re.Match[str], group: str = "who") -> Span | None:
    name = match[group]
    if not name or is_function_word(name.split()[0]):
        return None
    return Span(*match.span(group))


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
