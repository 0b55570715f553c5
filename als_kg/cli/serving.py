"""The command that serves."""

import shlex
from functools import partial
from pathlib import Path

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
@click.option("--workers", type=int, help="Number of processes.  [default: 1; environment: ALS_KG_WORKERS]")
@dataset_option
def serve(host: str | None, port: int | None, workers: int | None, dataset: Path | None) -> None:
    """Serve the SPARQL endpoint and its page.

    Builds and checks first if anything has changed since the last time. Data with errors is not
    served, nor is an older version in its place. Ctrl-C ends it.

    \b
    als-kg serve
    als-kg serve --host 0.0.0.0 --port 8080 --workers 2
    """
    from als_kg.web.server import serve as serve_app

    settings = settings_for(host=host, port=port, workers=workers, dataset=dataset)
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
