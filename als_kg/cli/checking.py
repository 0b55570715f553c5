"""Commands that judge: the data files, and a reader's own copy of a document."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from als_kg.cli.failing import FINDINGS, echo_findings
from als_kg.cli.options import json_option, settings_for
from als_kg.cli.progress import doing
from als_kg.errors import BuildError, Finding, Severity, SourceError, UsageError, failures

if TYPE_CHECKING:
    from als_kg.passages import Report


@click.command()
@json_option
def check(as_json: bool) -> None:
    """Judge every data file by every rule.

    Runs all checks, and all shapes on each view. Prints one line per finding: file:line, severity,
    what is wrong → what to do. Exits 1 when one of them is an error; warnings alone exit 0.

    \b
    als-kg check
    als-kg check --json | python -m json.tool
    """
    findings = _judged()
    if as_json:
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        echo_findings(findings)
        click.echo(_summary(findings), err=True)
    if failures(findings):
        click.get_current_context().exit(FINDINGS)


def _judged() -> tuple[Finding, ...]:
    """Run all checks; a file that cannot be read is a finding like any other."""
    from als_kg import check as checks
    from als_kg.build import assemble, collector_paused
    from als_kg.describe import with_descriptions
    from als_kg.sources import Content

    content = Content(settings_for().content)
    try:
        with doing("building"), collector_paused():
            dataset = with_descriptions(assemble(content), content)
        with doing("checking"):
            return tuple(checks.run(content, dataset))
    except SourceError as error:
        return (Finding(Severity.ERROR, error.message, error.place, error.todo, rule="readable"),)
    except BuildError as error:
        return error.findings


def _as_json(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "severity": str(finding.severity),
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "message": {"en": finding.message, "zh-Hans": finding.message_zh},
        "todo": finding.todo,
        "focus": finding.focus,
        "rule": finding.rule,
    }


def _summary(findings: tuple[Finding, ...]) -> str:
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    return ", ".join(
        f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items() if count
    ) or ("no findings")


@click.command()
@click.option(
    "--article", required=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your copy of the document, as UTF-8 text.",
)  # fmt: skip
@click.option("--document", metavar="SLUG", help="Which document it is.  [default: the only one]")
def verify(article: Path, document: str | None) -> None:
    """Compare your own copy of an article.

    Looks for every passage by its offset and digest, and says of each one that is not exactly where
    it should be whether it was found elsewhere or is different. The text itself is not in this
    project. Exits 1 when a passage is different.

    \b
    als-kg verify --article article.txt
    """
    report = _compared(article, document)
    _print_report(report)
    if any(verdict.start is None for verdict in report.verdicts):
        click.get_current_context().exit(FINDINGS)


def _compared(article: Path, document: str | None) -> "Report":
    from als_kg.passages import passages_in, verify
    from als_kg.sources import Content, Role

    content = Content(settings_for().content)
    files = {file.document: file for file in content.files(Role.DOCUMENT)}
    slug = _document(document, tuple(files))
    triples = frozenset(quad.triple for quad in content.read(files[slug]).quads)
    return verify(article.read_bytes(), passages_in(triples, slug), str(article))


def _document(wanted: str | None, known: tuple[str, ...]) -> str:
    if wanted in known or (wanted is None and len(known) == 1):
        return wanted or known[0]
    problem = "several documents are known" if wanted is None else f"no document is called {wanted!r}"
    raise UsageError(problem, todo=f"use --document with one of: {', '.join(known)}")


def _print_report(report: "Report") -> None:
    for present, message in ((report.bom, "a byte order mark"), (report.crlf, "CRLF newlines")):
        if present:
            click.echo(f"the copy has {message}; offsets are counted as if it had none")
    for verdict in report.verdicts:
        if verdict.start != verdict.passage.start:
            moved = f" from {verdict.passage.start} to {verdict.start}" if verdict.start is not None else ""
            click.echo(f"{verdict.passage.id} {verdict.outcome}{moved}")
    counts: dict[str, int] = {}
    for verdict in report.verdicts:
        counts[verdict.outcome] = counts.get(verdict.outcome, 0) + 1
    total = len(report.verdicts)
    click.echo(f"{total} passages: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
