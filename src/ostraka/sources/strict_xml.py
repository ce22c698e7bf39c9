"""Strict reading of XML: take every tag, ignore some by name, and audit the rest.

What is taken of a `Node` is gone; `done` reports what nobody took as unknown, which
refuses the version: a publisher's new tag must never be dropped in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

from ostraka.sources.reader import UNTAKEN, Reading

_CHUNK = 1 << 16


class Node:
    """One XML element: local names only, attributes and children taken by name."""

    __slots__ = ("_attributes", "_children", "tag", "text", "where")

    def __init__(self, element: etree._Element, where: str) -> None:
        self.tag = local_name(element.tag)
        self.where = where
        self.text = (element.text or "").strip() or None
        self._attributes = {local_name(name): value for name, value in element.items()}
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                self._children.setdefault(local_name(tag), []).append(child)

    def take(self, tag: str) -> Node | None:
        """Return the only child of that name, or None; further ones stay untaken."""
        found = self._children.get(tag)
        if not found:
            return None
        element = found.pop(0)
        if not found:
            del self._children[tag]
        return Node(element, f"{self.where}/{tag}")

    def take_all(self, tag: str) -> list[Node]:
        """Return all children of that name."""
        return [Node(e, f"{self.where}/{tag}") for e in self._children.pop(tag, ())]

    def take_text(self, tag: str) -> str | None:
        """Return the text of a child that has nothing but text, or None if empty.

        A child with content of its own, or a second child of that name, stays for
        `done` to report.
        """
        found = self._children.get(tag)
        if not found or len(found) > 1 or len(found[0]):
            return None
        element = self._children.pop(tag)[0]
        return (element.text or "").strip() or None

    def take_texts(self, tag: str) -> list[str]:
        """Return the non-empty texts of all children of that name."""
        found = self._children.get(tag, [])
        if any(len(element) for element in found):
            return []
        texts = [(e.text or "").strip() for e in self._children.pop(tag, ())]
        return [text for text in texts if text]

    def take_words(self, tag: str) -> str | None:
        """Return every text below the children of that name, each after its own tag.

        For what a publisher's schema allows and no file is known to have: kept in
        words without being understood.
        """
        words = [
            f"{local_name(element.tag)} {(element.text or '').strip()}"
            for child in self._children.pop(tag, ())
            for element in child.iter(etree.Element)
            if (element.text or "").strip()
        ]
        return ", ".join(words) or None

    def attribute(self, name: str) -> str | None:
        """Return an attribute's text, or None if absent or blank."""
        return self._attributes.pop(name, "").strip() or None

    def ignore(self, *names: str) -> None:
        """Drop children and attributes that hold nothing we keep; say why in a comment."""
        for name in names:
            self._children.pop(name, None)
            self._attributes.pop(name, None)

    def done(self, reading: Reading) -> None:
        """Report children and attributes that nobody took, empty ones excepted."""
        for tag, elements in self._children.items():
            if any(_has_content(element) for element in elements):
                reading.refuse(self.where, f"unknown tag {tag!r}", UNTAKEN)
        for name, value in self._attributes.items():
            if value.strip():
                reading.refuse(self.where, f"unknown attribute {name!r}", UNTAKEN)


def iterate_xml(
    stream: BinaryIO, reading: Reading, *, records: Iterable[str], root: str, name: str
) -> Iterator[etree._Element]:
    """Stream the elements called one of `records` out of an XML file, freeing each.

    External entities, DTDs and network access are off; entity expansion and depth
    are limited by the parser.  The root element itself comes first, with its attributes and
    before its children are read.

    Args:
        stream: The file.
        reading: Where faults go.
        records: Local names of the elements to yield.
        root: Local name the root must have.
        name: File name for messages.

    Raises:
        RefusedError: Not XML, cut short, or another publisher's file.
    """
    wanted = frozenset(records)
    inside = 0
    try:
        for event, element in _xml_events(stream, reading, wanted, root, name):
            if local_name(element.tag) not in wanted:
                if event == "start" and element.getparent() is None:
                    yield element
            elif event == "start":
                inside += 1
            else:
                inside -= 1
                if not inside:
                    yield element
                    _free(element)
    except etree.XMLSyntaxError as error:
        raise reading.stop(
            f"{name} line {error.lineno or 1}",
            f"not well-formed XML: {error.msg}",
            "the file is damaged, cut short or no XML; fetch it again",
        ) from error


def _xml_events(
    stream: BinaryIO, reading: Reading, wanted: frozenset[str], root: str, name: str
) -> Iterator[tuple[str, etree._Element]]:
    """Yield the beginnings and ends of the root and of the wanted elements only.

    All others pass by without Python: most of a list's elements are small ones.
    """
    probe = _safe_parser(["*"])
    parser = _safe_parser([f"{{*}}{tag}" for tag in (root, *wanted)])
    is_checked = False
    while chunk := stream.read(_CHUNK):
        if not is_checked:
            with suppress(etree.XMLSyntaxError):  # the parser proper will tell
                probe.feed(chunk)
            for _, element in probe.read_events():
                _check_root(reading, element, local_name(element.tag), root, name)
                is_checked = True
                break
        parser.feed(chunk)
        yield from parser.read_events()
    parser.close()


def _safe_parser(tags: list[str]) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        ("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _check_root(
    reading: Reading, element: etree._Element, tag: str, root: str, name: str
) -> None:
    if element.getroottree().docinfo.doctype:
        raise reading.stop(
            name,
            "the XML has a document type declaration",
            "no list has one; refused for safety",
        )
    if tag != root:
        raise reading.stop(
            name,
            f"the root element is {tag!r}, not {root!r}",
            "this is another publisher's file or another format",
        )


def _free(element: etree._Element) -> None:
    """Release an element and its elder siblings so that memory stays flat."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def form_of(element: etree._Element) -> str:
    """Return a digest of a record as published: names without namespace, texts, order."""
    digest = hashlib.sha1(usedforsecurity=False)
    for event, part in etree.iterwalk(element, events=("start", "end")):
        words = [event, local_name(part.tag)]
        if event == "start":
            words += [
                part.text or "",
                *(f"{k}={v}" for k, v in sorted(part.attrib.items())),
            ]
        digest.update("\0".join(" ".join(str(w).split()) for w in words).encode())
    return digest.hexdigest()


def local_name(tag: object) -> str:
    """Return an XML name without its namespace."""
    return _local_name(str(tag))


@lru_cache(maxsize=1024)
def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _has_content(element: etree._Element) -> bool:
    if (element.text or "").strip() or any(v.strip() for v in element.attrib.values()):
        return True
    return any(isinstance(c.tag, str) and _has_content(c) for c in element)
