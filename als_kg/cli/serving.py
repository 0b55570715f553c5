"""The command that serves."""

import shlex
from functools import partial
from typing import Any

import click

from als_kg.cli.failing import FINDINGS, echo_findings
from als_kg.cli.options import dataset_option, settings_for
from als_kg.cli.refreshing import Refreshed, last_good, refresh
from als_kg.errors import BuildError, SourceError
from als_kg.settings import Settings
from als_kg.vocabulary import CURRENT

_TRY = "SELECT ?class (COUNT(?thing) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things) LIMIT 5"


@click.command()
@click.option("--host", metavar="NAME", help="Address to listen on.  [default: 127.0.0.1; environment: ALS_KG_HOST]")
@click.option("--port", type=int, help="Port; 0 takes a free one.  [default: 8000; environment: ALS_KG_PORT]")
@click.option(
    "--workers", type=int,
    help="Processes that speak HTTP; if as many as cores, one on each.  [default: 1; environment: ALS_KG_WORKERS]",
)  # fmt: skip
@click.option("--timeout", metavar="SECONDS", help="What a query may take.  [default: 10]")
@click.option("--memory", metavar="MIB", help="Memory that a query may take.  [default: 512]")
@click.option(
    "--dataset-memory", metavar="MIB",
    help="Up to which size a dataset is held in memory, by each worker and in part by each query process; "
    "queries of a larger one, read from disk, take thrice as long.  [default: so that half of the memory is enough]",
)  # fmt: skip
@click.option("--result-size", metavar="MIB", help="What an answer may have.  [default: 32]")
@click.option("--queue", metavar="N", help="Requests that may wait, per worker.  [default: 64]")
@click.option("--processes", metavar="N", help="Queries at once, shared by the workers.  [default: one per core]")
@click.option("--cache-size", metavar="MIB", help="Answers that each worker keeps.  [default: 64]")
@click.option("--access-log", metavar="WHERE", help="Note each request: none, stdout or stderr.  [default: none]")
@click.option("--public-url", metavar="URL", help="The address that others see.  [default: the one they ask]")
@click.option(
    "--issues-url", metavar="URL",
    help="Form to which errors are reported.  [default: https://w3id.org/als-kg/issues/new]",
)  # fmt: skip
@click.option(
    "--releases", metavar="DIR",
    help="Folder of the releases that are offered at /release/.  [default: release/; environment: ALS_KG_RELEASES]",
)  # fmt: skip
@click.option(
    "--allow-service", metavar="URL", multiple=True,
    help="Origin to which SERVICE may go, such as https://sparql.uniprot.org/; repeatable.  [default: none]",
)  # fmt: skip
@dataset_option
def serve(**given: Any) -> None:
    """Serve the SPARQL endpoint and its page.

    Builds and checks first if anything has changed since the last time. Data with errors is not
    served, nor is an older version in its place. `als-kg build` meanwhile puts a new version live
    without a pause. Ctrl-C ends it when the running requests are answered. Each limit may also be
    set as ALS_KG_TIMEOUT and so on; /healthz and the service description show them.

    \b
    als-kg serve
    als-kg serve --host 0.0.0.0 --port 8080 --workers 2
    """
    from als_kg.web.server import serve as serve_app

    settings = settings_for(**given)
    refreshed = _refreshed(settings)
    echo_findings(refreshed.findings, err=True)
    serve_app(settings, partial(_announce, refreshed))


def _refreshed(settings: Settings) -> Refreshed:
    """Bring the dataset up to date; where the files are at fault say so, and that nothing old is served."""
    try:
        return refresh(settings)
    except (SourceError, BuildError) as error:
        click.echo(str(error), err=True)
        if live := last_good(settings):
            kept = f"the last good dataset, version {live.manifest.version}, is kept but not served"
            click.echo(f"{kept}: it is not what the files say now", err=True)
        click.get_current_context().exit(FINDINGS)


def _announce(refreshed: Refreshed, settings: Settings) -> None:
    """Say where it is, how much it is, and what to type next."""
    manifest = refreshed.published.manifest
    command = ["curl", "-s", f"{settings.url}/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={_TRY}"]
    click.echo(f"als-kg serves {manifest.views[CURRENT]:,} triples (version {manifest.version}) on {settings.url}")
    click.echo(f"Try: {shlex.join(command)}")
