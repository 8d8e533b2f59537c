using Hinge.Models;

namespace Hinge.Cli.Verbs.Weighing;

/// <summary>The features that move a class's score the most for each unit of theirs.</summary>
/// <param name="Class">The column of W.</param>
/// <param name="Intercept">What is added to the score whatever the features; 0 without a bias.</param>
/// <param name="Raising">Those of the largest positive weights, the largest first.</param>
/// <param name="Lowering">Those of the largest negative weights, the largest first.</param>
internal sealed record ClassFeatures(int Class, double Intercept, IReadOnlyList<WeighedFeature> Raising, IReadOnlyList<WeighedFeature> Lowering)
{
    /// <summary>Finds them; of equal weights the lower feature comes first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="class">The column of W.</param>
    /// <param name="top">How many of either sign at most.</param>
    public static ClassFeatures Of(LinearModel model, int @class, int top)
    {
        double biasScale = model.Objective.BiasScale;
        // Names are made for the few that are shown alone.
        (int Index, double Weight)[] all = [.. Enumerable.Range(0, model.FeatureCount).Select(f => (f, model.Weights[f, @class]))];
        return new ClassFeatures(
            @class,
            biasScale == 0 ? 0 : biasScale * model.Weights[model.FeatureCount, @class],
            [.. all.Where(feature => feature.Weight > 0).OrderByDescending(feature => feature.Weight).Take(top).Select(Named)],
            [.. all.Where(feature => feature.Weight < 0).OrderBy(feature => feature.Weight).Take(top).Select(Named)]);

        WeighedFeature Named((int Index, double Weight) feature) => new(feature.Index, NameOf(model, feature.Index), feature.Weight);
    }

    private static string NameOf(LinearModel model, int feature) =>
        model.FeatureNames?[feature] ?? $"feature {feature.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
