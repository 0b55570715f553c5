from pathlib import Path

import pytest

from als_kg import settings
from als_kg.errors import UsageError


def test_defaults_are_the_checkout_and_this_machine(repository):
    found = settings.load({})
    assert found.content == repository
    assert found.dataset == repository / "build"
    assert found.url == "http://127.0.0.1:8000"


def test_an_argument_wins_over_the_environment_which_wins_over_the_default():
    environment = {"ALS_KG_PORT": "9000", "ALS_KG_HOST": "0.0.0.0", "ALS_KG_DATASET": "there"}
    found = settings.load(environment, port=9001, host=None)
    assert (found.port, found.host, found.dataset) == (9001, "0.0.0.0", Path("there"))


def test_an_empty_variable_counts_as_not_set():
    assert settings.load({"ALS_KG_PORT": ""}).port == 8000


def test_the_public_address_is_what_others_are_told():
    assert settings.load({"ALS_KG_PUBLIC_URL": "https://example.org/kg/"}).url == "https://example.org/kg"


@pytest.mark.parametrize("text", ["eighty", "-1", "65536", "80.5", "8_0", "٨"])
def test_a_wrong_number_is_named(text):
    with pytest.raises(UsageError, match="ALS_KG_PORT"):
        settings.load({"ALS_KG_PORT": text})


@pytest.mark.parametrize(("name", "least", "most"), [("port", 0, 65535), ("workers", 1, 256)])
def test_numbers_have_bounds(name, least, most):
    assert getattr(settings.load({}, **{name: least}), name) == least
    assert getattr(settings.load({}, **{name: most}), name) == most
    for value in (least - 1, most + 1):
        with pytest.raises(UsageError, match=f"from {least} to {most} .*ALS_KG_{name.upper()}"):
            settings.load({}, **{name: value})


def test_one_worker_unless_told_otherwise():
    assert settings.load({}).workers == 1


def test_a_packaged_copy_is_preferred_and_nothing_is_written_beside_it(tmp_path, monkeypatch):
    (tmp_path / "_content").mkdir()
    monkeypatch.setattr(settings, "_PACKAGE", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert settings.content_root() == tmp_path / "_content"
    assert settings.default_dataset() == tmp_path / "build"


def test_settings_cannot_change_once_made():
    with pytest.raises(AttributeError):
        settings.load({}).port = 1


def test_limits_may_be_set_as_options_and_in_the_environment():
    found = settings.load({"ALS_KG_TIMEOUT": "2.5", "ALS_KG_QUEUE": "7"}, memory="64")
    assert (found.timeout, found.queue, found.memory, found.processes) == (2.5, 7, 64.0, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("timeout", "0"), ("timeout", "nan"), ("timeout", "1e3"), ("memory", "-1"), ("result_size", ""), ("queue", "1.5"),
     ("processes", 0), ("cache_size", "much"), ("access_log", "syslog")],
)  # fmt: skip
def test_a_wrong_limit_is_named(name, value):
    with pytest.raises(UsageError, match=name):
        settings.load({}, **{name: value})


def test_services_are_separated_by_spaces_in_the_environment():
    environment = {"ALS_KG_ALLOW_SERVICE": "https://a.org/ https://b.org:8443/"}
    assert settings.load(environment, allow_service=()).allow_service == ("https://a.org/", "https://b.org:8443/")
    assert settings.load(environment, allow_service=("https://c.org/",)).allow_service == ("https://c.org/",)
