using System.Numerics;

namespace Hinge.Data.Numpy;

/// <summary>
/// Reads .npz files: features and labels as <c>numpy.savez(path, X=…, y=…)</c> writes them, or whichever two arrays are alone in it; or
/// compressed sparse rows of <c>scipy.sparse.save_npz</c>, which come without labels.
/// </summary>
public static class NpzReader
{
    private static readonly string[] SparseNames = ["data", "format", "indices", "indptr", "shape"];

    /// <summary>Reads features, and the labels that come with them, if any.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asDouble">Whether float64 stays so; else it is rounded to float32.</param>
    /// <returns>X, and N integer labels or null.</returns>
    /// <exception cref="DataFormatException">The file is no such archive, or damaged.</exception>
    public static (FeatureMatrix Features, NpyArray? Labels) Read(string path, bool asDouble)
    {
        using NpzArchive archive = new(path);
        try
        {
            return archive.Names.Contains("indptr") ? (Sparse(archive, path, asDouble), null) : Dense(archive, path, asDouble);
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(path, null, e.Message.Split(" (Parameter")[0]);
        }
    }

    private static (FeatureMatrix Features, NpyArray? Labels) Dense(NpzArchive archive, string path, bool asDouble)
    {
        NpyArray x, y;
        if (archive.Names.Contains("X") && archive.Names.Contains("y"))
        {
            (x, y) = (archive.Read("X"), archive.Read("y"));
        }
        else if (archive.Names.Count == 2)
        {
            NpyArray[] both = [.. archive.Names.Select(archive.Read)];
            (x, y) = both[0].Shape.Count == 2 ? (both[0], both[1]) : (both[1], both[0]);
        }
        else
        {
            throw new DataFormatException(path, null, $"the archive must hold the arrays X and y, or two arrays only, or a SciPy CSR matrix; got {archive.NamesText}. Write it with numpy.savez(path, X=X, y=y) or scipy.sparse.save_npz(path, X.tocsr()).");
        }
        FeatureMatrix features = x.ToFeatures(asDouble);
        y.RequireDimensions(1, "N labels");
        return (features, y);
    }

    private static FeatureMatrix Sparse(NpzArchive archive, string path, bool asDouble)
    {
        if (!SparseNames.All(archive.Names.Contains))
            throw new DataFormatException(path, null, $"a SciPy matrix must have the arrays {string.Join(", ", SparseNames)}; got {archive.NamesText}. Write it with scipy.sparse.save_npz.");
        string format = archive.ReadWord("format");
        if (format != "csr")
            throw new DataFormatException(path, null, $"the sparse matrix must be of format csr; got {(format.All(char.IsAsciiLetter) ? format : "another")}. Convert it with .tocsr().");
        long[] shape = archive.Read("shape").ToIntegers(), offsets = archive.Read("indptr").ToIntegers(), indices = archive.Read("indices").ToIntegers();
        NpyArray data = archive.Read("data");
        if (shape.Length != 2 || shape[0] < 1 || shape[0] >= int.MaxValue || shape[1] < 1 || shape[1] > int.MaxValue)
            throw new DataFormatException(path, null, "the matrix must have a shape of N×D with at least one row and one column, each at most 2³¹ − 1. Check X.shape.");
        if (offsets.LongLength != shape[0] + 1)
            throw new DataFormatException(path, null, $"indptr must have one number a row and one more: {shape[0] + 1}; got {offsets.Length}. Write the matrix again with scipy.sparse.save_npz.");
        int broken = Array.FindIndex(indices, column => column < 0 || column >= shape[1]);
        if (broken >= 0)
            throw new DataFormatException(path, null, $"columns must be in [0, {shape[1]}); got {indices[broken]} at entry {broken} (counted from 0). Write the matrix again with scipy.sparse.save_npz.");
        int[] columns = Array.ConvertAll(indices, column => (int)column);
        return asDouble && !data.IsFloat32 ? Rows((int)shape[1], offsets, columns, data.ToDoubles()) : Rows((int)shape[1], offsets, columns, data.ToSingles());
    }

    /// <summary>The rows, each sorted by column if it was not: SciPy does not demand it.</summary>
    private static SparseMatrix<T> Rows<T>(int featureCount, long[] offsets, int[] columns, T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            long start = offsets[i], end = offsets[i + 1];
            // Broken offsets are for the constructor to refuse, doubled columns too.
            if (start < 0 || start > end || end > Math.Min(columns.Length, values.Length)) break;
            Span<int> row = columns.AsSpan((int)start, (int)(end - start));
            for (int e = 1; e < row.Length; e++)
            {
                if (row[e] >= row[e - 1]) continue;
                row.Sort(values.AsSpan((int)start, row.Length));
                break;
            }
        }
        return new SparseMatrix<T>(featureCount, offsets, columns, values);
    }
}
