using Hinge.Data;
using Hinge.Models;
using Hinge.Training;

namespace Hinge.Playground.Training;

/// <summary>A training off the page's thread: what it has reported so far, its latest weights, and in the end its result.</summary>
public sealed class TrainingJob : IProgress<TrainingProgress>, IDisposable
{
    /// <summary>The most reports that are kept: every other one goes when there are more.</summary>
    private const int ReportLimit = 600;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _lock = new();
    private readonly TimeSpan _pause;
    private List<TrainingProgress> _reports = [];
    private bool _isDisposed;

    /// <summary>Prepares a training.</summary>
    /// <param name="pause">How long to rest after each report, so that it can be watched; zero for not at all.</param>
    public TrainingJob(TimeSpan pause) => _pause = pause;

    /// <summary>The reports so far.</summary>
    public IReadOnlyList<TrainingProgress> Reports
    {
        get
        {
            lock (_lock) return [.. _reports];
        }
    }

    /// <summary>The weights of the lowest loss so far; null before the first report.</summary>
    public WeightMatrix? Weights { get; private set; }

    /// <summary>What came out; null until then.</summary>
    public TrainingResult? Result { get; private set; }

    /// <summary>Each example's class by the model, once there is a result.</summary>
    public IReadOnlyList<int> Predicted { get; private set; } = [];

    /// <summary>Why it could not be done.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Whether it has come to its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Trains on a thread of the pool.</summary>
    /// <param name="data">The data.</param>
    /// <param name="settings">What to train.</param>
    /// <param name="gate">Where a place has been taken, which is given back.</param>
    public Task RunAsync(Dataset data, TrainingSettings settings, TrainingGate gate) => Task.Run(() =>
    {
        try
        {
            TrainingOptions options = new() { RelativeGap = settings.Gap, EpochLimit = settings.Passes };
            TrainingResult result = Trainers.Create(settings.Solver).Train(data, settings.Objective, options, this, _cancellation.Token);
            Weights = result.Model.Weights;
            Predicted = result.Model.Predict(data.Features);
            Result = result;
        }
        catch (ArgumentException e)
        {
            Complaint = e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
        }
        finally
        {
            HasEnded = true;
            gate.Leave();
        }
    });

    /// <summary>Ends it early; what was found by then is its result. Nothing where it has ended.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            if (!_isDisposed) _cancellation.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        Weights = value.CopyWeights() ?? Weights;
        lock (_lock)
        {
            _reports.Add(value);
            if (_reports.Count > ReportLimit) _reports = [.. _reports.Where((_, index) => index % 2 == 0 || index == _reports.Count - 1)];
        }
        if (_pause > TimeSpan.Zero) _cancellation.Token.WaitHandle.WaitOne(_pause);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _cancellation.Dispose();
        }
    }
}
