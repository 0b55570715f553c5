"""Read what the engine says of SPARQL that it cannot parse: one line, and the place."""

import re

_PLACE = re.compile(r"^error at (\d+):(\d+): ")


def syntax_complaint(error: SyntaxError) -> tuple[str, int | None, int | None]:
    """Split the engine's complaint into message, line and column, both from 1 where it names them.

    The engine lists all that it would have taken, every range of characters too.
    """
    match = _PLACE.match(str(error.msg))
    message = " ".join(_PLACE.sub("", str(error.msg)).split())
    return (message, int(match[1]), int(match[2])) if match else (message, None, None)
