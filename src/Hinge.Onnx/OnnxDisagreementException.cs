namespace Hinge.Onnx;

/// <summary>A row that ONNX Runtime and Hinge do not agree on: the file was not written.</summary>
public sealed class OnnxDisagreementException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <param name="message">What each says.</param>
    public OnnxDisagreementException(int row, string message)
        : base(message) => Row = row;

    /// <summary>The row, counted from 0.</summary>
    public int Row { get; }
}
