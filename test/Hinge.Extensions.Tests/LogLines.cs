using Microsoft.Extensions.Logging;

namespace Hinge.Extensions.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger<ServedModel>
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, formatter(state, exception)));
}
