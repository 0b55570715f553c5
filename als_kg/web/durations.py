"""Say lengths of time in words."""

import re

# XML Schema 1.1, 3.3.6, without signs and fractions, which no statement has; those are shown as they are.
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS = {
    "en": ("year", "month", "day", "hour", "minute", "second"),
    "zh": ("年", "个月", "天", "小时", "分钟", "秒"),
}


def duration_in(language: str, written: str) -> str:
    """Say an ``xsd:duration`` in a language (en, zh): ``P1Y6M`` is ``1 year 6 months``; anything else as it is."""
    found = _DURATION.fullmatch(written)
    parts = zip(found.groups(), _UNITS[language], strict=True) if found else ()
    said = [_counted(language, int(number), unit) for number, unit in parts if number is not None]
    return " ".join(said) or written


def _counted(language: str, number: int, unit: str) -> str:
    plural = "s" if language == "en" and number != 1 else ""
    return f"{number} {unit}{plural}"
