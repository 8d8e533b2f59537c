using System.Runtime.InteropServices;

namespace Hinge.Packages.Tests;

/// <summary>Tests that compile native code take minutes: they run with the peers' tests.</summary>
internal static class SlowTests
{
    public static bool AreAskedFor { get; } = Environment.GetEnvironmentVariable("HINGE_PEERS") == "1" && OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    public static void SkipUnlessAskedFor() => Assert.SkipUnless(AreAskedFor, "Run ./test.sh --peers, on linux-x64, to compile native code too.");
}
