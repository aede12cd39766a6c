"""Closed lists of this app; the labels are translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NeedState(models.TextChoices):
    """Where a need stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting to be read")
    RETURNED = "returned", _("Returned with a comment")
    OPEN = "open", pgettext_lazy("state of a need", "Open")
    IN_DIALOGUE = "in_dialogue", _("In dialogue")
    SETTLED = "settled", _("Settled")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Expired")


class OfferState(models.TextChoices):
    """Where an expertise or a facility stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting to be checked")
    RETURNED = "returned", _("Returned with a comment")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class OutcomeState(models.TextChoices):
    """Where a result stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class NeedKind(models.TextChoices):
    """What kind of help is wanted."""

    ADVICE = "advice", _("Advice")
    TEST = "test", _("Test or measurement")
    JOINT_RESEARCH = "joint_research", _("Joint research")
    PRODUCT_DEVELOPMENT = "product_development", _("Product development")
    SALES_PARTNERS = "sales_partners", _("Sales partners")
    FIELD_TRIAL = "field_trial", _("Field trial")
    PEOPLE = "people", _("People and skills")
    STUDENT_PROJECT = "student_project", _("Project with students")


class Visibility(models.TextChoices):
    """Who sees a need."""

    PUBLIC = "public", _("Anyone")
    MEMBERS = "members", _("Registered members only")
    PARTNERS_FIRST = "partners_first", _("Partner institutions first")
    SECRETARIAT = "secretariat", _("The secretariat only")


class Channel(models.TextChoices):
    """How a need came in."""

    WEB = "web", _("Web site")
    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Telephone")


class CloseReason(models.TextChoices):
    """Why a need was closed without a result."""

    SOLVED_ELSEWHERE = "solved_elsewhere", _("Solved in another way")
    WITHDRAWN = "withdrawn", _("Withdrawn by the poster")
    NO_CANDIDATE = "no_candidate", _("Nobody could be found")
    OUT_OF_SCOPE = "out_of_scope", _("Not a matter for this platform")
    OTHER = "other", _("Other")


class ConflictKind(models.TextChoices):
    """Why a researcher must not be proposed to an organisation."""

    OWN_FIRM = "own_firm", _("Own firm")
    COMPETITOR = "competitor", _("Competitor named by the poster")
    JOINT_WORK = "joint_work", _("Recent joint patent or project")
    PROJECT_HERE = "project_here", _("Joint project arranged here (counts for rivals)")
    OTHER = "other", _("Other")


class SectionLevel(models.TextChoices):
    """Level of a KAKENHI review section."""

    BROAD = "broad", _("Broad section")
    MEDIUM = "medium", _("Medium-sized section")
    BASIC = "basic", _("Basic section")


class IndustryLevel(models.TextChoices):
    """Level of the Japan Standard Industrial Classification."""

    MAJOR = "major", _("Major group")
    MIDDLE = "middle", _("Middle group")
    MINOR = "minor", _("Minor group")
    DETAIL = "detail", _("Detailed group")


class SynonymDirection(models.TextChoices):
    """Which of two words brings the other."""

    BOTH = "both", _("Each word also finds the other")
    TO_TERM = "to_term", _("Only from the word of the field to the term")


class SynonymLanguage(models.TextChoices):
    """What a pair of words is written in."""

    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")
    BRIDGE = "ja_en", _("Japanese and English")
