"""Settings: where they come from, which wins, and what a mistake in them says."""

from pathlib import Path

import msgspec
import pytest

from contactcenter.config import Config, load_config
from contactcenter.errors import ConfigError

ROOT = Path(__file__).parents[2]


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "contactcenter.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_any_setting_the_server_works_on_a_laptop() -> None:
    config = load_config()
    assert (config.address, config.port, config.is_loopback) == ("127.0.0.1", 8080, True)
    assert config.store_url == f"sqlite:///{Path('data').absolute()}/centre.sqlite"


def test_environment_beats_file_and_command_line_beats_both(tmp_path: Path) -> None:
    file = written(tmp_path, 'port = 1\naddress = "::1"\nlog_level = "error"\n')
    config = load_config(file, {"CONTACTCENTER_PORT": "2", "CONTACTCENTER_LOG_LEVEL": "debug"}, {"port": 3})
    assert (config.port, config.address, config.log_level) == (3, "::1", "debug")


def test_an_option_that_was_not_given_changes_nothing(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "port = 9"), {}, {"port": None, "store": None}).port == 9


def test_an_unknown_setting_is_named_with_its_file(tmp_path: Path) -> None:
    file = written(tmp_path, "prot = 8080")
    with pytest.raises(ConfigError, match="is not a setting") as caught:
        load_config(file)
    assert caught.value.path == f"{file}: prot"


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(environ={"CONTACTCENTER_PROT": "1", "PATH": "/bin"})
    assert caught.value.path == "environment: prot"


def test_a_number_in_quotes_in_the_file_is_a_wrong_type(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected `int`, got `str`") as caught:
        load_config(written(tmp_path, 'port = "8080"'))
    assert caught.value.path.endswith(": port")


def test_the_element_of_a_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, 'trusted_proxies = ["10.0.0.0/8", "proxy"]'))
    assert caught.value.path == "trusted_proxies[1]"


@pytest.mark.parametrize("text", ["port = 70000", 'log_format = "xml"', 'public_url = "support.example.com"'])
def test_a_value_out_of_range_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert text.split()[0] in caught.value.path


def test_broken_toml_and_an_absent_file_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not TOML"):
        load_config(written(tmp_path, "port = "))
    with pytest.raises(ConfigError, match="No such file"):
        load_config(tmp_path / "absent.toml")


def test_a_store_url_of_another_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="sqlite:///PATH or mongodb"):
        load_config(overrides={"store": "postgres://localhost/x"})


def test_proxies_come_from_the_environment_as_a_comma_list() -> None:
    config = load_config(environ={"CONTACTCENTER_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"})
    assert config.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")


def test_the_keys_variable_is_a_secret_and_no_setting() -> None:
    assert load_config(environ={"CONTACTCENTER_KEYS": "secret"}) == Config()


def test_links_start_with_the_public_url_when_there_is_one() -> None:
    assert Config(address="::1", port=1).base_url == "http://[::1]:1"
    assert Config(public_url="https://support.example.com/").base_url == "https://support.example.com"


@pytest.mark.parametrize("field", msgspec.structs.fields(Config), ids=lambda field: field.name)
def test_every_setting_is_documented_with_its_default(field: msgspec.structs.FieldInfo) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    default = msgspec.json.encode(field.default).decode()
    assert f"### `{field.name}`" in page
    section = page.split(f"### `{field.name}`")[1].split("\n### ")[0]
    assert f"`CONTACTCENTER_{field.name.upper()}`" in section
    assert f"Default: `{default}`" in section


def test_nothing_is_documented_that_is_no_setting() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    documented = {line[5:-1] for line in page.splitlines() if line.startswith("### `")}
    assert documented == {field.name for field in msgspec.structs.fields(Config)}
