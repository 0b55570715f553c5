"""Options that several commands share, and how they come to be settings."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from als_kg.settings import Settings, load

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

dataset_option: Decorator = click.option(
    "--dataset", type=click.Path(path_type=Path), metavar="DIR",
    help="Directory of the built dataset.  [default: build/; environment: ALS_KG_DATASET]",
)  # fmt: skip

json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def view_option(more: str = "") -> Decorator:
    """Make the option that names a view; which there are depends on the dataset."""
    return click.option("--view", metavar="NAME", help=f"View to ask: current or article{more}.  [default: current]")


def settings_for(**given: Any) -> Settings:
    """Make settings from the options of a command; None means not given."""
    return load(**given)


class Near(click.Choice[str]):
    """A choice that suggests the nearest name when it is mistyped."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(list(dict.fromkeys(names)), case_sensitive=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a known name; else fail with the names there are and the one that was probably meant."""
        from difflib import get_close_matches

        near = get_close_matches(str(value).lower(), list(self.choices), n=1)
        if str(value).lower() not in self.choices:
            hint = f" Did you mean {near[0]!r}?" if near else ""
            self.fail(f"{value!r} is not one of {', '.join(self.choices)}.{hint}", param, ctx)
        return super().convert(value, param, ctx)
