"""Names of what belongs to others, for people: their ontologies are not loaded here."""

from collections.abc import Mapping

# Properties and classes of others, which no file of ours names; by prefixed name.
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "rdf:type": {"en": "kind", "zh": "类别"},
    "skos:altLabel": {"en": "also called", "zh": "又称"},
    "skos:hiddenLabel": {"en": "also found as", "zh": "另写作"},
    "skos:inScheme": {"en": "code list", "zh": "代码表"},
    "skos:exactMatch": {"en": "the same as", "zh": "等同于"},
    "skos:closeMatch": {"en": "close to", "zh": "近似于"},
    "skos:broadMatch": {"en": "narrower than", "zh": "窄于"},
    "skos:narrowMatch": {"en": "broader than", "zh": "宽于"},
    "skos:relatedMatch": {"en": "related to", "zh": "相关于"},
    "rdfs:comment": {"en": "note", "zh": "注释"},
    "rdfs:isDefinedBy": {"en": "defined in", "zh": "定义于"},
    "dcterms:description": {"en": "description", "zh": "说明"},
    "dcterms:identifier": {"en": "identifier", "zh": "标识"},
    "dcterms:isPartOf": {"en": "part of", "zh": "属于"},
    "dcterms:hasPart": {"en": "parts", "zh": "组成部分"},
    "dcterms:issued": {"en": "issued", "zh": "发布日期"},
    "dcterms:publisher": {"en": "publisher", "zh": "发布者"},
    "dcterms:creator": {"en": "creator", "zh": "创建者"},
    "dcterms:source": {"en": "source", "zh": "来源"},
    "dcterms:title": {"en": "title", "zh": "标题"},
    "dcterms:language": {"en": "language", "zh": "语言"},
    "dcterms:license": {"en": "licence", "zh": "许可"},
    "dcterms:isReplacedBy": {"en": "replaced by", "zh": "被取代为"},
    "prov:wasDerivedFrom": {"en": "derived from", "zh": "源自"},
    "oa:hasSelector": {"en": "position", "zh": "位置"},
    "oa:start": {"en": "start", "zh": "起点"},
    "oa:end": {"en": "end", "zh": "终点"},
    "schema:url": {"en": "web page", "zh": "网页"},
    "void:triples": {"en": "triples", "zh": "三元组数"},
    "void:subset": {"en": "part of the data", "zh": "数据子集"},
    "void:exampleResource": {"en": "an example of", "zh": "示例"},
}
