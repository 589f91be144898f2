"""Exports that `import_crimes` refuses: one plain line each, and nothing kept."""

import tracemalloc
from pathlib import Path

import pytest

from cases.rules import intake_file
from tests.cases.exports import HEADER, refused, write
from tests.cases.test_intake_quarantine import GOOD
from tests.factories import ForceFactory


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "No column of the file has a name that is known. Name them with --mapping."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "The file is not text."),
        (b"crime_ref,reported_at,ho_code\n55/1/26,\x00,19C\n", "The file is not text."),
        ("crime_ref\x00".encode("utf-16"), "The file is not text."),
        (b"crime_ref,ho_code\n\x81\x8d,\xff\n", "The file is not text in UTF-8, UTF-16 or Windows-1252."),
        (b"\xff\xfea\xd8\x00\xd8", "The file is not text in UTF-8, UTF-16 or Windows-1252."),
        (b"a,b\n1,2\n", "No column of the file has a name that is known. Name them with --mapping."),
        (b"crime_ref,ho_code\n1,2\n", "The file has no column for reported_at. Name it with --mapping."),
        (
            b"crime_ref,reported_at,ho_code,CRIME REF\n1,2,3,4\n",
            "Two columns of the file are both crime_ref. Say which one to read with --mapping.",
        ),
        (b"crime_ref,reported_at,ho_code\n\n,,\n", "The file has a header and no rows below it."),
        (
            b'crime_ref,reported_at,ho_code\n"55/1/26,01/02/2026,19C\n55/2/26,01/02/2026,19C\n',
            "A quotation mark is opened and never closed, so the rows after it cannot be told apart.",
        ),
    ],
)
def test_a_bad_file_is_refused_in_one_line(load, file, capsys, content, line):
    file.write_bytes(content)

    assert refused(file, capsys) == line


def test_a_file_that_cannot_be_read_is_refused():
    with pytest.raises(intake_file.BadFile, match="The file cannot be read: input/output error."):
        intake_file.open_export(Path("/proc/self/mem"), {})


def test_the_last_letter_of_a_file_decides_its_encoding_too(file):
    text = b"crime_ref,reported_at,ho_code,victim_surname\n55/1/26,01/02/2026,19C,"
    file.write_bytes(text.ljust(intake_file.CHUNK - 1, b"\n") + b"\xe9")

    assert intake_file.open_export(file, {}).encoding == "cp1252"


def test_what_is_no_file_is_refused(load, tmp_path, capsys):
    assert refused(tmp_path / "none.csv", capsys) == "There is no such file."
    assert refused(tmp_path, capsys) == "It is not a file."


@pytest.mark.parametrize("cell", ["x" * 50_000_000, '"' + "x\n" * 25_000_000 + '"'], ids=["one line", "many lines"])
@pytest.mark.parametrize("where", ["header", "row"])
def test_a_cell_of_50_megabytes_is_refused_in_little_memory(load, file, capsys, cell, where):
    header, row = ",".join(HEADER), ",".join(GOOD.values())
    file.write_text(f"{cell},{header}\nx,{row}\n" if where == "header" else f"{header}\n{row}\n{row},{cell}\n")
    del cell

    tracemalloc.start()
    line = refused(file, capsys)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "has a cell of over 131,072 characters." in line
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("", "The mapping must be lines"),
        ("- a\n- b", "The mapping must be lines"),
        ("a: b", "neither is a column that is read"),
        ("a: [", "The mapping file cannot be read"),
        (None, "The mapping file cannot be read"),
    ],
)
def test_a_bad_mapping_is_refused(load, file, tmp_path, capsys, mapping, words):
    path = tmp_path / "mapping.yaml"
    if mapping is not None:
        path.write_text(mapping)

    assert words in refused(write(file, GOOD), capsys, mapping=path)


def test_an_unknown_force_or_one_that_cannot_be_told_is_refused(load, file, capsys):
    assert refused(write(file, GOOD), capsys, force_code="99") == "There is no force with the code 99. Known: 55."
    ForceFactory(code="43", name="Other")
    assert (
        refused(write(file, GOOD | {"crime_ref": "1"}), capsys)
        == "Say which force the file is of with --force: 43, 55."
    )


def test_a_first_import_without_a_force_code_in_its_references_is_refused(reference, file, capsys):
    assert refused(write(file, GOOD | {"crime_ref": ""}), capsys).startswith("No force is known here.")


def test_a_report_that_cannot_be_written_stops_the_import(load, file, tmp_path, capsys):
    assert refused(write(file, GOOD), capsys, report=tmp_path).startswith("The report cannot be written")
