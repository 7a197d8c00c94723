"""Compile the catalogues of words when the package is built or installed."""

import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """A ``.mo`` file beside each ``.po`` file, which an editable installation reads where it is."""

    def initialize(self, version, build_data):
        sys.path.insert(0, str(Path(self.root) / "tools"))
        try:
            from catalogue import catalogues, compiled
        finally:
            sys.path.pop(0)
        for path in catalogues():
            mo = compiled(path).relative_to(self.root)
            build_data["artifacts"].append(mo.as_posix())
