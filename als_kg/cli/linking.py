"""Commands that hold our mappings against what is loaded from outside."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from als_kg.cli.failing import FINDINGS, echo_findings
from als_kg.cli.options import Near, dataset_option, settings_for
from als_kg.errors import UsageError, failures
from als_kg.settings import Settings

if TYPE_CHECKING:
    from als_kg.link import Case

# Things that others name, too.
_KINDS = (
    "intervention", "gene", "protein", "effect", "cell", "model", "anatomy", "condition", "study", "measure",
    "organisation", "person", "place", "resource",
)  # fmt: skip


@click.group()
def link() -> None:
    """Judge mappings by what is loaded, and propose new ones.

    What is compared is the built dataset with the ontologies that were loaded beside it.

    \b
    als-kg load DO_rare_slim.obo
    als-kg link check
    als-kg link suggest --kind condition > candidates.sssom.tsv
    """


@link.command()
@dataset_option
def check(dataset: Path | None) -> None:
    """Judge the mappings against what is loaded.

    Finds targets that are missing, obsolete (with what to take instead), called something quite
    different, outside the branch of their kind, or taken by two of ours. Exits 1 when a finding is
    an error.

    \b
    als-kg link check
    """
    from als_kg.link import check as judge

    case = _case(settings_for(dataset=dataset))
    findings = judge(case.store, case.rows)
    echo_findings(findings)
    graphs = len(case.store.outside())
    click.echo(f"{len(case.mapped)} mappings, {graphs} outside graphs, {len(findings)} findings", err=True)
    if failures(findings):
        click.get_current_context().exit(FINDINGS)


@link.command()
@click.option(
    "--kind", "kinds", multiple=True, type=Near(_KINDS), help="Kind of our things; repeatable.  [default: all]"
)
@click.option("--graph", "graphs", multiple=True, metavar="IRI", help="Outside graph; repeatable.  [default: all]")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="File to write.")
@dataset_option
def suggest(kinds: tuple[str, ...], graphs: tuple[str, ...], output: Path | None, dataset: Path | None) -> None:
    """Propose mappings of things that have none, by name.

    Compares names and synonyms in both languages with those of the loaded ontologies, and writes
    candidates as SSSOM, the likeliest first. Each is unreviewed: a person accepts it into
    data/mapping/ or rejects it into rejected.sssom.tsv; a rejected pair is not proposed again.

    \b
    als-kg link suggest --kind condition > candidates.sssom.tsv
    als-kg link suggest --graph http://purl.obolibrary.org/obo/cto.owl -o candidates.sssom.tsv
    """
    from als_kg.cli.exporting import write_atomically
    from als_kg.link import sssom
    from als_kg.link import suggest as propose

    settings = settings_for(dataset=dataset)
    _refuse_curated(output, settings)
    case = _case(settings)
    candidates = propose(case, kinds or _KINDS, _known(graphs, case))
    text = sssom(candidates, case.rows.prefixes)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(output, text.encode())
    click.echo(f"{len(candidates)} candidates, unreviewed", err=True)


def _case(settings: Settings) -> "Case":
    """Open the live dataset; raise UsageError when nothing is loaded beside it."""
    from als_kg.build import open_current
    from als_kg.link import Case, Rows
    from als_kg.store.embedded import open_store

    store = open_store(open_current(settings.dataset))
    if not store.outside():
        raise UsageError("nothing is loaded to compare with", todo="run: als-kg load FILE…")
    return Case(store, Rows(settings.content))


def _known(graphs: tuple[str, ...], case: "Case") -> tuple[str, ...]:
    for graph in graphs:
        if graph not in case.store.outside():
            raise UsageError(f"no graph <{graph}> is loaded", todo="list them: als-kg graphs")
    return graphs or tuple(case.store.outside())


def _refuse_curated(output: Path | None, settings: Settings) -> None:
    """Keep proposals out of the folder whose rows count as accepted."""
    folder = settings.content / "data" / "mapping"
    if output is not None and output.absolute().resolve().is_relative_to(folder.resolve()):
        raise UsageError("candidates do not belong in data/mapping", todo="write them elsewhere and move what is right")
