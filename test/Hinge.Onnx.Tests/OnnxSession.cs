using Hinge.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hinge.Onnx.Tests;

/// <summary>A written file in ONNX Runtime, as a user would run it.</summary>
internal sealed class OnnxSession(string path) : IDisposable
{
    public InferenceSession Session { get; } = new(path);

    public void Dispose() => Session.Dispose();

    /// <summary>An output, as an array.</summary>
    public T[] Run<T>(string output, params NamedOnnxValue[] inputs)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = Session.Run(inputs, [output]);
        return [.. results[0].AsEnumerable<T>()];
    }

    public static NamedOnnxValue Features(FeatureMatrix features)
    {
        DenseTensor<float> tensor = new([features.ExampleCount, features.FeatureCount]);
        double[] row = new double[features.FeatureCount];
        for (int i = 0; i < features.ExampleCount; i++)
        {
            features.CopyRow(i, row);
            for (int f = 0; f < row.Length; f++) tensor[i, f] = (float)row[f];
        }
        return NamedOnnxValue.CreateFromTensor("features", tensor);
    }

    public static NamedOnnxValue Column<T>(string name, params T[] values) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, [values.Length, 1]));
}
