"""What pages show, to whom, and that everything typed stays text."""

import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.readings import keep_reading
from ostraka.casework.screenings import Asked, Input, screen_into
from ostraka.faces.casework import basis_of
from ostraka.faces.session import Ostraka
from ostraka.faces.web.app import create_web
from ostraka.faces.web.words import few_titles
from ostraka.sources.catalog import find_dataset
from tests.faces.web.conftest import PASSWORD, Enter

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}${7*7}",
    '=HYPERLINK("http://x")',
    "' OR 1=1 --",
    "\u202egnp.exe\u0000",
)
VENDOR = Path(__file__).parents[3] / "src/ostraka/faces/web/static/vendor"


class Tags(HTMLParser):
    """The tags and attributes of a page as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    return parser.tags


def token_of(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def post(client: TestClient, path: str, **data: object) -> tuple[int, str]:
    answer = client.post(path, data={"csrf": token_of(client), **data})
    return answer.status_code, answer.text


@pytest.fixture
def screened(place: Path, cases: Cases) -> list[int]:
    """Alerts with every attack as the customer's name, id and file."""
    with Ostraka(place) as o:
        basis = basis_of(o)
        rows = [
            Asked(attack, {"schema": "Person", "properties": {
                "name": ["Ruzbeh Tavakkolinia", attack], "address": [attack]}}, ref=attack)
            for attack in ATTACKS
        ]  # fmt: skip
        given = Input("file", ATTACKS[1], b"x")
        done = screen_into(cases, Actor("anna", Role.ANALYST), basis, given, rows)
    return done.opened


def test_who_is_not_signed_in_sees_the_way_in(app: object) -> None:
    with TestClient(app) as client:  # type: ignore[arg-type]
        answer = client.get("/alerts")
        assert answer.url.path == "/sign-in"
        assert "Alerts" not in answer.text
        assert client.post("/alerts/1/decide").url.path == "/sign-in"


def test_signing_in_leads_back_to_the_page_and_what_was_asked_of_it(
    app: object,
) -> None:
    with TestClient(app) as client:  # type: ignore[arg-type]
        shown = client.get("/alerts?status=open&order=due")
        assert shown.url.params["next"] == "/alerts?status=open&order=due"
        given = {"name": "anna", "password": PASSWORD, "next": shown.url.params["next"]}
        answer = client.post("/sign-in/password", data=given, follow_redirects=False)
        assert answer.headers["location"] == "/alerts?status=open&order=due"


def test_every_page_says_what_a_browser_may_do_with_it(enter: Enter) -> None:
    answer = enter("anna").get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    for tag, attributes in tags_of(answer.text):
        assert tag != "style"
        assert tag != "script" or attributes.get("src", "").startswith("/static/")  # type: ignore[union-attr]
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: object) -> None:
    client = TestClient(app)  # type: ignore[arg-type]
    given = {"name": "anna", "password": PASSWORD}
    answer = client.post("/sign-in/password", data=given, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    client.close()


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])  # fmt: skip
def test_signing_in_leads_to_no_other_site(app: object, path: str) -> None:
    client = TestClient(app)  # type: ignore[arg-type]
    given = {"name": "anna", "password": PASSWORD, "next": path}
    answer = client.post("/sign-in/password", data=given, follow_redirects=False)
    assert answer.headers["location"] == "/"
    client.close()


def test_a_form_without_our_token_or_from_another_site_is_refused(
    enter: Enter, screened: list[int]
) -> None:
    client = enter("anna")
    data = {"decision": "false positive", "reason": "other name", "version": "1"}
    path = f"/alerts/{screened[0]}/decide"
    assert client.post(path, data=data).status_code == 403
    token = {"csrf": token_of(client)}
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
    ):
        answer = client.post(path, data={**data, **token}, headers=headers)
        assert answer.status_code == 403
    assert client.post(path, data={**data, **token}).status_code == 200


