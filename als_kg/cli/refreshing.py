"""Bring the dataset up to date: build and judge when an input has changed, never otherwise."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from als_kg.cli.progress import doing
from als_kg.errors import BuildError, DatasetError, Finding, Severity, failures
from als_kg.settings import Settings

if TYPE_CHECKING:
    from als_kg.build import Published


@dataclass(frozen=True)
class Refreshed:
    """The dataset that is live now, and what the checks said if they had to run."""

    published: "Published"
    findings: tuple[Finding, ...] = ()


def refresh(settings: Settings) -> Refreshed:
    """Give the live dataset if it is validated and made of today's inputs, else rebuild."""
    from als_kg.build import inputs_digest
    from als_kg.sources import Content

    live = last_good(settings)
    if live and live.manifest.validated and live.manifest.inputs == inputs_digest(Content(settings.content)):
        return Refreshed(live)
    return rebuild(settings)


def rebuild(settings: Settings) -> Refreshed:
    """Build, judge and publish; raise BuildError, and leave all as it was, when a finding is an error."""
    from als_kg.build import collector_paused

    with collector_paused():
        return _rebuilt(settings)


def _rebuilt(settings: Settings) -> Refreshed:
    from als_kg import check
    from als_kg.build import assemble, inputs_digest, write
    from als_kg.describe import with_descriptions
    from als_kg.sources import Content

    content = Content(settings.content)
    # Before anything is read: a file that changes meanwhile makes the next start build again.
    inputs = inputs_digest(content)
    with doing("building"):
        dataset = with_descriptions(assemble(content), content)
    with doing("checking"):
        findings = tuple(check.run(content, dataset))
    if wrong := failures(findings):
        raise BuildError(wrong)
    # What is merely worth a look, such as a promise that is overdue, is for als-kg check to list.
    told = tuple(finding for finding in findings if finding.severity is not Severity.INFO)
    with doing("writing"):
        return Refreshed(write(dataset, settings.dataset, inputs=inputs, validated=True), told)


def last_good(settings: Settings) -> "Published | None":
    """Find the live dataset, None if there is none that is whole."""
    from als_kg.build import open_current

    try:
        return open_current(settings.dataset)
    except DatasetError:
        return None
