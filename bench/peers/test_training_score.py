"""The judge of bench/peers/run training against numbers worked out by hand.

Three examples (1, 0), (0, 2), (1, 1) of classes 0, 1, 2; C = 1/2; W = [1 0 0; 0 1 0], 1/2 ||W||^2 = 1. Only the third
violates, by 2 against both other classes; its scores are (1, 1, 0). The duals b are those of the third example,
(1/2, 1/4, -3/4), with W(b) = -(1, 1)' b and so ||W(b)||^2 = 2 ||b||^2 = 7/4.
"""

import math
import tempfile
import unittest
from pathlib import Path

import numpy as np

import training_score

COST = 0.5
WEIGHTS = np.array([[1.0, 0, 0], [0, 1, 0]])
DUALS = np.array([[0.0, 0, 0], [0, 0, 0], [0.5, 0.25, -0.75]])
CLASSES = np.array([0.0, 1, 2])
PRIMALS = {
    "weston-watkins": 1 + COST * (2 + 2),
    "squared-weston-watkins": 1 + COST * (4 + 4),
    "crammer-singer": 1 + COST * 2,
    "one-vs-rest": 1 + COST * (2 + 2 + 5),
    "squared-one-vs-rest": 1 + COST * (2 + 2 + 9),
    "softmax": 1 + COST * (math.log(math.e + 2) - 1 + math.log(math.e ** 2 + 2) - 2 + math.log(2 * math.e + 1)),
}
ENTROPY = math.log(3) - 2 / 3 * math.log(2)   # of (2/3, 1/3)
DUAL_VALUES = {
    "weston-watkins": 3 / 4 - 7 / 8,
    "squared-weston-watkins": 3 / 4 - (1 / 4 + 1 / 16) / 2 - 7 / 8,
    "crammer-singer": 1 / 2 - 7 / 18,                               # shrunk to (1/3, 1/6, -1/2), as 3/4 > C
    "one-vs-rest": 5 / 4 - 9 / 16,                                  # the own class's 3/4 cut to C
    "squared-one-vs-rest": 3 / 2 - (1 / 4 + 1 / 16 + 9 / 16) / 2 - 7 / 8,
    "softmax": COST * ENTROPY - 7 / 18,                             # p = (1, 1/2, -1/2) becomes (2/3, 1/3, 0)
}


class ScoreTests(unittest.TestCase):
    def setUp(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "three.svm")
            file.write_text("0 1:1\n1 2:2\n2 1:1 2:1\n", encoding="ascii")
            self.data = training_score.Data(file, 0)
            self.biased = training_score.Data(file, 1)

    def test_primal_of_every_loss_is_the_hand_worked_one(self):
        for loss, expected in PRIMALS.items():
            self.assertAlmostEqual(training_score.primal(self.data, loss, COST, WEIGHTS, CLASSES), expected, places=14, msg=loss)

    def test_dual_of_every_loss_is_the_hand_worked_one(self):
        for loss, expected in DUAL_VALUES.items():
            self.assertAlmostEqual(training_score.dual(self.data, loss, COST, DUALS, CLASSES), expected, places=14, msg=loss)

    def test_duals_out_of_bounds_are_moved_into_them(self):
        wild = DUALS + [[0, 0, 0], [0, 0, 0], [7, 0, 5]]
        self.assertAlmostEqual(training_score.dual(self.data, "weston-watkins", COST, wild, CLASSES), 3 / 4 - 7 / 8, places=14)

    def test_columns_in_another_order_score_the_same(self):
        order = [2, 0, 1]
        for loss in PRIMALS:
            self.assertAlmostEqual(training_score.primal(self.data, loss, COST, WEIGHTS[:, order], CLASSES[order]), PRIMALS[loss], places=14, msg=loss)
            self.assertAlmostEqual(training_score.dual(self.data, loss, COST, DUALS[:, order], CLASSES[order]), DUAL_VALUES[loss], places=14, msg=loss)

    def test_bias_is_one_more_regularized_feature(self):
        weights = np.vstack([WEIGHTS, [0, 0, 2.0]])   # s = (1, 1, 2) for the third: no violation; v_2 = 2 - 1 + 1, and 2 - 2 + 1
        self.assertAlmostEqual(training_score.primal(self.biased, "weston-watkins", COST, weights, CLASSES), 1 + 2 + COST * (2 + 1), places=14)


if __name__ == "__main__":
    unittest.main()
