using System.Text;
using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

/// <summary>Finished folds in a file: taken up again to the same scores, and only where they belong.</summary>
public sealed class FoldRecordTests : IDisposable
{
    private static readonly Dataset Data = Blobs.Dense(120, 3, 3, seed: 13);
    private static readonly TrainingOptions Training = new() { RelativeGap = 1e-4, Threads = 1 };

    private readonly TemporaryFolder _folder = new();

    private CrossValidationOptions Options => new() { FoldCount = 4, Costs = [0.01, 0.1], Training = Training, RecordPath = _folder.File("folds.jsonl") };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_CancelledAfterSomeFolds_GoesOnToTheSameScores(int folds)
    {
        string[] uninterrupted = CrossValidationTests.Plain(Run(new Objective(), Options with { RecordPath = null }));
        using CancellationTokenSource source = new();
        CrossValidationResult part = new CrossValidation(Data, new Objective(), Options).Run(new CancelInFold(source, folds), source.Token);
        Assert.False(part.IsComplete);
        Assert.Equal(uninterrupted.Take(2 * folds), CrossValidationTests.Plain(part));
        Assert.Equal(folds > 0, File.Exists(Options.RecordPath));
        if (folds > 0) Assert.Equal(1 + folds, File.ReadAllLines(Options.RecordPath!).Length);

        List<int> trained = [];
        CrossValidationResult whole = new CrossValidation(Data, new Objective(), Options).Run(new FoldLog(trained), TestContext.Current.CancellationToken);
        Assert.True(whole.IsComplete);
        Assert.Equal(uninterrupted, CrossValidationTests.Plain(whole));
        Assert.Equal(Enumerable.Range(folds, 4 - folds), trained.Distinct());

        trained.Clear();
        CrossValidationResult again = new CrossValidation(Data, new Objective(), Options).Run(new FoldLog(trained), TestContext.Current.CancellationToken);
        Assert.Empty(trained);
        // Times come from the file too.
        Assert.Equal(whole.Scores.Select(score => score.Elapsed), again.Scores.Select(score => score.Elapsed));
        Assert.Equal(["folds.jsonl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    public static TheoryData<string> Changes =>
        ["fingerprint", "loss", "delta", "deltaTable", "biasScale", "classWeights", "balancesClasses", "sampleWeights", "foldCount", "seed", "relativeGap", "epochLimit", "costs"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Run_RecordOfOtherSettings_NamesTheOne(string change)
    {
        Run(new Objective(), Options);
        string before = File.ReadAllText(Options.RecordPath!);
        Objective objective = change switch
        {
            "loss" => new Objective { Loss = new CrammerSinger() },
            "delta" => new Objective { Loss = new WestonWatkins(new Delta(2)) },
            "deltaTable" => new Objective { Loss = new WestonWatkins(new Delta(3, [0, 1, 1, 1, 0, 1, 1, 1, 0])) },
            "biasScale" => new Objective { BiasScale = 1 },
            "classWeights" => new Objective { ClassWeights = [1, 2, 1] },
            "balancesClasses" => new Objective { BalancesClasses = true },
            "sampleWeights" => new Objective { SampleWeights = new double[120] },
            _ => new Objective(),
        };
        CrossValidationOptions options = change switch
        {
            "foldCount" => Options with { FoldCount = 5 },
            "seed" => Options with { Training = Training with { Seed = 2 } },
            "relativeGap" => Options with { Training = Training with { RelativeGap = 1e-3 } },
            "epochLimit" => Options with { Training = Training with { EpochLimit = 5 } },
            "costs" => Options with { Costs = [0.01, 0.1, 1] },
            _ => Options,
        };
        Dataset data = change == "fingerprint" ? Blobs.Dense(120, 3, 3, seed: 14) : Data;
        BadInput.Refused(Options.RecordPath!, 1, () => new CrossValidation(data, objective, options).Run(), $" of {change} ", "another file");
        Assert.Equal(before, File.ReadAllText(Options.RecordPath!));
    }

    [Fact]
    public void Run_CostsThatDifferLate_AreRefusedToo()
    {
        double[] many = [.. Enumerable.Range(1, 60).Select(c => c * 1e-3)];
        Run(new Objective(), Options with { Costs = many });
        many[^1] = 1;
        BadInput.Refused(Options.RecordPath!, 1, () => Run(new Objective(), Options with { Costs = many }), " of costs ");
    }

    [Fact]
    public void Run_OtherThreads_MayGoOn()
    {
        string[] first = CrossValidationTests.Plain(Run(new Objective(), Options));
        Assert.Equal(first, CrossValidationTests.Plain(Run(new Objective(), Options with { Training = Training with { Threads = 2 } })));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("0 1:1\n", 1)]
    [InlineData("{}\n", 1)]
    [InlineData("[]\n", 1)]
    [InlineData("{\"format\":\"other\"}\n", 1)]
    [InlineData("{\"format\":\"hinge-tune-1\",\"format\":\"hinge-tune-1\"}\n", 1)]
    public void Run_FileThatIsNoRecord_IsRefusedAndKept(string content, int line)
    {
        _folder.Write("folds.jsonl", content);
        BadInput.Refused(Options.RecordPath!, line, () => Run(new Objective(), Options), "must be a record of hinge tune", "begin anew");
        Assert.Equal(content, File.ReadAllText(Options.RecordPath!));
    }

    [Theory]
    [InlineData("\"fold\":1", "\"fold\":0")]
    [InlineData("\"fold\":1", "\"fold\":4")]
    [InlineData("\"fold\":1", "\"fold\":-1")]
    [InlineData("\"fold\":1,", "")]
    [InlineData("\"fold\":1", "\"fold\":1.5")]
    [InlineData("\"cost\":0.01", "\"cost\":0.02")]
    [InlineData("\"exampleCount\":30", "\"exampleCount\":0")]
    [InlineData("\"correctCount\":", "\"correctCount\":9")]
    [InlineData("\"scores\":[", "\"scores\":[null,")]
    [InlineData("\"scores\":[", "\"scores\":null,\"x\":[")]
    public void Run_DamagedFold_NamesTheLine(string old, string damaged)
    {
        Run(new Objective(), Options);
        string[] lines = File.ReadAllLines(Options.RecordPath!);
        Assert.Contains(old, lines[2], StringComparison.Ordinal);
        lines[2] = lines[2].Replace(old, damaged, StringComparison.Ordinal);
        File.WriteAllLines(Options.RecordPath!, lines);
        BadInput.Refused(Options.RecordPath!, 3, () => Run(new Objective(), Options), "must be a record of hinge tune");
    }

    [Fact]
    public void Run_AnyDamage_IsRefusedOrHarmless()
    {
        Run(new Objective(), Options);
        byte[] valid = File.ReadAllBytes(Options.RecordPath!);
        MutatedBytes.Of(valid, "{}[],:\"0123456789eE-+.\n").Sample(bytes =>
        {
            File.WriteAllBytes(Options.RecordPath!, bytes);
            try
            {
                Assert.True(Run(new Objective(), Options).IsComplete);
            }
            catch (DataFormatException e)
            {
                Assert.StartsWith(Options.RecordPath!, e.Message, StringComparison.Ordinal);
            }
        }, iter: 200, threads: 1);
    }

    [Fact]
    public void Add_Folds_WritesTheSettingsAndALineEach()
    {
        Run(new Objective(), Options);
        string[] lines = File.ReadAllText(Options.RecordPath!, Encoding.UTF8).TrimEnd('\n').Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Contains(Data.Fingerprint(), lines[0], StringComparison.Ordinal);
        for (int fold = 0; fold < 4; fold++) Assert.StartsWith($"{{\"fold\":{fold},", lines[1 + fold], StringComparison.Ordinal);
    }

    private static CrossValidationResult Run(Objective objective, CrossValidationOptions options) =>
        new CrossValidation(Data, objective, options).Run(cancellation: TestContext.Current.CancellationToken);

    private sealed class CancelInFold(CancellationTokenSource source, int fold) : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value)
        {
            if (value.Fold == fold && value.CostIndex == 1) source.Cancel();
        }
    }

    private sealed class FoldLog(List<int> folds) : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value) => folds.Add(value.Fold);
    }
}
