using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Checkpoints;

/// <summary>Takes the checkpoints of one run when they are due, and gives back the one that it goes on from.</summary>
internal sealed class CheckpointKeeper : IDisposable
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointMetadata _metadata;
    private readonly TimeProvider _clock;
    private long _last;
    private OpenCheckpoint? _open;

    /// <exception cref="Data.DataFormatException">The checkpoint to resume from is damaged, or of another run.</exception>
    public CheckpointKeeper(Problem problem, string solver, TrainingOptions options, string settings = "")
    {
        _options = options.Checkpoint!;
        _clock = options.Clock;
        _last = _clock.GetTimestamp();
        _metadata = new CheckpointMetadata
        {
            Solver = solver,
            Settings = settings,
            Seed = options.Seed,
            Shards = options.Shards,
            BlockRows = options.BlockRowsOf(problem.Features),
            RelativeGap = options.RelativeGap,
            Fingerprint = problem.Data.Fingerprint(),
            Storage = string.Create(CultureInfo.InvariantCulture, $"{(problem.Features.IsSparse ? "sparse" : "dense")} {(problem.Features.IsSingle ? "float" : "double")}, {problem.Features.FeatureCount} columns"),
            Objective = FingerprintOf(problem),
            Version = Certificate.LibraryVersion,
            Stage = default,
        };
        if (_options.Resume && File.Exists(_options.Path)) _open = CheckpointFile.Open(_options.Path, _metadata);
    }

    /// <summary>Where the run goes on; null where it begins anew.</summary>
    public TrainingStage? Stage => _open?.Stage;

    /// <summary>Restores what the run itself keeps.</summary>
    public void RestoreRun(Action<StateExchange> exchange)
    {
        try
        {
            _open?.Restore(exchange);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Restores the stage's state, once; false where there is none to restore.</summary>
    public bool RestoreStage(Action<StateExchange> exchange)
    {
        if (_open is null) return false;
        _open.RestoreLast(exchange);
        Dispose();
        return true;
    }

    /// <summary>Takes a checkpoint where one is due.</summary>
    public void Offer(TrainingStage stage, Action<StateExchange> exchange)
    {
        if (_clock.GetElapsedTime(_last) < _options.Every) return;
        CheckpointFile.Write(_options.Path, _metadata with { Stage = stage }, exchange);
        _last = _clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open?.Dispose();
        _open = null;
    }

    /// <summary>A hash of all that the objective is besides the data.</summary>
    private static string FingerprintOf(Problem problem)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(problem.Loss.Name));
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        Append(problem.Objective.BiasScale, bytes);
        Append(problem.Objective.L1Penalty, bytes);
        Append(problem.Objective.IsPureL1 ? 1 : 0, bytes);
        Append(problem.Objective.LeavesBiasFree ? 1 : 0, bytes);
        for (int i = 0; i < problem.ExampleCount; i++) Append(problem.Cost(i), bytes);
        if (problem.Loss.Delta is { } delta)
        {
            Append(delta.Value, bytes);
            foreach (double entry in delta.Table) Append(entry, bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(double value, Span<byte> bytes)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            hash.AppendData(bytes);
        }
    }
}
