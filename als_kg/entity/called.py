"""Read names and texts by language."""

from collections.abc import Iterable, Iterator, Mapping

from als_kg.entity.panels import Row
from als_kg.entity.values import Value, value_of

_LANGUAGES = {"en": "en", "zh": "zh-Hans"}

Names = Mapping[str, Mapping[str, str]]


def names_in(found: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Collect the names of nodes, by language."""
    names: dict[str, dict[str, str]] = {}
    for row in found:
        value = value_of(row["name"])
        names.setdefault(row["node"]["value"], {}).setdefault(_language_of(value), value.text)
    return names


def named(found: Iterable[Row]) -> Iterator[Row]:
    """Read the names that a panel gives beside its values."""
    return ({"node": row["value"], "name": row["name"]} for row in found if "name" in row)


def _language_of(value: Value) -> str:
    return next((key for key, tag in _LANGUAGES.items() if value.language == tag), value.language)


def by_language(values: Iterable[Value]) -> dict[str, str]:
    """Put texts under their languages."""
    return {_language_of(value): value.text for value in values}
