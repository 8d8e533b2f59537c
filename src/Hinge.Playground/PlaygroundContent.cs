using Hinge.Data;
using Hinge.Models;
using Hinge.Playground.Training;

namespace Hinge.Playground;

/// <summary>The data and the model that the view <em>Real data</em> shows.</summary>
/// <param name="Data">The examples.</param>
/// <param name="DataName">What the page calls them, such as the file's name without its folder.</param>
/// <param name="Model">A model of the same features and classes; null to begin untrained.</param>
public sealed record PlaygroundContent(Dataset Data, string DataName, LinearModel? Model = null)
{
    /// <summary>How features lie in an image; by default the square that they fill, where they do.</summary>
    public ImageShape? Shape { get; init; } = ImageShape.Of(Data);
}
