import random
from urllib.parse import parse_qsl

import pytest

from als_kg.web.endpoint.failing import Rejected
from als_kg.web.endpoint.incoming import parameters_of

PIECES = (
    "%", "%2", "%20", "%3D", "%3d", "%25", "%26", "%C3%A9", "%e4%b8%ad", "%FF", "%zz", "%=", "%\n", "=", "==", "=20",
    "=\n", "&", "+", "a", " ", "\r\n", "_", ".", "\t", "é", "%00",
)  # fmt: skip


def by_urllib(text: str) -> list[tuple[str, str]] | None:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return None


def by_us(text: str) -> list[tuple[str, str]] | None:
    try:
        return parameters_of(text)
    except Rejected:
        return None


@pytest.mark.parametrize("seed", range(20))
def test_parameters_are_read_as_urllib_reads_them(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(1_000):
        text = "".join(draw.choices(PIECES, k=draw.randint(0, 12)))
        assert by_us(text) == by_urllib(text), text
