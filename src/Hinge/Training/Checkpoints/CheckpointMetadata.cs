namespace Hinge.Training.Checkpoints;

/// <summary>What a checkpoint says in JSON: which run it belongs to, and where that stood.</summary>
internal sealed record CheckpointMetadata
{
    public required string Solver { get; init; }

    public required int Seed { get; init; }

    public required int Shards { get; init; }

    /// <summary>Rows in a block of coordinate ascent.</summary>
    public required int BlockRows { get; init; }

    public required double RelativeGap { get; init; }

    /// <summary>Of the data.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How features are kept: the same numbers kept otherwise give other bits, and weights another layout.</summary>
    public required string Storage { get; init; }

    /// <summary>Of loss, costs and bias.</summary>
    public required string Objective { get; init; }

    /// <summary>The solver's own, beside seed and shards; empty where it has none.</summary>
    public string Settings { get; init; } = "";

    public required string Version { get; init; }

    public required TrainingStage Stage { get; init; }

    /// <summary>What must be as in <paramref name="run"/> and is not; null where it may go on.</summary>
    public (string Name, string Remedy)? DifferenceFrom(CheckpointMetadata run)
    {
        if (Version != run.Version) return ("version of Hinge", $"Resume with version {Version}, or begin anew without resuming.");
        if (Fingerprint != run.Fingerprint) return ("data", "Give the data that it was taken with.");
        if (Storage != run.Storage) return ("storage of features", $"Give them as it was taken with: {Storage}.");
        if (Objective != run.Objective) return ("objective", "Give the loss, cost, Δ, bias and weights that it was taken with.");
        if (Solver != run.Solver) return ("solver", $"Resume with {Solver}.");
        if (Settings != run.Settings) return ("solver's settings", $"Resume with {Settings}.");
        if (Seed != run.Seed) return ("seed", FormattableString.Invariant($"Resume with seed {Seed}."));
        if (Shards != run.Shards) return ("number of shards", FormattableString.Invariant($"Resume with {Shards} shards."));
        if (BlockRows != run.BlockRows) return ("size of blocks", FormattableString.Invariant($"Resume with the size of blocks that it was taken with: {BlockRows} rows."));
        if (RelativeGap != run.RelativeGap) return ("gap asked for", FormattableString.Invariant($"Resume with gap {RelativeGap}."));
        return null;
    }
}
