"""Where things are and how to serve them: from arguments, else from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from als_kg.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def content_root() -> Path:
    """Find the curated files: the packaged copy, else the repository (an editable install has no copy)."""
    packaged = _PACKAGE / "_content"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def default_dataset() -> Path:
    """Name the dataset directory: ``build`` in a checkout, ``build`` where the user stands otherwise."""
    root = content_root()
    return (Path.cwd() if root.parent == _PACKAGE else root) / "build"


@dataclass(frozen=True)
class Settings:
    """Everything a command or the server may be told; ``public_url`` is the address others see."""

    content: Path
    dataset: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    public_url: str = ""

    @property
    def url(self) -> str:
        """The address to print: the public one, else where the server listens."""
        return self.public_url or f"http://{self.host}:{self.port}"


def load(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Take each setting from ``given`` (None counts as not given), else ``ALS_KG_<NAME>``, else its default.

    Raises UsageError that names the variable or option with a value that does not fit.
    """
    variables = os.environ if environment is None else environment
    named = {name: value for name, value in given.items() if value is not None}
    for name in Settings.__dataclass_fields__:
        text = variables.get(f"ALS_KG_{name.upper()}", "")
        if text and name not in named:
            named[name] = text
    defaults: dict[str, object] = {"content": content_root(), "dataset": default_dataset()}
    return _checked(defaults | named)


def _checked(named: dict[str, object]) -> Settings:
    return Settings(
        content=Path(str(named["content"])),
        dataset=Path(str(named["dataset"])),
        host=str(named.get("host", Settings.host)),
        port=_number("port", named.get("port", Settings.port), 0, 65535),
        workers=_number("workers", named.get("workers", Settings.workers), 1, 256),
        public_url=str(named.get("public_url", Settings.public_url)).rstrip("/"),
    )


def _number(name: str, value: object, least: int, most: int) -> int:
    text = str(value).strip()
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise UsageError(
        f"{name} is {text!r}", todo=f"give a whole number from {least} to {most} (option, or ALS_KG_{name.upper()})"
    )
