using System.Diagnostics;
using System.Text.Json;
using Hinge.Data.Numpy;
using Hinge.Testing;
using Hinge.Testing.Corpus;

namespace Hinge.Clinic;

/// <summary>Other programs' checkers: test/peers/gradient_checkers.py is given the cases in a temporary folder.</summary>
public static class PeerCheckers
{
    /// <summary>Debian's interpreter: another one on PATH would not see Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    /// <summary>Asks all of them.</summary>
    /// <returns>Their answers, and their versions in words.</returns>
    /// <exception cref="InvalidOperationException">Python or a package is missing; the message says what to do.</exception>
    public static (IReadOnlyList<Checker> Checkers, string Versions) Ask(IReadOnlyList<CorpusCase> cases)
    {
        using TemporaryFolder folder = new();
        Write(cases, folder);
        string output = Run(RepositoryFile.At("test", "peers", "gradient_checkers.py"), folder.Path);
        using JsonDocument answer = JsonDocument.Parse(output);
        List<Checker> checkers = [];
        foreach (JsonProperty checker in answer.RootElement.GetProperty("saysWrong").EnumerateObject())
        {
            bool[] saysWrong = [.. checker.Value.EnumerateArray().Select(value => value.GetBoolean())];
            if (saysWrong.Length != cases.Count) throw new InvalidOperationException($"{checker.Name} must answer {cases.Count} cases; got {saysWrong.Length}.");
            checkers.Add(new Checker(checker.Name, saysWrong));
        }
        return (checkers, answer.RootElement.GetProperty("versions").GetString()!);
    }

    /// <summary>A folder a problem, in the order of the cases: X, y, W, and dW of all its cases one after the other.</summary>
    private static void Write(IReadOnlyList<CorpusCase> cases, TemporaryFolder folder)
    {
        List<object> problems = [];
        foreach (IGrouping<CorpusProblem, CorpusCase> group in cases.GroupBy(item => item.Problem))
        {
            CorpusProblem problem = group.Key;
            int n = problem.Labels.Length, d = problem.Weights.FeatureCount, k = problem.ClassCount;
            string name = $"{problems.Count}";
            string path = Directory.CreateDirectory(folder.File(name)).FullName;
            Save("X", problem.Features.ToArray(), n, d);
            NpyFile.Write(Path.Combine(path, "y.npy"), Array.ConvertAll(problem.Labels.ToArray(), y => (double)y), n);
            Save("W", problem.Weights.Values.ToArray(), d, k);
            Save("dW", [.. group.SelectMany(item => item.Gradient)], group.Count(), d, k);
            problems.Add(new { folder = name, lambda = problem.Lambda, cases = group.Select(item => new { name = item.Name, isRight = item.Truth == Truth.Right }) });

            void Save(string array, double[] values, params int[] shape)
            {
                string file = Path.Combine(path, $"{array}.npy");
                if (problem.IsSingle) NpyFile.Write(file, Array.ConvertAll(values, value => (float)value), shape);
                else NpyFile.Write(file, values, shape);
            }
        }
        File.WriteAllText(folder.File("problems.json"), JsonSerializer.Serialize(problems));
    }

    private static string Run(params string[] arguments)
    {
        if (!File.Exists(Python)) throw new InvalidOperationException($"{Python} is not there. Run test/peers/install.");
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{arguments[0]} ended with {process.ExitCode}: {error.Result} Where a module is missing, run test/peers/install.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
