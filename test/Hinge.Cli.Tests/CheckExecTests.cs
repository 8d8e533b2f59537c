using System.Diagnostics;
using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary><c>hinge check --exec</c> with programs in Python, good and bad, and the sample in Octave.</summary>
public class CheckExecTests
{
    /// <summary>Debian's interpreter: another one on PATH would not see Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly string Loop = """
        import json, os, sys, time
        for line in sys.stdin:
            m = json.loads(line)
            if "X" in m: X, y = m["X"], m["y"]
            W = m["W"]
            D, K = len(W), len(W[0])
            loss, dW = 0.0, [[0.0] * K for _ in range(D)]
            for x, c in zip(X, y):
                s = [sum(x[f] * W[f][j] for f in range(D)) for j in range(K)]
                for j in range(K):
                    v = s[j] - s[c] + 1
                    if j != c and v > 0:
                        loss += v / len(X)
                        for f in range(D):
                            dW[f][j] += x[f] / len(X)
                            dW[f][c] -= x[f] / len(X)
            ANSWER
        """;

    private const string Print = """print(json.dumps({"loss": loss, "dW": dW}), flush=True)""";

    [Fact]
    public void CheckExec_TheSample_IsCorrect()
    {
        RequireNumpy();
        string sample = Path.Combine(Root(), "samples", "check", "my_svm.py");
        Run run = Hinge("check", "--exec", $"{Python} '{sample}'", "--lambda", "0.1", "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("correct", run.Answer().GetProperty("verdict").GetString());
        Assert.Equal("weston-watkins", run.Answer().GetProperty("lossName").GetString());
        foreach (string field in new[] { "loss", "entries", "entryCount", "kinkEntries", "tolerance", "builtInLoss", "isBuiltInLoss", "worst", "evaluations", "order", "step", "kinks", "columns", "features", "examples" })
            Assert.True(run.Answer().TryGetProperty(field, out _), $"{field} is missing in {run}");
    }

    [Fact]
    public void CheckExec_TheOctaveSample_IsCorrect()
    {
        RequireOctave();
        string sample = Path.Combine(Root(), "samples", "check", "my_svm.m");
        Run run = Hinge("check", "--exec", $"octave-cli -q '{sample}'", "--lambda", "0.1", "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("correct", run.Answer().GetProperty("verdict").GetString());
        Assert.Equal("weston-watkins", run.Answer().GetProperty("lossName").GetString());
    }

    [Fact]
    public void CheckExec_PlainPythonOnShippedData_IsCorrect()
    {
        Run run = Check(Print, Path.Combine(Root(), "samples", "iris.csv"), "--entries", "5");
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Fact]
    public void CheckExec_AMistakeInOneColumn_IsWrongThere()
    {
        Run run = Check($"for f in range(D): dW[f][2] *= 1.01\n    {Print}");
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal("wrong", run.Answer().GetProperty("verdict").GetString());
        Assert.Equal("[2]", Compact(run.Answer().GetProperty("columns")));
        Assert.Equal("[0,1,2,3,4]", Compact(run.Answer().GetProperty("features")));
    }

    [Fact]
    public void CheckExec_EveryEntry_HasItsVerdict()
    {
        Run run = Check($"dW[3][1] *= 1.5\n    {Print}");
        Assert.True(run.ExitCode == 1, run.ToString());
        JsonElement[] entries = [.. run.Answer().GetProperty("entries").EnumerateArray()];
        Assert.Equal(run.Answer().GetProperty("entryCount").GetInt32(), entries.Length);
        Assert.Equal(20, entries.Length);
        // The worst first: the one that is wrong.
        Assert.Equal((3, 1, "wrong"), (entries[0].GetProperty("feature").GetInt32(), entries[0].GetProperty("class").GetInt32(), entries[0].GetProperty("verdict").GetString()));
        Assert.True(entries[0].GetProperty("difference").GetDouble() > entries[0].GetProperty("allowed").GetDouble());
        Assert.All(entries.Skip(1), entry => Assert.Equal("correct", entry.GetProperty("verdict").GetString()));
        Assert.All(entries, entry => Assert.True(entry.GetProperty("step").GetDouble() > 0));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("loss *= 3; dW = [[3 * g for g in row] for row in dW]\n    ", false)]
    public void CheckExec_AnotherLoss_IsSaidInJsonToo(string change, bool isBuiltIn)
    {
        Run run = Check(change + Print);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(isBuiltIn, run.Answer().GetProperty("isBuiltInLoss").GetBoolean());
        double expected = run.Answer().GetProperty("builtInLoss").GetDouble();
        Assert.Equal(run.Answer().GetProperty("loss").GetDouble(), (isBuiltIn ? 1 : 3) * expected, 1e-9 * expected);
    }

    /// <summary>A value printed with six digits scatters by 1e-6: the report shows the difference beside what that allows, and names no kinks that lie within the wide step.</summary>
    [Fact]
    public void CheckExec_ANoisyProgram_ShowsTheDifferenceAndWhatIsAllowed()
    {
        Run run = Check("""print(json.dumps({"loss": round(loss, 6), "dW": dW}), flush=True)""");
        Assert.True(run.ExitCode == 0, run.ToString());
        JsonElement worst = run.Answer().GetProperty("worst");
        double plain = Math.Abs(worst.GetProperty("analytic").GetDouble() - worst.GetProperty("numeric").GetDouble());
        if (worst.GetProperty("verdict").GetString() != "valid-subgradient")
            Assert.Equal(plain, worst.GetProperty("difference").GetDouble(), 1e-12);
        Assert.True(worst.GetProperty("allowed").GetDouble() > 0);
        Assert.Empty(run.Answer().GetProperty("kinks").EnumerateArray());
    }

    [Fact]
    public void CheckExec_AMistakeInOneExample_NamesIt()
    {
        Run run = Check($"""
            if "X" in m and len(X) == 20: bad = X[7]
                if bad in X:
                    for f in range(D): dW[f][1] += bad[f] / len(X)
                {Print}
            """);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal("[1]", Compact(run.Answer().GetProperty("columns")));
        Assert.Equal("[7]", Compact(run.Answer().GetProperty("examples")));
    }

    [Theory]
    [InlineData("""print('{"loss": NaN, "dW": ' + json.dumps(dW) + '}', flush=True)""", "the value is NaN")]
    [InlineData("""print('{"loss": -Infinity, "dW": ' + json.dumps(dW) + '}', flush=True)""", "the value is -Infinity")]
    [InlineData("""dW[3][1] = float("inf"); print(json.dumps({"loss": loss, "dW": dW}), flush=True)""", "the gradient is Infinity at row 3, column 1")]
    [InlineData("""dW[3][1] = float("nan"); print(json.dumps({"loss": loss, "dW": dW}), flush=True)""", "row 3, column 1")]
    public void CheckExec_NaN_IsWrongWithTheReason(string answer, string reason)
    {
        Run run = Check(answer);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains(reason, run.Answer().GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time.sleep(60)", "no answer came within 2 s", "--timeout")]
    [InlineData("print('working on it', file=sys.stderr); os._exit(7)", "exit code 7", "working on it")]
    [InlineData("raise ValueError('no such thing')", "exit code 1", "ValueError: no such thing")]
    [InlineData("print('loss is 3', flush=True)", "got 'loss is 3'", "standard error")]
    [InlineData("print('[1, 2]', flush=True)", "got '[1, 2]'", "standard error")]
    [InlineData("""print(json.dumps({"loss": loss}), flush=True)""", "an answer must hold dW", "it holds loss")]
    [InlineData("""print(json.dumps({"loss": loss, "dW": dW[:-1]}), flush=True)""", "dW must have 5 rows", "got 4")]
    [InlineData("""print(json.dumps({"loss": loss, "dW": [r[1:] for r in dW]}), flush=True)""", "row 0 of dW must have 4 numbers", "5×4")]
    [InlineData("""print(json.dumps({"loss": "big", "dW": dW}), flush=True)""", "loss must be a number", "String")]
    [InlineData("sys.stdout.write('x' * 3000000); sys.stdout.flush()", "the answer does not end", "one line")]
    public void CheckExec_ABrokenProgram_IsReportedWithARemedy(string answer, string message, string remedy)
    {
        Run run = Check(answer, "--timeout", "2");
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckExec_ABrokenProgram_IsNotLeftRunning()
    {
        string folder = Directory.CreateTempSubdirectory("hinge-exec-").FullName;
        try
        {
            string pidFile = Path.Combine(folder, "pid");
            Run run = Check($"open({JsonSerializer.Serialize(pidFile)}, 'w').write(str(os.getpid())); time.sleep(120)", "--timeout", "2");
            Assert.True(run.ExitCode == 2, run.ToString());
            int id = int.Parse(File.ReadAllText(pidFile), System.Globalization.CultureInfo.InvariantCulture);
            for (int wait = 0; wait < 50 && IsRunning(id); wait++) Thread.Sleep(100);
            Assert.False(IsRunning(id), $"The program, process {id}, still runs.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void CheckExec_NoSuchProgram_IsReported()
    {
        Run run = Hinge("check", "--exec", "no-such-program-here");
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("exit code 127", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NeitherDataNorProgram_AsksForOne()
    {
        Run run = Hinge("check");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("DATA must be given", run.Error, StringComparison.Ordinal);
    }

    private static Run Check(string answer, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed.");
        string file = Path.Combine(Path.GetTempPath(), $"hinge-check-{Guid.NewGuid():N}.py");
        File.WriteAllText(file, Loop.Replace("ANSWER", answer, StringComparison.Ordinal));
        try
        {
            return Hinge(["check", .. arguments, "--exec", $"{Python} '{file}'", "--json"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Run Hinge(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Hinge.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "hinge did not end within two minutes.");
            return new Run(process.ExitCode, output.Result, error.Result);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static void RequireNumpy()
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed.");
        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        if (Environment.GetEnvironmentVariable("HINGE_PEERS") == "1") Assert.True(process.ExitCode == 0, "NumPy must be installed where HINGE_PEERS=1.");
        Assert.SkipUnless(process.ExitCode == 0, $"NumPy is not installed for {Python}. Run ./test.sh --peers to install it.");
    }

    private static void RequireOctave()
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "octave-cli")));
        if (Environment.GetEnvironmentVariable("HINGE_PEERS") == "1") Assert.True(isThere, "Octave must be installed where HINGE_PEERS=1.");
        Assert.SkipUnless(isThere, "octave-cli is not installed. Run ./test.sh --peers to install it.");
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hinge.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private sealed record Run(int ExitCode, string Output, string Error)
    {
        public JsonElement Answer() => JsonDocument.Parse(Output).RootElement;
    }
}
