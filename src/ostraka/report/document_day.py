"""The day a text is from, as it states it or as its dates bound it."""

from __future__ import annotations

import re
from datetime import date

from ostraka.record.dates import first_day
from ostraka.report.date_sentences import Sentences
from ostraka.report.text_dates import TextDate, find_dates
from ostraka.report.tokens import Span

_AHEAD = re.compile(
    r"\b(?:by|until|till|before|through|to|expires?|expected|planned|target|deadline)\s+"
    r"(?:the\s+end\s+of\s+|the\s+year\s+)?$",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
_HEAD, _FOOT = 8, 4
_LABEL = re.compile(
    r"^\W*(?:first |last )?(?:published|publication date|date|dated|posted|issued|updated"
    r"|released|(?:final |interim |annual |press |situation |the )*"
    r"(?:report|statement|release|briefing|note|notice|paper|memorandum|letter|communiqué)"
    r"(?:,? dated| of| from)"
    r"|stand|datum|veröffentlicht(?: am)?|bericht vom|(?:publié|date)(?: le)?|rapport du|fecha|publicado(?: el)?"
    r"|informe del?|data|pubblicato(?: il)?|rapporto del|relatório de|rapport van|raport z|tarih"
    r"|дата(?: публикации)?|опубликовано|(?:доклад|отч[её]т|сообщение|заявление) от|дата публікації"
    r"|опубліковано|доповідь від|التاريخ|تاريخ النشر|تقرير بتاريخ|بتاريخ|تاریخ|تاریخ انتشار"
    r"|日期|发布日期|日付)(?: on| at)?\s*[:：]?\s*(?:\w+day,? |den )?$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^\s*(?:[^\W\d][^\d\n.]{0,40}[,(] ?)?(?:\w+day,? |(?:le|el|den|am|il) )?$",
    re.IGNORECASE,
)
_REST = re.compile(r"^\)?\s*(?:[.:–—|-]\s|$)")


def stated_date(text: str) -> TextDate | None:
    """Return the day a text itself says it is from, or None.

    That is a line with a label (`Published: 5 March 2019`), a line that is only a date,
    or a dateline (`VIENNA, 4 February 2019 –`); a date within a sentence is not.
    """
    lines = [m for m in _LINE.finditer(text) if m.group().strip()]
    for place, line in enumerate(lines[:_HEAD] + lines[_HEAD:][-_FOOT:]):
        for found in find_dates(line.group())[:1]:
            before = line.group()[: found.span.start]
            after = line.group()[found.span.end :]
            labelled = _LABEL.search(before)
            dateline = _PLACE.match(before) and _REST.match(after) and place < _HEAD
            if (labelled or dateline) and found.precision in {"day", "month"}:
                start = line.start()
                span = Span(start + found.span.start, start + found.span.end)
                return TextDate(span, found.value, found.precision)
    return None


def latest_certain(text: str, dates: list[TextDate], today: date) -> TextDate | None:
    """Return the latest date a text speaks of as past, which it cannot be older than.

    Args:
        text: The text.
        dates: The dates in it.
        today: No text is from later than this.
    """
    sentences = Sentences(text)
    past = [
        found
        for found in dates
        if found.precision != "duration"
        and found.note is None
        and first_day(found.value) <= today
        and not _AHEAD.search(text, max(0, found.span.start - 40), found.span.start)
        and not sentences.speaks_of_future(found.span)
    ]
    return max(past, key=lambda found: first_day(found.value), default=None)
