using System.Buffers.Binary;
using System.Security.Cryptography;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tuning;

/// <summary>All that a fold's scores depend on: the first line of a record. Plain data: it names no type.</summary>
internal sealed record TuningSettings
{
    /// <summary>What the file is, and the version of its layout.</summary>
    public string Format { get; init; } = "hinge-tune-1";

    /// <summary>The library's version: another one may train to other bits.</summary>
    public string Version { get; init; } = Certificate.LibraryVersion;

    public required string Fingerprint { get; init; }

    public required string Loss { get; init; }

    public double? Delta { get; init; }

    public double[]? DeltaTable { get; init; }

    public double BiasScale { get; init; }

    public double[]? ClassWeights { get; init; }

    public bool BalancesClasses { get; init; }

    /// <summary>SHA-256 over the weights' bits.</summary>
    public string? SampleWeights { get; init; }

    public required int FoldCount { get; init; }

    public required int Seed { get; init; }

    public required double RelativeGap { get; init; }

    public required int EpochLimit { get; init; }

    public required double[] Costs { get; init; }

    public static TuningSettings Of(Dataset data, Objective objective, IReadOnlyList<double> costs, CrossValidationOptions options)
    {
        Delta? delta = objective.Loss.Delta;
        bool isTable = delta is { TableClassCount: > 0 };
        return new TuningSettings
        {
            Fingerprint = data.Fingerprint(),
            Loss = objective.Loss.Name,
            Delta = isTable ? null : delta?.Value,
            DeltaTable = isTable ? delta!.Table.ToArray() : null,
            BiasScale = objective.BiasScale,
            ClassWeights = objective.ClassWeights is null ? null : [.. objective.ClassWeights],
            BalancesClasses = objective.BalancesClasses,
            SampleWeights = objective.SampleWeights is { } weights ? Hash(weights) : null,
            FoldCount = options.FoldCount,
            Seed = options.Training.Seed,
            RelativeGap = options.Training.RelativeGap,
            EpochLimit = options.Training.EpochLimit,
            Costs = [.. costs],
        };
    }

    private static string Hash(IReadOnlyList<double> values)
    {
        byte[] bytes = new byte[values.Count * sizeof(double)];
        for (int i = 0; i < values.Count; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
