using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Hinge.Bench.MLNet;

/// <summary>A trained model and the seconds it took; printed as JSON, the weights in a file beside it.</summary>
/// <param name="Classes">The labels, in the order of the columns of the weights.</param>
/// <param name="Rows">How many rows the weights have: the features, then the bias.</param>
/// <param name="ReadSeconds">From the start of the program's work to all data in memory.</param>
/// <param name="TrainSeconds">From then to the model.</param>
internal sealed record TrainerResult(float[] Classes, int Rows, double ReadSeconds, double TrainSeconds)
{
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Rows × classes, row-major; not printed.</summary>
    private double[] Weights { get; init; } = [];

    public static TrainerResult Of(LinearMulticlassModelParametersBase model, float[] classes, TimeSpan reading, TimeSpan training)
    {
        VBuffer<float>[] columns = [];
        model.GetWeights(ref columns, out int classCount);
        float[] biases = [.. model.GetBiases()];
        int featureCount = columns[0].Length;
        double[] weights = new double[(featureCount + 1) * classCount];
        for (int j = 0; j < classCount; j++)
        {
            foreach ((int feature, float weight) in columns[j].Items()) weights[feature * classCount + j] = weight;
            weights[featureCount * classCount + j] = biases[j];
        }
        return new TrainerResult(classes, featureCount + 1, reading.TotalSeconds, training.TotalSeconds) { Weights = weights };
    }

    /// <summary>Writes the weights as little-endian float64.</summary>
    public void SaveWeights(string path)
    {
        byte[] bytes = new byte[Weights.Length * sizeof(double)];
        for (int i = 0; i < Weights.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), Weights[i]);
        File.WriteAllBytes(path, bytes);
    }
}
