"""Turn errors into one line and an exit code: the one place where the command line catches them."""

import os
import sys
from collections.abc import Iterable
from typing import Any

import click

from als_kg.errors import AlsKgError, BuildError, Finding, Severity, SourceError

FINDINGS = 1
WRONG_USE = 2
# What the shell reports for a program that a closed pipe ended: 128 + SIGPIPE.
_CLOSED_PIPE = 141

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


class Commands(click.Group):
    """A group whose commands may raise errors of our family, and may be cut off by a closed pipe."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click calls it so
        """Keep the order in which a newcomer meets them."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors in the curated files are findings, all others are wrong use."""
        try:
            return super().invoke(ctx)
        except AlsKgError as error:
            click.echo(str(error), err=True)
            ctx.exit(FINDINGS if isinstance(error, (SourceError, BuildError)) else WRONG_USE)
        except BrokenPipeError:
            _silence(sys.stdout)
            ctx.exit(_CLOSED_PIPE)


def echo_findings(findings: Iterable[Finding], err: bool = False) -> None:
    """Print findings, one line each."""
    for finding in findings:
        head, severity, tail = str(finding).partition(str(finding.severity))
        click.echo(head + click.style(severity, fg=_COLOURS[finding.severity]) + tail, err=err)


def _silence(stream: Any) -> None:
    """Send what is still buffered nowhere, so that Python does not complain when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
