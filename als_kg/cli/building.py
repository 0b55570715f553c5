"""Commands that make the dataset and keep the data files in form."""

from pathlib import Path

import click

from als_kg.cli.failing import FINDINGS, echo_findings
from als_kg.cli.options import settings_for
from als_kg.cli.refreshing import rebuild
from als_kg.errors import Finding, Place, Severity


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR",
    help="Directory to write below.  [default: build/; environment: ALS_KG_DATASET]",
)  # fmt: skip
def build(out: Path | None) -> None:
    """Build and check the dataset; make it live.

    Writes DIR/versions/VERSION (N-Quads, views, store, manifest) and then points DIR/current at it.
    Where a check fails, nothing changes and the last good dataset stays. Equal files give equal
    bytes and the same version.

    \b
    als-kg build
    als-kg build --out dataset
    """
    refreshed = rebuild(settings_for(dataset=out))
    echo_findings(refreshed.findings, err=True)
    manifest = refreshed.published.manifest
    views = ", ".join(f"{count:,} in the view {name}" for name, count in manifest.views.items())
    click.echo(f"version {manifest.version}: {sum(manifest.graphs.values()):,} statements in graphs, {views}")


@click.command("format")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 and name the files that are not in form.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def format_(check: bool, files: tuple[Path, ...]) -> None:
    """Put data files in the one normal form.

    Rewrites all of ontology/ and data/, or just FILES.

    \b
    als-kg format
    als-kg format --check
    als-kg format data/entity/gene.ttl
    """
    changed = tuple(_formatted(path, check) for path in files or _all_files())
    unformed = tuple(path for path in changed if path is not None)
    if check and unformed:
        echo_findings(_unformed(path) for path in unformed)
        click.get_current_context().exit(FINDINGS)
    for path in unformed:
        click.echo(f"{path} rewritten")


def _all_files() -> tuple[Path, ...]:
    """List the files that have a normal form; shapes are written by hand."""
    from als_kg.sources import Content, Role

    roles = (Role.ONTOLOGY, Role.CODES, Role.ENTITY, Role.DOCUMENT, Role.CLAIM, Role.REVIEW, Role.DATASET)
    return tuple(_near(file.path) for file in Content(settings_for().content).files(*roles))


def _near(path: Path) -> Path:
    """Name a file as it is reached from here, where that is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _formatted(path: Path, check: bool) -> Path | None:
    """Put a file in normal form unless only checking; None if it is so already."""
    from als_kg.normalform import normalise
    from als_kg.sources import read_text

    text = read_text(path)
    formed = normalise(text, path)
    if formed == text:
        return None
    if not check:
        path.write_text(formed, encoding="utf-8", newline="\n")
    return path


def _unformed(path: Path) -> Finding:
    return Finding(Severity.ERROR, "is not in normal form", Place(str(path)), f"run: als-kg format {path}")
