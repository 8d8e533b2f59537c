using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Checkpoints;

/// <summary>Counts the bytes that a state takes, which a checkpoint's header states.</summary>
internal sealed class StateLength : StateExchange
{
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public override void Number(ref long value) => Bytes += sizeof(long);

    /// <inheritdoc/>
    public override void Numbers(Span<double> values) => Bytes += (long)values.Length * sizeof(double);

    /// <inheritdoc/>
    public override void Duals(DualVariables duals) => Bytes += sizeof(long) + DualFile.PayloadLength(duals);
}
