using Hinge.Data.Numpy;

namespace Hinge.Testing;

/// <summary>Fills a folder with the data that pages speak of, under the names that they use.</summary>
public static class SampleFiles
{
    /// <summary>Copies the data of the repository's samples to <c>samples/</c> in a folder.</summary>
    public static void CopyTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(RepositoryFile.At("samples"), "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is not (".svm" or ".csv" or ".npy")) continue;
            string target = Path.Combine(folder, Path.GetRelativePath(RepositoryFile.At(), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>
    /// Writes <c>embeddings.npy</c>, 600×32 float32 of unit length, and <c>topics.npy</c>, the class of each in 0, 1, 2: noise around three
    /// directions, as vectors of another model would lie.
    /// </summary>
    public static void WriteEmbeddings(string folder)
    {
        const int N = 600, D = 32, K = 3;
        Random random = new(1);
        double[] centres = [.. Enumerable.Range(0, K * D).Select(_ => random.NextDouble() - 0.5)];
        float[] vectors = new float[N * D];
        double[] topics = new double[N];
        for (int i = 0; i < N; i++)
        {
            int y = random.Next(K);
            topics[i] = y;
            double[] x = [.. Enumerable.Range(0, D).Select(f => centres[y * D + f] + 2.2 * (random.NextDouble() - 0.5))];
            double length = Math.Sqrt(x.Sum(value => value * value));
            for (int f = 0; f < D; f++) vectors[i * D + f] = (float)(x[f] / length);
        }
        NpyFile.Write(Path.Combine(folder, "embeddings.npy"), vectors, N, D);
        NpyFile.Write(Path.Combine(folder, "topics.npy"), topics, N);
    }
}