#: What each role must not do by a form, and would be able to by guessing its address.
FORBIDDEN = {
    "vera": ["/screen/open", "/files/take", "/alerts/clear", "/alerts/confirm", "/alerts/recheck", "/alerts/1/decide", "/alerts/1/note", "/reports/take", "/findings/1", "/judgements/take", "/audit/verify", "/users/add", "/rules/set", "/rules/erase"],
    "anna": ["/alerts/confirm", "/alerts/1/confirm", "/alerts/1/reopen", "/audit/verify", "/users/add", "/users/change", "/rules/set", "/rules/hooks", "/rules/erase"],
    "rita": ["/users/add", "/users/change", "/rules/set", "/rules/hooks", "/rules/hooks/remove", "/rules/erase"],
    "root": ["/screen/open", "/files/take", "/alerts/1/decide", "/alerts/confirm", "/alerts/clear", "/judgements/take", "/findings/1"],
}  # fmt: skip


@pytest.mark.usefixtures("screened")
@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_role_cannot_do_by_address_what_it_must_not(enter: Enter, name: str) -> None:
    client = enter(name)
    for path in FORBIDDEN[name]:
        status, _ = post(client, path, version="1", text="x", batch="1")
        assert status == 403, f"{name} {path}"


@pytest.mark.parametrize(("name", "path"), [("vera", "/users"), ("anna", "/rules"), ("rita", "/users"), ("vera", "/audit/export.csv"), ("anna", "/audit/export.jsonl")])  # fmt: skip
def test_a_role_cannot_see_by_address_what_it_must_not(
    enter: Enter, name: str, path: str
) -> None:
    assert enter(name).get(path).status_code == 403


def test_names_notes_and_file_names_stay_text(
    enter: Enter, cases: Cases, screened: list[int]
) -> None:
    client = enter("anna")
    number = screened[0]
    for attack in ATTACKS:
        assert post(client, f"/alerts/{number}/note", text=attack)[0] == 200
        client.post(
            f"/alerts/{number}/note",
            data={"csrf": token_of(client), "text": attack},
            files={"file": (attack.replace("\0", ""), io.BytesIO(b"<script>"))},
        )
    text = ATTACKS[0]
    digest = hashlib.sha256(text.encode()).hexdigest()
    item = {"label": ATTACKS[1], "evidence": [{"start": 0, "end": 8}]}
    result = {"document": {"text_sha256": digest}, "incidents": [item]}
    keep_reading(cases, Actor("anna", Role.ANALYST), ATTACKS[0], text, result)
    post(client, "/findings/1", answer="accepted", version="1")
    for path in (
        f"/alerts/{number}", "/alerts", "/alerts?q=%3Cscript%3E", "/screenings/1", "/files", "/",
        "/reports/1", "/reports", "/timeline", "/audit", f"/dossiers/{number}",
        "/screen?name=%3Cscript%3Ealert(1)%3C/script%3E", "/judgements?left=%22%3E%3Cimg%3E&right=x",
        "/party/%3Cscript%3E", "/gaps?ids=%3Cscript%3E",
    ):  # fmt: skip
        page = client.get(path).text
        found = tags_of(page)
        assert not any(tag == "img" for tag, _ in found), path
        scripts = [a for tag, a in found if tag == "script"]
        assert len(scripts) == 2, path
        assert "49" not in re.findall(r"\$\{?49", page)
    file = client.get("/notes/2")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["content-type"] == "application/octet-stream"


def test_an_exported_csv_has_no_formula(enter: Enter) -> None:
    lines = enter("rita").get("/audit/export.csv").text.splitlines()
    assert not any(cell.startswith(("=", "+", "@")) for cell in lines[1].split(","))


def test_a_name_is_set_apart_in_its_own_direction(
    enter: Enter, screened: list[int]
) -> None:
    page = enter("anna").get(f"/alerts/{screened[0]}").text
    assert re.search(r'<h1><bdi dir="auto">', page)
    assert ">may be<" in page


def test_two_browsers_on_one_alert_and_one_decides(
    enter: Enter, screened: list[int]
) -> None:
    path = f"/alerts/{screened[0]}/decide"
    given = {"decision": "false positive", "reason": "other name", "version": "1"}
    assert post(enter("anna"), path, **given)[0] == 200
    status, page = post(enter("rita"), path, **given, text="what I typed")
    assert status == 409
    assert "was changed by anna since you opened it" in page


