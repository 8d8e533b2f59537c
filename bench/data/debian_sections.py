"""Turns apt's package lists into a text classification problem: which Section is a package in?

    debian_sections.py AVAILABLE OUT_FOLDER         AVAILABLE: the output of `apt-cache dumpavail`

Text: Description, Depends and Homepage. Label: Section, after its area's prefix if any (contrib/net is net).
Terms: lower-cased words (runs of a-z and 0-9) and bigrams of them, found in at least 2 train rows.
Value: (1 + ln count) * (1 + ln((1 + rows) / (1 + rows with the term))), each row scaled to length 1, nine digits:
scikit-learn's TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, token_pattern="[a-z0-9]+").
Terms and their weights come from the train rows only, a random 80 % with a fixed seed. A label's number is its
line in debian-sections.classes.txt, from 0. Prints the counts, which change with the package lists.
"""

import math
import random
import re
import sys
from collections import Counter
from pathlib import Path

TEXT_FIELDS = ("Description", "Depends", "Homepage")
WORD = re.compile("[a-z0-9]+")
SEED = 1
TRAIN_SHARE = 0.8
MIN_DOCUMENTS = 2


def read_stanzas(path):
    """The fields of each package that has a Section, in the order of the packages' names (and sections and texts, where one is there twice)."""
    packages = []
    for stanza in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
        fields = {}
        for line in stanza.splitlines():
            if line[0] in " \t":
                fields[name] += " " + line
            else:
                name, _, fields[name] = line.partition(":")
        if "Section" in fields:
            packages.append(fields)
    packages.sort(key=lambda fields: (fields["Package"], section_of(fields), text_of(fields)))
    return packages


def section_of(fields):
    return fields["Section"].strip().rpartition("/")[2]


def text_of(fields):
    return " ".join(fields.get(field, "") for field in TEXT_FIELDS)


def split(packages):
    """The train and the test part, drawn with a fixed seed."""
    random.Random(SEED).shuffle(packages)
    train_rows = int(TRAIN_SHARE * len(packages))
    return packages[:train_rows], packages[train_rows:]


def require_enough(packages, source):
    if len(packages) < 100:
        sys.exit(f"{source}: {len(packages)} packages with a Section are too few. Run apt-get update and try again.")


def count_terms(text):
    words = WORD.findall(text.lower())
    return Counter(words + [f"{first} {second}" for first, second in zip(words, words[1:])])


def choose_terms(train):
    """term -> (index from 1 in alphabetical order, inverse document frequency)."""
    documents = Counter(term for _, counts in train for term in counts)
    kept = sorted(term for term, count in documents.items() if count >= MIN_DOCUMENTS)
    return {term: (index, 1 + math.log((1 + len(train)) / (1 + documents[term])))
            for index, term in enumerate(kept, start=1)}


def weigh(counts, terms):
    """The row's (index, value) pairs in increasing index, scaled to length 1."""
    row = sorted((terms[term][0], (1 + math.log(count)) * terms[term][1])
                 for term, count in counts.items() if term in terms)
    length = math.sqrt(math.fsum(value * value for _, value in row))
    return [(index, value / length) for index, value in row]


def write_rows(path, packages, terms, labels):
    nonzeros = 0
    with open(path, "w", encoding="ascii", newline="\n") as out:
        for section, counts in packages:
            row = weigh(counts, terms)
            nonzeros += len(row)
            out.write(" ".join([str(labels[section]), *(f"{index}:{value:.9g}" for index, value in row)]) + "\n")
    print(f"{path.name}: {len(packages)} rows x {len(terms)} features, {nonzeros / len(packages):.1f} nonzeros a row")


def main():
    source, target = map(Path, sys.argv[1:])
    packages = [(section_of(fields), count_terms(text_of(fields))) for fields in read_stanzas(source)]
    require_enough(packages, source)
    sections = sorted({section for section, _ in packages})
    labels = {section: number for number, section in enumerate(sections)}
    (target / "debian-sections.classes.txt").write_text("\n".join(sections) + "\n", encoding="utf-8")
    print(f"debian-sections: {len(packages)} packages, {len(sections)} classes")

    train, test = split(packages)
    terms = choose_terms(train)
    write_rows(target / "debian-sections.svm", train, terms, labels)
    write_rows(target / "debian-sections.t.svm", test, terms, labels)


if __name__ == "__main__":
    main()
