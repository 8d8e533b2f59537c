using Hinge.Models;
using Hinge.Models.Liblinear;
using Hinge.Models.ScikitLearn;

namespace Hinge.Cli.Verbs.Converting;

/// <summary>Models of any program that can be read: the content tells.</summary>
internal static class ModelInput
{
    /// <summary>The model in a file, or null where it is data.</summary>
    /// <exception cref="Data.DataFormatException">It is a model, and a bad one.</exception>
    public static LinearModel? TryRead(string path) =>
        LinearModel.IsModel(path) ? LinearModel.Load(path)
        : LiblinearReader.IsModel(path) ? LiblinearReader.Read(path)
        : CoefficientArchive.IsModel(path) ? CoefficientArchive.Read(path)
        : null;
}
