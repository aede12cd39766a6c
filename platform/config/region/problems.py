"""What is wrong with a pack: file, row, field and remedy, all at once."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing to mend; ``row`` counts entries from 1, the header left out."""

    file: str
    row: int | None
    field: str
    remedy: str

    def __str__(self) -> str:
        """Return one line for the person who mends it."""
        place = self.file
        if self.row is not None:
            place += f", entry {self.row}"
        if self.field:
            place += f", field {self.field}"
        return f"{place}: {self.remedy}"


class BrokenPack(Exception):
    """The pack cannot be loaded; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep every problem found."""
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def shown(path: Path, root: Path) -> str:
    """Return a file's name as its pack knows it."""
    return path.relative_to(root).as_posix()
