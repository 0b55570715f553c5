"""Read what a benchmark of the built dataset is given."""

import sys
from pathlib import Path

from als_kg.build import open_current
from als_kg.errors import AlsKgError


def dataset() -> Path:
    """Give the directory that is named, or ``build``; leave if there is no dataset in it."""
    found = Path(sys.argv[1] if len(sys.argv) > 1 else "build")
    try:
        open_current(found)
    except AlsKgError as error:
        sys.exit(str(error))
    return found
