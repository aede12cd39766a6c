import pytest

from accounts.models import Region
from catalogue.enums import NeedState
from catalogue.selectors.anonymity import (
    PublicFace,
    names_of_poster_in,
    points_at_few,
    public_face,
    public_faces,
    revealing_passages,
    tells_poster,
)
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    SiteFactory,
    UserFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import IndustryFactory, NeedFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def poster():
    organisation = OrganisationFactory(
        name_ja="株式会社うしお鋳造",
        kana="ウシオチュウゾウ",
        name_en="Ushio Casting Inc.",
        short_ja="うしお",
        short_en="Ushio",
        phone="083-911-2233",
        url="https://www.ushio-cast.example.jp/about/",
        corporate_number="5000012345678",
    )
    SiteFactory(organisation=organisation, address_ja="あおば市みなと町3丁目2-1")
    person_in(organisation, name_ja="鳴海 遥", name_en="Narumi Haruka")
    return organisation


def passages(poster, text, **values):
    need = NeedFactory(
        organisation=poster, anonymous=True, background_ja=text, **values
    )
    return {found.passage for found in revealing_passages(need)}


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("株式会社うしお鋳造の工場です。", "株式会社うしお鋳造"),
        ("うしお鋳造では鋳物を作ります。", "うしお鋳造"),
        ("(株)うしお鋳造 の課題", "うしお鋳造"),
        ("㈱うしお鋳造の課題", "うしお鋳造"),
        ("当社うしおは困っています。", "うしお"),
        ("We at ＵＳＨＩＯ　ＣＡＳＴＩＮＧ　ＩＮＣ． cast.", "ushio casting inc."),
        ("ウシオチュウゾウの工場です。", "ウシオチュウゾウ"),
        ("担当は鳴海遥です。", "鳴海遥"),
        ("担当は鳴海　遥です。", "鳴海 遥"),
        ("Please ask for NARUMI HARUKA.", "narumi haruka"),
        ("法人番号は５００００１２３４５６７８です。", "5000012345678"),
        ("電話 ０８３－９１１－２２３３ へ", "083-911-2233"),
        ("あおば市みなと町３丁目２－１の工場", "あおば市みなと町3丁目2-1"),
        ("ushio-cast.example.jpに写真があります", "ushio-cast.example.jp"),
        ("別の電話は03-1234-5678です", "03-1234-5678"),
        ("携帯は09012345678です", "09012345678"),
        ("内線は083(922)1111です", "083(922)1111"),
        ("taro.yamada@example.comへ", "taro.yamada@example.com"),
        ("ＴＡＲＯ＠ｅｘａｍｐｌｅ．ｃｏｍへ", "taro@example.com"),
        ("https://example.org/page を見る", "https://example.org/page"),
        ("www.example.org を見る", "www.example.org"),
        ("特許第1234567号の方法で", "特許第1234567号"),
        ("特開2020-123456を使う", "特開2020-123456"),
        ("特願２０２１－０００１２３", "特願2021-000123"),
        ("特開平10-123456を使う", "特開平10-123456"),
    ],
)
def test_what_names_the_poster_is_found(poster, text, passage):
    assert passage in passages(poster, text)


@pytest.mark.parametrize(
    "text",
    [
        "直径2-3mmの部品を1日に10,000個作ります。",
        "2026-04-01から2026-09-30まで試します。",
        "0.05mmの誤差と、10-20℃の差があります。",
        "特許はまだ取っていません。特許第一に考えてはいません。",
        "株式会社どうしの取引です。",
        "鋳造の工場で、潮風によるさびに困っています。",
        "予算は100万円-300万円、人手は3名です。",
        "A4-3 panels, 50% smaller, @ 20 yen each.",
        "http の設定が分からない。",
    ],
)
def test_what_names_nobody_is_left_alone(poster, text):
    assert passages(poster, text) == set()


