"""Coming in and going out."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from ostraka.casework.model import ForbiddenError, Right
from ostraka.casework.people import Person, check_password, people
from ostraka.casework.sessions import begin_session, end_session
from ostraka.faces.web import oidc
from ostraka.faces.web.visit import Page, Visit, cookie_name

_DAY = 86_400


def show_form(visit: Visit, told: str = "", status: int = 200) -> Response:
    """Show the form; on a new installation, how the first person gets in."""
    with visit.web.cases.reading() as connection:
        anybody = bool(people(connection))
    return visit.show(
        "sign_in.html", status=status, told=told, anybody=anybody,
        next=_own_path(visit.asked("next") or visit.text("next")),
        provider=visit.web.provider,
    )  # fmt: skip


def sign_in(visit: Visit) -> Response:
    """Take a name and a password."""
    try:
        who = check_password(
            visit.web.cases, visit.text("name"), visit.text("password")
        )
    except ForbiddenError as error:
        return show_form(visit, str(error), 403)
    return _come_in(visit, who, _own_path(visit.text("next")))


def sign_out(visit: Visit) -> Response:
    """End the session."""
    if visit.session is not None:
        end_session(visit.web.cases, visit.session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(
        cookie_name(visit.web), path="/", secure=visit.web.is_secure, httponly=True
    )
    return response


def to_provider(visit: Visit) -> Response:
    """Send the person to the identity provider."""
    provider = visit.web.provider
    if provider is None:
        raise ForbiddenError("there is no identity provider here")
    return RedirectResponse(oidc.begin(visit.web.cases, provider, _back(visit)), 303)


def from_provider(visit: Visit) -> Response:
    """Let the person in whom the provider sent back."""
    provider = visit.web.provider
    if provider is None or not visit.asked("code"):
        raise ForbiddenError("the identity provider did not let you in")
    who = oidc.finish(
        visit.web.cases,
        provider,
        _back(visit),
        visit.asked("state"),
        visit.asked("code"),
    )
    return _come_in(visit, who, "/")


def _come_in(visit: Visit, who: Person, path: str) -> Response:
    secret, _ = begin_session(visit.web.cases, who)
    response = RedirectResponse(path, 303)
    response.set_cookie(
        cookie_name(visit.web), secret, max_age=_DAY, path="/",
        secure=visit.web.is_secure, httponly=True, samesite="lax",
    )  # fmt: skip
    return response


def _back(visit: Visit) -> str:
    scheme = "https" if visit.web.is_secure else visit.request.url.scheme
    return f"{scheme}://{visit.request.url.netloc}/sign-in/back"


def _own_path(path: str) -> str:
    """Return a path of ours, and never another site's."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and path.isprintable() and "\\" not in path else "/"


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/sign-in", show_form, None, "GET"),
    ("/sign-in/password", sign_in, None, "POST"),
    ("/sign-in/provider", to_provider, None, "GET"),
    ("/sign-in/back", from_provider, None, "GET"),
    ("/sign-out", sign_out, None, "POST"),
)
