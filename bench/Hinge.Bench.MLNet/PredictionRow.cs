namespace Hinge.Bench.MLNet;

/// <summary>A row as PredictionEngine takes it.</summary>
internal sealed class PredictionRow
{
    public float Label { get; set; }

    public float[] Features { get; set; } = [];
}
