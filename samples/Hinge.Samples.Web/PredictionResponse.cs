namespace Hinge.Samples.Web;

/// <summary>The class, and every class's score.</summary>
internal sealed record PredictionResponse(string Label, Dictionary<string, double> Scores);
