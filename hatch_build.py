"""Build hook: wheel, sdist and editable install carry the browser side, built if it is not fresh.

Node is asked for only then, and only if the machine has none. An sdist carries what was built, so installing from it
needs neither Node nor npm.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserSideHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        browser_side = _browser_side(self.root)
        if browser_side.is_fresh() or browser_side.find_node() is not None:
            return []
        return [browser_side.NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        browser_side = _browser_side(self.root)
        if not browser_side.is_fresh():
            browser_side.build()


def _browser_side(root: str) -> ModuleType:
    """The module widgets/build.py, which is no part of a package."""
    name = "contactcenter_browser_side"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(root) / "widgets" / "build.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
