"""scikit-learn on a table of texts, from the file to the accuracy: a TfidfVectorizer a column, and LinearSVC.

    /usr/bin/python3 bench/peers/tables.py TRAIN.csv TEST.csv LABEL COLUMN...

Terms are words and pairs of neighbours in two rows or more, sublinear tf-idf, unit length a column: what hinge train
makes of text columns. Prints JSON: accuracy, features, seconds and those of each step.
"""

import csv
import json
import sys
import time

from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC


def read(path):
    with open(path, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def main():
    train_path, test_path, label, *columns = sys.argv[1:]
    started = time.perf_counter()
    train, test = read(train_path), read(test_path)
    read_at = time.perf_counter()
    train_blocks, test_blocks = [], []
    for column in columns:
        vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, token_pattern=r"(?u)\b\w+\b")
        train_blocks.append(vectorizer.fit_transform(row[column] for row in train))
        test_blocks.append(vectorizer.transform(row[column] for row in test))
    features, tested = hstack(train_blocks).tocsr(), hstack(test_blocks).tocsr()
    featurized_at = time.perf_counter()
    model = LinearSVC().fit(features, [row[label] for row in train])
    trained_at = time.perf_counter()
    accuracy = model.score(tested, [row[label] for row in test])
    print(json.dumps({"accuracy": accuracy, "features": features.shape[1], "seconds": time.perf_counter() - started,
                      "readSeconds": read_at - started, "featurizeSeconds": featurized_at - read_at,
                      "trainSeconds": trained_at - featurized_at}))


if __name__ == "__main__":
    main()
