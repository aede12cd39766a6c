"""A small catalogue for the matcher, in the two languages."""

from matching import Document, Field

OFFERS = {
    "weld": (
        "レーザ溶接の欠陥をその場で見つける",
        "アルミニウム合金の溶接では、内部に空洞ができやすい。音と光を同時に測り、"
        "溶接の最中に欠陥を見つける装置を試作した。",
        "Finding defects during laser welding",
    ),
    "citrus": (
        "柑橘の選果を画像で行う",
        "夏みかんの傷と糖度を、カメラの画像から見分ける。共同の選果場で、人手の要る"
        "仕分けを減らすことをめざす。",
        "Sorting citrus fruit by camera",
    ),
    "bridge": (
        "橋梁の点検にドローンを使う",
        "小さな町が管理する橋のひび割れを、ドローンで撮った写真から測る。"
        "橋の点検にかかる費用と日数を減らす。",
        "Inspecting bridges with drones",
    ),
    "care": (
        "高齢者の服薬を見守る",
        "訪問看護の記録と薬局の情報を結び、飲み忘れに早く気づく。看護師とともに作る。",
        "",
    ),
    "sludge": (
        "排水の汚泥を減らす",
        "食品工場の排水処理から出る汚泥を、微生物のはたらきで減らす。",
        "Less sludge from waste water treatment",
    ),
    "vines": (
        "",
        "",
        "Growing wine grapes on steep slopes: pruning, soil and mildew.",
    ),
}


def field(text: str, name: str = "text", lang: str = "ja") -> Field:
    """One field."""
    return Field(name, "en" if lang == "en" else "ja", text)


def document(id: str, *fields: Field | str, kind: str = "expertise") -> Document:
    """A document; bare texts are Japanese fields."""
    return Document(
        id, kind, tuple(field(f) if isinstance(f, str) else f for f in fields)
    )


def offers() -> list[Document]:
    """The whole catalogue."""
    return [
        document(
            id,
            *(
                one
                for one in (
                    field(title, "title"),
                    field(summary, "summary"),
                    field(english, "title", "en"),
                )
                if one.text
            ),
        )
        for id, (title, summary, english) in OFFERS.items()
    ]
