"""Commands about versions: make a release, compare two."""

import json
from pathlib import Path

import click

from als_kg.cli.options import dataset_option, json_option, settings_for

_UNDATED = "SOURCE_DATE_EPOCH is not set: the release tells no date, and is another than the same with its date"
_DATE_IT = "export SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)"


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR",
    help="Folder that holds a folder per release.  [default: release/; environment: ALS_KG_RELEASES]",
)  # fmt: skip
@click.option("--version", metavar="VERSION", help="Version to make.  [default: the version of als-kg]")
@click.option(
    "--previous", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
    help="Release to compare with.  [default: the one before, in --out]",
)  # fmt: skip
@dataset_option
def release(out: Path | None, version: str | None, previous: Path | None, dataset: Path | None) -> None:
    """Make a release: one folder, never changed again.

    Builds and checks the dataset where it is not up to date, then writes DIR/VERSION with all formats,
    tables, mappings, notes and digests. Fails when a published IRI is gone, when a kind has too few
    things (release.toml), or when the version exists with other content. The date is
    SOURCE_DATE_EPOCH; where that is not set, a warning says that the release has none. Equal files and
    an equal date give equal bytes.

    \b
    als-kg release
    als-kg release --out dist --version 1.2.0-rc.1
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) als-kg release
    """
    import als_kg
    from als_kg.cli.failing import echo_findings
    from als_kg.cli.progress import doing
    from als_kg.cli.refreshing import refresh
    from als_kg.describe import source_date
    from als_kg.errors import Finding, Severity
    from als_kg.release.describing import describing
    from als_kg.release.making import Order, before, make
    from als_kg.release.manifest import read_manifest
    from als_kg.sources import Content

    settings, date = settings_for(dataset=dataset, releases=out), source_date()
    if date is None:
        echo_findings([Finding(Severity.WARNING, _UNDATED, todo=_DATE_IT)], err=True)
    published, content = refresh(settings).published, Content(settings.content)
    named = version or als_kg.__version__
    older = previous or before(settings.releases, named)
    describe = describing(content, named, date, read_manifest(older).version if older else "")
    order = Order(published, content, settings.releases, named, date, older, describe)
    with doing("writing the release"):
        made = make(order)
    state = "made" if made.made else "is there already, byte for byte"
    count = sum(path.is_file() for path in made.path.rglob("*"))
    click.echo(f"release {made.manifest.version} {state}: {made.path}, {count} files")


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--inferred", is_flag=True, help="Compare what rules infer, too.")
@json_option
def diff(old: Path, new: Path, inferred: bool, as_json: bool) -> None:
    """Compare two releases, datasets or RDF files.

    OLD and NEW are release folders, dataset directories, or files in any RDF format (also with .gz).
    Changed means that both say something of the same property of a thing in the same graph, but not
    the same. Exits 0 whether they differ or not.

    \b
    als-kg diff release/1.0.0 release/1.1.0
    als-kg diff release/1.0.0 build --json
    als-kg diff old.ttl new.ttl
    """
    from als_kg.cli.comparing import as_document, print_diff
    from als_kg.diff import compare, names_in, read_statements

    before, after = (read_statements(path, inferred) for path in (old, new))
    found, names = compare(before, after), names_in(before, after)
    if as_json:
        click.echo(json.dumps(as_document(found, names), ensure_ascii=False, indent=2))
    else:
        print_diff(found, names)
