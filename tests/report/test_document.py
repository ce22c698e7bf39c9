"""Files into texts: encodings, web pages, and what is no text."""

import hashlib
from pathlib import Path

import pytest

from ostraka.errors import UsageError
from ostraka.report.document import language_of, paragraphs_of, read_document

RUSSIAN = "Это не то, что было, но и не из того, как он для них на это по нему с ней. "


def write(tmp_path: Path, content: bytes, name: str = "report.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_utf8_is_the_text_itself(tmp_path):
    content = "Žofka’s\r\ntext".encode()
    document = read_document(write(tmp_path, content))
    assert document.text == "Žofka’s\r\ntext"
    assert document.sha256 == document.text_sha256
    assert document.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("cp1251", "cp1251"),
    ],
)
def test_other_encodings_are_found_out_and_said(tmp_path, encoding, said):
    document = read_document(write(tmp_path, (RUSSIAN * 5).encode(encoding)))
    assert document.text == RUSSIAN * 5
    assert document.encoding == said
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"%PDF-1.7 ...", "cannot be read as pdf"),
        (b"PK\x03\x04...", "damaged: File is not a zip file"),
        (b"{\\rtf1 x}", "cannot read an RTF file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text"),
        (b"\xff\xfea", "damaged utf-16"),
        (b"<html><body><script>x()</script></body></html>", "holds no text"),
        (b"<!doctype html>", "holds no text"),
    ],
)
def test_what_is_no_text_is_told_with_what_to_do(tmp_path, content, says):
    with pytest.raises(UsageError, match=says) as caught:
        read_document(write(tmp_path, content))
    assert caught.value.exit_code == 2


def test_a_charset_that_is_none_is_found_out(tmp_path):
    content = b"<html><meta charset=undefined><p>Caf\xe9 au lait, s'il vous pla\xeet"
    assert "au lait" in read_document(write(tmp_path, content)).text


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match=r"none\.txt: no such file"):
        read_document(tmp_path / "none.txt")


PAGE = """<!-- x --><!doctype html><html lang="en-GB"><head>
<meta charset="iso-8859-1"><title>Title</title>
<meta property="article:published_time" content="2019-02-04T10:00:00Z">
<style>p {{ color: red }}</style></head><body><nav>Menu</nav>
<article><h1>Überschrift</h1><p>One <b>bold</b>
word.<br>Next</p><ul><li>first</li><li>second</li></ul><script>evil()</script></article>
<footer>Imprint</footer></body></html>"""


def test_a_web_page_is_read_as_a_reader_sees_it(tmp_path):
    document = read_document(write(tmp_path, PAGE.encode("iso-8859-1"), "page.html"))
    assert document.format == "html"
    assert document.encoding == "iso-8859-1"
    assert document.language == "en"
    assert document.dated == "2019-02-04"
    assert document.text == (
        "Überschrift\n\nOne bold word.\nNext\n\n- first\n\n- second"
    )


def test_a_page_within_a_form_is_read_without_its_fields(tmp_path):
    page = b"""<html><body><form><p>Report on Ali.</p><textarea>Your view</textarea>
<select><option>Choose</option></select><button>Send</button></form></body></html>"""
    assert read_document(write(tmp_path, page)).text == "Report on Ali."


@pytest.mark.parametrize(
    ("body", "dated"),
    [
        ("<nav>{old}</nav><p>x</p>{new}", "2024-03-03"),
        ("<header>{old}</header><p>x</p>{new}", "2024-03-03"),
        ("<footer>{old}</footer><p>x</p>", None),
        ("{old}<article><header>{new}</header><p>x</p></article>", "2024-03-03"),
        ("{old}<main><p>x</p></main>", None),
        ("<aside><meta itemprop=date content=2001-01-01></aside><p>x</p>", None),
    ],
)
def test_only_what_a_page_reports_dates_it(tmp_path, body, dated):
    times = {
        "old": "<time datetime=2001-01-01>then</time>",
        "new": "<time datetime=2024-03-03>now</time>",
    }
    page = f"<html><body>{body.format(**times)}</body></html>"
    assert read_document(write(tmp_path, page.encode())).dated == dated


def test_entities_and_far_files_of_a_page_are_not_loaded(tmp_path):
    page = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<html><body><p>A &amp; B &x;</p><img src="http://192.0.2.1/x"></body></html>'
    )
    assert read_document(write(tmp_path, page.encode())).text.endswith("A & B &x;")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The man and the woman were there, which was not what they have said.", "en"),
        ("Der Mann und die Frau werden das nicht, dem ist auch eine Sache mit.", "de"),
        (RUSSIAN, "ru"),
        ("Ad astra.", None),
        ("", None),
    ],
)
def test_a_language_is_told_only_if_certain(text, language):
    assert language_of(text) == language


def test_paragraphs_are_parted_by_blank_lines_and_lists_stay_whole():
    text = "One\ntwo.\r\n\r\n  Three must:\n\n– a\n\n– b\n\n\nFour"
    found = [text[p.start : p.end] for p in paragraphs_of(text)]
    assert found == ["One\ntwo.", "Three must:\n\n– a\n\n– b", "Four"]
