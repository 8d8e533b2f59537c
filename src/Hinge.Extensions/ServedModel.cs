using Hinge.Models;
using Microsoft.Extensions.Logging;

namespace Hinge.Extensions;

/// <summary>A model file in service: loaded once, and again when the file is replaced by another that can be read.</summary>
/// <remarks>
/// A file that cannot be read keeps the model that there is, is logged, and makes the health check degraded until a good one comes. The
/// first reading throws. All members may be called from several threads at once.
/// </remarks>
public sealed class ServedModel : IDisposable
{
    private readonly Lock _reading = new();
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private volatile LoadedModel _current;
    private volatile string? _failure;
    private FileMark _mark;

    /// <summary>Loads the model and begins to look for changes.</summary>
    /// <param name="name">What metrics and logs call it.</param>
    /// <param name="path">A model written by hinge train or <see cref="LinearModel.Save(string)"/>.</param>
    /// <param name="options">How it is served.</param>
    /// <param name="logger">Where reloading is told.</param>
    /// <param name="clock">The clock that the file is looked at by.</param>
    /// <exception cref="Data.DataFormatException">There is no such file, or it is no model, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public ServedModel(string name, string path, HingeOptions options, ILogger<ServedModel> logger, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(clock);
        options.Validate();
        (_name, Path, _logger) = (name, path, logger);
        _mark = FileMark.Of(path);
        _current = new LoadedModel(name, LinearModel.Load(path));
        ServedModelLog.Loaded(logger, name, path, Current.Model.Certificate.RelativeGap);
        if (options.CheckEvery > TimeSpan.Zero) _timer = clock.CreateTimer(_ => ReloadIfChanged(), null, options.CheckEvery, options.CheckEvery);
    }

    /// <summary>The model's file.</summary>
    public string Path { get; }

    /// <summary>What is served now.</summary>
    public LoadedModel Current => _current;

    /// <summary>Why the file as it is now could not be loaded, or null where it is what is served.</summary>
    public string? Failure => _failure;

    /// <summary>Reads the file again. Where that fails, what was served stays.</summary>
    /// <returns>Whether it was loaded.</returns>
    public bool Reload()
    {
        lock (_reading)
        {
            _mark = FileMark.Of(Path);
            try
            {
                _current = new LoadedModel(_name, LinearModel.Load(Path));
                _failure = null;
                ServedModelLog.Loaded(_logger, _name, Path, _current.Model.Certificate.RelativeGap);
            }
            catch (Exception e) when (e is Data.DataFormatException or IOException or UnauthorizedAccessException)
            {
                _failure = e.Message;
                ServedModelLog.Kept(_logger, _name, Path, e);
            }
            ServedModelMetrics.Reloaded(_name, _failure is null);
            return _failure is null;
        }
    }

    /// <summary>Stops looking for changes; what is served stays.</summary>
    public void Dispose() => _timer?.Dispose();

    private void ReloadIfChanged()
    {
        lock (_reading)
        {
            if (FileMark.Of(Path) != _mark) Reload();
        }
    }
}
