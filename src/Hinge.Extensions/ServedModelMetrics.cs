using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hinge.Extensions;

/// <summary>
/// The meter <c>Hinge.Extensions</c>: <c>hinge.prediction.duration</c> (seconds; its count is the number of predictions) and
/// <c>hinge.model.reloads</c>, both with the model's name. Nothing is measured while nobody listens.
/// </summary>
internal static class ServedModelMetrics
{
    private static readonly Meter Meter = new("Hinge.Extensions");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("hinge.prediction.duration", "s", "How long a prediction took.");
    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>("hinge.model.reloads", "{reload}", "Model files read again, by whether they could be.");

    public static KeyValuePair<string, object?> Tag(string name) => new("hinge.model", name);

    public static void Predicted(in KeyValuePair<string, object?> tag, long started)
    {
        if (Duration.Enabled) Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
    }

    public static void Reloaded(string name, bool isLoaded) => Reloads.Add(1, Tag(name), new("hinge.loaded", isLoaded));
}
