"""What the page says, in the two languages of its readers."""

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "tag": "en",
        "key": "en",
        "title": "als-kg: SPARQL",
        "lead": "A knowledge graph of treatments for amyotrophic lateral sclerosis (ALS) in which every "
                "statement has a speaker. It is not medical advice.",
        "languages": "Language",
        "query": "SPARQL query",
        "view": "View",
        "current": "current: today's best answer",
        "article": "article: what the article says, nothing else",
        "format": "Answer as",
        "page": "table on this page",
        "run": "Run the query",
        "examples": "Example queries",
        "answer": "Answer",
        "error": "The query was not answered",
        "rows": "rows",
        "cut": "The first {shown} of {count} rows. Choose CSV to get them all.",
        "empty": "No rows: nothing in the data fits.",
        "unbound": "unbound",
        "counts": "What is served",
        "triples": "triples",
        "graphs": "named graphs, each with a speaker",
        "version": "Version",
        "licence": "Data: CC0 1.0. Program: MIT.",
        "use": "Programs ask the same address: send the query as GET or POST to /sparql and say with Accept, "
               "or format=, what to answer.",
    },
    "zh": {
        "tag": "zh-Hans",
        "key": "zh",
        "title": "als-kg：SPARQL 查询",
        "lead": "渐冻症（ALS）治疗的知识图谱，每一条陈述都有出处。本站内容不构成医疗建议。",
        "languages": "语言",
        "query": "SPARQL 查询",
        "view": "视图",
        "current": "current：目前最可靠的回答",
        "article": "article：仅含文章所述",
        "format": "结果格式",
        "page": "在本页显示表格",
        "run": "运行查询",
        "examples": "示例查询",
        "answer": "结果",
        "error": "查询没有得到回答",
        "rows": "行",
        "cut": "共 {count} 行，此处显示前 {shown} 行。选择 CSV 可取得全部。",
        "empty": "没有结果：数据中没有相符的内容。",
        "unbound": "未绑定",
        "counts": "数据概况",
        "triples": "条三元组",
        "graphs": "个命名图，各有其陈述者",
        "version": "版本",
        "licence": "数据：CC0 1.0。程序：MIT。",
        "use": "程序使用同一地址：以 GET 或 POST 把查询发送到 /sparql，用 Accept 或 format= 指定结果格式。",
    },
}  # fmt: skip
