namespace Hinge.Robustness;

/// <summary>Time as the process spends it: what else runs on the machine does not count, and neither do pauses.</summary>
internal sealed class ProcessorClock : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
