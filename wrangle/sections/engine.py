"""What `engine:` in a rule file says: on which engine the rows are worked on, and how it is reached."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from wrangle.sections.base import Section

Count = Annotated[int, Field(ge=1)]
"""At least one."""


class Engine(Section):
    """Run on one machine, or on a cluster of Dask or Ray; a bare value is the engine's name."""

    shorthand: ClassVar[str] = "use"

    use: Literal["local", "dask", "ray"] = "local"
    """`local`: polars on this machine. `dask`, `ray`: tasks over parts of the data on a cluster, same result."""

    address: str | None = None
    """Where the cluster is: `tcp://scheduler:8786` for Dask; `auto` or `host:6379` for Ray. Without it one is started
    on this machine for the time of the run."""

    workers: Count | None = None
    """How many workers are started where no address is given: as many as there are processors by default."""

    part_rows: Count | None = None
    """Rows of a part: chosen from the data's size, the workers and their memory by default."""

    scratch: str | None = None
    """A folder that this machine and all workers see, for what they hand to each other; beside the output by default.
    It is emptied in the end."""

    def at(self, **said: Any) -> Engine:
        """Return the same settings with what is said besides; what is None is not said.

        Examples
        --------
        >>> Engine(use="dask").at(address="tcp://a:8786", workers=None).address
        'tcp://a:8786'
        """
        more = {name: each for name, each in said.items() if each is not None}
        return Engine.model_validate(self.model_dump() | more)
