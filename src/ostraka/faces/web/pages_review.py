"""Is it one party? Two records side by side, questions one after another, judgements."""

from __future__ import annotations

from itertools import islice
from urllib.parse import urlencode

from starlette.responses import Response

from ostraka.casework.model import Right
from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.side_by_side import side_by_side
from ostraka.faces.web.visit import Page, Visit, read_whole
from ostraka.record.canonical import Answer, Judgement
from ostraka.record.view import PartyView

#: Judgements that are shown, and questions that can be skipped.
_MOST_SHOWN, _MOST_SKIPPED = 50, 10_000
#: What a key answers: the answer, and whether the records change sides.
_ANSWERS = (
    ("s", "same", Answer.SAME, False),
    ("d", "different", Answer.DIFFERENT, False),
    ("l", "left is part of right", Answer.PART_OF, False),
    ("r", "right is part of left", Answer.PART_OF, True),
    ("u", "unsure", Answer.UNSURE, False),
    ("w", "as if never judged", Answer.WITHDRAWN, False),
)


def judgements(visit: Visit) -> Response:
    """Show two records side by side, to be judged, and what was judged last."""
    o = visit.web.o
    keys = [visit.asked(side).strip() for side in ("left", "right")]
    views: list[PartyView] = []
    told = ""
    for key in filter(None, keys):
        try:
            views.append(o.record(key))
        except (NotFoundError, UsageError) as error:
            told = str(error)
    both = len(views) == 2 and views[0].id != views[1].id
    if len(views) == 2 and not both:
        told = "both are one record"
    return visit.show(
        "judgements.html", left=keys[0], right=keys[1], told=told,
        views=views if both else [], answers=_ANSWERS,
        rows=side_by_side(o, views[0].id, views[1].id) if both else [],
        parties=[o.canonical(view.id) for view in views],
        made=o.judgements.newest(_MOST_SHOWN),
    )  # fmt: skip


def review(visit: Visit) -> Response:
    """Ask whether two records are one party, the surest question first."""
    o = visit.web.o
    text = visit.asked("skip")
    skip = min(read_whole(text, "skip"), _MOST_SKIPPED) if text else 0
    question = next(islice(o.resolving().questions(), skip, None), None)
    if question is None:
        return visit.show("review.html", question=None, skip=skip)
    left, right = question.left, question.right
    return visit.show(
        "review.html", question=question, skip=skip, answers=_ANSWERS[:-1],
        rows=side_by_side(o, left, right), sides=(left, right),
        parties=[o.canonical(left), o.canonical(right)],
    )  # fmt: skip


def take(visit: Visit) -> Response:
    """Append a judgement on two records."""
    o = visit.web.o
    left, right = (visit.text(side).strip() for side in ("left", "right"))
    key = visit.text("answer")
    found = next((row for row in _ANSWERS if row[0] == key), None)
    if found is None or not (left and right):
        raise UsageError("choose an answer")
    _, words, answer, turned = found
    left, right = (o.resolving().record_of(key) for key in (left, right))
    if turned:
        left, right = right, left
    evidence = visit.text("evidence").strip() or "seen side by side"
    said = Judgement(
        left, right, answer, visit.actor.name, visit.web.cases.moment, evidence
    )
    number = o.judgements.append([said])
    with visit.web.cases.writing(visit.actor) as writing:
        writing.enter("records judged", f"judgement {number}", answer=answer,
                      left=left, right=right)  # fmt: skip
    told = f"judged: {words}"
    if answer is Answer.SAME and o.canonical(left) != o.canonical(right):
        told += "; kept, but not followed, since another judgement keeps the two apart"
    if visit.text("review"):
        return visit.go(f"/judgements/review?skip={visit.whole('review') - 1}", told)
    return visit.go(f"/judgements?{urlencode({'left': left, 'right': right})}", told)


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/judgements", judgements, Right.READ, "GET"),
    ("/judgements/review", review, Right.READ, "GET"),
    ("/judgements/take", take, Right.DECIDE, "POST"),
)
