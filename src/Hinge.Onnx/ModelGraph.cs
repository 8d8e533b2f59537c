using System.Globalization;
using Hinge.Data.Featurization;
using Hinge.Models;
using Hinge.Onnx.Schema;
using static Hinge.Onnx.Schema.TensorProto.Types;

namespace Hinge.Onnx;

/// <summary>
/// A model as a graph of standard operators: scores = features·W + bias (Gemm), label = the name of the first highest (ArgMax, Gather), and
/// probabilities = softmax of the scores, calibrated or not, where the model has them.
/// </summary>
internal static class ModelGraph
{
    public const string Features = "features", Label = "label", Scores = "scores", Probabilities = "probabilities";

    /// <summary>Of ai.onnx: the first with all that is used here; runtimes of 2021 and later have it.</summary>
    public const int OperatorSet = 13;

    /// <summary>Of ai.onnx.ml.</summary>
    private const int MachineLearningOperatorSet = 2;

    /// <summary>The file format that came with these.</summary>
    private const int Format = 7;

    /// <summary>Protobuf's files end below 2 GiB.</summary>
    private const long MostWeights = 500_000_000;

    /// <summary>Whether class names are all whole numbers of 64 bits, so that labels are int64; else they are text.</summary>
    public static bool HasIntegerLabels(LinearModel model) =>
        model.ClassNames.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number.ToString(CultureInfo.InvariantCulture) == name);

    /// <summary>Builds the graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="featurizer">How its features are made of a table's columns, which then are the inputs; null where the features are the input.</param>
    /// <exception cref="ArgumentException">A column, or a weight, cannot be expressed.</exception>
    public static ModelProto Build(LinearModel model, Featurizer? featurizer)
    {
        if (model.Weights.Values.Length > MostWeights)
            throw new ArgumentException($"the model must have at most {MostWeights} weights to be written as ONNX; got {model.Weights.Values.Length}.", nameof(model));
        int d = model.FeatureCount, k = model.ClassCount;
        GraphBuilder graph = new("hinge");
        string features = featurizer is null ? graph.Input(Features, DataType.Float, d, "the features of a row, in the order of training") : TableInputs.Add(graph, featurizer);
        float[] weights = new float[d * k], bias = new float[k];
        ReadOnlySpan<double> values = model.Weights.Values;
        for (int e = 0; e < weights.Length; e++) weights[e] = Single(values[e]);
        for (int j = 0; j < k && model.Objective.BiasScale != 0; j++) bias[j] = Single(model.Objective.BiasScale * model.Weights[d, j]);

        string scores = graph.Node("Gemm", Scores, [features, graph.Constant("hinge/weights", weights, d, k), graph.Constant("hinge/bias", bias, k)]);
        string best = graph.Node("ArgMax", "hinge/best", [scores], GraphBuilder.Attribute("axis", 1), GraphBuilder.Attribute("keepdims", 0));
        bool areIntegers = HasIntegerLabels(model);
        string names = areIntegers
            ? graph.Constant("hinge/classes", [.. model.ClassNames.Select(name => long.Parse(name, CultureInfo.InvariantCulture))], k)
            : graph.Constant("hinge/classes", model.ClassNames, k);
        graph.Node("Gather", Label, [names, best]);
        graph.Output(Label, areIntegers ? DataType.Int64 : DataType.String, "the class with the highest score, the first of equals");
        graph.Output(Scores, DataType.Float, "a score a class", k);
        if (model.HasProbabilities)
        {
            string warmed = model.Calibration is { } calibration
                ? graph.Node("Mul", "hinge/calibrated", [scores, graph.Constant("hinge/inverse temperature", [Single(calibration.InverseTemperature)])])
                : scores;
            graph.Node("Softmax", Probabilities, [warmed], GraphBuilder.Attribute("axis", 1));
            graph.Output(Probabilities, DataType.Float, "a probability a class", k);
        }
        return Model(model, graph);
    }

    private static ModelProto Model(LinearModel model, GraphBuilder graph)
    {
        Certificate certificate = model.Certificate;
        ModelProto proto = new()
        {
            IrVersion = Format,
            ProducerName = "Hinge",
            ProducerVersion = Certificate.LibraryVersion,
            Graph = graph.Graph,
            DocString = certificate.ImportedFrom is { } program ? $"A linear classifier from {program}." : $"A linear classifier. It minimizes {model.Objective.Formula(certificate.ExampleCount)}.",
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        if (graph.Graph.Node.Any(node => node.Domain == GraphBuilder.MachineLearning))
            proto.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphBuilder.MachineLearning, Version = MachineLearningOperatorSet });
        Add("classes", string.Join('\n', model.ClassNames));
        if (certificate.ImportedFrom is { } from)
        {
            Add("imported_from", from);
            return proto;
        }
        Add("loss", model.Objective.Loss.Name);
        Add("examples", certificate.ExampleCount.ToString(CultureInfo.InvariantCulture));
        Add("data_fingerprint", certificate.Fingerprint);
        Add("primal", Text(certificate.Primal));
        if (certificate.HasDual)
        {
            Add("dual", Text(certificate.Dual));
            Add("relative_gap", Text(certificate.RelativeGap));
        }
        return proto;

        void Add(string key, string value) => proto.MetadataProps.Add(new StringStringEntryProto { Key = $"hinge.{key}", Value = value });
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static float Single(double weight) =>
        float.IsFinite((float)weight) ? (float)weight : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights must be finite as 32-bit floats to be written as ONNX; got {weight}. Scale the features, and train again."));
}
