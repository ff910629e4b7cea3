"""How a table of the repository is named in rule files: `weather`, or a version of it: `weather@3`."""

from __future__ import annotations

import re

NAME = re.compile(r"(?P<name>[A-Za-z_][\w-]*)(?:@(?P<version>\d+))?")
