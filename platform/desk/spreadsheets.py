"""CSV files that spreadsheets of an office open."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lifecycle.errors import InvalidInput

ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
# What a spreadsheet would take for a formula begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[Iterable[str | int]], encoding: str) -> bytes:
    """Return rows, the headings first, as a CSV file.

    Cells that a spreadsheet would take for a formula get an apostrophe before them.

    Args:
        rows: their cells.
        encoding: ``utf-8`` (with the mark that Excel wants) or ``cp932``.

    Raises:
        InvalidInput: a cell has a character that cp932 does not know.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow(_harmless(str(cell)) for cell in row)
    try:
        return file.getvalue().encode(ENCODINGS[encoding])
    except UnicodeEncodeError as error:
        text = _("“%(char)s” cannot be written as Shift JIS. Please choose UTF-8.")
        raise InvalidInput(text, char=error.object[error.start]) from error


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
