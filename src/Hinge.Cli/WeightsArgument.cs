using System.CommandLine;
using Hinge.Checking.Diagnosing;
using Hinge.Data.Numpy;
using Hinge.Models;

namespace Hinge.Cli;

/// <summary>The option that names a D×K array of weights.</summary>
internal static class WeightsArgument
{
    public static Option<string?> Create() => new("--weights") { Description = "The weights W, D×K: one column a class.", HelpName = "W.npy" };

    /// <summary>W.</summary>
    public static WeightMatrix Read(string path) => Read(path, out _);

    /// <summary>W, and whether the file holds float32.</summary>
    public static WeightMatrix Read(string path, out bool isFloat32)
    {
        NpyArray array = NpyFile.Read(path);
        isFloat32 = array.IsFloat32;
        return GradientArrays.Weights(array);
    }
}
