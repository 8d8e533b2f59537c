using System.CommandLine;
using Hinge.Data;
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
        array.RequireDimensions(2, "D×K weights");
        double[] values = array.ToDoubles();
        int bad = Array.FindIndex(values, w => !double.IsFinite(w));
        if (bad >= 0)
            throw new DataFormatException(path, null, $"the weights must be finite; got {values[bad]} at row {bad / array.Shape[1]}, column {bad % array.Shape[1]} (counted from 0).");
        return new WeightMatrix(array.Shape[0], array.Shape[1], values);
    }
}
