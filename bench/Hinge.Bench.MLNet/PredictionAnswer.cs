using Microsoft.ML.Data;

namespace Hinge.Bench.MLNet;

/// <summary>What PredictionEngine answers.</summary>
internal sealed class PredictionAnswer
{
    [ColumnName("PredictedLabel")]
    public float Class { get; set; }

    public float[] Score { get; set; } = [];
}
