"""Days and months a text gives in another language than English, by the year beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ostraka.report.tokens import Span

#: The months of the Gregorian year as lists and reports write them, in any case.
_MONTHS = (
    "januar jänner januari janvier enero gennaio janeiro styczeń stycznia ocak январь января січень січня يناير ژانویه ژانویهٔ كانون_الثاني",
    "februar feber februari février fevrier febrero febbraio fevereiro luty lutego şubat февраль февраля лютий лютого فبراير فوریه شباط",
    "märz maerz mars maart marzo março marco marzec marca mart март марта березень березня مارس آذار",
    "avril abril aprile kwiecień kwietnia nisan апрель апреля квітень квітня أبريل ابريل إبريل آوریل نيسان",
    "mai maj maja mei mayo maggio maio mayıs май мая травень травня مايو مه أيار ايار",
    "juni juin junio giugno junho czerwiec czerwca haziran июнь июня червень червня يونيو ژوئن حزيران",
    "juli juillet julio luglio julho lipiec lipca temmuz июль июля липень липня يوليو ژوئیه تموز",
    "août aout agosto augustus sierpień sierpnia ağustos август августа серпень серпня أغسطس اغسطس اوت آب",
    "septembre septiembre setiembre settembre setembro wrzesień września eylül сентябрь сентября вересень вересня سبتمبر سپتامبر أيلول ايلول",
    "oktober octobre octubre ottobre outubro październik października ekim октябрь октября жовтень жовтня أكتوبر اكتوبر اکتبر تشرين_الأول",
    "novembre noviembre novembro listopad listopada kasım ноябрь ноября листопад листопада نوفمبر نوامبر تشرين_الثاني",
    "dezember décembre decembre diciembre dicembre dezembro grudzień grudnia aralık декабрь декабря грудень грудня ديسمبر دسامبر كانون_الأول",
)
_NUMBER = {
    word.replace("_", " "): number
    for number, words in enumerate(_MONTHS, start=1)
    for word in words.split()
}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)(?:\s?(?:года|году|год|г\.|року|р\.))?")
_BEFORE = re.compile(
    r"(?:(?<![\d.])(?P<day>\d{1,2})(?:\.|er|º|°|-го|-е)?\s+(?:(?:de|di)\s+)?)?"
    r"(?P<month>[^\W\d_]+(?:\s(?:الثاني|الأول))?)\.?,?\s+(?:(?:de|del|do)\s+)?$"
)
_IN_SIGNS = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日일])?"
)
_LOOK_BACK = 48


def month_dates(text: str) -> Iterator[tuple[Span, str]]:
    """Yield where a text gives a day or month in another language, and its ISO prefix."""
    for found in _YEAR.finditer(text):
        start = max(0, found.start() - _LOOK_BACK)
        read = _read_before(text[start : found.start()])
        if read is not None:
            at, month, day = read
            value = _iso(int(found.group()[:4]), month, day)
            if value:
                yield Span(start + at, found.end()), value
    for found in _IN_SIGNS.finditer(text):
        day = int(found["day"]) if found["day"] else None
        value = _iso(int(found["year"]), int(found["month"]), day)
        if value:
            yield Span(*found.span()), value


def _read_before(before: str) -> tuple[int, int, int | None] | None:
    """Return where a month before a year begins, with its day if it has one."""
    found = _BEFORE.search(before)
    if found is None:
        return None
    month = _NUMBER.get(" ".join(found["month"].casefold().split()))
    if month is None:
        return None
    return found.start(), month, int(found["day"]) if found["day"] else None


def _iso(year: int, month: int, day: int | None) -> str:
    """Return an ISO prefix, or nothing for a day that never was."""
    if not 1900 <= year <= 2099 or not 1 <= month <= 12:
        return ""
    try:
        whole = date(year, month, day or 1).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7]
