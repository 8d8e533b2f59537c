using System.Runtime.InteropServices;

namespace Hinge.Cli.Native;

/// <summary>Another program in the place of this one, in the same process: its standard streams, signals and exit code are the caller's.</summary>
internal static class ProcessImage
{
    /// <summary>Runs the program; returns, with false, only where it cannot be run.</summary>
    public static bool Replace(string program, IReadOnlyList<string> arguments)
    {
        if (!File.Exists(program) || OperatingSystem.IsWindows()) return false;
        // The last one is null, which ends the list. Nothing is given back: either this memory is the next program's, or there is an error to tell.
        nint[] words = new nint[arguments.Count + 2];
        words[0] = Marshal.StringToCoTaskMemUTF8(program);
        for (int i = 0; i < arguments.Count; i++) words[i + 1] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        _ = Execute(words[0], words);
        return false;
    }

    [DllImport("libc", EntryPoint = "execv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(nint path, nint[] arguments);
}
