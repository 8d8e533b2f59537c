using System.ComponentModel;
using System.Diagnostics;

namespace Hinge.Cli;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class WebBrowser
{
    /// <summary>Opens the address, where there is a screen and a program to open it with.</summary>
    /// <returns>Whether such a program was started.</returns>
    public static bool TryOpen(Uri address)
    {
        if (OperatingSystem.IsLinux() && !HasScreen) return false;
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(address.ToString()) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process? process = Process.Start(start);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static bool HasScreen =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
}
