"""A file becomes a text whose places can be counted: what it is, and what it says of itself."""

from __future__ import annotations

import codecs
import hashlib
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ostraka.errors import UsageError
from ostraka.report.formats.mail import read_mail
from ostraka.report.formats.pages import Page
from ostraka.report.tokens import Span, Tokens

#: Longest report that is read; a text of this size has 10,000 pages.
MOST_BYTES = 64 * 1024**2

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
)
#: Characters that stand in no text, and how many of a thousand make it none.
_CONTROLS = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 2
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)", re.IGNORECASE | re.DOTALL)  # fmt: skip
_MAIL = re.compile(rb"(?:[A-Z][\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){3,}\r?\n")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\u2029")
_BULLET = re.compile(r"[–—•*·-] ")
_SAMPLE = 1 << 20
_LANGUAGE_SAMPLE = 100_000

#: The commonest words of a language that are words of few others.
_FUNCTION_WORDS = {
    "en": "the and that with was were which from have this been their has not would",
    "de": "und der das nicht ist auf dem mit sich auch werden wurde eine einen wird",
    "fr": "les des est dans une pour qui sur pas avec sont aux cette ont été",
    "es": "los las del por una con para como más pero sus fue este entre",
    "it": "il che di della per sono non gli nel con alla anche dei delle",
    "nl": "het een van dat niet zijn wordt voor ook werd naar door maar aan",
    "pt": "não uma os para com dos mais foi são pelo também das ao pela",
    "ru": "и в не на что с по как это но из для его был",
    "fa": "و در به از که این است را با برای آن شد",
    "ar": "في من على إلى أن التي عن هذا الذي مع كان بعد",
}
_FEWEST_FUNCTION_WORDS = 8
_CERTAIN_LEAD = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it was given.

    Attributes:
        path: Where it lies.
        sha256: Of the bytes.
        format: `text`, `html`, `pdf`, `docx` or `mail`.
        encoding: How the bytes were read; None where the format says it itself.
        text: The text whose code points all spans count.
        language: ISO 639-1 code, if certain.
        dated: ISO 8601 day its markup states, or None.
        pages: Where its pages are, for one that has pages.
    """

    path: Path
    sha256: str
    format: str
    encoding: str | None
    text: str
    language: str | None
    dated: str | None = None
    pages: tuple[Page, ...] = ()

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8: what all spans are about."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def read_document(path: Path) -> Document:
    """Read a text, HTML, PDF, Word or mail file, whatever it is encoded in.

    Raises:
        UsageError: There is no such file, or it is none we can read.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise UsageError(f"{path}: no such file") from error
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if size > MOST_BYTES:
        raise UsageError(f"{path}: {size:,} bytes; at most {MOST_BYTES:,} are read")
    if not raw.strip():
        raise UsageError(f"{path}: the file is empty")
    _refuse_others(path, raw)
    digest = hashlib.sha256(raw).hexdigest()
    if _PDF in raw[:1024]:
        return _read_apart(path, "pdf", digest)
    if raw.startswith(_ZIP):
        return _read_word(path, digest)
    if path.suffix.lower() == ".eml" or _MAIL.match(raw[:_SAMPLE]):
        text, dated = read_mail(path, raw)
        return Document(path, digest, "mail", None, text, language_of(text), dated)
    if _HTML.match(raw[:_SAMPLE]):
        return _read_html(path, raw, digest)
    text, encoding = _decode(path, raw, None)
    _refuse_binary(path, text)
    return Document(path, digest, "text", encoding, text, language_of(text))


def _refuse_others(path: Path, raw: bytes) -> None:
    for magic, kind in _OTHERS:
        if raw.startswith(magic):
            raise UsageError(
                f"{path}: cannot read {kind}; save it as plain text or HTML first"
            )


def _refuse_binary(path: Path, text: str) -> None:
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if controls * 1000 > _MOST_CONTROLS * min(len(text), _SAMPLE):
        raise UsageError(
            f"{path}: not a text but a binary file; save it as plain text, PDF or Word first"
        )


def _read_word(path: Path, digest: str) -> Document:
    """Read a zip file that is a Word file, and no other."""
    try:
        with zipfile.ZipFile(path) as archive:
            is_word = "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UsageError(f"{path}: damaged: {error}") from error
    if not is_word:
        raise UsageError(
            f"{path}: cannot read an OpenDocument or zip file; save it as text, PDF or Word first"
        )
    return _read_apart(path, "docx", digest)


def _read_apart(path: Path, kind: str, digest: str) -> Document:
    # Imported here: a plain text needs no process of its own.
    from ostraka.report.formats.apart import take_apart  # noqa: PLC0415

    found = take_apart(path, kind)
    language = language_of(found.text)
    pages = found.pages if kind == "pdf" else ()
    return Document(path, digest, kind, None, found.text, language, pages=pages)


def _read_html(path: Path, raw: bytes, digest: str) -> Document:
    # Imported here: a plain text needs no HTML parser.
    from ostraka.report.html import page_of  # noqa: PLC0415

    stated = _CHARSET.search(raw[:4096])
    source, encoding = _decode(path, raw, stated[1].decode() if stated else None)
    page = page_of(source)
    if not page.text.strip():
        raise UsageError(f"{path}: the page holds no text")
    language = page.language or language_of(page.text)
    return Document(path, digest, "html", encoding, page.text, language, page.dated)


def _decode(path: Path, raw: bytes, stated: str | None) -> tuple[str, str]:
    """Return the text and the encoding: by its mark, as stated, UTF-8, or by its look."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _try(path, raw, encoding), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw:
        raise UsageError(f"{path}: not a text; save it as plain text or HTML first")
    if stated is not None:
        try:
            return raw.decode(stated), stated.lower()
        except (LookupError, UnicodeError):
            pass
    # Imported here: only a file in an old encoding needs it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        raise UsageError(f"{path}: its encoding cannot be told; save it as UTF-8")
    return _try(path, raw, best.encoding), best.encoding


def _try(path: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: damaged {encoding} at byte {error.start}; save it as UTF-8"
        ) from error


def language_of(text: str) -> str | None:
    """Return the language of a text if its commonest words leave no doubt."""
    words = Counter(Tokens(text[:_LANGUAGE_SAMPLE]).folded)
    scores = sorted(
        (sum(words[w] for w in _folded(common)), language)
        for language, common in _FUNCTION_WORDS.items()
    )
    (second, _), (first, language) = scores[-2:]
    certain = first >= _FEWEST_FUNCTION_WORDS and first >= _CERTAIN_LEAD * second
    return language if certain else None


def paragraphs_of(text: str) -> list[Span]:
    """Return the paragraphs of a text: what blank lines set apart, lists kept whole."""
    found: list[Span] = []
    at = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        body = text[at:end]
        span = Span(at + len(body) - len(body.lstrip()), at + len(body.rstrip()))
        if span.start < span.end:
            if found and _BULLET.match(text, span.start):
                span = Span(found.pop().start, span.end)
            found.append(span)
        at = gap.end() if gap else end
    return found


def _folded(common: str) -> list[str]:
    return Tokens(common).folded
