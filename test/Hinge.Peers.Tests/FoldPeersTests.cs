using System.Text.Json;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Peers.Tests;

/// <summary>Cross-validation against scikit-learn's <c>cross_val_score</c> on the same folds.</summary>
public class FoldPeersTests
{
    /// <summary>Both train close to the optimum, not to the same bits: so many predictions in a fold may be on the edge.</summary>
    private const int OnTheEdge = 1;

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void CrossValidation_ScikitLearnFolds_HaveTheSameAccuracies(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("folds", source);
        Assert.NotEmpty(problems);
        int differing = 0, compared = 0;
        foreach (IGrouping<string, JsonElement> path in problems.GroupBy(problem => $"{problem.Text("file")} {problem.Text("objective")}"))
        {
            JsonElement[] costs = [.. path.OrderBy(problem => problem.Number("cost"))];
            Dataset data = SampleFile.Read(costs[0].Text("file"));
            CrossValidationOptions options = new() { Costs = [.. costs.Select(problem => problem.Number("cost"))], Training = new TrainingOptions { RelativeGap = 1e-7, EpochLimit = 1_000_000 } };
            CrossValidationResult found = new CrossValidation(data, new Objective { Loss = Loss.Create(costs[0].Text("objective")) }, options).Run(cancellation: TestContext.Current.CancellationToken);
            string folds = File.ReadAllText(RepositoryFile.At(costs[0].Text("foldsFile").Split('/'))).Trim();
            Assert.Equal(folds, string.Concat(Enumerable.Range(0, data.ExampleCount).Select(i => found.Partition[i])));
            for (int c = 0; c < costs.Length; c++)
            {
                double[] theirs = [.. costs[c].GetProperty("accuracies").EnumerateArray().Select(accuracy => accuracy.GetDouble())];
                Assert.Equal(found.Folds.Count, theirs.Length);
                foreach (FoldResult fold in found.Folds)
                {
                    int correct = (int)Math.Round(theirs[fold.Fold] * fold.ExampleCount), ours = fold.Scores[c].CorrectCount;
                    Assert.True(Math.Abs(correct - ours) <= OnTheEdge, $"{costs[c].Text("name")}, fold {fold.Fold}: scikit-learn has {correct} of {fold.ExampleCount} right, Hinge {ours}.");
                    compared++;
                    if (correct != ours) differing++;
                }
            }
        }
        Assert.True(10 * differing <= compared, $"{differing} of {compared} accuracies differ by a prediction.");
    }
}
