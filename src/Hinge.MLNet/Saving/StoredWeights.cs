using System.Buffers.Binary;
using System.IO.Compression;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Hinge.MLNet.Saving;

/// <summary>The weights of a linear multiclass model within the zip that ML.NET saves.</summary>
/// <remarks>
/// <code>
/// offset   size  content of the entry
/// 16       8     m, where the model begins
/// m        4     4, the bytes of a float
/// m + 4    4     D
/// m + 8    4     K
/// m + 12   4·K   biases, float32
/// ...      4     0: no starts of sparse rows
/// ...      4     0: no columns of sparse rows
/// ...      4     D·K
/// ...      4·DK  weights, float32, class by class
/// </code>
/// All numbers are little-endian.
/// </remarks>
internal static class StoredWeights
{
    private const int ModelOffset = 16;
    private const int MostWeights = 1 << 27;

    /// <summary>A model's weights class by class, and its biases, as floats.</summary>
    /// <exception cref="NotSupportedException">There are too many, or one is too large.</exception>
    public static (float[] Weights, float[] Biases) Of(LinearModel model)
    {
        int featureCount = model.FeatureCount, classCount = model.ClassCount;
        if ((long)featureCount * classCount > MostWeights)
            throw new NotSupportedException(FormattableString.Invariant($"weights must be at most {MostWeights} to become a model of ML.NET's; got {featureCount}×{classCount}. Save HingeTransformer.Model instead."));
        float[] weights = new float[featureCount * classCount], biases = new float[classCount];
        for (int j = 0; j < classCount; j++)
        {
            for (int d = 0; d < featureCount; d++) weights[j * featureCount + d] = (float)model.Weights[d, j];
            if (model.Objective.BiasScale != 0) biases[j] = (float)(model.Objective.BiasScale * model.Weights[featureCount, j]);
        }
        return weights.All(float.IsFinite) && biases.All(float.IsFinite)
            ? (weights, biases)
            : throw new NotSupportedException("weights must be finite as floats to become a model of ML.NET's. Scale the features up, or save HingeTransformer.Model instead.");
    }

    /// <summary>Puts other weights in the place of those of <paramref name="shape"/>, which the zip holds.</summary>
    /// <exception cref="NotSupportedException">They are not found.</exception>
    public static void Replace(Stream zip, LinearMulticlassModelParametersBase shape, float[] weights, float[] biases)
    {
        byte[] stored = Bytes(shape), wanted = Bytes(weights, biases);
        using ZipArchive archive = new(zip, ZipArchiveMode.Update, leaveOpen: true);
        foreach (ZipArchiveEntry entry in archive.Entries.ToArray())
        {
            if (entry.Length < stored.Length) continue;
            byte[] content = new byte[entry.Length];
            using (Stream stream = entry.Open()) stream.ReadExactly(content);
            long start = BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(ModelOffset));
            if (start < 0 || start > content.Length - stored.Length || !content.AsSpan((int)start, stored.Length).SequenceEqual(stored)) continue;
            wanted.CopyTo(content, start);
            string name = entry.FullName;
            entry.Delete();
            using Stream replaced = archive.CreateEntry(name).Open();
            replaced.Write(content);
            return;
        }
        throw Unknown();
    }

    /// <summary>Whether a transformer is a linear model of exactly these weights.</summary>
    public static bool AreThose(ITransformer transformer, float[] weights, float[] biases) =>
        transformer is IPredictionTransformer<object> { Model: LinearMulticlassModelParametersBase model } && Bytes(model).AsSpan().SequenceEqual(Bytes(weights, biases));

    public static NotSupportedException Unknown() =>
        new($"ML.NET {typeof(MLContext).Assembly.GetName().Version} stores linear models in another way than the version that Hinge.MLNet was built with. Save HingeTransformer.Model instead.");

    private static byte[] Bytes(LinearMulticlassModelParametersBase model)
    {
        VBuffer<float>[] columns = [];
        model.GetWeights(ref columns, out _);
        return Bytes([.. columns.SelectMany(column => column.DenseValues())], [.. model.GetBiases()]);
    }

    private static byte[] Bytes(float[] weights, float[] biases)
    {
        byte[] bytes = new byte[sizeof(float) * (weights.Length + biases.Length) + 6 * sizeof(int)];
        int start = 0;
        AddInteger(sizeof(float));
        AddInteger(weights.Length / biases.Length);
        AddInteger(biases.Length);
        AddNumbers(biases);
        AddInteger(0);
        AddInteger(0);
        AddInteger(weights.Length);
        AddNumbers(weights);
        return bytes;

        void AddInteger(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(start), value);
            start += sizeof(int);
        }

        void AddNumbers(float[] values)
        {
            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(start), value);
                start += sizeof(float);
            }
        }
    }
}
