namespace Hinge.Samples.Web;

/// <summary>A row, with as many numbers as the model has features.</summary>
internal sealed record PredictionRequest(float[]? Features);
