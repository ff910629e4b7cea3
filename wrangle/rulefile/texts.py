"""Gives the texts of a rule file and of those that it includes, to be kept with what was made by them."""

from __future__ import annotations

import os
from pathlib import Path

from wrangle.rulefile.collect import Faults
from wrangle.rulefile.documents import Gathering
from wrangle.rulefile.files import read_file
from wrangle.rulefile.variables import Variables


def rule_texts(path: Path | str) -> dict[str, str]:
    """Return path -> text of a rule file, which comes first, and of all that it includes.

    Paths are relative to the nearest folder that holds them all, with `/`.

    Parameters
    ----------
    path : Path or str
        A rule file that `load` takes.

    Raises
    ------
    OSError
        A file cannot be read any more.
    """
    main = Path(path).resolve()
    faults = Faults()
    gathering = Gathering(faults, Variables(faults, {}))
    gathering.gather(read_file(main), main, main.parent, (main,))
    files = [main, *sorted(gathering.done - {main})]
    home = Path(os.path.commonpath([each.parent for each in files]))
    return {each.relative_to(home).as_posix(): read_file(each) for each in files}
