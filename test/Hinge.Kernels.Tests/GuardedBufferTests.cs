namespace Hinge.Kernels.Tests;

/// <summary>The trap itself: without it the sweeps would prove less than they claim.</summary>
public class GuardedBufferTests
{
    [Fact]
    public void EndingAt_OffsetZero_LiesAgainstAPageThatMayNotBeRead()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guard pages are mapped on Linux only.");
        using GuardedBuffer<double> buffer = new(100);
        Span<double> span = buffer.EndingAt(10, 0);
        span.Fill(1);

        string[] maps = File.ReadAllLines("/proc/self/maps");
        ulong end = AddressOfEnd(span);
        Assert.Contains(maps, line => line.StartsWith($"{end:x}-", StringComparison.Ordinal) && line.Contains("---p", StringComparison.Ordinal));
    }

    [Fact]
    public void IsUntouchedOutside_WriteJustOutside_IsSeen()
    {
        using GuardedBuffer<double> buffer = new(100);
        Span<double> wide = buffer.EndingAt(12, 0);
        Span<double> span = buffer.EndingAt(10, 1);
        span.Fill(1);
        Assert.True(buffer.IsUntouchedOutside());
        wide[11] = 1;
        Assert.False(buffer.IsUntouchedOutside());
    }

    private static unsafe ulong AddressOfEnd(Span<double> span)
    {
        fixed (double* start = span) return (ulong)(start + span.Length);
    }
}
