using System.Text.Json;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.Tables;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>The features of a table against scikit-learn's StandardScaler, MaxAbsScaler, SimpleImputer, OneHotEncoder and TfidfVectorizer.</summary>
public class TablePeersTests
{
    /// <summary>Both compute in double and round to float at the end: sums in another order may round to the float beside it.</summary>
    private const double FloatStep = 1.2e-7;

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Featurization_ScikitLearn_MakesTheSameFeatures(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("tables", source);
        Assert.NotEmpty(problems);
        foreach (JsonElement problem in problems)
        {
            using TableSource table = TableSource.Open(RepositoryFile.At(problem.Text("file").Split('/')));
            NumberScale scale = problem.Text("options") == "max-abs" ? NumberScale.MaxAbs : NumberScale.Standard;
            Dataset data = TableDataset.ForTraining(table, options: new FeaturizationOptions { Scale = scale });
            string[] names = [.. problem.GetProperty("features").EnumerateArray().Select(name => name.GetString()!)];
            int[] features = [.. names.Select(name => data.FeatureNames!.ToList().IndexOf(name))];
            Assert.DoesNotContain(-1, features);
            JsonElement[] rows = [.. problem.GetProperty("values").EnumerateArray()];
            Assert.Equal(data.ExampleCount, rows.Length);
            double[] row = new double[data.Features.FeatureCount];
            for (int r = 0; r < rows.Length; r++)
            {
                data.Features.CopyRow(r, row);
                double[] theirs = [.. rows[r].EnumerateArray().Select(value => value.GetDouble())];
                for (int f = 0; f < features.Length; f++)
                    Assert.True(Math.Abs(theirs[f] - row[features[f]]) <= FloatStep * Math.Max(1, Math.Abs(theirs[f])), $"{problem.Text("name")}, row {r}, {names[f]}: scikit-learn has {theirs[f]:R}, Hinge {row[features[f]]:R}.");
            }
        }
    }
}
