namespace Hinge.Data.Featurization;

/// <summary>Sets the features of several columns side by side.</summary>
internal static class JoinedColumns
{
    /// <summary>
    /// Sparse where fewer than one value in so many is not zero: an entry of a sparse row takes twice the memory of a dense one, and its kernels
    /// about twice the time.
    /// </summary>
    private const int SparseBelow = 4;

    /// <summary>The features of all blocks, in their order. One block alone is itself.</summary>
    /// <param name="blocks">At least one, of as many rows each.</param>
    public static FeatureMatrix Join(IReadOnlyList<FeatureMatrix> blocks)
    {
        if (blocks.Count == 1) return blocks[0];
        int rowCount = blocks[0].ExampleCount, featureCount = checked(blocks.Sum(block => block.FeatureCount));
        long nonzeros = blocks.Sum(block => block.NonzeroCount);
        bool isDense = blocks.All(block => !block.IsSparse) || nonzeros * SparseBelow >= (long)rowCount * featureCount;
        return isDense ? Dense(blocks, rowCount, featureCount) : Sparse(blocks, rowCount, featureCount, nonzeros);
    }

    private static DenseMatrix<float> Dense(IReadOnlyList<FeatureMatrix> blocks, int rowCount, int featureCount)
    {
        float[] values = new float[(long)rowCount * featureCount];
        int first = 0;
        foreach (FeatureMatrix block in blocks)
        {
            for (int r = 0; r < rowCount; r++)
            {
                Span<float> target = values.AsSpan(checked(r * featureCount) + first, block.FeatureCount);
                if (block is DenseMatrix<float> dense)
                {
                    dense.Row(r).CopyTo(target);
                    continue;
                }
                SparseMatrix<float> sparse = (SparseMatrix<float>)block;
                ReadOnlySpan<int> columns = sparse.RowColumns(r);
                for (int e = 0; e < columns.Length; e++) target[columns[e]] = sparse.RowValues(r)[e];
            }
            first += block.FeatureCount;
        }
        return new DenseMatrix<float>(rowCount, featureCount, values);
    }

    private static SparseMatrix<float> Sparse(IReadOnlyList<FeatureMatrix> blocks, int rowCount, int featureCount, long nonzeros)
    {
        long[] offsets = new long[rowCount + 1];
        int[] columns = new int[nonzeros];
        float[] values = new float[nonzeros];
        int at = 0;
        for (int r = 0; r < rowCount; r++)
        {
            int first = 0;
            foreach (FeatureMatrix block in blocks)
            {
                SparseMatrix<float>? sparse = block as SparseMatrix<float>;
                ReadOnlySpan<float> row = sparse is null ? ((DenseMatrix<float>)block).Row(r) : sparse.RowValues(r);
                ReadOnlySpan<int> places = sparse is null ? default : sparse.RowColumns(r);
                for (int e = 0; e < row.Length; e++)
                {
                    if (row[e] == 0) continue;
                    columns[at] = first + (sparse is null ? e : places[e]);
                    values[at++] = row[e];
                }
                first += block.FeatureCount;
            }
            offsets[r + 1] = at;
        }
        return new SparseMatrix<float>(featureCount, offsets, columns, values);
    }
}
