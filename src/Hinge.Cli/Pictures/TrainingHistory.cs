using Hinge.Training;

namespace Hinge.Cli.Pictures;

/// <summary>Keeps what training reports on its way, and passes it on.</summary>
/// <param name="next">Who else listens, if anybody.</param>
internal sealed class TrainingHistory(IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    private readonly List<TrainingProgress> _reports = [];

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<TrainingProgress> Reports => _reports;

    public void Report(TrainingProgress value)
    {
        _reports.Add(value);
        next?.Report(value);
    }
}
