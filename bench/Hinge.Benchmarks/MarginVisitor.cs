using System.Numerics;
using System.Runtime.Intrinsics;
using Hinge.Kernels;
using Hinge.Kernels.Margins;

namespace Hinge.Benchmarks;

/// <summary>The Weston–Watkins loss with Δ = 1 over the scores of a pass.</summary>
internal sealed class MarginVisitor<T>(int[] labels, int classCount) : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _delta = Delta(classCount);

    public double Visit(int firstRow, Span<T> scores, int stride) =>
        WestonWatkinsRows.ValueAndCoefficients(scores, stride, labels.AsSpan(firstRow, scores.Length / stride), _delta);

    private static T[] Delta(int classCount)
    {
        int lanes = Vector512<T>.Count;
        T[] delta = new T[(classCount + lanes - 1) / lanes * lanes];
        Array.Fill(delta, T.NegativeInfinity);
        delta.AsSpan(0, classCount).Fill(T.One);
        return delta;
    }
}

/// <summary>Labels every row with its best class, as if the weights had been trained to fit.</summary>
internal sealed class BestClassVisitor<T>(int[] labels, int classCount) : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        for (int r = 0; r < scores.Length / stride; r++)
        {
            ReadOnlySpan<T> row = scores.Slice(r * stride, classCount);
            int best = 0;
            for (int j = 1; j < classCount; j++)
                if (row[j] > row[best]) best = j;
            labels[firstRow + r] = best;
        }
        return 0;
    }
}
