using System.Numerics;
using System.Runtime.Intrinsics;
using Xunit.Sdk;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>Keeps the scores of a pass, checks their stride and padding, and leaves given coefficients. Its losses tell the rows apart.</summary>
/// <param name="classCount">K.</param>
/// <param name="coefficients">At least N×K.</param>
/// <param name="isPadded">Whether rows are padded to whole vectors, as by the SIMD kernels.</param>
internal sealed class RecordingVisitor<T>(int classCount, T[] coefficients, bool isPadded = true) : IScoreVisitor<T>
    where T : unmanaged, INumber<T>
{
    private readonly double[] _scores = new double[coefficients.Length];

    /// <summary>The scores of the first N rows; NaN where a row was not visited.</summary>
    public ReadOnlySpan<double> Scores(int exampleCount) => _scores.AsSpan(0, exampleCount * classCount);

    /// <summary>What a pass that shows every row once returns: 1 + 2 + … + N.</summary>
    public static double Loss(int exampleCount) => exampleCount * (exampleCount + 1.0) / 2;

    public void Forget() => Array.Fill(_scores, double.NaN);

    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        if (stride != (isPadded ? Padding.RoundUp(classCount, Vector512<T>.Count) : classCount) || scores.Length % stride != 0)
            throw new XunitException($"K = {classCount} was given stride {stride} and {scores.Length} scores.");
        double loss = 0;
        for (int r = 0; r < scores.Length / stride; r++)
        {
            int i = firstRow + r;
            Span<T> row = scores.Slice(r * stride, stride);
            if (row[classCount..].ContainsAnyExcept(T.Zero)) throw new XunitException($"The scores of row {i}, K = {classCount}, are not padded with zeros.");
            for (int j = 0; j < classCount; j++) _scores[i * classCount + j] = Element.ToDouble(row[j]);
            coefficients.AsSpan(i * classCount, classCount).CopyTo(row);
            loss += i + 1;
        }
        return loss;
    }
}
