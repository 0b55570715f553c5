import pickle

import pytest

from als_kg.errors import (
    AlsKgError,
    BuildError,
    Finding,
    Place,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    Severity,
    SourceError,
    failures,
)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("data/a.ttl"), "data/a.ttl"),
        (Place("data/a.ttl", 3), "data/a.ttl:3"),
        (Place("data/a.ttl", 3, 7), "data/a.ttl:3:7"),
        (Place(None, 3, 7), "line 3, column 7"),
        (Place(None, 3), "line 3"),
        (Place(None), ""),
    ],
)
def test_a_place_is_written_for_an_editor(place, text):
    assert str(place) == text


def test_a_finding_is_one_line_with_place_severity_and_what_to_do():
    finding = Finding(Severity.WARNING, "it is odd", Place("data/a.ttl", 3), "make it even")
    assert str(finding) == "data/a.ttl:3 warning it is odd → make it even"


def test_a_finding_without_place_or_todo_leaves_no_gap():
    assert str(Finding(Severity.INFO, "it is odd")) == "info it is odd"


def test_an_error_is_one_line_too():
    assert str(SourceError("it is odd", Place("a.ttl", 2, 5), "make it even")) == "a.ttl:2:5: it is odd → make it even"
    assert str(SourceError("it is odd")) == "it is odd"


def test_a_build_error_has_one_line_per_finding():
    findings = [Finding(Severity.ERROR, "one", Place("a", 1)), Finding(Severity.ERROR, "two", Place("b", 2))]
    assert str(BuildError(findings)).splitlines() == ["a:1 error one", "b:2 error two"]


def test_a_query_error_carries_line_and_column():
    error = QuerySyntaxError("expected a dot", 2, 9, "add one")
    assert (error.line, error.column) == (2, 9)
    assert str(error) == "line 2, column 9: expected a dot → add one"
    assert str(QuerySyntaxError("expected a dot")) == "expected a dot"


@pytest.mark.parametrize(
    "error",
    [
        SourceError("it is odd", Place("a.ttl", 2, 5), "make it even"),
        QuerySyntaxError("expected a dot", 2, 9, "add one"),
        QueryRefused("no", todo="ask less"),
        BuildError([Finding(Severity.ERROR, "one", Place("a", 1))]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_crosses_processes_whole(error):
    found = pickle.loads(pickle.dumps(error))
    assert type(found) is type(error)
    assert str(found) == str(error)
    assert vars(found) == vars(error)


def test_an_error_has_its_message_as_argument():
    assert SourceError("it is odd", Place("a.ttl")).args == ("it is odd",)


def test_places_and_findings_cannot_change():
    with pytest.raises(AttributeError):
        Place("a").line = 1
    with pytest.raises(AttributeError):
        Finding(Severity.ERROR, "x").message = "y"


def test_the_family_has_one_root():
    assert issubclass(QuerySyntaxError, QueryError)
    assert issubclass(QueryRefused, QueryError)
    assert all(issubclass(kind, AlsKgError) for kind in (QueryError, SourceError, BuildError))


def test_only_errors_stop_a_build():
    findings = [Finding(severity, "x") for severity in Severity]
    assert [finding.severity for finding in failures(findings)] == [Severity.ERROR]
