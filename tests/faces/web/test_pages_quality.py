"""The pages about how good the lists are."""

from tests.faces.web.conftest import Enter


def test_a_list_is_judged_on_its_page(enter: Enter) -> None:
    client = enter("vera")
    assert "/quality/test_list" in client.get("/quality").text
    page = client.get("/quality/test_list")
    assert page.status_code == 200
    for told in ("missing birth date", "re-used id", "date of birth", "2 of 2"):
        assert told in page.text
    for name in ("no_list", "%2e%2e"):
        assert client.get(f"/quality/{name}").status_code == 404
    assert "/quality/test_list" in client.get("/lists/test_list").text
