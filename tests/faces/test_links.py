"""The verbs about links, and what screening says of links, on small real files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostraka.errors import NotFoundError, RefusedError, UsageError
from ostraka.faces.cli.links import links_command
from ostraka.faces.cli.owned import owned_command
from ostraka.faces.cli.screening import screen_command
from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka

IRGC, QUDS = "eu-fsf-eu-2078-17", "eu-fsf-eu-1965-96"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's lists, and its invented holdings."""
    home = tmp_path_factory.mktemp("links") / "home"
    with demo_files() as folder:
        session = Ostraka(home, now=today_of_the_demo)
        load_demo_lists(session, folder)
        session.load("holdings", folder / "holdings.csv")
    return home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OSTRAKA_HOME", str(home))

    def run(command, *words: str) -> str:
        done = CliRunner().invoke(command, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def test_owned_says_listing_and_link_apart_and_names_the_chain(run):
    told = json.loads(
        run(owned_command, "holdings-sherd-shipping-invented", "--format", "json")
    )
    by_regime = {e["regime"]: e for e in told}
    assert by_regime["eu"]["verdict"] == "surely"
    assert by_regime["eu"]["words"].startswith(
        "not judged to be listed by the EU; owned 50 % by Sherd Trading (invented)"
    )
    assert by_regime["uk"]["verdict"] == "not"
    assert {root["party"] for root in by_regime["eu"]["roots"]} == {IRGC, QUDS}
    chain = by_regime["eu"]["roots"][0]["chain"]
    assert [link["dataset"] for link in chain] == ["holdings", "holdings"]


def test_owned_without_a_party_tells_every_party_that_is_reached_and_not_listed(run):
    lines = run(owned_command, "--regime", "eu", "--format", "csv").splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {
        "holdings-sherd-trading-invented",
        "holdings-sherd-shipping-invented",
        "holdings-sherd-glass-invented",
    }


def test_a_file_of_links_is_asked_without_being_loaded(run, home, tmp_path):
    path = tmp_path / "given.csv"
    path.write_text("owner,asset,share\nAli Testov,Kiln Ltd,100\n")
    nothing = run(owned_command, str(path), "--format", "json")
    assert json.loads(nothing) == []
    same = f"given-ali-testov={IRGC}"
    told = json.loads(
        run(
            owned_command,
            str(path),
            "--same",
            same,
            "--regime",
            "eu",
            "--format",
            "json",
        )
    )
    assert [(e["party"], e["verdict"]) for e in told] == [("given-kiln-ltd", "surely")]
    assert "given" not in Ostraka(home).store.datasets()


@pytest.mark.usefixtures("run")
def test_a_bad_row_of_links_is_told_and_the_others_are_answered(tmp_path):
    path = tmp_path / "given.csv"
    path.write_text(
        f"owner,owner_id,asset,share\nIRGC,{IRGC},Kiln Ltd,100\n,,Clay Ltd,100\n"
        f"X,{IRGC},Sherd Ltd\nIRGC,{IRGC},Glaze Ltd,60\n"
    )
    done = CliRunner().invoke(
        owned_command,
        [str(path), "--regime", "eu", "--format", "json"],
        standalone_mode=False,
    )
    assert done.return_value == 2
    reached = {e["party"] for e in json.loads(done.stdout)}
    assert reached == {"given-kiln-ltd", "given-glaze-ltd"}
    assert "given.csv row 3: a row without owner and owner_id" in done.stderr
    assert "given.csv row 4: 3 fields where the header has 4" in done.stderr
    assert "Clay" not in done.stdout


@pytest.mark.usefixtures("run")
def test_a_table_of_which_no_row_can_be_read_is_refused(tmp_path):
    path = tmp_path / "given.csv"
    path.write_text("owner,asset\n,Kiln Ltd\n")
    done = CliRunner().invoke(owned_command, [str(path)])
    assert isinstance(done.exception, RefusedError)


def test_the_picture_of_a_party_is_svg(run):
    svg = run(owned_command, "holdings-sherd-shipping-invented", "--format", "svg")
    assert svg.startswith("<svg")
    assert "Sherd Glass (invented)" in svg
    assert "listed by eu_fsf" in svg


def test_a_path_is_told_with_the_statements_of_each_link(run):
    (path,) = json.loads(
        run(
            links_command,
            "holdings-sherd-glass-invented",
            "--to",
            IRGC,
            "--format",
            "json",
        )
    )
    assert path["length"] == 3
    assert all(link["statements"] for link in path["links"])
    with pytest.raises(NotFoundError, match="no path of at most 2 links"):
        run(
            links_command, "holdings-sherd-glass-invented", "--to", IRGC, "--depth", "2"
        )


def test_screening_tells_links_beside_a_match_and_no_part_of_its_score(run):
    words = ("Sherd Shipping", "--format", "json")
    assert json.loads(run(screen_command, *words)) == []
    (match,) = json.loads(run(screen_command, *words, "--links"))
    assert match["exposure"] == (
        "not judged to be listed; owned 50 % by Sherd Trading (invented) "
        "(of IRGC Qods Force, Iranian Revolutionary Guard Corps), EU"
    )
    (plain,) = json.loads(run(screen_command, *words, "--lists", "holdings"))
    assert plain["score"] == match["score"]
    listed = json.loads(
        run(screen_command, "Assadollah Asadi", "--links", "--format", "json")
    )
    assert listed[0]["exposure"].startswith("listed by ")


def test_a_file_screened_with_links_has_them_in_a_column_of_their_own(home, tmp_path):
    source, target = tmp_path / "customers.csv", tmp_path / "alerts.csv"
    source.write_text("id,name\n1,Sherd Trading (invented)\n")
    with Ostraka(home, now=today_of_the_demo) as o:
        o.screen_file(source, target, links=True)
    header, row = target.read_text().splitlines()[:2]
    assert "exposure" in header
    assert (
        "not judged to be listed; owned 55 % by Iranian Revolutionary Guard Corps"
        in row
    )


def test_a_list_that_had_no_version_by_the_day_cannot_clear_anybody(run):
    words = ("ofac-12111", "--not-listed-by", "eu", "--as-of", "2024-07-01")
    with pytest.raises(UsageError, match="no version of eu_fsf by 2024-07-01"):
        run(links_command, *words)


@pytest.fixture(scope="module")
def seed_home(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OFAC's list of June 2024, and one party of the EU's."""
    home = tmp_path_factory.mktemp("seed") / "home"
    session = Ostraka(home, now=today_of_the_demo)
    ofac = lists / "us_ofac_sdn" / "2024-06-27"
    (sdn,) = (p for p in ofac.iterdir() if p.name.startswith("sdn.csv"))
    session.load("us_ofac_sdn", sdn, published="2024-06-27")
    eu = home.parent / "eu.json"
    eu.write_text(
        '{"id": "eu-fsf-eu-13419-91", "schema": "Person", "properties": {"name": ["Reza HAMIDIRAVARI"]}}'
    )
    small = ("count Person", "count Organization")
    session.load("eu_fsf", eu, published="2026-02-26", accept=small)
    return home


def test_r3_and_r4_who_is_linked_to_the_ministry_in_the_lists_own_words(seed_home):
    """r3: "blacklist all officials linked to the MOIS and the IRGC"; r4: "all
    institutions, companies and individuals linked to Iranian intelligence activities"
    """
    with Ostraka(seed_home, now=today_of_the_demo) as o:
        links = o.links(date(2026, 11, 22))
        linked, is_cut = links.around("ofac-12111")
        words = links.words(s for x in linked for s in x.sources)
    assert not is_cut
    assert len(linked) == 65
    assert all(x.listed_by == ("us_ofac_sdn",) for x in linked)
    said = "Linked To: IRANIAN MINISTRY OF INTELLIGENCE AND SECURITY"
    for x in linked:
        (source,) = x.sources
        assert source.words == "Linked To"
        assert said in words[source.record]
    assert any(x.is_person for x in linked)
    assert any(not x.is_person for x in linked)


def test_who_is_linked_and_not_on_a_list_may_be_there_under_the_same_name(
    seed_home, monkeypatch
):
    monkeypatch.setenv("OSTRAKA_HOME", str(seed_home))
    words = (
        "ofac-12111",
        "--not-listed-by",
        "eu",
        "--type",
        "person",
        "--format",
        "json",
    )
    done = CliRunner().invoke(links_command, words, catch_exceptions=False)
    records = {r["party"]: r for r in json.loads(done.stdout)}
    assert all(r["not_listed_by"] == ["eu_fsf"] for r in records.values())
    # Reza Hamidiravari is on the EU's list too; nobody judged the two to be one yet.
    hinted = [r for r in records.values() if r["may_be_listed"]]
    assert any("HAMIDIRAVARI" in r["may_be_listed"][0] for r in hinted)


def test_every_bods_example_loads_and_draws(lists: Path, tmp_path: Path):
    for path in sorted((lists / "bods" / "examples").glob("*.json")):
        session = Ostraka(tmp_path / path.stem, now=today_of_the_demo)
        session.load(path.stem, path)
        links = session.links()
        nodes, _ = links.graph.listings[path.stem]
        for node in nodes.tolist():
            picture = links.picture(links.graph.ids[node])
            assert len(picture.rows()) == len(picture.arrows)


def test_that_a_list_has_no_such_record_is_no_finding_until_the_lists_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The EU lists the Guards under another id than the one asked for."""
    home = tmp_path / "home"
    monkeypatch.setenv("OSTRAKA_HOME", str(home))
    for dataset in ("eu_fsf", "us_ofac_sdn"):
        path = tmp_path / "list.ftm.json"
        entity = {"id": f"{dataset}-1", "schema": "Organization", "caption": "Guards", "properties": {"name": ["Islamic Guards"], "topics": ["sanction"]}}  # fmt: skip
        path.write_text(json.dumps(entity) + "\n", "utf-8")
        monkeypatch.chdir(tmp_path)
        with Ostraka(home) as o:
            # One party is too few for a known list: a person looked and let it pass.
            o.load(dataset, path, accept=[f"count {s}" for s in ("Person", "Organization", "Vessel", "Airplane")])  # fmt: skip
    asked = ("us_ofac_sdn-1", "--regime", "eu", "--format", "json")
    before = CliRunner().invoke(owned_command, asked, catch_exceptions=False)
    (told,) = json.loads(before.stdout)
    assert told["words"].startswith("not judged to be listed by the EU")
    assert before.stderr.count("have not been judged together yet") == 1
    with Ostraka(home) as o:
        o.resolving().run()
    after = CliRunner().invoke(owned_command, asked, catch_exceptions=False)
    assert "not judged" not in after.stdout + after.stderr
