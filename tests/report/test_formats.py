"""Documents that are no plain text, broken ones, and many at once."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest

from ostraka.errors import UsageError
from ostraka.report.document import paragraphs_of, read_document
from ostraka.report.folder import files_in, mark_duplicates
from ostraka.report.formats import apart, worker
from ostraka.report.formats.apart import join_pages
from ostraka.report.similar import likeness, sketch


def write_pdf(path: Path, *pages: list[str]) -> Path:
    """Write the smallest PDF that has some lines of text on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = 3 + 2 * len(pages)
    kids = []
    for number, lines in enumerate(pages):
        body = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"  # fmt: skip
        page, content = 3 + 2 * number, 4 + 2 * number
        kids.append(f"{page} 0 R")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R /Resources << /Font << /F1 {font} 0 R >> >> >>")  # fmt: skip
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    out, places = "%PDF-1.4\n", []
    for number, entry in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{entry}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"  # fmt: skip
    path.write_bytes(out.encode("latin-1"))
    return path


class TestPdf:
    def test_the_text_has_its_pages_and_whole_sentences(self, tmp_path):
        path = write_pdf(
            tmp_path / "a.pdf",
            [
                "Norway expelled two diplo-",
                "mats in May 2019. It was",
                "the first time.",
            ],
            ["Page two."],
        )
        found = read_document(path)
        assert found.format == "pdf"
        assert "expelled two diplomats in May 2019. It was the first time." in found.text  # fmt: skip
        first, second = found.pages
        assert found.text[second.span.start : second.span.end].strip() == "Page two."
        assert (first.number, second.number) == (1, 2)

    def test_a_place_in_the_text_leads_to_the_letter_on_the_page(self):
        raw = "Two diplo-\nmats and a sol-\ndier left."
        text, (page,) = join_pages([raw])
        assert text == "Two diplomats and a soldier left."
        for word in ("Two", "mats", "and", "dier", "left"):
            assert raw[page.original(text.index(word)) :].startswith(word)

    def test_lines_that_head_or_close_every_page_are_left_out(self):
        raw = [
            f"The Quarterly Review\nThe plot of May {n} was\nfoiled by police.\nPage {n}"
            for n in range(1, 5)
        ]
        text, pages = join_pages(raw)
        assert "Review" not in text
        assert "Page" not in text
        assert text.count("was foiled by police.") == 4
        third = pages[2]
        assert raw[2][third.original(text.index("May 3")) :].startswith("May 3")

    def test_a_heading_is_no_part_of_the_sentence_after_it(self):
        raw = "What Norway did\nPeru expelled two diplomats in May and then\nclosed the embassy of Norway in the city of Lima."
        text, _ = join_pages([raw])
        first, second = paragraphs_of(text)
        assert text[first.start : first.end] == "What Norway did"
        assert text[second.start : second.end].startswith("Peru expelled")

    @pytest.mark.parametrize("damage", ["%PDF-1.4\ngarbage", "%PDF-1.7\n%%EOF\n"])
    def test_a_broken_one_is_refused_with_its_name(self, tmp_path, damage):
        path = tmp_path / "broken.pdf"
        path.write_text(damage)
        with pytest.raises(UsageError, match=r"broken\.pdf: cannot be read as pdf"):
            read_document(path)

    def test_a_scan_without_text_is_refused(self, tmp_path):
        path = write_pdf(tmp_path / "scan.pdf", [])
        with pytest.raises(UsageError, match="a scan must be put through OCR"):
            read_document(path)

    def test_one_that_hangs_is_given_up(self, tmp_path, monkeypatch):
        slow = tmp_path / "slow.py"
        slow.write_text("import time; time.sleep(60)")
        monkeypatch.setattr(worker, "__file__", str(slow))
        monkeypatch.setattr(apart, "SECONDS", -4)  # five seconds are added
        path = write_pdf(tmp_path / "a.pdf", ["x"])
        with pytest.raises(UsageError, match="given up"):
            read_document(path)


