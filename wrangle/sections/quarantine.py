"""What `quarantine:` in a rule file says: how many rows may be rejected before a run is not to be trusted."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wrangle.sections.base import Section


class Quarantine(Section):
    """Break off a run that rejects too much: a mapping has changed, not a row gone wrong."""

    max_fraction: Annotated[float, Field(ge=0, le=1)] = 1.0
    """The share of the rows read that may go to the quarantine. Beyond it the run fails and the earlier output stays;
    only the quarantine is written, beside it, to be looked at."""

    replay: bool = False
    """Whether a run keeps what steps and checks over keys saw of each row, keys and numbers, so that rejected rows can
    be run again by themselves in a rule file that has such steps: `deduplicate`, `unique` with
    `otherwise: quarantine`."""
