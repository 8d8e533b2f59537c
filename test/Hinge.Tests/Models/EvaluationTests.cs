using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Models;

/// <summary>Counts and shares worked by hand: the model's scores are the features themselves.</summary>
public sealed class EvaluationTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    private static LinearModel Identity(double gap = 1, Objective? objective = null, params double[] bias) =>
        HandMade.Model(3, Names, [1, 0, 0, 0, 1, 0, 0, 0, 1, .. bias], objective, gap);

    private static Dataset Data(string[] classNames, int[] labels, params float[] rows) =>
        new(new DenseMatrix<float>(labels.Length, 3, rows), new Labels(labels, classNames));

    /// <summary>Right classes a a a b b c; predicted a a b b c b.</summary>
    private static Dataset Six() => Data(
        Names,
        [0, 0, 0, 1, 1, 2],
        5, 0, 0,
        2, 1, 0,
        0, 1, 0,
        0, 9, 1,
        0, 1, 2,
        0, 4, 3);

    [Fact]
    public void Of_SixExamples_HasTheConfusionWorkedByHand()
    {
        Evaluation evaluation = Evaluation.Of(Identity(), Six());

        Assert.Equal(
            [
                2, 1, 0,
                0, 1, 1,
                0, 1, 0,
            ],
            evaluation.Confusion);
        Assert.Equal((6, 3, 0, 3), (evaluation.ExampleCount, evaluation.CorrectCount, evaluation.UnknownCount, evaluation.ClassCount));
        Assert.Equal(0.5, evaluation.Accuracy);
    }

    [Fact]
    public void Of_SixExamples_HasTheSharesWorkedByHand()
    {
        Evaluation evaluation = Evaluation.Of(Identity(), Six());

        Assert.Equal([3, 2, 1], Enumerable.Range(0, 3).Select(evaluation.Support));
        Assert.Equal([2.0 / 3, 1.0 / 2, 0], Enumerable.Range(0, 3).Select(evaluation.Recall));
        Assert.Equal([1.0, 1.0 / 3, 0], Enumerable.Range(0, 3).Select(evaluation.Precision));
    }

    [Fact]
    public void Of_ClassNeitherThereNorPredicted_HasSharesOfZero()
    {
        Evaluation evaluation = Evaluation.Of(Identity(), Data(Names, [0], 1, 0, 0));

        Assert.Equal((0, 0.0, 0.0), (evaluation.Support(2), evaluation.Recall(2), evaluation.Precision(2)));
    }

    [Fact]
    public void Of_LabelsTheModelDoesNotKnow_CountAsWrong()
    {
        Evaluation evaluation = Evaluation.Of(Identity(), Data(["a", "z"], [0, 1, 1], 1, 0, 0, 1, 0, 0, 0, 1, 0));

        Assert.Equal((3, 1, 2), (evaluation.ExampleCount, evaluation.CorrectCount, evaluation.UnknownCount));
        Assert.Equal(1.0 / 3, evaluation.Accuracy);
        Assert.Equal(1, evaluation.Confusion.Sum());
    }

    [Fact]
    public void Of_ClassesInAnotherOrder_AreMatchedByName()
    {
        Evaluation evaluation = Evaluation.Of(Identity(), Data(["c", "a"], [1, 0], 1, 0, 0, 0, 0, 1));

        Assert.Equal(1.0, evaluation.Accuracy);
    }

    [Fact]
    public void Of_EqualScores_PredictsTheLowerClass()
    {
        Evaluation evaluation = Evaluation.Of(Identity(), Data(Names, [0, 1], 1, 1, 1, 0, 2, 2));

        Assert.Equal(2, evaluation.CorrectCount);
    }

    [Fact]
    public void Of_Bias_IsAddedToTheScores()
    {
        // Scores are x + 2·(0, 3, 0): the second class leads by up to 6.
        Evaluation evaluation = Evaluation.Of(Identity(1, new Objective { BiasScale = 2 }, 0, 3, 0), Data(Names, [1, 0], 5, 0, 0, 7, 0, 0));

        Assert.Equal(2, evaluation.CorrectCount);
    }

    [Fact]
    public void Of_LeadsBeyondTheBound_AreCertified()
    {
        // ‖W − W*‖ ≤ √gap = 0.1, as the stored weights are those of the duals. Rows of norm √(1 + 0.7²) need a lead
        // above √2·1.2207·0.1 = 0.1726, and those of norm √(1 + 0.9²) one above 0.1903.
        Evaluation evaluation = Evaluation.Of(Identity(gap: 0.01), Data(Names, [0, 0, 1], 1, 0.7f, 0, 1, 0.9f, 0, 1, 0.7f, 0));

        Assert.Equal(2, evaluation.CertifiedCount);
        Assert.Equal(2.0 / 3, evaluation.CertifiedShare);
        Assert.Equal(2, evaluation.CorrectCount);
    }

    [Fact]
    public void Of_AnyNumberOfThreads_GivesTheSame()
    {
        Evaluation one = Evaluation.Of(Identity(), Six()), three = Evaluation.Of(Identity(), Six(), threads: 3);

        Assert.Equal(one.Confusion, three.Confusion);
        Assert.Equal((one.CorrectCount, one.CertifiedCount), (three.CorrectCount, three.CertifiedCount));
    }

    [Fact]
    public void Of_NoExampleOrOtherFeatures_IsAnError()
    {
        Assert.Throws<ArgumentException>(() => Evaluation.Of(Identity(), Data(Names, [])));
        Dataset narrow = new(new DenseMatrix<float>(1, 2, [1, 2]), new Labels([0], Names));
        ArgumentException error = Assert.Throws<ArgumentException>(() => Evaluation.Of(Identity(), narrow));

        Assert.Contains("must have 3 columns as in training; got 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SparseRowsOfFewerColumns_AreFilledWithZeros()
    {
        Dataset narrow = new(new SparseMatrix<float>(1, [0, 1], [0], [3f]), new Labels([0], Names));

        Assert.Equal(1.0, Evaluation.Of(Identity(), narrow).Accuracy);
    }
}
