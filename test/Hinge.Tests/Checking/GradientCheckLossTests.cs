using Hinge.Checking;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Tests.Checking;

/// <summary>The built-in losses, right and with planted mistakes.</summary>
public class GradientCheckLossTests
{
    public static TheoryData<string> Losses => [.. Loss.Names];

    [Theory]
    [MemberData(nameof(Losses))]
    public void RunForm_RandomData_IsCorrect(string loss)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random(loss, 5 + 7 * seed, 3 + seed, 2 + seed % 5, seed % 2 * 0.1, seed);
            GradientCheckResult result = GradientCheck.RunForm(form, weights, new GradientCheckOptions { Seed = seed });
            Assert.True(result.Verdict == Verdict.Correct, $"seed {seed}: {GradientCheckCases.Describe(result)}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_AnOpaqueFunctionOnRandomData_IsNotWrong(string loss)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random(loss, 5 + 7 * seed, 3 + seed, 2 + seed % 5, seed % 2 * 0.1, seed);
            GradientCheckResult result = GradientCheck.Run((w, g) => form.ValueAndGradient(w, g), weights, new GradientCheckOptions { Seed = seed });
            Assert.True(result.IsCorrect, $"seed {seed}: {GradientCheckCases.Describe(result)}");
            Assert.Empty(result.Kinks);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void RunForm_AtExactKinks_AcceptsTheSubgradientAndNamesTheTerms(string loss)
    {
        int withKinks = 0;
        for (int seed = 1; seed <= 20; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.AtKinks(loss, 10 + seed, 3 + seed % 4, 3 + seed % 3, seed % 2 * 0.25, seed);
            GradientCheckResult result = GradientCheck.RunForm(form, weights, new GradientCheckOptions { Seed = seed });
            Assert.True(result.IsCorrect, $"seed {seed}: {GradientCheckCases.Describe(result)}");
            if (form.Loss.IsSmooth)
            {
                Assert.Equal(Verdict.Correct, result.Verdict);
                Assert.Empty(result.Kinks);
                continue;
            }
            Kink[] expected = form.Loss is CrammerSinger ? [] : AtKink(form, weights);
            if (expected.Length > 0) Assert.Equal(Verdict.ValidSubgradient, result.Verdict);
            if (form.Loss is not CrammerSinger) Assert.Equal(expected, result.Kinks);
            withKinks += result.Kinks.Count > 0 ? 1 : 0;
        }
        Assert.True(Loss.Create(loss).IsSmooth || withKinks > 10, $"Only {withKinks} of 20 cases had kinks.");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_AnOpaqueFunctionAtExactKinks_IsNotWrong(string loss)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.AtKinks(loss, 10 + seed, 3 + seed % 4, 3 + seed % 3, seed % 2 * 0.25, seed);
            GradientCheckResult result = GradientCheck.Run((w, g) => form.ValueAndGradient(w, g), weights, new GradientCheckOptions { Seed = seed });
            Assert.True(result.IsCorrect, $"seed {seed}: {GradientCheckCases.Describe(result)}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void RunForm_TrainedWeights_IsNotWrong(string loss)
    {
        (MeanForm form, _) = GradientCheckCases.Random(loss, 60, 5, 4, 0.05, seed: 3);
        Objective objective = new() { Loss = form.Loss, Cost = 1 / (2 * 0.05 * 60) };
        WeightMatrix trained = new DualCoordinateAscent().Train(form.Data, objective, new TrainingOptions { RelativeGap = 1e-9 }).Model.Weights;
        GradientCheckResult known = GradientCheck.RunForm(form, trained), opaque = GradientCheck.Run((w, g) => form.ValueAndGradient(w, g), trained);
        // Kinks some 1e-10 away, too near for differences of F, may leave single entries noisy.
        Assert.True(known.Verdict != Verdict.Wrong, GradientCheckCases.Describe(known));
        Assert.True(opaque.Verdict != Verdict.Wrong, GradientCheckCases.Describe(opaque));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_PlantedMistakes_AreWrongAndLocalized(string loss)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random(loss, 40, 15, 4, 0.1, seed);
            Check("0.1 % off", g => ForEach(g, (f, j) => g[f, j] *= 1.001), [0, 1, 2, 3], null);
            Check("sign", g => ForEach(g, (f, j) => g[f, j] *= -1), [0, 1, 2, 3], null);
            Check("one entry", g => g[6, 2] *= 1.01, [2], [6]);
            Check("one column", g => ForEach(g, (f, j) => g[f, j] *= j == 3 ? 1.01 : 1), [3], null);
            Check("one row", g => ForEach(g, (f, j) => g[f, j] += f == 4 ? 0.01 : 0), [0, 1, 2, 3], [4]);

            void Check(string name, Action<WeightMatrix> mistake, int[] columns, int[]? features)
            {
                GradientCheckResult result = GradientCheck.Run(GradientCheckCases.Planted(form, mistake), weights, new GradientCheckOptions { EntryCount = 10, Seed = seed });
                string text = $"{name}, seed {seed}: {GradientCheckCases.Describe(result)}";
                Assert.True(result.Verdict == Verdict.Wrong, text);
                Assert.True(columns.SequenceEqual(result.Columns), text);
                if (features is not null) Assert.True(features.SequenceEqual(result.Features), text);
                Assert.True(result.Worst.Verdict == Verdict.Wrong && result.Worst.Difference > result.Worst.Allowed, text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_AMistakeAtExactKinks_IsWrong(string loss)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.AtKinks(loss, 20, 4, 3, 0.25, seed);
            GradientCheckResult result = GradientCheck.Run(GradientCheckCases.Planted(form, g => ForEach(g, (f, j) => g[f, j] = -g[f, j] - 0.3)), weights);
            Assert.True(result.Verdict == Verdict.Wrong, $"seed {seed}: {GradientCheckCases.Describe(result)}");

            // Small enough to hide between the one-sided derivatives: it shows beside the kinks.
            GradientCheckResult small = GradientCheck.Run(GradientCheckCases.Planted(form, g => ForEach(g, (f, j) => g[f, j] *= 1.001)), weights);
            Assert.True(small.Verdict == Verdict.Wrong, $"0.1 % off, seed {seed}: {GradientCheckCases.Describe(small)}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void RunProgram_TwoExamplesWrong_NamesThemAndTheColumns(string loss)
    {
        (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random(loss, 40, 6, 5, 0, seed: 2);
        double[] row = new double[6];
        double[] bad = [First(form.Data, 4), First(form.Data, 17)];
        GradientCheckResult result = GradientCheck.RunProgram(
            data => (w, gradient) =>
            {
                double value = new MeanForm(data, form.Loss).ValueAndGradient(w, gradient);
                for (int i = 0; i < data.ExampleCount; i++)
                {
                    if (!bad.Contains(First(data, i))) continue;
                    data.Features.CopyRow(i, row);
                    for (int f = 0; f < row.Length; f++) gradient[f, 3] += row[f] / data.ExampleCount;
                }
                return value;
            },
            form, weights);
        Assert.Equal(Verdict.Wrong, result.Verdict);
        Assert.Equal([4, 17], result.Examples);
        Assert.Equal([3], result.Columns);
        Assert.InRange(result.Evaluations, 1, 3000);
    }

    [Fact]
    public void Run_ARightAndAWrongGradient_HaveOrderTwoAndOne()
    {
        (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random("softmax", 30, 5, 4, 0.1, seed: 1);
        Assert.Equal(2, GradientCheck.RunForm(form, weights).Order!.Value, 0.1);
        Assert.Equal(1, GradientCheck.Run(GradientCheckCases.Planted(form, g => g[0, 0] += 0.1), weights).Order!.Value, 0.1);
    }

    private static double First(Dataset data, int example)
    {
        double[] row = new double[data.Features.FeatureCount];
        data.Features.CopyRow(example, row);
        return row[0];
    }

    private static Kink[] AtKink(MeanForm form, WeightMatrix weights)
    {
        List<Kink> kinks = [];
        for (int i = 0; i < form.Data.ExampleCount; i++)
        {
            // A row of zeros has its scores at 0 wherever W goes.
            if (form.Data.Features.SquaredNorm(i) == 0) continue;
            foreach (ClassTerm term in Explanation.Of(form.Data, form.Loss, weights, i).Terms)
                if (term.Violation is 0) kinks.Add(new Kink(i, term.Class));
        }
        return [.. kinks];
    }

    private static void ForEach(WeightMatrix matrix, Action<int, int> visit)
    {
        for (int f = 0; f < matrix.FeatureCount; f++)
            for (int j = 0; j < matrix.ClassCount; j++)
                visit(f, j);
    }
}
