using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Checkpoints;

namespace Hinge.Tests.Training;

/// <summary>Gradient descent that was stopped after any epoch and resumed has the bits of a run that never was.</summary>
public sealed class DescentCheckpointTests : IDisposable
{
    private const int Epochs = 9, K = 3;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    /// <summary>Whatever state there is: momentum, averages, waiting features of sparse rows, L1 penalties, held-out examples.</summary>
    public static TheoryData<string, GradientDescentOptions, double, bool> Runs => new()
    {
        { "softmax", new GradientDescentOptions(), 0, false },
        { "weston-watkins", new GradientDescentOptions { AverageFromEpoch = 3, Schedule = StepSchedule.Cosine, PeriodEpochs = 4 }, 0, false },
        { "squared-weston-watkins", new GradientDescentOptions { Nesterov = true, BatchSize = 7, Schedule = StepSchedule.InverseSquareRoot }, 0.2, false },
        { "crammer-singer", new GradientDescentOptions { BatchSize = 5 }, 0.3, false },
        { "one-vs-rest", new GradientDescentOptions { HoldoutShare = 0.3, Patience = 4 }, 0, false },
        { "softmax", new GradientDescentOptions { HoldoutShare = 0.2, Patience = 2, HoldoutTolerance = 0.2, LearningRate = 0.5 }, 0, true },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Train_StoppedAfterAnyEpochAndResumed_HasTheBitsOfARunWithoutStops(string loss, GradientDescentOptions settings, double l1, bool leavesBiasFree)
    {
        Objective objective = Train.Objective(loss, 0.3, bias: 1) with { L1Penalty = l1, LeavesBiasFree = leavesBiasFree };
        foreach (bool isSparse in (bool[])[true, false])
        {
            Dataset data = isSparse ? Blobs.Sparse(90, 12, K, seed: 3) : Blobs.Dense(90, 12, K, seed: 3);
            TrainingOptions options = new() { RelativeGap = 1e-12, EpochLimit = Epochs, Threads = 2, Seed = 5 };
            TrainingResult whole = new GradientDescent(settings).Train(data, objective, options);
            TrainingOptions kept = options with { Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero, Resume = true } };
            for (int stop = 1; stop <= whole.Certificate.Epochs; stop++)
            {
                File.Delete(FilePath);
                new GradientDescent(settings).Train(data, objective, kept with { EpochLimit = stop });
                Assert.True(File.Exists(FilePath));
                RequireSame(whole, new GradientDescent(settings).Train(data, objective, kept with { Threads = 1 }), $"{loss}, stopped after epoch {stop}");
            }

            // Cancelled within epochs, again and again: what was done of an epoch is done anew.
            File.Delete(FilePath);
            for (int round = 0; round < 5; round++)
            {
                using CancellationTokenSource source = new();
                new GradientDescent(settings).Train(data, objective, kept, new Canceller(source, after: 2), source.Token);
            }
            RequireSame(whole, new GradientDescent(settings).Train(data, objective, kept), $"{loss}, cancelled five times");
        }
    }

    [Fact]
    public void Train_CheckpointOfOtherSettings_IsRefusedByName()
    {
        Dataset data = Blobs.Dense(60, 5, K, seed: 1);
        Objective objective = Train.Objective("softmax", 0.3, bias: 1);
        TrainingOptions options = new() { EpochLimit = 3, Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero } };
        GradientDescentOptions settings = new() { BatchSize = 8 };
        new GradientDescent(settings).Train(data, objective, options);
        options = options with { EpochLimit = 5, Checkpoint = options.Checkpoint with { Resume = true } };
        Refused("solver's settings", settings with { BatchSize = 9 }, objective);
        Refused("solver's settings", settings with { Momentum = 0.5 }, objective);
        Refused("solver's settings", settings with { LearningRate = 0.5 }, objective);
        Refused("objective", settings, objective with { L1Penalty = 0.1 });
        Refused("objective", settings, objective with { LeavesBiasFree = true });
        // Other examples are left to train on.
        Refused("data", settings with { HoldoutShare = 0.2 }, objective);
        Assert.Equal(5, new GradientDescent(settings).Train(data, objective, options).Certificate.Epochs);

        void Refused(string name, GradientDescentOptions others, Objective other)
        {
            DataFormatException refusal = Assert.Throws<DataFormatException>(() => new GradientDescent(others).Train(data, other, options));
            Assert.StartsWith($"{FilePath}: the checkpoint must be of the run to resume; its {name} is another. ", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static void RequireSame(TrainingResult expected, TrainingResult actual, string what)
    {
        MatrixAssert.SameBits(expected.Model.Weights.Values, actual.Model.Weights.Values, K, $"W of {what}");
        Assert.Equal(expected.Certificate, actual.Certificate);
        for (int i = 0; i < expected.Duals.ExampleCount; i++)
            Assert.Equal(expected.Duals[i].ToArray(), actual.Duals[i].ToArray());
    }

    private sealed class Canceller(CancellationTokenSource source, int after) : IProgress<TrainingProgress>
    {
        private int _reports;

        public void Report(TrainingProgress value)
        {
            if (++_reports >= after) source.CancelAfter(TimeSpan.Zero);
        }
    }
}
