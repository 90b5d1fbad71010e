"""Cells that a spreadsheet program would run are text."""

from record.exports import csv_text, safe_cell


def test_safe_cell_disarms_formulas_and_leaves_the_rest():
    typed = ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "  =cmd", "＝1", "Ada", "a=b", "", None, 7, -7, 1.5, True]

    assert [safe_cell(value) for value in typed] == [
        "'=1+1", "'+44", "'-2", "'@SUM(A1)", "'\t=1", "'  =cmd", "'＝1", "Ada", "a=b", "", "", 7, -7, 1.5, "True",
    ]  # fmt: skip


def test_csv_text_is_marked_quoted_and_safe():
    assert csv_text(["name", "team"], [["=Ada", 'a "b", c']]) == '\ufeffname,team\r\n\'=Ada,"a ""b"", c"\r\n'
