"""What a description is told: which version, made of what and when, in which files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from als_kg.describe.naming import release_iri
from als_kg.errors import UsageError
from als_kg.formats import FORMATS
from als_kg.vocabulary import BASE

_EPOCH = "SOURCE_DATE_EPOCH"
_RDF = {entry.media_type for entry in FORMATS if entry.family != "results"}


@dataclass(frozen=True)
class File:
    """One file of a release: media type, size in bytes, SHA-256 in hexadecimal, title by language (en, zh).

    ``packed`` is the media type of the packing, such as application/gzip.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    title: Mapping[str, str]
    packed: str = ""

    @property
    def is_rdf(self) -> bool:
        """Tell whether it holds statements."""
        return self.media_type in _RDF


@dataclass(frozen=True)
class Edition:
    """One version of the dataset.

    ``inputs`` is the SHA-256 of the curated files, ``program`` the version of this program, ``previous``
    the version before, ``issued`` when it was made (nothing where that is not to be told: two builds of
    the same files are then equal).
    ``downloads`` is the address below which the files are.
    """

    version: str
    inputs: str
    program: str
    previous: str = ""
    issued: datetime | None = None
    files: tuple[File, ...] = ()
    downloads: str = ""

    def address(self, file: File) -> str:
        """Name where a file is to be had."""
        return f"{self.folder}{file.name}"

    @property
    def folder(self) -> str:
        """The address below which the files are."""
        return self.downloads or release_iri(self.version)

    @property
    def page(self) -> str:
        """The page about it: that of the release, and of the server where it has no files yet."""
        return self.folder if self.files else BASE


def source_date(environment: Mapping[str, str] | None = None) -> datetime | None:
    """Read SOURCE_DATE_EPOCH, seconds since 1970 (reproducible-builds.org); None where it is not set."""
    text = (os.environ if environment is None else environment).get(_EPOCH, "")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_EPOCH} is {text!r}", todo="give whole seconds since 1970") from error
