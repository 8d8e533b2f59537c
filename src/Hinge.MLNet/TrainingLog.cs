using System.Globalization;
using Hinge.Training;
using Microsoft.ML.Runtime;

namespace Hinge.MLNet;

/// <summary>Tells an <see cref="Microsoft.ML.MLContext"/>'s log and the caller's progress how far training is.</summary>
internal sealed class TrainingLog : IProgress<TrainingProgress>, IDisposable
{
    private readonly IChannel? _channel;
    private readonly IProgress<TrainingProgress>? _progress;

    public TrainingLog(HingeOptions options)
    {
        _channel = ((IChannelProvider?)options.Context)?.Start("Hinge");
        _progress = options.Progress;
    }

    public void Warn(FormattableString text) => _channel?.Warning(MessageSensitivity.None, FormattableString.Invariant(text));

    public void Report(TrainingProgress value)
    {
        _channel?.Info(MessageSensitivity.None, string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}: primal {value.Primal:G6}, dual {value.Dual:G6}, relative gap {value.RelativeGap:E1}, {value.ActiveExamples} active examples, {value.Elapsed.TotalSeconds:F2} s"));
        _progress?.Report(value);
    }

    public void Finish(TrainingResult result) =>
        _channel?.Info(MessageSensitivity.None, string.Create(CultureInfo.InvariantCulture, $"{result.StopReason} after {result.Certificate.Epochs} epochs of {result.Certificate.Solver} in {result.Elapsed.TotalSeconds:F2} s: primal {result.Certificate.Primal:G6}, relative gap {result.Certificate.RelativeGap:E1}"));

    public void Dispose() => _channel?.Dispose();
}
