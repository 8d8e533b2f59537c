using System.Globalization;
using Hinge.Data;
using Hinge.Data.Numpy;

namespace Hinge.Cli;

/// <summary>NumPy and SciPy arrays as labelled data.</summary>
internal static class NumpyArchive
{
    /// <summary>An .npz file: its own labels, or those of a file given.</summary>
    public static Dataset Load(string path, string? labels, bool asDouble)
    {
        (FeatureMatrix features, NpyArray? own) = NpzReader.Read(path, asDouble);
        if (own is not null && labels is not null) throw new DataFormatException(path, null, "this archive holds its labels itself. Leave --labels out.");
        if (own is null && labels is null) throw new DataFormatException(path, null, "SciPy features need their labels. Give them with --labels y.npy.");
        return Join(features, path, own ?? NpyFile.Read(labels!));
    }

    /// <summary>Features and labels, one a row.</summary>
    public static Dataset Join(FeatureMatrix features, string source, NpyArray labels)
    {
        labels.RequireDimensions(1, "N labels");
        if (labels.Shape[0] != features.ExampleCount)
            throw new DataFormatException(labels.Source, null, $"the labels must be one a row of {source}: {features.ExampleCount}; got {labels.Shape[0]}.");
        string[] names = Array.ConvertAll(labels.ToIntegers(), y => y.ToString(CultureInfo.InvariantCulture));
        return new Dataset(features, Labels.FromNames(names));
    }
}
