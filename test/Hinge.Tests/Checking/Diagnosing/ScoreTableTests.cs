using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Models;

namespace Hinge.Tests.Checking.Diagnosing;

public class ScoreTableTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(600_000)]
    public void Read_AnyExampleAgainAndAgain_GivesItsScores(int examples)
    {
        // One feature and two classes: with many examples the scores would be larger than the features, and are not kept.
        double[] x = [.. Enumerable.Range(0, examples).Select(i => (double)(i % 97 - 48))];
        ScoreTable table = new(new DenseMatrix<double>(examples, 1, x), new WeightMatrix(1, 2, [0.5, -3]));
        double[] scores = new double[table.ScoreLength];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < examples; i += 1 + examples / 100)
            {
                scores[0] = scores[1] = double.NaN;
                table.Read(i, scores);
                Assert.Equal((0.5 * x[i], -3 * x[i]), (scores[0], scores[1]));
            }
        }
    }
}
