"""Where things are and how to serve them: from arguments, else from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from als_kg.errors import UsageError
from als_kg.vocabulary import BASE

_PACKAGE = Path(__file__).resolve().parent
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")

ACCESS_LOGS = ("none", "stdout", "stderr")


def content_root() -> Path:
    """Find the curated files: the packaged copy, else the repository (an editable install has no copy)."""
    packaged = _PACKAGE / "_content"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def default_dataset() -> Path:
    """Name the dataset directory: ``build`` in a checkout, ``build`` where the user stands otherwise."""
    root = content_root()
    return (Path.cwd() if root.parent == _PACKAGE else root) / "build"


def default_releases() -> Path:
    """Name the folder of releases: ``release``, beside the dataset directory."""
    return default_dataset().with_name("release")


@dataclass(frozen=True)
class Settings:
    """Everything a command or the server may be told.

    releases     the folder that holds a folder per release
    public_url   the address that others see
    timeout      seconds that a query may take; None, here and below: what the pool has by itself
    memory       MiB that a query may take
    dataset_memory  MiB up to which a dataset is held in memory
    result_size  MiB that an answer may have
    queue        requests that may wait, per worker
    processes    queries at once, shared by the workers
    cache_size   MiB of answers that each worker keeps
    access_log   where each request is noted: one of ACCESS_LOGS
    issues_url   the form to which the links "report an error" lead
    allow_service  origins to which SERVICE may go, such as https://sparql.uniprot.org/
    """

    content: Path
    dataset: Path
    releases: Path = Path("release")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    public_url: str = ""
    timeout: float | None = None
    memory: float | None = None
    dataset_memory: float | None = None
    result_size: float | None = None
    queue: int | None = None
    processes: int | None = None
    cache_size: float = 64
    access_log: str = "none"
    issues_url: str = f"{BASE}issues/new"
    allow_service: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address to print: the public one, else where the server listens."""
        return self.public_url or f"http://{self.host}:{self.port}"


def load(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Take each setting from ``given`` (None and () count as not given), else ``ALS_KG_<NAME>``, else its default.

    Lists are separated by spaces there. Raises UsageError that names the variable or option whose
    value does not fit.
    """
    variables = os.environ if environment is None else environment
    named = {name: value for name, value in given.items() if value not in (None, ())}
    for name in Settings.__dataclass_fields__:
        text = variables.get(f"ALS_KG_{name.upper()}", "")
        if text and name not in named:
            named[name] = text
    defaults: dict[str, object] = {"content": content_root(), "dataset": default_dataset()}
    defaults["releases"] = default_releases()
    return _checked(defaults | named)


def _checked(named: dict[str, object]) -> Settings:
    return Settings(
        content=Path(str(named["content"])),
        dataset=Path(str(named["dataset"])),
        releases=Path(str(named["releases"])),
        host=str(named.get("host", Settings.host)),
        port=_number("port", named.get("port", Settings.port), 0, 65535),
        workers=_number("workers", named.get("workers", Settings.workers), 1, 256),
        public_url=str(named.get("public_url", Settings.public_url)).rstrip("/"),
        timeout=_amount("timeout", named.get("timeout"), 0.05, 3_600),
        memory=_amount("memory", named.get("memory"), 16, 1_048_576),
        dataset_memory=_amount("dataset_memory", named.get("dataset_memory"), 0, 1_048_576),
        result_size=_amount("result_size", named.get("result_size"), 0.001, 1_024),
        queue=None if "queue" not in named else _number("queue", named["queue"], 0, 10_000),
        processes=None if "processes" not in named else _number("processes", named["processes"], 1, 1_024),
        cache_size=_amount("cache_size", named.get("cache_size"), 0, 1_048_576, Settings.cache_size),
        access_log=_chosen("access_log", str(named.get("access_log", Settings.access_log))),
        issues_url=str(named.get("issues_url", Settings.issues_url)),
        allow_service=_words(named.get("allow_service", ())),
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))  # type: ignore[call-overload]


def _chosen(name: str, value: str) -> str:
    if value in ACCESS_LOGS:
        return value
    raise UsageError(f"{name} is {value!r}", todo=f"give one of {', '.join(ACCESS_LOGS)}")


@overload
def _amount(name: str, value: object, least: float, most: float) -> float | None: ...
@overload
def _amount(name: str, value: object, least: float, most: float, default: float) -> float: ...
def _amount(name: str, value: object, least: float, most: float, default: float | None = None) -> float | None:
    """Read a number that need not be whole."""
    if value is None:
        return default
    text = str(value).strip()
    if _DECIMAL.fullmatch(text) and least <= float(text) <= most:
        return float(text)
    todo = f"give a number from {least:g} to {most:g} (option, or ALS_KG_{name.upper()})"
    raise UsageError(f"{name} is {text!r}", todo=todo)


def _number(name: str, value: object, least: int, most: int) -> int:
    text = str(value).strip()
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise UsageError(
        f"{name} is {text!r}", todo=f"give a whole number from {least} to {most} (option, or ALS_KG_{name.upper()})"
    )
