using System.Numerics;
using Hinge.Kernels;

namespace Hinge.Data;

/// <summary>
/// Asks for the rows that a pass over a mapped file comes to next, so that the disk reads while the processors work: the system
/// by itself reads too little ahead of several threads, each in its own part of the columns and of the values.
/// </summary>
internal sealed class RowsAhead
{
    /// <summary>Bytes of rows asked for at a time, and how many such pieces ahead.</summary>
    private const int PieceBytes = 4 << 20, PiecesAhead = 4;

    /// <summary>Rows that lie no farther apart are read together: the disk then moves on at its full rate.</summary>
    private const int CloseBytes = 64 << 10;

    private readonly FeatureMatrix _features;
    private readonly int _rowsPerPiece;
    private readonly int[] _isAsked;

    public RowsAhead(FeatureMatrix features)
    {
        _features = features;
        _rowsPerPiece = Math.Min(RowsOf(features, PieceBytes), Math.Max(1, features.ExampleCount));
        _isAsked = new int[(features.ExampleCount + _rowsPerPiece - 1) / _rowsPerPiece];
    }

    /// <summary>To be told of each row that is reached, or of one of its neighbours; by any number of threads.</summary>
    public void Reach(int row)
    {
        int piece = row / _rowsPerPiece;
        for (int p = piece; p < Math.Min(piece + 1 + PiecesAhead, _isAsked.Length); p++)
        {
            if (Volatile.Read(ref _isAsked[p]) != 0 || Interlocked.Exchange(ref _isAsked[p], 1) != 0) continue;
            int first = p * _rowsPerPiece;
            _features.ReadAhead(first, Math.Min(_rowsPerPiece, _features.ExampleCount - first));
        }
    }

    /// <summary>A visitor that asks for rows before <paramref name="visitor"/> has its turn; the same one where all is in memory.</summary>
    public static IScoreVisitor<T> Before<T>(FeatureMatrix features, IScoreVisitor<T> visitor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        features.IsMapped ? new Visitor<T>(new RowsAhead(features), visitor) : visitor;

    /// <summary>Asks for the rows of some examples, in ascending order: those close to each other as one piece.</summary>
    public static void Read(FeatureMatrix features, ReadOnlySpan<int> examples)
    {
        int close = RowsOf(features, CloseBytes), most = RowsOf(features, PieceBytes);
        for (int first = 0, end; first < examples.Length; first = end)
        {
            end = first + 1;
            while (end < examples.Length && examples[end] - examples[end - 1] <= close && examples[end] - examples[first] < most) end++;
            features.ReadAhead(examples[first], examples[end - 1] - examples[first] + 1);
        }
    }

    /// <summary>How many rows take so many bytes on average, at least one.</summary>
    private static int RowsOf(FeatureMatrix features, int bytes) =>
        (int)Math.Clamp(bytes * (double)features.ExampleCount / Math.Max(1, features.StoredBytes), 1, int.MaxValue);

    private sealed class Visitor<T>(RowsAhead ahead, IScoreVisitor<T> inner) : IScoreVisitor<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public double Visit(int firstRow, Span<T> scores, int stride)
        {
            ahead.Reach(firstRow);
            return inner.Visit(firstRow, scores, stride);
        }
    }
}
