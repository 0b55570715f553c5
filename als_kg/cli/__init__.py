"""The command line: each command reads its options, calls one thing, prints what came of it."""

import click

from als_kg.cli.asking import export, query, stats
from als_kg.cli.building import build, format_, new
from als_kg.cli.checking import check, verify
from als_kg.cli.failing import Commands
from als_kg.cli.linking import link
from als_kg.cli.loading import graphs, load, unload
from als_kg.cli.releasing import diff, release
from als_kg.cli.serving import serve

__all__ = ["main"]


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command explains itself: als-kg query --help. Exit codes: 0 clean, 1 findings, 2 wrong use.",
)
@click.version_option(package_name="als-kg", prog_name="als-kg")
def main() -> None:
    """Build, check and ask a knowledge graph of ALS therapies in which every statement has a speaker.

    \b
    als-kg serve                        build, check and serve on http://127.0.0.1:8000
    als-kg query -e 'ASK { ?s ?p ?o }'  ask without a server
    als-kg check                        judge every data file
    """


for command in (
    build, new, format_, check, verify, query, export, stats, serve, release, diff, load, graphs, unload, link,
):  # fmt: skip
    main.add_command(command)
