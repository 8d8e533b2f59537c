"""What scikit-learn makes of the columns of samples/reviews.csv: imputed, scaled, one-hot, and text.

Each case has the names that Hinge gives the features, and every row's values, rounded to float32.
"""

import csv

import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MaxAbsScaler, OneHotEncoder, StandardScaler

from problems import REPOSITORY

FILE = "samples/reviews.csv"


def _columns():
    with open(REPOSITORY / FILE, encoding="ascii", newline="") as table:
        rows = list(csv.DictReader(table))
    return {name: [row[name] for row in rows] for name in rows[0]}


def _numbers(texts, scaler):
    """The mean where a number is missing, then a column that says so (Hinge scales by the known numbers alone)."""
    values = np.array([[float(text) if text else np.nan] for text in texts])
    scaler.fit(values)
    filled = SimpleImputer(strategy="mean", add_indicator=True).fit_transform(values)
    filled[:, :1] = scaler.transform(filled[:, :1])
    return filled


def _one_hot(texts, values):
    encoder = OneHotEncoder(categories=[values], handle_unknown="ignore", sparse_output=False)
    return encoder.fit_transform(np.array(texts)[:, None])


def _case(name, options, features, values):
    return {"name": name, "file": FILE, "options": options, "features": features,
            "values": [[float(x) for x in row] for row in np.asarray(values, dtype=np.float32)]}


def answers():
    columns = _columns()
    countries = sorted(set(columns["country"]) - {""})
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, token_pattern=r"(?u)\b\w+\b")
    terms = vectorizer.fit_transform(columns["body"])
    picked = [int(c) for c in np.argsort(-np.asarray((terms > 0).sum(axis=0)).ravel(), kind="stable")[:20]]
    names = vectorizer.get_feature_names_out()
    return {"tool": "scikit-learn", "version": sklearn.__version__, "problems": [
        _case("standard", "standard", ["price", "price missing"], _numbers(columns["price"], StandardScaler())),
        _case("max-abs", "max-abs", ["price", "price missing"], _numbers(columns["price"], MaxAbsScaler())),
        _case("one-hot", "standard", [f"country={name}" for name in countries] + ["country missing"],
              _one_hot(columns["country"], countries + [""])),
        _case("text", "standard", [f"body: {names[c]}" for c in picked], terms[:, picked].toarray()),
    ]}
