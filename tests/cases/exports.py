"""What tests of `import_crimes` share."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.models import ImportRun
from tests.cases.test_intake import everything
from tests.cases.test_intake_quarantine import GOOD

HEADER = list(GOOD)


def write(path: Path, *rows: dict[str, str], encoding: str = "cp1252", delimiter: str = ",", header=None) -> Path:
    """A file of rows with our column names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header or HEADER, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def refused(path, capsys, **options) -> str:
    """The one line that a bad file is refused with, nothing having been kept."""
    before = everything()
    with pytest.raises(SystemExit) as ended:
        call_command("import_crimes", str(path), **options)
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert everything() == before
    assert not ImportRun.objects.exists()
    assert told.out == ""
    [line] = told.err.splitlines()
    return line
