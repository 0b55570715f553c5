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


@click.command()
@click.argument("kind")
@click.argument("slug")
@click.option("--en", prompt="English name", help="Its name in English; asked for when left out.")
@click.option("--zh", prompt="Chinese name 中文名", help="Its name in Chinese; asked for when left out.")
@click.option(
    "--class", "of_class", default="", metavar="NAME", help="Its class, such as ClinicalTrial.  [default: by kind]"
)
@click.option("--passage", metavar="DOCUMENT/ID", help="A passage that speaks of it: opens its claims there.")
def new(kind: str, slug: str, en: str, zh: str, of_class: str, passage: str | None) -> None:
    """Start a new thing: its entry, and the claims of a passage.

    Adds to the entity file of KIND and, with --passage, to the claims of that passage; then als-kg
    check names what is missing. Nothing is written where the slug or a name is taken.

    \b
    als-kg new study example-ph2 --class ClinicalTrial --en "example phase 2 trial" --zh 示例II期试验
    als-kg new gene example1 --passage als-guide-2025/1.2-01
    """
    from als_kg import skeletons
    from als_kg.sources import Content

    content = Content(settings_for().content)
    newcomer = skeletons.Newcomer(kind, slug, {"en": en, "zh": zh}, of_class)
    is_described = passage is not None and skeletons.described_at(content, passage) is not None
    for place in skeletons.begin(content, newcomer, passage):
        click.echo(f"{place} {kind}:{slug}")
    if is_described and passage:
        described = skeletons.described_at(Content(content.root), passage)
        click.echo(f"{described} the passage has claims already, described here: edit this block, add no second one")
    click.echo("Now write what is said of it, then: als-kg format && als-kg check")


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

    graphs = (Role.ONTOLOGY, Role.CODES, Role.ENTITY, Role.DOCUMENT, Role.REFERENCE, Role.CLAIM, Role.REVIEW)
    roles = (*graphs, Role.DATASET, Role.PREFIXES, Role.MAPPING)
    return tuple(_near(file.path) for file in Content(settings_for().content).files(*roles))


def _near(path: Path) -> Path:
    """Name a file as it is reached from here, where that is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _formatted(path: Path, check: bool) -> Path | None:
    """Put a file in normal form unless only checking; None if it is so already."""
    from als_kg import mappings, normalform
    from als_kg.sources import read_text

    text = read_text(path)
    formed = (mappings if path.suffix == ".tsv" else normalform).normalise(text, path)
    if formed == text:
        return None
    if not check:
        path.write_text(formed, encoding="utf-8", newline="\n")
    return path


def _unformed(path: Path) -> Finding:
    return Finding(Severity.ERROR, "is not in normal form", Place(str(path)), f"run: als-kg format {path}")