@pytest.mark.parametrize("field", ["title", "summary", "wanted", "conditions"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_text_is_looked_through(poster, field, lang):
    need = NeedFactory(
        organisation=poster, anonymous=True, **{f"{field}_{lang}": "うしお鋳造より"}
    )

    assert {found.field for found in revealing_passages(need)} == {field}


def test_whoever_posts_it_is_the_posters_but_not_the_officer_of_a_visit(poster):
    need = NeedFactory(organisation=poster, anonymous=True)
    need.background_ja = f"{need.created_by.name_ja}です。"
    assert len(revealing_passages(need)) == 1

    need.visit = VisitFactory(organisation=poster, by=need.created_by)
    assert revealing_passages(need) == []


def test_texts_are_told_apart_by_whether_they_tell(poster):
    need = NeedFactory(organisation=poster, anonymous=True)
    texts = ["鋳物を作ります。", "㈱うしお鋳造です。", "電話は03-1234-5678です。"]

    assert [tells_poster(need)(text) for text in texts] == [False, True, True]
    need.anonymous = False
    assert not any(map(tells_poster(need), texts))


def test_who_shows_the_name_may_write_it(poster):
    need = NeedFactory(organisation=poster, background_ja="うしお鋳造です。")

    assert revealing_passages(need) == []
    assert names_of_poster_in(need, ["うしお鋳造"]) == []


def test_other_texts_are_searched_for_the_posters_own_names_only(poster):
    need = NeedFactory(organisation=poster, anonymous=True)

    assert names_of_poster_in(need, ["㈱うしお鋳造へ", "電話 03-1234-5678"]) == [
        "うしお",
        "うしお鋳造",
    ]
    assert names_of_poster_in(need, ["別の工場です", ""]) == []


@pytest.mark.parametrize("blank", ["", " "])
def test_an_empty_detail_reveals_nothing(blank):
    bare = OrganisationFactory(
        name_ja="あ社", name_en=blank, short_ja=blank, phone="", url=""
    )

    assert passages(bare, "だれのものでもない文です。") == set()


@pytest.fixture
def trades():
    top = IndustryFactory(code="E", level="major")
    middle = IndustryFactory(code="22", level="middle", parent=top)
    minor = IndustryFactory(code="225", level="minor", parent=middle)
    return top, middle, minor


def posters_in(place, trade, number, **values):
    return [
        NeedFactory(municipality=place, industry=trade, **values) for _ in range(number)
    ]


def test_a_named_poster_is_shown_to_everybody(trades):
    need = NeedFactory(industry=trades[2])

    assert public_face(need) == PublicFace(
        need.organisation, need.municipality, trades[2]
    )
    assert not public_face(need).withheld


def test_an_anonymous_poster_is_hidden_among_enough_others(trades):
    place = MunicipalityFactory()
    need = posters_in(place, trades[2], 3, anonymous=True)[0]

    assert public_face(need) == PublicFace(None, place, trades[2])
    assert public_face(need).withheld
    assert not points_at_few(need)


def test_a_cell_of_few_posters_shows_neither_place_nor_fine_trade(trades):
    place, top = MunicipalityFactory(), trades[0]
    need = posters_in(place, trades[2], 2, anonymous=True)[0]

    assert public_face(need) == PublicFace(None, None, top)
    assert points_at_few(need)


def test_many_needs_of_one_poster_count_once(trades):
    place, owner = MunicipalityFactory(), OrganisationFactory()
    need = posters_in(place, trades[1], 5, anonymous=True, organisation=owner)[0]

    assert public_face(need) == PublicFace(None, None, trades[0])


def test_drafts_hide_nobody(trades):
    place = MunicipalityFactory()
    need = posters_in(place, trades[1], 2, anonymous=True)[0]
    posters_in(place, trades[1], 4, state=NeedState.DRAFT)

    assert points_at_few(need)


def test_how_many_are_few_is_the_regions_rule(trades):
    place = MunicipalityFactory()
    need = posters_in(place, trades[1], 2, anonymous=True)[0]
    Region.objects.update(small_cell=2)

    assert not points_at_few(need)


def test_without_place_or_trade_nothing_points_at_anybody(trades):
    nowhere = NeedFactory(anonymous=True, municipality=None, industry=trades[1])
    anything = NeedFactory(anonymous=True, industry=None)

    assert public_face(nowhere) == PublicFace(None, None, trades[1])
    assert public_face(anything) == PublicFace(None, anything.municipality, None)


def test_the_posters_own_people_see_who_they_are(poster):
    need = NeedFactory(organisation=poster, anonymous=True)

    for own in (person_in(poster), need.created_by):
        assert public_face(need, own).organisation == poster
    for other in (None, UserFactory(), person_in(OrganisationFactory()), secretary()):
        assert public_face(need, other).organisation is None


def test_a_list_is_read_with_two_queries(trades, django_assert_num_queries):
    place = MunicipalityFactory()
    needs = posters_in(place, trades[0], 2, anonymous=True)
    needs += posters_in(MunicipalityFactory(), trades[0], 2)

    with django_assert_num_queries(2):
        faces = public_faces(needs)

    assert [face.withheld for face in faces] == [True, True, False, False]
    assert faces == [public_face(need) for need in needs]
