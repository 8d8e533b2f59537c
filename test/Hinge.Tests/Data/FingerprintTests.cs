using Hinge.Data;
using Hinge.Testing;

namespace Hinge.Tests.Data;

public class FingerprintTests
{
    private const int N = 12, D = 5, K = 3;

    [Fact]
    public void Fingerprint_AnyStorage_IsTheSame()
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 1, density: 0.5);
        string expected = Storage.Dense(x, y, D, K).Fingerprint();
        Assert.Equal(expected, Storage.DenseFloat(x, y, D, K).Fingerprint());
        Assert.Equal(expected, Storage.Sparse(x, y, D, K).Fingerprint());
        Assert.Equal(expected, Storage.SparseFloat(x, y, D, K).Fingerprint());
        Assert.Matches("^[0-9a-f]{64}$", expected);
    }

    [Fact]
    public void Fingerprint_TrailingColumnsOfZerosAndStoredZeros_DoNotCount()
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 2);
        Dataset data = Storage.Dense(x, y, D, K);
        Assert.Equal(data.Fingerprint(), new Dataset(data.Features.Widen(D + 3), data.Labels).Fingerprint());

        SparseMatrix<double> plain = new(3, [0, 1], [1], [5.0]), withZeros = new(3, [0, 3], [0, 1, 2], [0.0, 5, -0.0]);
        Labels labels = new([0], 2);
        Assert.Equal(new Dataset(plain, labels).Fingerprint(), new Dataset(withZeros, labels).Fingerprint());
    }

    [Fact]
    public void Fingerprint_OneValueLabelNameOrOrderChanged_Differs()
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 3);
        Dataset data = Storage.Dense(x, y, D, K);
        HashSet<string> seen = [data.Fingerprint()];
        for (int e = 0; e < x.Length; e++)
        {
            double[] changed = [.. x];
            changed[e] = MathF.BitIncrement((float)changed[e]);
            Assert.True(seen.Add(Storage.Dense(changed, y, D, K).Fingerprint()), $"value {e} does not count");
        }
        for (int i = 0; i < N; i++)
        {
            int[] changed = [.. y];
            changed[i] = (changed[i] + 1) % K;
            Assert.True(seen.Add(Storage.Dense(x, changed, D, K).Fingerprint()), $"label {i} does not count");
        }
        Assert.True(seen.Add(new Dataset(data.Features, new Labels(y, ["0", "1", "two"])).Fingerprint()), "names do not count");
        Assert.True(seen.Add(data.Select([.. Enumerable.Range(0, N).Reverse()]).Fingerprint()), "order does not count");
    }
}
