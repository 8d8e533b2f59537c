using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Hinge.Kernels.Tests;

/// <summary>Runs the probe in a process of its own, under environment variables, and reads what it prints.</summary>
internal sealed class ProbeProcess
{
    private static readonly string[] Facts = ["avx512", "avx2", "fma", "vectors", "kernels"];

    private ProbeProcess(Dictionary<string, string> facts, Dictionary<string, double[]> results)
    {
        FactsByName = facts;
        Results = results;
    }

    /// <summary>What the process may use: avx512, avx2, fma, vectors of any width, kernels.</summary>
    public IReadOnlyDictionary<string, string> FactsByName { get; }

    /// <summary>The numbers it computed, by name.</summary>
    public IReadOnlyDictionary<string, double[]> Results { get; }

    public static ProbeProcess Run(string? argument, params (string Variable, string Value)[] environment)
    {
        string host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        ProcessStartInfo start = new(Path.GetFullPath(host)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hinge.Testing.Probe.dll"));
        if (argument is not null) start.ArgumentList.Add(argument);
        start.Environment.Remove(KernelChoice.EnvironmentVariable);
        start.Environment.Remove(KernelChoice.GradientVariable);
        foreach ((string variable, string value) in environment) start.Environment[variable] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"the probe exited with {process.ExitCode}: {errors.Result}");
        return Parse(output);
    }

    private static ProbeProcess Parse(string output)
    {
        Dictionary<string, string> facts = [];
        Dictionary<string, double[]> results = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (Facts.Contains(words[0])) facts.Add(words[0], string.Join(' ', words[1..]));
            else results.Add(words[0], [.. words[1..].Select(w => BitConverter.Int64BitsToDouble(long.Parse(w, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))]);
        }
        return new ProbeProcess(facts, results);
    }
}
