"""yente's own client, unchanged, with another address."""

import asyncio
from collections.abc import Iterator

import pytest
import yente_client as yente

ASADI = "eu-fsf-eu-4881-55"


@pytest.fixture
def client(demo_url: str) -> Iterator[yente.Client]:
    with yente.Client(base_url=demo_url) as client:
        yield client


def test_it_finds_the_service_well(client: yente.Client) -> None:
    assert client.healthz().status == client.readyz().status == "ok"
    first, again = client.datasets(), client.datasets()  # the second by its ETag
    assert first == again
    assert "eu_fsf" in first.current
    algorithms = client.algorithms()
    assert algorithms.best in {a.name for a in algorithms.algorithms}


def test_it_matches_with_every_option(client: yente.Client) -> None:
    person = yente.Person(name="Assadollah Asadi", birthDate="1971-12-22")
    found = client.match(person)
    assert found.top is not None
    assert found.top.id == ASADI
    assert found.matches == found.results
    assert found.top.contributing_explanations["name"].candidate
    assert client.match(
        person,
        datasets=["default", "eu_fsf"],
        exclude_datasets=["un_sc"],
        exclude_schemata=["Company"],
        topics=["sanction"],
        changed_since="2001-01-01",
        threshold=0.5,
        cutoff=0.4,
        algorithm="logic-v2",
        weights={"name_match": 0.5},
        config={"nm_number_mismatch": 0.4},
        limit=3,
    ).top
    others = client.match(person, exclude_entities=[ASADI]).results
    assert ASADI not in {other.id for other in others}


def test_it_matches_many(client: yente.Client) -> None:
    people = [(str(n), yente.Person(name="Assadollah Asadi")) for n in range(10)]
    found = dict(client.match_iter(people))
    assert set(found) == {key for key, _ in people}
    assert all(isinstance(f, yente.MatchResponse) and f.top for f in found.values())


def test_it_fetches_an_entity_and_what_stands_beside_it(client: yente.Client) -> None:
    entity = client.fetch(ASADI)
    assert isinstance(entity.properties["sanctions"][0], yente.Entity)
    assert "sanctions" not in client.fetch(ASADI, nested=False).properties
    beside = client.adjacent(ASADI)
    page = client.adjacent(ASADI, prop="sanctions", limit=1)
    assert beside.adjacent["sanctions"].total == page.total
    with pytest.raises(yente.NotFoundError):
        client.fetch("no-such-entity")


def test_it_searches(client: yente.Client) -> None:
    found = client.search(
        "asadi",
        datasets=["default"],
        schema="Person",
        countries=["ir"],
        sort=["caption:asc"],
        facets=["countries", "schema"],
        limit=2,
    )
    assert found.total.value >= 1
    assert set(found.facets) == {"countries", "schema"}
    with pytest.raises(yente.BadRequestError):
        client.search("(")


def test_it_reads_statements(client: yente.Client) -> None:
    page = client.statements(canonical_id=ASADI, sort=["prop"], limit=5)
    assert len(page.results) == 5
    assert page.results[0].canonical_id == ASADI


def test_its_async_client_works_too(demo_url: str) -> None:
    async def ask() -> yente.MatchResponse:
        async with yente.AsyncClient(base_url=demo_url) as client:
            return await client.match(yente.Person(name="Assadollah Asadi"))

    top = asyncio.run(ask()).top
    assert top is not None
    assert top.id == ASADI
