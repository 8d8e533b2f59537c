using System.Globalization;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>NumPy arrays as what a diagnosis is of: X, y, W and dW that belong together, or an error that says which does not and how to mend it.</summary>
public static class GradientArrays
{
    /// <summary>W, D×K.</summary>
    /// <exception cref="DataFormatException">It has not two dimensions, or a weight is not finite.</exception>
    public static WeightMatrix Weights(NpyArray weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.RequireDimensions(2, "D×K weights");
        double[] values = weights.ToDoubles();
        int bad = Array.FindIndex(values, w => !double.IsFinite(w));
        return bad < 0
            ? new WeightMatrix(weights.Shape[0], weights.Shape[1], values)
            : throw new DataFormatException(weights.Source, null, string.Create(CultureInfo.InvariantCulture, $"the weights must be finite; got {values[bad]} at row {bad / weights.Shape[1]}, column {bad % weights.Shape[1]} (counted from 0)."));
    }

    /// <summary>X, N×D, and y, N integers in [0, K), to go with W; features stay float64 where they are.</summary>
    /// <exception cref="DataFormatException">The shapes do not fit together, a feature is not finite, or a label is no column of W.</exception>
    public static Dataset Data(NpyArray features, NpyArray labels, WeightMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(weights);
        FeatureMatrix x = Features(features);
        labels.RequireDimensions(1, "N labels");
        if (labels.Shape[0] != x.ExampleCount)
            throw new DataFormatException(labels.Source, null, $"the labels must be one a row of {features.Source}: {x.ExampleCount}; got {labels.Shape[0]}.");
        long[] y = labels.ToIntegers();
        if (x.FeatureCount != weights.FeatureCount)
            throw new DataFormatException(features.Source, null, $"the weights must have one row a feature: {x.FeatureCount}; got {weights.FeatureCount}. Give W of shape D×K.");
        int k = weights.ClassCount, outside = Array.FindIndex(y, label => label < 0 || label >= k);
        if (outside < 0) return new Dataset(x, new Labels(Array.ConvertAll(y, label => (int)label), k));
        string remedy = y.All(label => label >= 1 && label <= k) ? "They seem to be counted from 1: subtract 1." : "Give the labels that belong to these weights.";
        throw new DataFormatException(labels.Source, null, string.Create(CultureInfo.InvariantCulture, $"labels must be columns of W, 0 to {k - 1}; got {y[outside]} at example {outside} (counted from 0). {remedy}"));
    }

    /// <summary>dW, D×K like W, or K×D, and whether it is float32.</summary>
    /// <exception cref="DataFormatException">It has another shape.</exception>
    public static UserGradient Gradient(NpyArray gradient, WeightMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(weights);
        gradient.RequireDimensions(2, "D×K gradient");
        (int rows, int columns) = (gradient.Shape[0], gradient.Shape[1]);
        (int d, int k) = (weights.FeatureCount, weights.ClassCount);
        return (rows, columns) == (d, k) || (rows, columns) == (k, d)
            ? new UserGradient(new WeightMatrix(rows, columns, gradient.ToDoubles()), null, gradient.IsFloat32)
            : throw new DataFormatException(gradient.Source, null, $"the gradient must be {d}×{k} like W; got {gradient.ShapeText}. Save the array that belongs to these weights.");
    }

    private static FeatureMatrix Features(NpyArray features)
    {
        try
        {
            return features.ToFeatures(asDouble: true);
        }
        catch (ArgumentException e)
        {
            // Without the name of the parameter, which says nothing of the file.
            throw new DataFormatException(features.Source, null, e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message);
        }
    }
}