class TestWord:
    def test_paragraphs_lists_and_tables_come_in_their_order(self, tmp_path):
        document = docx.Document()
        document.add_paragraph("The council must:")
        document.add_paragraph("expel them", style="List Bullet")
        document.add_paragraph("close it", style="List Bullet")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "2018", "Plot"
        document.add_paragraph("End.")
        path = tmp_path / "a.docx"
        document.save(str(path))
        found = read_document(path)
        assert found.format == "docx"
        assert found.text == "The council must:\n\n- expel them\n\n- close it\n\n2018\tPlot\n\nEnd."  # fmt: skip

    def test_a_zip_bomb_is_refused(self, tmp_path):
        path = tmp_path / "bomb.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"0" * 20_000_000)
        with pytest.raises(UsageError, match="unpacks to 20,000,000 bytes"):
            read_document(path)

    def test_another_zip_file_is_refused(self, tmp_path):
        path = tmp_path / "a.odt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.xml", "<x/>")
        with pytest.raises(UsageError, match="save it as text, PDF or Word"):
            read_document(path)

    def test_a_damaged_one_is_refused(self, tmp_path):
        path = tmp_path / "a.docx"
        path.write_bytes(b"PK\x03\x04 and no more")
        with pytest.raises(UsageError, match="damaged"):
            read_document(path)


class TestMail:
    def message(self) -> EmailMessage:
        message = EmailMessage()
        message["From"] = "Ann Lee <ann@example.org>"
        message["Subject"] = "Expulsions"
        message["Date"] = "Thu, 10 Jan 2019 09:00:00 +0100"
        return message

    def test_its_own_words_are_read_and_it_is_of_its_date(self, tmp_path):
        message = self.message()
        message.set_content("Norway expelled two diplomats.")
        message.add_alternative("<p>Norway <b>expelled</b></p>", subtype="html")
        message.add_attachment(b"x", "application", "zip", filename="list.zip")
        path = tmp_path / "a.eml"
        path.write_bytes(bytes(message))
        found = read_document(path)
        assert (found.format, found.dated) == ("mail", "2019-01-10")
        assert "Subject: Expulsions" in found.text
        assert "Norway expelled two diplomats." in found.text
        assert "Attached, not read: list.zip" in found.text

    def test_a_mail_in_html_only_is_read_as_a_page(self, tmp_path):
        message = self.message()
        message.set_content("<p>One.</p><p>Two.</p>", subtype="html")
        path = tmp_path / "a.eml"
        path.write_bytes(bytes(message))
        assert "One.\n\nTwo." in read_document(path).text

    def test_a_mail_without_text_is_refused(self, tmp_path):
        path = tmp_path / "a.eml"
        path.write_bytes(b"From: a@example.org\nSubject: x\n\n")
        with pytest.raises(UsageError, match="holds no text"):
            read_document(path)


class TestFolder:
    def test_the_files_of_a_folder_come_by_name(self, tmp_path):
        for name in ("b.txt", "a.pdf", "c.csv", "sub/d.eml"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("x")
        names = [p.name for p in files_in([tmp_path])]
        assert names == ["a.pdf", "b.txt", "d.eml"]

    def test_a_folder_without_documents_is_refused(self, tmp_path):
        with pytest.raises(UsageError, match=r"no \.txt"):
            list(files_in([tmp_path]))

    def test_the_same_text_and_nearly_the_same_are_noted(self):
        words = [f"word{n}" for n in range(300)]
        near = [*words[:150], "and", "something", "new", *words[150:]]
        other = [f"else{n}" for n in range(300)]
        readings = [
            {"document": {"path": path, "text_sha256": digest, "sketch": sketch(" ".join(text))}}
            for path, digest, text in (
                ("a", "1", words), ("b", "1", words), ("c", "2", near), ("d", "3", other),
            )
        ]  # fmt: skip
        mark_duplicates(readings)
        facts: dict[str, Any] = {
            str(r["document"]["path"]): r["document"] for r in readings
        }
        assert facts["b"]["duplicate_of"] == "a"
        assert facts["c"]["near_duplicate_of"]["path"] == "a"
        assert "near_duplicate_of" not in facts["d"]


def test_likeness_is_of_the_passages_two_texts_share():
    one = " ".join(f"word{n}" for n in range(1000))
    assert likeness(sketch(one), sketch(one)) == 1.0
    assert likeness(sketch(one), sketch("entirely other words are here to be seen")) < 0.1  # fmt: skip
    half = " ".join(f"word{n}" for n in range(500))
    assert 0.3 < likeness(sketch(one), sketch(half)) < 0.7
