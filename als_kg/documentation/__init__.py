"""Document ontology, codes and shapes for people, in one language per page (decision 0013).

Pure functions from statements to HTML; the same templates serve the pages of the server and the
file of a release. Knows nothing of the web.
"""

from als_kg.documentation.guide import Guide
from als_kg.documentation.model import Term, Vocabulary, read_vocabulary
from als_kg.documentation.usage import Example, Usage, usage_in

__all__ = ["Example", "Guide", "Term", "Usage", "Vocabulary", "read_vocabulary", "usage_in"]
