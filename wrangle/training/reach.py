"""Tells how far a target reaches: what is learned from it, and what is made of it."""

from __future__ import annotations

from collections.abc import Sequence

from wrangle.engine.ops import AskOp, LayoutOp
from wrangle.engine.plan import Request, resolve
from wrangle.engine.session import Session


def learns_from(session: Session, target: str | None) -> bool:
    """Tell whether a fitted step asked about the target."""
    if target is None:
        return False
    plan = resolve(Request(session.pipeline, session.schema))
    return any(isinstance(op, AskOp) and target in op.reads for op in plan.ops)


def made_of(session: Session, target: str, features: Sequence[str]) -> tuple[str, ...]:
    """Return the features whose value in a row is made of the target of that row: it is not there when serving.

    Parameters
    ----------
    session : Session
        With all that was learned.
    target : str
    features : sequence of str
    """
    made = {target}
    for op in resolve(Request(session.pipeline, session.schema, session.learned, serving=True)).ops:
        if isinstance(op, LayoutOp):
            made = {new for new, old in op.layout.items() if old in made}
        elif made & op.reads and not isinstance(op, AskOp):
            made.update(op.writes)
    return tuple(name for name in features if name in made)
