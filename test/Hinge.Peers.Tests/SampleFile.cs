using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.SvmLight;
using Hinge.Data.Tables;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>The repository's data that peers are asked about, by path from its root; numbers of tables as they are.</summary>
internal static class SampleFile
{
    public static Dataset Read(string file)
    {
        string path = RepositoryFile.At(file.Split('/'));
        if (!file.EndsWith(".csv", StringComparison.Ordinal)) return SvmLightReader.Read<float>(path);
        using TableSource table = TableSource.Open(path);
        return TableDataset.ForTraining(table, options: new FeaturizationOptions { Scale = NumberScale.None });
    }
}
