"""What our cleaning lets through is what the library's cleaning leaves as it is."""

from __future__ import annotations

import pytest
from followthemoney import model
from hypothesis import given, settings
from hypothesis import strategies as st

from ostraka.record.clean import clean_value
from ostraka.record.schema import find_schema, schema_names

#: A property for each type and format of value.
PROPERTIES = {
    (prop.type, prop.format): (name, prop.name)
    for name in schema_names()
    for prop in find_schema(name).properties.values()
    if not prop.stub and prop.type not in {"entity", "mimetype", "json", "checksum"}
}
EXAMPLES = {
    "name": ["'Abu Test'", '"A" and "B"', '""', "O'Neill", "«Тест»", "Ali\u200cReza", '"\'x\'"'],
    "address": ["A,, B", "A, , ,. C", "A;B\nC", "John ESQ., X", "1 <BR/> 2", ","],
    "date": ["1971", "1971-13", "3033-09-30", "0097-06-30", "2021-02-16T21:48:52", "2021-02-16T25", "2021-02-16T21:48:52.123456Z", "2021-02-16T21:48+02:00", "1971T10"],
    "country": ["ir", "IR", "Iran", "un", "eu", "suhh", "xk", "zz", "gb-sct", "Kosovo"],
    "email": ["A.B@Example.COM", "a@b.1", "a@b.c", "mailto:x@y.org", "x@xn--e1afmkfd.xn--p1ai", "a?b@c.org", "a@-b.org"],
    "url": ["example.org", "HTTP://Example.org", "http://a.b.c/ d", "http://x.1", "ftp://a.org:99999/", "https://a.org/?q=ü&b=[1]#frag", "http://user@a.org", "//a.org"],
    "phone": ["+43 1 515 61-0", "0043 1 51561", "+98 21 1234 5678 ext. 3"],
    "gender": ["M", "männlich", "other", "weiblich", "X"],
    "topic": ["sanction", "Sanction", "crime.terror"],
    "identifier": ["ABC-123", " 1 ", "DCBK KPPY", "SOMRRUM1KST", "IMO 9074729", "6378969", "0000000", "1234567893", "1027700132195", "304500116000157", "Q42", "http://x/q42", "529900T8BM49AURSDO55", "US0378331005", "BBG000B9XRY4", "7707083893", "123-45-6789", "91350100M000100Y43", "DE89 3702 0044 0532 0130 00", "ZQGGHJH74DW7"],
    "language": ["eng", "ENG", "xxx", "ara"],
    "ip": ["127.0.0.1", "::FFFF:1.2.3.4", "1.2.3"],
    "number": ["1,000", "x"],
    "text": ["a\r\nb  c", "\u2028", "x\u00ady"],
    "string": ["a \u200f b", "\ufeff", "\u0a00x"],
    "html": ["<p>x</p>\n\n<br>"],
}  # fmt: skip


def check(key: tuple[str, str | None], text: str) -> None:
    schema, name = PROPERTIES[key]
    value = clean_value(find_schema(schema).properties[name], text)
    if value is None:
        return
    prop = model[schema].properties[name]
    assert prop.type.clean(value, format=prop.format) == value
    assert prop.type.validate(value, format=prop.format)
    assert len(value) <= prop.max_length


@pytest.mark.parametrize("key", PROPERTIES, ids=str)
def test_examples_stay_as_we_clean_them(key: tuple[str, str | None]):
    for text in EXAMPLES[key[0]]:
        check(key, text)


@pytest.mark.parametrize("key", PROPERTIES, ids=str)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_text_stays_as_we_clean_it(
    key: tuple[str, str | None], data: st.DataObject
):
    parts = st.sampled_from([*EXAMPLES[key[0]], *"\"',;. \t\n-:/@0123456789"])
    text = st.lists(parts | st.text(max_size=3), max_size=6).map("".join)
    check(key, data.draw(text | st.text()))
