"""Graphs of others beside ours: read their files, keep them apart, take them out again.

``load`` and ``unload`` make a new version of the dataset directory; ``build.amend`` puts it live.
"""

from als_kg.outside.loading import load, unload
from als_kg.outside.syntaxes import SYNTAXES

__all__ = ["SYNTAXES", "load", "unload"]
