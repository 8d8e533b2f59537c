using Hinge.Data;
using Hinge.Models;

namespace Hinge.Playground;

/// <summary>The data and the model that the view <em>Real data</em> shows.</summary>
/// <param name="Data">The examples.</param>
/// <param name="DataName">What the page calls them, such as the file's name without its folder.</param>
/// <param name="Model">A model of the same features and classes; null to begin untrained.</param>
public sealed record PlaygroundContent(Dataset Data, string DataName, LinearModel? Model = null);
