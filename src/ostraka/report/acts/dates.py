"""When a measure was taken, as far as its clause or the one it belongs to says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from ostraka.report.acts.model import Act
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.words import NUMBERS
from ostraka.report.spans import Placed
from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    r"\b(?:on |late |early |last )?(?P<day>"
    + "|".join(map(str.title, _DAYS))
    + r")\b(?! of\b)"
)
_SAME_DAY = re.compile(
    r"\b(?:on )?(?:the same|that) (?:day|morning|evening|night|afternoon)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:the (?:next|following) day|(?P<count>a|one|two|three|four|five|six|\d{1,2}) days? later"
    r"|the day (?P<back>before|earlier))\b(?! [a-z]+ed\b)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|through|by)\s+(?:the\s+)?$", re.IGNORECASE)


def dates_of(
    p: Passage, acts: Sequence[Act], dates: Placed[TextDate], written: date | None
) -> list[TextDate | None]:
    """Return the date of each measure, or None where the text gives none.

    Args:
        p: The text.
        acts: The measures in reading order.
        dates: The dates of the text.
        written: The day the text is from, if certain: for `on Tuesday`.
    """
    found: list[TextDate | None] = []
    last: TextDate | None = None
    for act in acts:
        own = _own(p, act, dates)
        if own is None and _SAME_DAY.search(p.text, act.span.start, act.span.end):
            own = same_day(p, act.span, dates) or last
        if own is None:
            own = weekday(p, act.span, written)
        if own is None:
            own = counted_day(p, act.span, dates)
        if own is None and found and _continues(p, acts[len(found) - 1], act):
            own = found[-1]
        found.append(own)
        last = own or last
    return found


def _own(p: Passage, act: Act, dates: Placed[TextDate]) -> TextDate | None:
    """Return the date in the clause of a measure, or the one its "when" is about."""
    inside = [d for d in dates.within(act.span) if _is_of_act(p, act, d)]
    if inside:
        head = p.tokens.starts[act.verb.head]
        after = [d for d in inside if d.span.start > head]
        return after[0] if after else inside[-1]
    first = p.word_at(act.span.start)
    if p.low[first] == "when" and first:
        return dates.ending_at(p.tokens.ends[first - 1])
    return None


def _is_of_act(p: Passage, act: Act, found: TextDate) -> bool:
    """Tell whether a date in a clause is when, and not until when or after what."""
    if found.precision == "duration" or found.note is not None:
        return False
    if _UNTIL.search(p.text, max(0, found.span.start - 12), found.span.start):
        return False
    # A date behind "over the murder … in" is that of what it answers.
    between = p.text[p.tokens.ends[act.verb.head] : found.span.start]
    return not re.search(r"\b(?:over|after) (?:the|a|an|his|her|its|their)\b", between)


def counted_day(p: Passage, span: Span, dates: Placed[TextDate]) -> TextDate | None:
    """Return the day a passage counts from the one told before it: `Two days later`.

    Args:
        p: The text.
        span: The passage.
        dates: The dates of the text.
    """
    counted = _COUNTED.search(p.text, span.start, span.end)
    base = None if counted is None else _before(dates, span.start)
    if counted is None or base is None:
        return None
    count = (counted["count"] or "a").casefold()
    days = int(count) if count.isdigit() else NUMBERS.get(count, 1)
    day = date.fromisoformat(base.value) + timedelta(-1 if counted["back"] else days)
    basis = f"counted from {base.value}"
    return TextDate(Span(*counted.span()), day.isoformat(), "day", basis)


def same_day(p: Passage, span: Span, dates: Placed[TextDate]) -> TextDate | None:
    """Return the day told before a passage that says `the same day`, or None."""
    said = _SAME_DAY.search(p.text, span.start, span.end)
    return _before(dates, span.start) if said else None


def _before(dates: Placed[TextDate], place: int) -> TextDate | None:
    earlier = [d for d in dates.before(place) if d.precision == "day"]
    return earlier[-1] if earlier else None


def weekday(p: Passage, span: Span, written: date | None) -> TextDate | None:
    """Return the day a passage names by its weekday: the last one before it was written."""
    named = _WEEKDAY.search(p.text, span.start, span.end)
    if named is None or written is None:
        return None
    back = (written.weekday() - _DAYS.index(named["day"].casefold())) % 7
    day = written - timedelta(days=back)
    return TextDate(
        Span(*named.span("day")), day.isoformat(), "day", "the document's own day"
    )


def _continues(p: Passage, before: Act, act: Act) -> bool:
    """Tell whether a measure is told in the breath of the one before: `… and froze …`."""
    same = p.sentence_of(act.verb.head) == p.sentence_of(before.verb.head)
    return same and p.word_at(act.span.start) == act.verb.first
