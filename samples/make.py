"""Writes digits.svm and iris.csv beside this file, from the copies in Debian's python3-sklearn, and the made-up lesson and reviews.

    /usr/bin/python3 samples/make.py
"""

import random
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_iris

HERE = Path(__file__).resolve().parent


def write_digits():
    """Each pixel, 0 to 16, is divided by 16: every quotient is exact in binary and in decimals."""
    digits = load_digits()
    with open(HERE / "digits.svm", "w", encoding="ascii", newline="\n") as out:
        for pixels, label in zip(digits.data, digits.target):
            pairs = [f"{index}:{pixel / 16:g}" for index, pixel in enumerate(pixels, start=1) if pixel]
            out.write(" ".join([str(label), *pairs]) + "\n")


def write_iris():
    iris = load_iris()
    with open(HERE / "iris.csv", "w", encoding="ascii", newline="\n") as out:
        out.write("sepal_length,sepal_width,petal_length,petal_width,species\n")
        for measures, label in zip(iris.data, iris.target):
            out.write(",".join([*(f"{measure:.1f}" for measure in measures), iris.target_names[label]]) + "\n")


def write_lesson():
    """Five points of two features and three classes, and weights; every score and violation is exact in binary."""
    (HERE / "lesson").mkdir(exist_ok=True)
    with open(HERE / "lesson" / "points.svm", "w", encoding="ascii", newline="\n") as out:
        out.write("1 1:1 2:2\n1 1:-6 2:1\n0 1:1\n1 1:-4\n2 2:2\n")
    np.save(HERE / "lesson" / "W.npy", np.array([[0.5, 0.25, 0], [0.25, 0.25, 0.25]]))


def write_reviews():
    """Made-up reviews of three ratings: words that tell, words that do not, some of the wrong kind, and gaps."""
    chance = random.Random(5)
    telling = {
        "good": "great lovely excellent sturdy quick delighted recommend perfect".split(),
        "fair": "decent average acceptable fine ordinary passable usual adequate".split(),
        "poor": "broken awful late refund flimsy disappointed noisy useless".split(),
    }
    filler = "the parcel came on a day and it is what we have in our kitchen now with all its parts".split()
    with open(HERE / "reviews.csv", "w", encoding="ascii", newline="\n") as out:
        out.write("review_id,body,country,price,bought,verified,rating\n")
        for number in range(240):
            rating = chance.choice(list(telling))
            source = rating if chance.random() < 0.85 else chance.choice(list(telling))
            words = chance.sample(filler, chance.randint(4, 8)) + chance.sample(telling[source], 2)
            chance.shuffle(words)
            body = " ".join(words[:3]) + ", " + " ".join(words[3:])
            country = chance.choice(["DE", "DE", "FR", "PL", ""])
            price = f"{chance.uniform(5, 80):.2f}" if chance.random() < 0.9 else ""
            bought = f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            verified = "true" if chance.random() < {"good": 0.9, "fair": 0.7, "poor": 0.6}[rating] else "false"
            out.write(f'{1000 + number},"{body}",{country},{price},{bought},{verified},{rating}\n')


write_digits()
write_iris()
write_lesson()
write_reviews()
