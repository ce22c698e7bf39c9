"""The whole way in a browser: with JavaScript and without, every page looked at by axe.

Needs Debian's Chromium.  `OSTRAKA_SCREENSHOTS=FOLDER` keeps pictures for the docs.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]
    Axe,
)
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.export import verify_export
from ostraka.casework.keeping import Given, add_customers
from ostraka.casework.monitoring import monitor
from ostraka.casework.readings import keep_reading
from ostraka.casework.screenings import screen_into
from ostraka.casework.sealing import CLEAR
from ostraka.faces.casework import basis_of
from ostraka.faces.selftest import keep, selftest
from ostraka.faces.session import Ostraka
from ostraka.report.review.store import Reviews
from ostraka.selftest.run import Plan
from ostraka.selftest.showing.page import write_page
from ostraka.selftest.showing.sections import report_of
from tests.casework.lists import PARTIES, file_of, person, write_list
from tests.faces.web.conftest import CUSTOMERS, PASSWORD
from tests.faces.web.test_review import put_questions

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: WCAG 2.2 AA and what it builds on.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
REPORT = "On 3 May 2026 Freedonia expelled two diplomats of Sylvania, among them Ruzbeh Tavakkolinia.\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: `apt-get install chromium`")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


class Walker:
    """Somebody at a browser, who also has axe look at every page they see."""

    def __init__(self, page: Page, address: str, *, has_scripts: bool) -> None:
        self.page = page
        self.address = address
        self.has_scripts = has_scripts
        self.seen: set[str] = set()
        self.broken: list[str] = []
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self, picture: str = "") -> None:
        """Have axe look, once for each kind of page and state."""
        if not self.has_scripts:
            return
        title = self.page.title()
        if title not in self.seen:
            self.seen.add(title)
            results = Axe().run(self.page, options=RULES)
            assert results.violations_count == 0, results.generate_report()
        folder = os.environ.get("OSTRAKA_SCREENSHOTS")
        if folder and picture:
            path = Path(folder) / f"{picture}.jpg"
            self.page.screenshot(path=path, type="jpeg", quality=70)

    def sign_in(self, name: str) -> None:
        self.go("/sign-in")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Today")).to_be_visible()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()


Walk = Callable[..., Walker]


@pytest.fixture
def walk(browser: Browser, address: str) -> Iterator[Walk]:
    contexts = []

    def begin(*, has_scripts: bool = True, **settings: object) -> Walker:
        context = browser.new_context(
            java_script_enabled=has_scripts,
            viewport={"width": 1280, "height": 900},
            **settings,  # type: ignore[arg-type]
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        return Walker(page, address, has_scripts=has_scripts)

    yield begin
    for context in contexts:
        context.close()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_file_to_a_proof(
    walk: Walk, place: Path, cases: Cases, tmp_path: Path, *, has_scripts: bool
) -> None:
    walker = walk(has_scripts=has_scripts)
    customers = tmp_path / "customers.csv"
    customers.write_text(CUSTOMERS, "utf-8")
    walker.sign_in("anna")
    walker.look("start")
    _screen_a_file(walker, customers)
    _decide(walker)
    _clear_two(walker)
    walker.sign_out()
    _second_pair_of_eyes(walker)
    _export_and_verify(walker, tmp_path)
    _read_a_report(walker, cases, tmp_path)
    _lists_change(walker, place)


def _screen_a_file(walker: Walker, customers: Path) -> None:
    page = walker.page
    walker.go("/files")
    page.get_by_label("File with a header").set_input_files(customers)
    page.get_by_role("button", name="Screen the file").click()
    expect(page.get_by_role("heading", name="Alerts (3)")).to_be_visible()
    walker.look()


def _decide(walker: Walker) -> None:
    """Open the first alert, see why, and propose a true match."""
    page = walker.page
    walker.go("/alerts")
    walker.look("queue")
    page.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("may be")
    evidence = page.get_by_role("region", name="Evidence as a table")
    expect(evidence).to_contain_text("born on the same day")
    walker.look("alert")
    page.get_by_role("radio", name="true match").check()
    page.get_by_label("Reason", exact=False).first.select_option("same person")
    page.get_by_label("In your own words").fill("name and day of birth agree")
    page.get_by_role("button", name="Decide").click()
    walker.go("/alerts/1")
    expect(page.get_by_text("anna proposed “true match”")).to_be_visible()
    expect(page.get_by_text("Another person, a reviewer, confirms.")).to_be_visible()


def _clear_two(walker: Walker) -> None:
    page = walker.page
    walker.go("/alerts")
    for box in page.get_by_role("checkbox", name="Choose alert").all():
        box.check()
    page.get_by_label("Reason").select_option("other activity")
    page.get_by_role("button", name="Propose; a second person confirms").click()
    expect(page.get_by_text("2 alerts of bulk decision 1")).to_be_visible()
    walker.look()


def _second_pair_of_eyes(walker: Walker) -> None:
    page = walker.page
    walker.sign_in("rita")
    walker.go("/alerts/1")
    page.get_by_role("button", name="Confirm: true match").click()
    walker.go("/alerts/1")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("may be")
    walker.go("/alerts?view=waiting&batch=1")
    page.get_by_role("button", name="Confirm all 2 as the second person").click()
    expect(page.get_by_text("2 alerts confirmed")).to_be_visible()


def _export_and_verify(walker: Walker, tmp_path: Path) -> None:
    page = walker.page
    walker.go("/audit")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JSON lines").click()
    path = tmp_path / "audit.jsonl"
    waiting.value.save_as(path)
    assert verify_export(path).ok
    page.get_by_role("button", name="Verify everything").click()
    expect(page.get_by_role("status")).to_contain_text("Whole")
    walker.look("audit")


def _read_a_report(walker: Walker, cases: Cases, tmp_path: Path) -> None:
    """Read a report, accept an incident, and find it on the timeline."""
    page = walker.page
    # What a reader of incidents proposes, kept before the page is opened.
    with Ostraka(Path(str(cases.engine.url.database)).parent) as o:
        path = tmp_path / "report.txt"
        path.write_text(REPORT, "utf-8")
        result = o.read(path)
    proposal = {
        "label": "Two diplomats expelled", "date": "2026-05-03",
        "evidence": [{"start": 0, "end": 58}],
    }  # fmt: skip
    result["incidents"] = [proposal]
    anna = Actor("anna", Role.ANALYST)
    keep_reading(cases, anna, "report.txt", REPORT, result)
    walker.go("/reports")
    page.get_by_label("Report", exact=True).set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="report.txt")).to_be_visible()
    expect(page.get_by_label("Text of the report")).to_contain_text(
        "Freedonia expelled"
    )
    walker.look("report")
    card = page.get_by_role("article").filter(has_text="Two diplomats expelled")
    card.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="accepted by rita")).to_be_visible()
    walker.go("/timeline")
    expect(page.get_by_text("Two diplomats expelled")).to_be_visible()
    _open_what_was_kept(walker, Path(str(cases.engine.url.database)).parent, tmp_path)


def _open_what_was_kept(walker: Walker, place: Path, tmp_path: Path) -> None:
    """Open a document that the command line kept."""
    page = walker.page
    path = tmp_path / "kept.txt"
    path.write_text(f"{REPORT}Freedonia closed its embassy.\n", "utf-8")
    with Ostraka(place) as o:
        text = path.read_text("utf-8")
        Reviews(place).keep(o.read(path), "2026-11-20T10:00:00+00:00", text=text)
    walker.go("/reports")
    walker.look("reports")
    page.get_by_role("button", name="Open kept.txt").click()
    expect(page.get_by_role("heading", name="kept.txt")).to_be_visible()
    expect(page.get_by_label("Text of the report")).to_contain_text("its embassy")


def _lists_change(walker: Walker, place: Path) -> None:
    """A new day of birth on the list: only the pair it touches opens again."""
    page = walker.page
    changed = [dict(party) for party in PARTIES]
    changed[0]["properties"] = {
        "name": ["Ruzbeh Tavakkolinia"], "birthDate": ["1999-01-01"], "country": ["ir"],
    }  # fmt: skip
    with Ostraka(place) as o:
        write_list(o, changed, "2026-11-20")
        o.index()
    walker.go("/alerts?view=reopened")
    page.get_by_role("button", name="Look at all cleared pairs again").click()
    expect(page.get_by_role("status")).to_contain_text(
        "2 cleared pairs looked at, 0 alerts joined, 1 opened again"
    )
    expect(page.get_by_role("region", name="Queue").get_by_role("row")).to_have_count(2)
    walker.go("/lists/test_list")
    expect(page.get_by_text("1 amended")).to_be_visible()


def test_every_other_page_is_seen_by_axe_light_dark_and_on_a_phone(
    walk: Walk, place: Path, cases: Cases
) -> None:
    with Ostraka(place) as o:
        anna = Actor("anna", Role.ANALYST)
        found = {"schema": "Person", "properties": {"name": ["Ruzbeh Tavakkolinia"]}}
        add_customers(cases, anna, CLEAR, [Given(1, "C1", found)], "retail")
        monitor(cases, anna, basis_of(o), CLEAR)
    paths = (
        "/screen?name=Ruzbeh+Tavakkolinia", "/party/x-1", "/gaps?ids=x-1+x-2",
        "/judgements?left=x-1&right=x-2", "/selftest", "/quality", "/quality/test_list", "/users", "/rules", "/nowhere",
        "/monitoring",
    )  # fmt: skip
    for scheme in ("light", "dark"):
        phone = scheme == "dark"
        walker = walk(color_scheme=scheme)
        if phone:
            walker.page.set_viewport_size({"width": 390, "height": 844})
        walker.sign_in("root")
        walker.look("dark" if phone else "")
        for path in paths:
            walker.go(path)
            wide = walker.page.evaluate(
                "document.documentElement.scrollWidth > window.innerWidth"
            )
            assert not wide, f"{path} is wider than the screen"
            if path.startswith("/party"):
                walker.look("party-phone-dark" if phone else "party")
        assert walker.broken == []


def test_a_self_test_is_seen_by_axe_on_the_pages_and_by_itself(
    walk: Walk, place: Path, cases: Cases
) -> None:
    with Ostraka(place) as o:
        plan = Plan(sample=3, people=480)
        document = selftest(o, cases, plan)
        kept = keep(o, cases, Actor("anna", Role.ANALYST), plan, document)
    page = place / "report.html"
    page.write_text(write_page(report_of(document)), "utf-8")
    for scheme in ("light", "dark"):
        walker = walk(color_scheme=scheme)
        walker.sign_in("vera")
        walker.go(f"/selftest/{kept.stem}")
        walker.look("selftest" if scheme == "light" else "")
        walker.seen.clear()
        walker.page.goto(page.as_uri())
        walker.look()
        assert walker.broken == []


def test_an_alert_is_decided_without_a_mouse(
    walk: Walk, place: Path, cases: Cases
) -> None:
    with Ostraka(place) as o:
        rows = [person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01")]
        rows += [person("C9", "Ruzbeh Tavakkolinia", birthDate="1998-01-01")]
        screen_into(cases, Actor("anna", Role.ANALYST), basis_of(o), file_of(), rows)
    walker = walk()
    page = walker.page
    walker.sign_in("anna")
    walker.go("/alerts")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("may be")
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="false positive")).to_be_checked()
    page.keyboard.press("r")
    page.keyboard.type("other birth")
    page.keyboard.press("Tab")
    page.keyboard.type("born later")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is closed")
    # It goes on to the next one by itself.
    expect(page.get_by_role("heading", level=1)).to_contain_text("may be")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_questions_are_answered_one_after_another(
    walk: Walk, place: Path, *, has_scripts: bool
) -> None:
    put_questions(place)
    walker = walk(has_scripts=has_scripts)
    page = walker.page
    walker.sign_in("anna")
    walker.go("/judgements")
    page.get_by_role("link", name="Answer the questions").click()
    sides = page.get_by_role("region", name="Both records")
    expect(sides).to_contain_text("y-2")
    walker.look("review")
    # Enter in the field of words decides nothing.
    page.get_by_label("Because").fill("seen in the original")
    page.keyboard.press("Enter")
    expect(sides).to_contain_text("y-2")
    if has_scripts:
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("d")
    else:
        page.get_by_role("button", name="different").click()
    expect(page.get_by_role("status")).to_contain_text("judged: different")
    expect(sides).to_contain_text("y-1")
    page.get_by_role("link", name="Skip k").click()
    expect(page.get_by_text("No further question.")).to_be_visible()
    walker.look()


def test_the_slider_shows_a_party_as_of_another_day(walk: Walk) -> None:
    for has_scripts in (True, False):
        walker = walk(has_scripts=has_scripts)
        page = walker.page
        walker.sign_in("vera")
        walker.go("/party/x-1")
        expect(page.get_by_text("Listed by test_list")).to_be_visible()
        page.get_by_label("As of", exact=True).fill("0")
        if not has_scripts:
            page.get_by_role("button", name="Show").first.click()
        expect(
            page.get_by_text("No list here had this party by that day.")
        ).to_be_visible()
