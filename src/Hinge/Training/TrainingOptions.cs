using System.Globalization;
using Hinge.Data;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training;

/// <summary>When training stops, where it begins, and where its randomness comes from. The same for every trainer.</summary>
public sealed record TrainingOptions
{
    /// <summary>Stop at this relative duality gap; above 0, default 1e-3.</summary>
    public double RelativeGap { get; init; } = 1e-3;

    /// <summary>Stop after this many passes over the data or over its active part; at least 1, default 10000.</summary>
    public int EpochLimit { get; init; } = 10_000;

    /// <summary>Stop after this time; above zero, default none. A resumed run counts the time before its checkpoint.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Duals to begin with, N×K and feasible for the objective, as those of the same data, loss and weights at a cost no higher are; they are
    /// copied, and where the dual is linear scaled by what serves best. Null, the default, for zeros. Not for <see cref="GradientDescent"/>,
    /// which keeps no duals.
    /// </summary>
    public DualVariables? Start { get; init; }

    /// <summary>The seed of the random order of examples; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// S, into how many shards coordinate ascent cuts the examples, in [1, N]; default 1. Threads take shards, so that steps
    /// run side by side; more epochs are needed the more there are. The result depends on S, and not on the threads.
    /// </summary>
    public int Shards { get; init; } = 1;

    /// <summary>
    /// Coordinate ascent visits rows in blocks of about so many bytes of features, each several times before the next, so that
    /// data larger than memory is read in pieces; memory must hold two a shard. At least 0: 0 for no blocks; null, the default, for blocks of
    /// 256 MiB where features take more than 4 GiB. The result depends on the size of the blocks, and not on the machine.
    /// By blocks the augmented Lagrangian, which keeps N×K scores, does not take over where ascent crawls.
    /// </summary>
    public long? BlockBytes { get; init; }

    /// <summary>How many threads may work, at least 1; default one a processor. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where to keep checkpoints, and whether to go on from one; default null, none.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>The clock behind <see cref="TimeLimit"/> and the elapsed times reported; default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks every value against its documented range, and <see cref="Start"/> against data and objective, as training will.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or the start is not feasible.</exception>
    public void Validate(Dataset data, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        Validate();
        objective.Validate(data);
        if (Start is not null) WarmStart.RequireFeasible(objective, data.Labels, Start);
    }

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (!(RelativeGap > 0 && double.IsFinite(RelativeGap)))
            throw new ArgumentException($"RelativeGap must be finite and above 0; got {RelativeGap.ToString("R", CultureInfo.InvariantCulture)}.");
        if (EpochLimit < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"EpochLimit must be at least 1; got {EpochLimit}."));
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero)
            throw new ArgumentException($"TimeLimit must be above zero; got {limit}.");
        if (Threads < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Threads must be at least 1; got {Threads}."));
        if (Shards < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Shards must be at least 1; got {Shards}."));
        if (BlockBytes < 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"BlockBytes must be at least 0; got {BlockBytes}."));
        ArgumentNullException.ThrowIfNull(Clock);
        Checkpoint?.Validate();
    }

    /// <summary>The rows in a block of these features; N for no blocks.</summary>
    internal int BlockRowsOf(FeatureMatrix features)
    {
        const long Large = 4L << 30, Block = 256L << 20;
        long bytes = features.StoredBytes, block = BlockBytes ?? (bytes > Large ? Block : 0);
        return block == 0 || block >= bytes ? features.ExampleCount : (int)Math.Max(1, features.ExampleCount * ((double)block / bytes));
    }

    internal void RequireShardsOf(Dataset data)
    {
        if (Shards > data.ExampleCount)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Shards must be at most the number of examples, {data.ExampleCount}; got {Shards}."));
    }
}
