using Google.Protobuf;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.Tables;
using Hinge.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hinge.Onnx;

/// <summary>Writes models as ONNX files of standard operators (ai.onnx 13, ai.onnx.ml 2), once ONNX Runtime has agreed with Hinge on every row given.</summary>
/// <remarks>
/// Inputs: <c>features</c>, float [N, D]; of a model of a table one input a column, named as it is: double [N, 1] for numbers and truth values with
/// NaN for missing ones, string [N, 1] for categories with the empty text for missing ones, float [N, length] for embeddings. Outputs: <c>label</c>,
/// [N], int64 where all class names are whole numbers and string else; <c>scores</c>, float [N, K]; of softmax and of calibrated models <c>probabilities</c>, float [N, K].
/// </remarks>
public static class OnnxExport
{
    /// <summary>Writes a model whose input is its features.</summary>
    /// <param name="path">The file to create or replace; written only if every row agrees.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">N ≥ 1 real rows of D columns to verify with; float64 ones are rounded to float32.</param>
    /// <exception cref="OnnxDisagreementException">ONNX Runtime says another label of a row, or a score further off than float32 explains.</exception>
    /// <exception cref="ArgumentException">The rows do not fit, there are none, or the model cannot be expressed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OnnxVerification Write(string path, LinearModel model, FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        FeatureMatrix fitted = rows.IsSparse && rows.FeatureCount < model.FeatureCount ? rows.Widen(model.FeatureCount) : rows;
        return Write(path, model, null, new RowFeed(fitted, null, null));
    }

    /// <summary>Writes a model of a table, whose inputs are the table's columns.</summary>
    /// <param name="path">The file to create or replace; written only if every row agrees.</param>
    /// <param name="model">The model.</param>
    /// <param name="featurizer">How its features are made, as its <see cref="LinearModel.Featurization"/> says.</param>
    /// <param name="rows">A table of one row or more to verify with, read as <see cref="Featurizer.Requests"/> says.</param>
    /// <exception cref="OnnxDisagreementException">ONNX Runtime says another label of a row, or a score further off than float32 explains.</exception>
    /// <exception cref="ArgumentException">There are no rows, or a column cannot be expressed: text and dates.</exception>
    /// <exception cref="DataFormatException">A value does not fit.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OnnxVerification Write(string path, LinearModel model, Featurizer featurizer, Table rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(featurizer);
        ArgumentNullException.ThrowIfNull(rows);
        if (featurizer.FeatureCount != model.FeatureCount)
            throw new ArgumentException($"featurizer must make the model's {model.FeatureCount} features; got {featurizer.FeatureCount}.", nameof(featurizer));
        TableInputs.RequireExpressible(featurizer);
        return Write(path, model, featurizer, new RowFeed(featurizer.Transform(rows), rows, featurizer));
    }

    private static OnnxVerification Write(string path, LinearModel model, Featurizer? featurizer, RowFeed rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (rows.Features.ExampleCount == 0) throw new ArgumentException("rows must hold at least one row to verify with.", nameof(rows));
        byte[] file = ModelGraph.Build(model, featurizer).ToByteArray();
        try
        {
            OnnxVerification verification = new RuntimeCheck(model).Run(file, rows);
            AtomicFile.Write(path, stream => stream.Write(file));
            return verification;
        }
        catch (OnnxRuntimeException e)
        {
            throw new ArgumentException($"the model must be one that ONNX Runtime runs; it says: {e.Message.TrimEnd('.')}. Nothing was written.", nameof(model), e);
        }
    }
}
