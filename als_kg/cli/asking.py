"""Commands that read the built dataset: ask it, export it, count it."""

import json
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from als_kg.cli.options import Near, dataset_option, json_option, settings_for, view_option
from als_kg.errors import Place, QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from als_kg.query import QueryAnswer, QueryRequest, Status
    from als_kg.settings import Settings

_ANSWER_FORMATS = (
    "table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads",
)  # fmt: skip
_EXPORT_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("-e", "--expression", "text", metavar="TEXT", help="The query itself, instead of a FILE.")
@click.option(
    "--format", "name", type=Near(_ANSWER_FORMATS), default="table", show_default=True, help="Form of the answer."
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="What it may take.")
@view_option()
@click.option("--release", metavar="VERSION", help="Ask a release, by version or folder, instead of the dataset.")
@dataset_option
def query(
    file: str | None,
    text: str | None,
    name: str,
    timeout: float | None,
    view: str | None,
    release: str | None,
    dataset: Path | None,
) -> None:
    """Ask the built dataset, without a server.

    FILE may be - for standard input. A query file that says "# view: article" in its head is asked
    of that view unless --view says otherwise. CONSTRUCT and DESCRIBE answer in Turtle unless
    --format names another RDF format. A query takes as long as it takes, unless --timeout says
    otherwise; Ctrl-C ends it. Names of ours that nothing in the dataset has are warned about.

    \b
    als-kg query queries/names-of-tofersen.rq
    als-kg query --format csv -e 'SELECT DISTINCT ?class { ?thing a ?class }'
    als-kg query --release 1.0.0 queries/names-of-tofersen.rq
    als-kg query --view article -e 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
    """
    from als_kg.cli.printing import print_answer

    if (file is None) == (text is None):
        raise click.UsageError("Give either a FILE or -e TEXT.")
    # Python handles signals between its own steps, and one call of the engine is one step: Ctrl-C would wait.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    source = text if text is not None else _read(str(file))
    with _limited(timeout):
        service = _service(settings_for(dataset=dataset), release)
        request = _request(source, name, view, service, file)
        answer = _answered(request, service, file)
    print_answer(answer, name == "table")
    _warn(request, service, file)


def _limited(seconds: float | None) -> AbstractContextManager[None]:
    if seconds is None:
        return nullcontext()
    from als_kg.cli.limiting import limited

    return limited(seconds)


@dataclass(frozen=True)
class _Service:
    """Who answers, and what is served."""

    answer: "Callable[[QueryRequest], QueryAnswer]"
    status: "Status"


def _service(settings: "Settings", release: str | None) -> _Service:
    """Choose who answers: the live dataset, or a release that is loaded for this question."""
    from als_kg.query import EmbeddedService, Status

    if release is None:
        service = EmbeddedService(settings.dataset)
        return _Service(service.answer, service.status())
    from als_kg.query.embedded import answer
    from als_kg.release.reading import find_release, open_release

    store = open_release(find_release(release, settings.releases))
    status = Status(store.version, store.views(), store.graphs(), store.outside())
    return _Service(lambda request: answer(store, request), status)


def _read(file: str) -> str:
    try:
        with click.open_file(file, encoding="utf-8-sig") as stream:
            return str(stream.read())
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8", Place(file), "save the query as UTF-8") from error


def _request(text: str, name: str, view: str | None, service: _Service, file: str | None) -> "QueryRequest":
    """Read what the head of a query says, and see that what it needs is loaded."""
    from als_kg.examples import read_head, read_needs
    from als_kg.query import QueryRequest

    head = read_head(text)
    for need in read_needs(head, file or "query"):
        if need.graph not in service.status.outside:
            todo = f"run: als-kg load {need.file} --graph {need.graph}"
            raise UsageError(f"the question needs {need.file}, which is not loaded", Place(file), todo)
    chosen = view or head.get("view") or QueryRequest.view
    return QueryRequest(text, view=chosen, format="" if name == "table" else name)


def _answered(request: "QueryRequest", service: _Service, file: str | None) -> "QueryAnswer":
    """Ask; a fault in the query is told with the file's name."""
    try:
        return service.answer(request)
    except QueryError as error:
        error.place = _within(file, error.place)
        raise


def _warn(request: "QueryRequest", service: _Service, file: str | None) -> None:
    """Tell of names in the query that nothing has."""
    from als_kg.cli.failing import echo_findings
    from als_kg.entity.doubts import doubts

    found = doubts(service.answer, service.status, request)
    echo_findings((replace(each, place=_within(file, each.place)) for each in found), err=True)


def _within(file: str | None, place: Place | None) -> Place | None:
    return place if file is None or place is None else Place(file, place.line, place.column)


@click.command()
@click.option(
    "--format", "name", type=Near(_EXPORT_FORMATS), help="RDF format.  [default: by the name of -o, else turtle]"
)
@view_option(", or full for every named graph")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write; it appears whole or not at all.",
)
@dataset_option
def export(name: str | None, view: str | None, output: Path | None, dataset: Path | None) -> None:
    """Write the dataset or a view of it as RDF.

    The full dataset is named graphs, one speaker each; of the formats only trig, nquads and jsonld
    can hold them.

    \b
    als-kg export --view full --format trig -o als-kg.trig
    als-kg export -o als-kg.ttl
    als-kg export --view article --format ntriples | sort | head
    """
    from als_kg.cli.exporting import exported, format_for, write_atomically

    body = exported(settings_for(dataset=dataset), format_for(name, output, view), view)
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    else:
        write_atomically(output, body)


@click.command()
@json_option
@dataset_option
@click.option("--coverage", is_flag=True, help="Show passages, claim graphs and statements per section instead.")
def stats(as_json: bool, dataset: Path | None, coverage: bool) -> None:
    """Count what the built dataset holds.

    Triples per view and graph, things per kind, names per language; or how much of each document
    has become claims.

    \b
    als-kg stats
    als-kg stats --coverage
    als-kg stats --json
    """
    if coverage:
        from als_kg.cli.covering import covered as count
        from als_kg.cli.covering import print_coverage as show
    else:
        from als_kg.cli.counting import counted as count
        from als_kg.cli.counting import print_counts as show
    counts = count(settings_for(dataset=dataset))
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
    else:
        show(counts)
