"""Errors in the language of the reader: on the query page, and where a page cannot be shown."""

import re

import pytest
from flask.testing import FlaskClient

from als_kg.query import EmbeddedService
from als_kg.query.pool import LimitReached, Limits, Overloaded, ProcessLost
from als_kg.web.endpoint.failing import pieces_of

from .test_page import Outline, open_page

ALERT = re.compile(r'<p class="error" role="alert">(.*?)</p>', re.DOTALL)
ENGLISH = re.compile(r'<span lang="en">.*?</span>')
# Two words of Latin letters in a row that are neither SPARQL nor names.
SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]+ [a-z]{2,}\b")

WRONG = [
    ("SELECT * {\n ?s ?p }", "第 2 行，第 8 列：} 处不合 SPARQL 语法"),
    ("SELEKT * {}", "第 1 行，第 1 列：查询不能以 SELEKT 开头 → 您是否想写 SELECT？"),
    (
        "SELECT * { ?s als:phase ?o }",
        "没有声明前缀 als: → 请添加一行 PREFIX als: &lt;https://w3id.org/als-kg/vocab#&gt;",
    ),
    ("SELECT * { ?s ?p ?o ", "此 { 没有闭合"),
    ("SELECT * { ?s ?p ?o ) }", ") 不能闭合第 1 行第 10 列的 {"),
    ("SELECT * { ?s ?p 'x }", "此字符串没有结束"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT 是更新操作"),
    ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "此处不回答 SERVICE"),
    ("SELECT * { " + "{" * 70 + "}" * 70 + " }", "此处未闭合的括号超过 64 个"),
    ("SELECT * { " + "?s ?p ?o . " * 200 + " }", "到此处连接的模式已超过 100 个"),
    ("SELECT * FROM { ?s ?p ?o }", "FROM 之后需有图的 IRI"),
    ("SELECT * FROM <x> { ?s ?p ?o }", "请写完整，或声明 BASE"),
    ("SELECT * { ?s ?p ?o FILTR(?o) }", "SPARQL 中没有 FILTR 一词 → 您是否想写 FILTER？"),
]


def told(text: str) -> str:
    (alert,) = ALERT.findall(text)
    return alert


@pytest.mark.parametrize(("query", "words"), WRONG)
def test_a_fault_in_a_query_in_chinese(client: FlaskClient, query: str, words: str) -> None:
    response = open_page(client, language="zh", query=query)
    Outline(response.text)
    assert response.status_code == 400
    assert words in told(response.text)
    assert not SENTENCE.search(ENGLISH.sub("", told(response.text)))


def test_what_the_engine_says_is_marked_as_english(client: FlaskClient) -> None:
    response = open_page(client, language="zh", query="SELECT ?s { ?s ?p ?o } GROUP BY ?p")
    assert response.status_code == 400
    assert ENGLISH.search(told(response.text))
    assert "<strong>查询没有得到回答：</strong>" in told(response.text)
    assert '<span lang="en">' not in open_page(client, query="SELECT ?s { ?s ?p ?o } GROUP BY ?p").text


def test_a_view_a_graph_and_a_parameter_in_chinese(client: FlaskClient) -> None:
    query = "ASK {}"
    assert (
        "没有视图 &#39;curent&#39; → 您是否想写 current？"
        in open_page(client, language="zh", query=query, view="curent").text
    )
    graph = {"default-graph-uri": "no iri"}
    assert "图 &#39;no iri&#39; 不是 IRI" in open_page(client, language="zh", query=query, **graph).text
    assert "此处不接受更新" in open_page(client, language="zh", update="x").text


def test_programs_are_told_in_english(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "SELEKT"}, headers={"Accept-Language": "zh"})
    assert response.text == "line 1, column 1: a query cannot start with SELEKT → did you mean SELECT?\n"


LIMITS = Limits(seconds=2, memory_mib=64)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LimitReached("seconds", LIMITS), "查询超出时间上限（2 秒） → 请收窄模式，或加上 LIMIT"),
        (LimitReached("memory_mib", LIMITS), "查询超出内存上限（64 MiB） → 请收窄模式"),
        (LimitReached("result_mib", LIMITS), "查询超出结果大小上限（32 MiB）"),
        (Overloaded("queue", LIMITS), "等待中的查询过多：已达排队上限（64 个请求） → 请在 5 秒后重试"),
        (ProcessLost("killed"), "查询进程在回答之前结束：killed → 请重试，或简化查询"),
    ],
)
def test_limits_in_chinese(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    assert "".join(piece.text for piece in pieces_of(error, "zh")).startswith(words)
    assert "".join(piece.text for piece in pieces_of(error, "en")) == str(error)
    ask = EmbeddedService.answer

    def limited(self: EmbeddedService, request: object) -> object:
        if "limit reached" in request.text:
            raise error
        return ask(self, request)

    monkeypatch.setattr(EmbeddedService, "answer", limited)
    assert words.partition("：killed")[0] in open_page(client, language="zh", query="ASK {} # limit reached").text


def test_no_dataset_in_chinese(bare: FlaskClient) -> None:
    response = open_page(bare, "/intervention/fablexin", "zh")
    assert response.status_code == 503
    assert "503: 目前没有可读取的数据集" in response.text
