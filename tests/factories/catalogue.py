"""Things of the catalogue in the state a test needs; how they got there is not played.

To have a real log, use the actions.
"""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from catalogue.actions.feed import note_change
from catalogue.enums import NeedState, OfferState, OutcomeState
from catalogue.models import (
    Affiliation,
    Conflict,
    Expertise,
    Facility,
    Industry,
    Need,
    Outcome,
    Researcher,
    ReviewSection,
    Synonym,
    Theme,
    Visit,
)
from lifecycle import clock
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
)


class ThemeFactory(DjangoModelFactory):
    """A priority of the region."""

    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    number = factory.Sequence(lambda n: n + 1)
    name_ja = factory.Sequence(lambda n: f"重点{n}")
    name_en = factory.Sequence(lambda n: f"Priority {n}")


class IndustryFactory(DjangoModelFactory):
    """A top group of industries."""

    class Meta:
        model = Industry

    code = factory.Sequence(lambda n: f"{n:04}")
    level = "major"
    name_ja = factory.Sequence(lambda n: f"産業{n}")
    name_en = factory.Sequence(lambda n: f"Industry {n}")


class ReviewSectionFactory(DjangoModelFactory):
    """A basic review section."""

    class Meta:
        model = ReviewSection

    code = factory.Sequence(lambda n: f"{10000 + n}")
    level = "basic"
    name_ja = factory.Sequence(lambda n: f"分野{n}")
    name_en = factory.Sequence(lambda n: f"Field {n}")


class ResearcherFactory(DjangoModelFactory):
    """A researcher with an account; ``organisation=`` gives an affiliation."""

    class Meta:
        model = Researcher
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    name_ja = factory.Sequence(lambda n: f"浜野 {n}彦")
    name_en = factory.Sequence(lambda n: f"Hamano {n}")
    kana = factory.Sequence(lambda n: f"ハマノ{n:05}")

    @factory.post_generation
    def organisation(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Let the researcher work there."""
        if create and extracted is not None:
            AffiliationFactory(researcher=self, organisation=extracted)


class AffiliationFactory(DjangoModelFactory):
    """Where a researcher works."""

    class Meta:
        model = Affiliation

    researcher = factory.SubFactory(ResearcherFactory)
    organisation = factory.SubFactory(OrganisationFactory, university=True)
    department_ja = "工学部"
    department_en = "Faculty of Engineering"


class ConflictFactory(DjangoModelFactory):
    """A researcher and an organisation that must not meet."""

    class Meta:
        model = Conflict

    researcher = factory.SubFactory(ResearcherFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "other"


class VisitFactory(DjangoModelFactory):
    """A visit to an organisation, with its consent."""

    class Meta:
        model = Visit

    organisation = factory.SubFactory(OrganisationFactory)
    on = factory.LazyFunction(clock.today)
    by = factory.SubFactory(UserFactory)
    spoke_with = "汐見社長"
    consent_by = "汐見社長"
    consent_on = factory.LazyFunction(clock.today)
    consent_text = "困りごととして登録すること"


class NeedFactory(DjangoModelFactory):
    """An open need that anyone may see; ``draft=True`` for one not yet handed in."""

    class Meta:
        model = Need

    class Params:
        draft = factory.Trait(state=NeedState.DRAFT, opened_at=None)

    state = NeedState.OPEN
    organisation = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    title_ja = factory.Sequence(lambda n: f"煮干しの選別を楽にしたい{n}")
    title_en = factory.Sequence(lambda n: f"Sorting dried sardines faster {n}")
    summary_ja = "小さな煮干しを手で選り分けています。"
    background_ja = "大きさと折れを目で見て分けており、目が疲れて二時間が限度です。"
    wanted_ja = "折れたものだけでも機械で除きたい。"
    opened_at = factory.LazyFunction(clock.now)


class ExpertiseFactory(DjangoModelFactory):
    """A published expertise of a researcher at a university.

    ``company=True``: of a company, without a researcher.
    """

    class Meta:
        model = Expertise

    class Params:
        company = factory.Trait(
            organisation=factory.SubFactory(OrganisationFactory), researcher=None
        )

    state = OfferState.PUBLISHED
    organisation = factory.SubFactory(OrganisationFactory, university=True)
    researcher = factory.LazyAttribute(
        lambda offer: ResearcherFactory(organisation=offer.organisation)
    )
    created_by = factory.SubFactory(UserFactory)
    title_ja = factory.Sequence(lambda n: f"画像による小さな食品の選別{n}")
    title_en = factory.Sequence(lambda n: f"Sorting small foods by image {n}")
    summary_ja = "カメラの画像から、折れや割れのある食品を見分けます。"
    body_ja = "形の特徴を学習させ、ベルトの上を流れる食品を一つずつ判定します。"
    published_at = factory.LazyFunction(clock.now)


def about_bridges(count: int) -> list[Expertise]:
    """So many offers on another matter, so that words tell something."""
    offers: list[Expertise] = ExpertiseFactory.create_batch(
        count,
        company=True,
        organisation=OrganisationFactory(),
        title_ja="橋の点検",
        title_en="",
        summary_ja="橋を打音で点検します。",
        body_ja="",
    )
    return offers


class FacilityFactory(DjangoModelFactory):
    """A published facility of a university."""

    class Meta:
        model = Facility

    state = OfferState.PUBLISHED
    organisation = factory.SubFactory(OrganisationFactory, university=True)
    created_by = factory.SubFactory(UserFactory)
    title_ja = factory.Sequence(lambda n: f"恒温恒湿槽{n}号機")
    title_en = factory.Sequence(lambda n: f"Climate chamber {n}")
    summary_ja = "温度と湿度を一定に保って試験ができます。"
    published_at = factory.LazyFunction(clock.now)


class OutcomeFactory(DjangoModelFactory):
    """A draft of a result; ``published=True`` for one that everybody reads."""

    class Meta:
        model = Outcome

    class Params:
        published = factory.Trait(
            state=OutcomeState.PUBLISHED, published_at=factory.LazyFunction(clock.now)
        )

    created_by = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    title_ja = factory.Sequence(lambda n: f"煮干しの選別を半分の時間で{n}")
    title_en = factory.Sequence(lambda n: f"Sorting sardines in half the time {n}")
    summary_ja = "折れた煮干しを画像で見分ける装置を試作しました。"
    result_ja = "選別にかかる時間が半分になりました。"


class SynonymFactory(DjangoModelFactory):
    """A pair of the dictionary, used both ways."""

    class Meta:
        model = Synonym
        skip_postgeneration_save = True

    plain = factory.Sequence(lambda n: f"言葉{n}号")
    term = factory.Sequence(lambda n: f"用語{n}号")
    language = "ja"

    @factory.post_generation
    def noted(self, create: bool, noted: bool | None, **options: Any) -> None:
        """Tell those who follow the dictionary."""
        if create:
            note_change(self)
