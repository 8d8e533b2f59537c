"""Turns apt's package lists into tables of text: packages.csv to train on, packages.t.csv to test.

    debian_packages.py AVAILABLE OUT_FOLDER         AVAILABLE: the output of `apt-cache dumpavail`

Columns: package, section (the label), description, depends, homepage; a field that a package lacks is empty. The rows are those of
debian_sections.py, in the same order, cut into the same two parts. Prints the counts, which change with the package lists.
"""

import csv
import sys
from pathlib import Path

from debian_sections import read_stanzas, require_enough, section_of, split

COLUMNS = ("package", "section", "description", "depends", "homepage")


def row_of(fields):
    texts = (fields.get(name) for name in ("Description", "Depends", "Homepage"))
    return [fields["Package"].strip(), section_of(fields), *(text.strip() if text else None for text in texts)]


def write_table(folder, name, packages):
    rows = [row_of(fields) for fields in packages]
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows, {len({row[1] for row in rows})} sections")


def main():
    source, target = map(Path, sys.argv[1:])
    packages = read_stanzas(source)
    require_enough(packages, source)
    train, test = split(packages)
    write_table(target, "packages", train)
    write_table(target, "packages.t", test)


if __name__ == "__main__":
    main()
