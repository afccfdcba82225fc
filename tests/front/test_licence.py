"""Whatever runs inside somebody else's page says that it may: MIT beside our own licence."""

import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "widgets" / "src"
LINE = "SPDX-License-Identifier: AGPL-3.0-or-later OR MIT"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"'?]+)""")


def resolved(importer: Path, name: str) -> Path:
    base = importer.parent / name
    tried = [base, base.with_name(base.name + ".ts"), base.with_name(base.name + ".tsx"), base / "index.ts"]
    return next(path for path in tried if path.is_file()).resolve()


def reached_from(entry: Path) -> set[Path]:
    reached, left = set[Path](), [entry]
    while left:
        path = left.pop()
        if path in reached or path.suffix == ".json":
            continue
        reached.add(path)
        left += [resolved(path, name) for name in IMPORT.findall(path.read_text())]
    return reached


def test_everything_that_runs_in_a_host_page_carries_both_licences() -> None:
    files = reached_from(SRC / "loader.ts") | reached_from(SRC / "chat" / "main.tsx")
    assert len(files) > 40
    assert [path.name for path in sorted(files) if LINE not in path.read_text().split("\n", 1)[0]] == []
