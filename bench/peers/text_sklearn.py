"""A table of texts to an accuracy with scikit-learn: TfidfVectorizer on the columns joined, and LinearSVC.

    /usr/bin/python3 bench/peers/text_sklearn.py TRAIN.csv TEST.csv LABEL COST COLUMN...

Prints JSON: accuracy, features, and the seconds of each step.
"""

import csv
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC


def read(path, label, columns):
    with open(path, encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return [" ".join(row[column] for column in columns) for row in rows], [row[label] for row in rows]


def main():
    train_path, test_path, label, cost, *columns = sys.argv[1:]
    started = time.perf_counter()
    train, train_labels = read(train_path, label, columns)
    test, test_labels = read(test_path, label, columns)
    read_at = time.perf_counter()
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    features, tested = vectorizer.fit_transform(train), vectorizer.transform(test)
    vectorized_at = time.perf_counter()
    model = LinearSVC(C=float(cost)).fit(features, train_labels)
    trained_at = time.perf_counter()
    print(json.dumps({"accuracy": model.score(tested, test_labels), "features": features.shape[1], "readSeconds": read_at - started,
                      "vectorizeSeconds": vectorized_at - read_at, "trainSeconds": trained_at - vectorized_at}))


if __name__ == "__main__":
    main()
