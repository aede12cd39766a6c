"""Check digits of the two public numbering schemes an organisation may have."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def corporate_number_check_digit(body: str) -> int:
    """Return the leading check digit of a 法人番号.

    Args:
        body: the last twelve digits.

    Source: 法人番号の指定等に関する省令 (Ministry of Finance ordinance no. 70 of
    2014), article 2: 9 − (Σ Pₙ·Qₙ mod 9), Qₙ being 1 and 2 in turn from the right.
    """
    total = sum(int(d) * (1 + i % 2) for i, d in enumerate(reversed(body)))
    return 9 - total % 9


def local_government_check_digit(body: str) -> int:
    """Return the last digit of a 全国地方公共団体コード.

    Args:
        body: the first five digits.

    Source: 総務省「全国地方公共団体コード仕様」: weights 6 to 2, modulo 11.
    """
    total = sum(
        int(d) * weight for d, weight in zip(body, range(6, 1, -1), strict=True)
    )
    return (11 - total % 11) % 10


def validate_corporate_number(value: str) -> None:
    """Raise ``ValidationError`` unless ``value`` is a well-formed 法人番号."""
    if len(value) != 13 or not (value.isascii() and value.isdigit()):
        raise ValidationError(_("A corporate number has 13 digits."), "digits")
    if int(value[0]) != corporate_number_check_digit(value[1:]):
        raise ValidationError(
            _("This corporate number has a typing error: its check digit is wrong."),
            "check_digit",
        )


def validate_local_government_code(value: str) -> None:
    """Raise ``ValidationError`` unless ``value`` is a well-formed 団体コード."""
    if len(value) != 6 or not (value.isascii() and value.isdigit()):
        raise ValidationError(_("A local government code has 6 digits."), "digits")
    if int(value[5]) != local_government_check_digit(value[:5]):
        raise ValidationError(
            _("This code has a typing error: its check digit is wrong."),
            "check_digit",
        )
