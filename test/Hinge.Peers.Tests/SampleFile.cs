using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>The repository's data that peers are asked about, by path from its root.</summary>
internal static class SampleFile
{
    public static Dataset Read(string file)
    {
        string path = RepositoryFile.At(file.Split('/'));
        return file.EndsWith(".csv", StringComparison.Ordinal) ? CsvTableReader.Read(path) : SvmLightReader.Read<float>(path);
    }
}