@pytest.mark.usefixtures("screened")
def test_a_fragment_is_a_part_of_its_page(enter: Enter) -> None:
    client = enter("anna")
    whole = client.get("/alerts").text
    part = client.get("/alerts", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert part.strip()[:40] in whole


def test_a_strange_address_gets_a_sentence(enter: Enter) -> None:
    client = enter("anna")
    for path, status in {
        "/alerts/99": 404, "/alerts/99999999999": 404, "/alerts?page=-1": 400,
        "/alerts?page=999999": 200, "/alerts?view=x": 400, "/party/nobody": 404,
        "/gaps?as_of=x": 400, "/files/guess": 404, "/nowhere": 404, "/lists/none": 404,
        "/notes/7": 404, "/audit/export.exe": 403,
    }.items():  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == status, path
        assert "Traceback" not in answer.text


def test_the_address_of_a_form_opened_as_a_page_says_so(enter: Enter) -> None:
    for path in ("/sign-in/password", "/reports/take"):
        answer = enter("anna").get(path)
        assert answer.status_code == 405
        assert "takes a form and shows no page" in answer.text
        assert "POST" in answer.headers["allow"]


@pytest.mark.usefixtures("screened")
@pytest.mark.parametrize(
    ("path", "what"),
    [("/files", "Screening a file"), ("/reports", "Reading a report"), ("/alerts/1", "Deciding")],
)  # fmt: skip
def test_who_only_reads_is_told_whose_the_missing_form_is(
    enter: Enter, path: str, what: str
) -> None:
    told = f"{what} is for analysts and reviewers; you are signed in as admin"
    assert told in enter("root").get(path).text
    assert what + " is for" not in enter("anna").get(path).text


def test_too_large_an_upload_is_turned_away(enter: Enter) -> None:
    headers = {"content-length": str(10**12)}
    assert enter("anna").post("/files/take", headers=headers).status_code == 413


def test_the_admin_lets_people_in_and_out(enter: Enter) -> None:
    root, anna = enter("root"), enter("anna")
    given = {"name": "nora", "role": "viewer", "password": PASSWORD}
    assert post(root, "/users/add", **given)[0] == 200
    assert post(root, "/users/change", name="anna", doing="shut out")[0] == 200
    assert anna.get("/").url.path == "/sign-in"
    rules = {"days_to_decide": 3, "review_days": 30, "retention_days": 100, "lock_after": 5, "lock_minutes": 15, "session_hours": 8}  # fmt: skip
    assert post(root, "/rules/set", **rules, four_eyes_lists="test_list")[0] == 200
    status, page = post(root, "/rules/hooks", url="https://hook.example", events="alert.opened")  # fmt: skip
    assert (status, "whsec_" in page) == (200, True)


def test_vendored_files_are_those_of_the_manifest() -> None:
    for one in json.loads((VENDOR / "manifest.json").read_text("utf-8")):
        content = (VENDOR / one["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        assert (VENDOR / one["license_file"]).exists()


def test_every_page_wants_a_right_but_the_way_in(place: Path) -> None:
    app = create_web(place)
    paths = [route.path for route in app.routes if isinstance(route, Route)]
    client = TestClient(app)
    for path in paths:
        if path.startswith("/sign-") or path == "/favicon.ico":
            continue
        concrete = re.sub(r"\{[^}]+\}", "1", path)
        assert client.get(concrete).url.path in {"/sign-in", concrete}
        assert "Sign in" in client.get(concrete).text or "405" in str(
            client.get(concrete).status_code
        )
    client.close()
    app.state.web.cases.close()


def test_lists_are_called_as_their_publishers_do_where_there_is_room() -> None:
    sanctions, fsf = "Specially Designated Nationals", "European Union Consolidated"
    shown = few_titles(["us_ofac_sdn", "eu_fsf", "un_sc", "my_own"])
    assert (sanctions in shown, fsf in shown, shown.endswith(" and 2 more")) == (True,) * 3  # fmt: skip
    assert few_titles(["my_own"]) == find_dataset("my_own").title


def test_the_icon_is_where_browsers_look_for_it(app: object) -> None:
    with TestClient(app) as client:  # type: ignore[arg-type]
        answer = client.get("/favicon.ico")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
