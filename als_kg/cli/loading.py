"""Commands that bring graphs of others beside ours, list them, and take them out again."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from als_kg.cli.options import dataset_option, json_option, settings_for

if TYPE_CHECKING:
    from als_kg.build import Loaded

_FORMATS = "turtle, ntriples, nquads, trig, jsonld, rdfxml, owlxml, functional, obo, sssom, babelon"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--graph", metavar="IRI", help="Graph to fill.  [default: the IRI that the ontology gives itself]")
@click.option(
    "--format", "name", metavar="NAME", help=f"How the files are written: {_FORMATS}.  [default: by the file]"
)
@click.option("--replace", "replacing", is_flag=True, help="Put the file in the place of what the graph holds.")
@dataset_option
def load(files: tuple[Path, ...], graph: str | None, name: str | None, replacing: bool, dataset: Path | None) -> None:
    """Load ontologies and data of others beside the graph.

    Each becomes a named graph of the built dataset. None of it is part of a view: questions answer
    as before, and GRAPH <IRI> asks what was loaded. Later builds keep it. All files are loaded or
    none; a server that runs takes the new version up. OBO, OWL functional syntax and OWL/XML need
    als-kg[outside]. Any file may be packed with gzip.

    \b
    als-kg load DO_rare_slim.obo cto.owl
    als-kg load hp-zh.babelon.tsv --graph http://purl.obolibrary.org/obo/hp/hp-zh.babelon.tsv
    als-kg load doid.obo --replace
    """
    from als_kg.cli.progress import reading
    from als_kg.outside import load as load_files

    out = settings_for(dataset=dataset).dataset
    with reading() as begin:
        loaded = load_files(out, files, graph=graph, syntax=name, replacing=replacing, begin=begin)
    for each in loaded:
        click.echo(f"{each.file}: {each.triples:,} statements in <{each.graph}>")


@click.command()
@json_option
@dataset_option
def graphs(as_json: bool, dataset: Path | None) -> None:
    """List the graphs that were loaded.

    With the file, its format, what it says of its version and licence, and the day it was loaded.
    The graphs of als-kg itself are counted by als-kg stats.

    \b
    als-kg graphs
    als-kg graphs --json
    """
    from als_kg.build import open_current

    outside = open_current(settings_for(dataset=dataset).dataset).manifest.outside
    if as_json:
        click.echo(json.dumps([asdict(loaded) for loaded in outside], ensure_ascii=False, indent=2))
        return
    for loaded in outside:
        click.echo(_described(loaded))
    if not outside:
        click.echo("nothing is loaded; als-kg load FILE… loads an ontology beside the graph", err=True)


def _described(loaded: "Loaded") -> str:
    """Write a graph with a line for each thing that is known of it."""
    lines = (
        f"{loaded.triples:,} statements from {loaded.file} ({loaded.format}), loaded {loaded.date}",
        f"version {loaded.edition}" if loaded.edition else "",
        f"licence {loaded.licence}" if loaded.licence else "licence: the file names none",
    )
    return "\n  ".join([loaded.graph, *filter(None, lines)])


@click.command()
@click.argument("graphs", nargs=-1, required=True, metavar="IRI…")
@dataset_option
def unload(graphs: tuple[str, ...], dataset: Path | None) -> None:
    """Take loaded graphs out again.

    \b
    als-kg unload http://purl.obolibrary.org/obo/cto.owl
    """
    from als_kg.cli.progress import doing
    from als_kg.outside import unload as unload_graphs

    with doing("unloading"):
        unload_graphs(settings_for(dataset=dataset).dataset, graphs)
    for graph in graphs:
        click.echo(f"<{graph}> is unloaded")
