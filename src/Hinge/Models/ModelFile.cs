using System.Text.Json;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Models.Liblinear;
using Hinge.Models.ScikitLearn;
using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>Models in files: the metadata as JSON, the weights as row-major float64.</summary>
internal static class ModelFile
{
    public static ReadOnlySpan<byte> Magic => "HINGEMOD"u8;

    public static void Write(string path, LinearModel model)
    {
        Objective objective = model.Objective;
        ModelMetadata metadata = new()
        {
            FeatureCount = model.FeatureCount,
            ClassCount = model.ClassCount,
            ClassNames = [.. model.ClassNames],
            FeatureNames = model.FeatureNames is null ? null : [.. model.FeatureNames],
            Featurization = model.Featurization is null ? null : JsonElement.Parse(model.Featurization),
            Loss = objective.Loss.Name,
            Cost = objective.Cost,
            Lambda = objective.Lambda,
            Delta = objective.Loss.Delta is { TableClassCount: 0 } delta ? delta.Value : null,
            DeltaTable = objective.Loss.Delta is { TableClassCount: > 0 } table ? table.Table.ToArray() : null,
            BiasScale = objective.BiasScale,
            L1Penalty = objective.L1Penalty,
            IsPureL1 = objective.IsPureL1,
            LeavesBiasFree = objective.LeavesBiasFree,
            ClassWeights = objective.ClassWeights is null ? null : [.. objective.ClassWeights],
            BalancesClasses = objective.BalancesClasses,
            Certificate = model.Certificate,
            Calibration = model.Calibration,
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(metadata, MetadataJson.Default.ModelMetadata);
        long length = (long)model.Weights.Values.Length * sizeof(double);
        HingeFile.Write(path, Magic, json, length, stream => FileNumbers.Write(stream, model.Weights.Values));
    }

    public static LinearModel Read(string path)
    {
        if (LiblinearReader.IsModel(path) || CoefficientArchive.IsModel(path))
            throw new DataFormatException(path, null, "this is a model of another program. Convert it first: hinge convert, with this file and a name that ends in .hinge.");
        using FileStream file = InputFile.OpenPlain(path);
        (byte[] json, long payloadLength) = HingeFile.Open(path, file, Magic, "model");
        try
        {
            ModelMetadata metadata = JsonSerializer.Deserialize(json, MetadataJson.Default.ModelMetadata)
                ?? throw new JsonException("no metadata");
            if (metadata.FeatureCount < 1 || metadata.ClassCount < 1)
                throw new ArgumentException($"its metadata counts {metadata.FeatureCount} features and {metadata.ClassCount} classes");
            long rows = metadata.FeatureCount + (metadata.BiasScale == 0 ? 0L : 1L);
            if ((decimal)rows * metadata.ClassCount * sizeof(double) != payloadLength)
                throw new ArgumentException($"its metadata promises {rows}×{metadata.ClassCount} weights, and {payloadLength / sizeof(double)} are there");
            Delta? delta = metadata.DeltaTable is { } table ? new Delta(metadata.ClassCount, table)
                : metadata.Delta is { } value ? new Delta(value) : null;
            Objective objective = new()
            {
                Loss = Loss.Create(metadata.Loss, delta),
                Cost = metadata.Cost,
                Lambda = metadata.Lambda,
                BiasScale = metadata.BiasScale,
                L1Penalty = metadata.L1Penalty,
                IsPureL1 = metadata.IsPureL1,
                LeavesBiasFree = metadata.LeavesBiasFree,
                ClassWeights = metadata.ClassWeights,
                BalancesClasses = metadata.BalancesClasses,
            };
            RequireNumbers(metadata.Certificate, metadata.IsPureL1);
            objective.Validate(metadata.Certificate.ExampleCount, metadata.ClassCount);
            WeightMatrix weights = ReadWeights(file, (int)rows, metadata.ClassCount);
            LinearModel model = new(weights, metadata.ClassNames, metadata.FeatureNames, objective, metadata.Certificate, metadata.Featurization?.GetRawText());
            return metadata.Calibration is { } calibration ? model.With(calibration) : model;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or OverflowException)
        {
            throw HingeFile.Damaged(path, e.Message);
        }
    }

    private static void RequireNumbers(Certificate certificate, bool isPureL1)
    {
        bool isProof = double.IsFinite(certificate.Primal) && double.IsFinite(certificate.Dual) && certificate.DualDistance >= 0 && double.IsFinite(certificate.DualDistance) != isPureL1;
        bool provesNothing = (double.IsFinite(certificate.Primal) || double.IsNaN(certificate.Primal)) && certificate.Dual == double.NegativeInfinity && certificate.DualDistance == double.PositiveInfinity;
        if (certificate.ImportedFrom is not null && !(provesNothing && double.IsNaN(certificate.Primal)))
            throw new ArgumentException("its weights are imported, and its certificate states a proof");
        if (!(isProof || provesNothing) || !(certificate.Rounding >= 0) || certificate.ExampleCount < (certificate.ImportedFrom is null ? 1 : 0) || !(certificate.HoldoutShare >= 0 && certificate.HoldoutShare < 1))
            throw new ArgumentException("its certificate holds numbers that no training gives");
    }

    private static WeightMatrix ReadWeights(FileStream file, int rows, int classCount)
    {
        WeightMatrix weights = new(rows, classCount);
        FileNumbers.Read(file, weights.Values);
        foreach (double weight in weights.Values)
            if (!double.IsFinite(weight)) throw new ArgumentException("a weight is NaN or infinite");
        return weights;
    }
}
