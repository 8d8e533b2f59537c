using System.Numerics;

namespace Hinge.Losses;

/// <summary>Any loss, one row at a time, in double: the plain version of every faster <see cref="BlockLoss{T}"/>.</summary>
internal sealed class RowByRow<T>(Loss loss, int classCount) : BlockLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<T> scores, int stride, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        Span<double> row = new double[classCount];
        for (int r = 0; r < labels.Length; r++)
        {
            Span<T> target = scores.Slice(r * stride, classCount);
            for (int j = 0; j < classCount; j++) row[j] = double.CreateTruncating(target[j]);
            sum += loss.ValueAndCoefficients(row, labels[r]);
            for (int j = 0; j < classCount; j++) target[j] = T.CreateTruncating(row[j]);
        }
        return sum;
    }
}
