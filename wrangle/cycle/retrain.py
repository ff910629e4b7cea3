"""`wrangle retrain`: train a challenger now, judge it beside the champion, promote it or keep it."""

from __future__ import annotations

from pathlib import Path

from wrangle.cycle.carrying import carry_out, finish, prune
from wrangle.cycle.challenger import Asked, decide
from wrangle.cycle.champion import champion_of, rules_of
from wrangle.cycle.decision import Decision
from wrangle.cycle.lock import only_one


def retrain(
    folder: Path,
    *,
    rules: Path | None = None,
    data: Path | None = None,
    asked: Asked | None = None,
    track: bool = True,
) -> tuple[Decision, bool]:
    """Train a challenger on the repository's data and the captured records with truth; promote it if it is better.

    Parameters
    ----------
    folder : Path
        The deployment.
    rules : Path, optional
        The rule file; that of the champion where none is given.
    data : Path, optional
        The data of the repository; see `rules_of`.
    asked : Asked, optional
    track : bool
        Whether the decision is recorded in MLflow, where it is installed.

    Returns
    -------
    Decision
    bool
        Whether it is new: from the same inputs follows the same decision, which is not taken twice.

    Raises
    ------
    LockedError
        Another cycle is under way.
    TooFewError
        There are too few records with truth.
    WrangleError
        Deployment, rules, data or captures cannot be read or do not fit; what is served goes on.
    """
    with only_one(folder):
        finish(folder, track=track)
        champion = champion_of(folder)
        told = rules_of(champion, rules, data)
        found, new = decide(champion, told, asked or Asked())
        done = carry_out(folder, found, track=track)
        prune(folder, told.monitor.retrain.keep)
        return done, new
