"""A knowledge graph of ALS therapies in which every statement has a speaker."""

from typing import Any

__all__ = ["__version__"]


def __getattr__(name: str) -> Any:
    """Read the version on first use: package metadata costs 40 ms at import."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("als-kg")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0+unknown"
