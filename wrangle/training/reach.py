"""Tells how far a target reaches: what is learned from it, and what is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wrangle.engine.ops import AskOp, ColumnOp, LayoutOp, Op
from wrangle.engine.plan import Request, resolve
from wrangle.engine.session import Session


def learns_from(session: Session, target: str | None) -> bool:
    """Tell whether a fitted step asked about the target, or about a column that goes with it.

    That is the target under an earlier name, the one column that it is made from, or a column that is made of any of
    these, over any number of steps.

    Parameters
    ----------
    session : Session
        With all that was learned.
    target : str, optional
        The target by its name after all steps.
    """
    if target is None:
        return False
    ops = resolve(Request(session.pipeline, session.schema, session.learned)).ops
    reached = list(_reached(ops, target, origin=True))
    return any(_asked(session, index) & _before(reached, index) for index in session.learned)


def _asked(session: Session, index: int) -> frozenset[str]:
    """Return the columns that a step asked about, when the steps before it were fitted."""
    earlier = {each: learned for each, learned in session.learned.items() if each < index}
    ops = resolve(Request(session.pipeline, session.schema, earlier)).ops
    asking = (op.reads for op in ops if isinstance(op, AskOp) and op.place == index)
    return frozenset[str]().union(*asking)


def _before(reached: Sequence[tuple[Op, set[str]]], index: int) -> set[str]:
    steps = (names for op, names in reached if op.origin.section == "steps" and op.origin.index >= index)
    return next(steps, set())


def made_of(session: Session, target: str, features: Sequence[str]) -> tuple[str, ...]:
    """Return the features whose value in a row is made of the target of that row: it is not there when serving.

    Parameters
    ----------
    session : Session
        With all that was learned.
    target : str
        The target by its name after all steps.
    features : sequence of str
    """
    ops = resolve(Request(session.pipeline, session.schema, session.learned, serving=True)).ops
    made = {target}
    for op, names in _reached(ops, target, origin=False):
        made = _after(op, names)
    return tuple(name for name in features if name in made)


def _reached(ops: Sequence[Op], target: str, *, origin: bool) -> Iterator[tuple[Op, set[str]]]:
    """Yield each operation with the columns before it that are the target, or are made of it."""
    made: set[str] = set()
    for op, names in zip(ops, _names(ops, target, origin=origin), strict=True):
        made |= names
        yield op, made
        made = _after(op, made)


def _after(op: Op, made: set[str]) -> set[str]:
    """Return what is made of the target behind an operation, by what is before it."""
    if isinstance(op, LayoutOp):
        return {new for new, old in op.layout.items() if old in made}
    return made | set(op.writes) if made & op.reads and not isinstance(op, AskOp) else made


def _names(ops: Sequence[Op], target: str, *, origin: bool) -> list[set[str]]:
    """Return the names under which the target goes before each operation; none where it is yet to be made.

    With `origin`, the one column that it is made from counts as the target itself.
    """
    names, found = {target}, []
    for op in reversed(ops):
        if isinstance(op, LayoutOp):
            names = {op.layout[name] for name in names if name in op.layout}
        elif isinstance(op, ColumnOp) and names & set(op.writes):
            from_one = op.reads if origin and len(op.reads) == 1 else frozenset()
            names = names - (set(op.writes) - op.reads) | from_one
        found.append(names)
    return found[::-1]
