"""One request: who makes it, what they sent, and the page they get."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ostraka.casework import Actor
from ostraka.casework.model import ForbiddenError, Right
from ostraka.casework.sessions import Session, find_session
from ostraka.errors import NotFoundError, OstrakaError, UsageError
from ostraka.faces.web.state import MOST_BYTES, Web
from ostraka.faces.web.words import sentence

_MOST_FIELDS, _MOST_FIELD_BYTES = 2_000, 200_000
#: The prefix makes browsers refuse it without `Secure` or from another path (RFC 6265bis).
_COOKIE, _SECURE_COOKIE = "ostraka", "__Host-ostraka"

Page = Callable[["Visit"], Response]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request.

    Attributes:
        request: As it came.
        web: What the pages share.
        session: Who is signed in, or None.
        form: What was sent.
    """

    request: Request
    web: Web
    session: Session | None
    form: FormData

    @property
    def actor(self) -> Actor:
        """Who acts.

        Raises:
            ForbiddenError: Nobody is signed in.
        """
        if self.session is None:
            raise ForbiddenError("sign in first")
        return self.session.actor

    @property
    def is_fragment(self) -> bool:
        """Tell whether only a part of a page is asked for."""
        return self.request.headers.get("hx-request") == "true"

    def asked(self, name: str, default: str = "") -> str:
        """Return a value of the address."""
        return self.request.query_params.get(name, default).replace("\x00", "")

    def number(self, name: str = "number") -> int:
        """Return a number of the path.

        Raises:
            NotFoundError: It is none a row can have.
        """
        found: int = self.request.path_params[name]
        if found > 2**31 - 1:
            raise NotFoundError(f"there is no {found}")
        return found

    def text(self, name: str) -> str:
        """Return a text of the form; empty if it is not there."""
        value = self.form.get(name, "")
        return value.replace("\x00", "") if isinstance(value, str) else ""

    def whole(self, name: str) -> int:
        """Return a whole number of the form.

        Raises:
            UsageError: It is none.
        """
        return read_whole(self.text(name), name)

    def texts(self, name: str) -> list[str]:
        """Return all texts of that name in the form."""
        return [v for v in self.form.getlist(name) if isinstance(v, str)]

    def file(self, name: str) -> UploadFile | None:
        """Return a file of the form, or None if none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Return a page."""
        page = self.web.templates.get_template(template)
        actor = self.session.actor if self.session else None
        body = page.render(
            actor=actor,
            may={right.value for right in Right if actor and actor.may(right)},
            csrf=self.session.csrf if self.session else "",
            here=self.request.url.path,
            today=self.web.cases.moment[:10],
            said=read_said(self.request.cookies.get("said", "")),
            **context,
        )
        response = HTMLResponse(body, status)
        if "said" in self.request.cookies:
            response.delete_cookie("said", httponly=True, samesite="lax")
        return response

    def go(self, path: str, said: str = "") -> Response:
        """Send the visitor on after something was done, with what to say about it."""
        response = RedirectResponse(path, 303)
        if said:
            response.set_cookie("said", said_cookie(said), max_age=30, httponly=True, samesite="lax")  # fmt: skip
        return response


def page(
    web: Web, function: Page, right: Right | None = Right.READ
) -> Callable[[Request], Any]:
    """Return an endpoint that lets in who may, reads the form and answers in a thread.

    Args:
        web: What the pages share.
        function: Makes the answer.
        right: What a visitor needs; None for pages before signing in.
    """

    async def endpoint(request: Request) -> Response:
        secret = request.cookies.get(cookie_name(web))
        session = (
            await run_in_threadpool(find_session, web.cases, secret) if secret else None
        )
        visit = Visit(request, web, session, FormData())
        if right is not None and session is None:
            return _to_sign_in(visit)
        try:
            if request.method == "POST":
                async with request.form(
                    max_files=3,
                    max_fields=_MOST_FIELDS,
                    max_part_size=_MOST_FIELD_BYTES,
                ) as form:
                    visit = Visit(request, web, session, form)
                    _check_origin(visit)
                    return await run_in_threadpool(_answer, visit, function, right)
            return await run_in_threadpool(_answer, visit, function, right)
        except OstrakaError as error:
            return await run_in_threadpool(show_error, visit, error)
        except ClientDisconnect:
            return Response(status_code=400)

    return endpoint


def _answer(visit: Visit, function: Page, right: Right | None) -> Response:
    if right is not None:
        visit.actor.need(right)
    return function(visit)


def show_error(visit: Visit, error: OstrakaError) -> Response:
    """Return the page that says what went wrong, in a sentence."""
    status = error.http_status
    told = sentence(str(error)) if status != 500 else "Something is wrong on our side."
    return visit.show("error.html", status=status, told=told, code=status)


def cookie_name(web: Web) -> str:
    """Return the name of the cookie of a session."""
    return _SECURE_COOKIE if web.is_secure else _COOKIE


def attached(name: str) -> dict[str, str]:
    """Return the header that makes an answer a file of this name, whatever is in it."""
    return {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    }


def said_cookie(text: str) -> str:
    """Return a message as a cookie's value."""
    return text.encode().hex()


def read_said(value: str) -> str:
    """Return the message of such a cookie; whatever it is, it is shown as text."""
    try:
        return bytes.fromhex(value).decode()[:500]
    except ValueError:
        return ""


def read_whole(text: str, name: str) -> int:
    """Return a whole number.

    Raises:
        UsageError: The text is none a row can have.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(f"{name}: a whole number is missing")
    return int(text)


def _to_sign_in(visit: Visit) -> Response:
    if visit.is_fragment:
        return Response(status_code=401, headers={"HX-Refresh": "true"})
    url = visit.request.url
    path = f"{quote(url.path)}?{url.query}".rstrip("?")
    wanted = path if visit.request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(wanted)}", 303)


def _check_origin(visit: Visit) -> None:
    """Refuse a form that did not come from a page of ours to this person.

    Raises:
        ForbiddenError: It has not the session's token, or another site sent it.
    """
    headers = visit.request.headers
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForbiddenError("this form was sent by another site")
    origin = headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != headers.get("host"):
        raise ForbiddenError("this form was sent by another site")
    wanted = visit.session.csrf if visit.session else None
    if wanted is not None and not hmac.compare_digest(
        visit.text("csrf").encode(), wanted.encode()
    ):
        raise ForbiddenError("this form is out of date; go back, reload, and try again")


def is_too_large(headers: Mapping[str, str]) -> bool:
    """Tell whether a request says that it is larger than an upload may be."""
    length = headers.get("content-length", "0")
    return not length.isdigit() or int(length) > MOST_BYTES
