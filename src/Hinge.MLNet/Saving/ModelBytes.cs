using Hinge.Data;
using Hinge.Models;

namespace Hinge.MLNet.Saving;

/// <summary>A model file as bytes, by way of a temporary file.</summary>
internal static class ModelBytes
{
    public static byte[] Of(LinearModel model) => WithFile(path =>
    {
        model.Save(path);
        return File.ReadAllBytes(path);
    });

    /// <exception cref="DataFormatException">The bytes are no model, or damaged.</exception>
    public static LinearModel ToModel(byte[] bytes) => WithFile(path =>
    {
        File.WriteAllBytes(path, bytes);
        return LinearModel.Load(path);
    });

    private static T WithFile<T>(Func<string, T> use)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hinge-mlnet-");
        try
        {
            return use(Path.Combine(folder.FullName, "model.hinge"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
