namespace Hinge.Cli.Tests;

/// <summary>docs/tuning.md shows what <c>hinge tune</c> prints today.</summary>
public sealed class TuningPageTests : Workplace
{
    [Fact]
    public void Page_ConsoleBlock_IsWhatTheCommandPrints() => Assert.Equal(1, ConsoleBlocks.Check("docs/tuning.md", Folder));
}
