namespace Hinge.Testing;

/// <summary>A clock that moves on by a fixed step each time it is read.</summary>
/// <param name="step">How far each reading moves it.</param>
public sealed class ManualClock(TimeSpan step) : TimeProvider
{
    private long _ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _ticks += step.Ticks;
}
