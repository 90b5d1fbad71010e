"""The AdventureWorks sample company as one roster: people, departments and the reporting tree.

The tree is a SQL Server `hierarchyid`: a bit string of ordinals, each with a prefix that says its range.
Source of the ranges: Microsoft's description of ORDPATH (O'Neil et al., SIGMOD 2004) and its published use in
SQL Server; the first five non-negative ranges are all that an organisation of this size needs.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

# (prefix, first ordinal of the range, bits: "x" is data, "0" and "1" are fixed)
_RANGES = (
    ("01", 0, "xx"),
    ("100", 4, "xx"),
    ("101", 8, "xxx"),
    ("110", 16, "xx0x1xxx"),
    ("1110", 80, "xxx0xxx0x1xxx"),
)
GRADE_OF_ROOT = 5
COLUMNS = ("email", "name", "manager", "grade", "grade_name", "department", "time zone")
# The company's head office is near Seattle.
_ZONE = "America/Los_Angeles"

Node = tuple[int, ...]


def node_of(hexadecimal: str) -> Node:
    """Decode a hierarchyid such as `0x5AC0` into its ordinals, here (1, 1); the root is empty.

    Raises ValueError for bits outside the five ranges.
    """
    if hexadecimal in {"", "NULL"}:
        return ()
    raw = bytes.fromhex(hexadecimal.removeprefix("0x"))
    bits = "".join(f"{byte:08b}" for byte in raw)
    node: list[int] = []
    while "1" in bits:
        ordinal, bits = _next_ordinal(bits)
        node.append(ordinal)
    return tuple(node)


def _next_ordinal(bits: str) -> tuple[int, str]:
    """Split off the first ordinal and its terminator bit."""
    for prefix, first, pattern in _RANGES:
        if not bits.startswith(prefix):
            continue
        body = bits[len(prefix) : len(prefix) + len(pattern)]
        value = "".join(bit for bit, kind in zip(body, pattern, strict=True) if kind == "x")
        return first + int(value, 2), bits[len(prefix) + len(pattern) + 1 :]
    message = f"Not a hierarchyid range: {bits[:6]}…"
    raise ValueError(message)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="latin-1", newline="") as file:
        yield from csv.DictReader(file)


def roster(folder: Path) -> bytes:
    """Return the company as one Latin-1 CSV: mail, name, manager's mail, grade (5 minus the level), department.

    Raises KeyError when somebody's parent node belongs to nobody.
    """
    departments = {row["DepartmentID"]: row["Name"] for row in _rows(folder / "HumanResources.Department.csv")}
    current = {
        row["BusinessEntityID"]: departments[row["DepartmentID"]]
        for row in _rows(folder / "HumanResources.EmployeeDepartmentHistory.csv")
        if row["EndDate"] == "NULL"
    }
    employees = list(_rows(folder / "HumanResources.Employee.csv"))
    mails = {node_of(row["OrganizationNode"]): _mail(row) for row in employees}
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for row in employees:
        node = node_of(row["OrganizationNode"])
        writer.writerow(
            (
                _mail(row),
                row["LoginID"].rpartition("\\")[2].rstrip("0123456789").title(),
                mails[node[:-1]] if node else "",
                GRADE_OF_ROOT - len(node),
                row["JobTitle"],
                current[row["BusinessEntityID"]],
                _ZONE,
            )
        )
    return output.getvalue().encode("latin-1")


def _mail(row: dict[str, str]) -> str:
    return f"{row['LoginID'].rpartition(chr(92))[2].lower()}@adventure-works.example"
