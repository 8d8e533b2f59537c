using System.Diagnostics.Metrics;
using Hinge.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Hinge.Extensions.Tests;

/// <summary>Models in service: loaded, replaced, kept where the new file is broken, and seen from outside.</summary>
public sealed class ServedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppedClock _clock = new();
    private readonly LogLines _log = new();

    private string Path => _folder.File("model.hinge");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AddHinge_ModelFile_IsServed()
    {
        SmallModels.Straight.Save(Path);
        using ServiceProvider services = Services(collection => collection.AddHinge(Path));
        ServedModel served = services.GetRequiredService<ServedModel>();
        double[] scores = new double[2];
        Assert.Equal(1, served.Current.Predict<float>([2, 5], scores));
        Assert.Equal([2, 5], scores);
        Assert.Same(served, services.GetRequiredService<ServedModel>());
    }

    [Fact]
    public void AddKeyedHinge_TwoModels_AreServedByTheirKeys()
    {
        string other = _folder.File("other.hinge");
        SmallModels.Straight.Save(Path);
        SmallModels.Crossed.Save(other);
        using ServiceProvider services = Services(collection => collection.AddKeyedHinge("a", Path).AddKeyedHinge("b", other));
        Assert.Equal(1, services.GetRequiredKeyedService<ServedModel>("a").Current.Predict<float>([2, 5], new double[2]));
        Assert.Equal(0, services.GetRequiredKeyedService<ServedModel>("b").Current.Predict<float>([2, 5], new double[2]));
    }

    [Fact]
    public void AddHinge_MissingFile_ThrowsWhenAskedFor()
    {
        using ServiceProvider services = Services(collection => collection.AddHinge(Path));
        Assert.Throws<Data.DataFormatException>(services.GetRequiredService<ServedModel>);
    }

    [Fact]
    public void Timer_ReplacedFile_IsLoadedAndOldSnapshotsStay()
    {
        SmallModels.Straight.Save(Path);
        using ServedModel served = Serve();
        LoadedModel before = served.Current;
        _clock.Ring();
        Assert.Same(before, served.Current);
        Replace(() => SmallModels.Crossed.Save(Path));
        _clock.Ring();
        Assert.Equal(0, served.Current.Predict<float>([2, 5], new double[2]));
        Assert.Equal(1, before.Predict<float>([2, 5], new double[2]));
    }

    [Fact]
    public async Task Timer_BrokenFile_KeepsTheModelLogsAndDegradesUntilAGoodOneComes()
    {
        SmallModels.Straight.Save(Path);
        using ServiceProvider services = Services(collection => collection.AddHinge(Path).AddSingleton<ILogger<ServedModel>>(_log));
        ServedModel served = services.GetRequiredService<ServedModel>();
        HealthCheckService health = services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
        LoadedModel before = served.Current;

        Replace(() => File.WriteAllText(Path, "no model"));
        _clock.Ring();
        Assert.Same(before, served.Current);
        Assert.NotNull(served.Failure);
        Assert.Contains(_log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains(Path, StringComparison.Ordinal));
        Assert.Equal(HealthStatus.Degraded, (await health.CheckHealthAsync()).Status);

        Replace(() => SmallModels.Crossed.Save(Path));
        _clock.Ring();
        Assert.Null(served.Failure);
        Assert.Equal(0, served.Current.Predict<float>([2, 5], new double[2]));
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
    }

    [Fact]
    public void Reload_DeletedFile_KeepsTheModel()
    {
        SmallModels.Straight.Save(Path);
        using ServedModel served = Serve();
        File.Delete(Path);
        Assert.False(served.Reload());
        Assert.Equal(1, served.Current.Predict<float>([2, 5], new double[2]));
    }

    [Fact]
    public void Dispose_EndsTheTimer()
    {
        SmallModels.Straight.Save(Path);
        ServedModel served = Serve();
        Assert.Equal(1, _clock.TimerCount);
        served.Dispose();
        Assert.Equal(0, _clock.TimerCount);
    }

    [Fact]
    public void Metrics_PredictionsAndReloads_AreMeasuredByModel()
    {
        SmallModels.Straight.Save(Path);
        string name = $"metrics-{Guid.NewGuid()}";
        List<(string Instrument, object? Loaded)> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Hinge.Extensions") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value >= 0, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value == 1, tags));
        listener.Start();

        using ServedModel served = Serve(name);
        served.Current.Predict<float>([2, 5], new double[2]);
        served.Current.Predict<double>([2, 5], new double[2]);
        served.Reload();
        Assert.Equal([("hinge.prediction.duration", null), ("hinge.prediction.duration", null), ("hinge.model.reloads", (object?)true)], seen);

        void Note(Instrument instrument, bool isRight, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> named = new(tags.ToArray());
            // Other tests' models are measured at the same time.
            if (!Equals(named["hinge.model"], name)) return;
            Assert.True(isRight);
            lock (seen) seen.Add((instrument.Name, named.GetValueOrDefault("hinge.loaded")));
        }
    }

    [Fact]
    public void Predict_OneRow_AllocatesNothing()
    {
        SmallModels.Straight.Save(Path);
        using ServedModel served = Serve();
        float[] row = [2, 5];
        double[] scores = new double[2];
        LoadedModel current = served.Current;
        for (int i = 0; i < 100; i++) current.Predict<float>(row, scores);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) current.Predict<float>(row, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Options_NegativeInterval_IsRefused()
    {
        SmallModels.Straight.Save(Path);
        Assert.Contains("CheckEvery must be at least zero", Assert.Throws<ArgumentException>(() => new ServedModel("m", Path, new HingeOptions { CheckEvery = TimeSpan.FromSeconds(-1) }, _log, _clock)).Message, StringComparison.Ordinal);
    }

    private ServedModel Serve(string name = "model") => new(name, Path, new HingeOptions(), _log, _clock);

    private ServiceProvider Services(Action<IServiceCollection> add)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        add(services);
        return services.BuildServiceProvider();
    }

    /// <summary>Writes the file, with a time of its own: a test is faster than the clock of some file systems.</summary>
    private void Replace(Action write)
    {
        DateTime before = File.GetLastWriteTimeUtc(Path);
        write();
        File.SetLastWriteTimeUtc(Path, before.AddSeconds(1));
    }
}
