using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary>Training that is interrupted: the best model so far is kept, and a killed one leaves no half file.</summary>
public sealed partial class SignalTests : Workplace
{
    private const int Interrupt = 2, Kill = 9, Terminate = 15;

    /// <summary>Far more work than a test waits for; the time limit only guards against a run left behind.</summary>
    private static readonly string[] Hard = ["--cost", "1e6", "--gap", "1e-12", "--epochs", "100000000", "--time-limit", "100", "--threads", "1"];

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public void Train_AskedToEnd_KeepsTheBestModelSoFar(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        using HingeProcess process = HingeProcess.Start(Folder, null, ["train", Digits, .. Hard, "-o", "m.hinge", "--json"]);
        // The first line of progress: from here on an interrupt is handled.
        process.WaitUntil(running => running.Error.Contains("epoch ", StringComparison.Ordinal));
        Send(process, signal);
        HingeResult result = process.Wait();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("the best model so far is kept in m.hinge", result.Error, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("cancelled", document.RootElement.GetProperty("stopReason").GetString());
        Assert.True(double.IsFinite(document.RootElement.GetProperty("relativeGap").GetDouble()));
        Assert.Equal(["m.hinge"], Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName));

        JsonElement verified = Json("verify", "m.hinge", Digits);
        Assert.True(verified.GetProperty("verified").GetBoolean());
        Assert.Equal(document.RootElement.GetProperty("primal").GetDouble(), verified.GetProperty("primal").GetDouble(), 1e-9 * verified.GetProperty("primal").GetDouble());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_Killed_LeavesWhatWasThere(bool overAnOlderModel)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        string[] before = [];
        if (overAnOlderModel) before = [Write("m.hinge", "older")];
        using HingeProcess process = HingeProcess.Start(Folder, null, ["train", Digits, .. Hard, "-o", "m.hinge"]);
        process.WaitUntil(running => running.Output.Contains("P(W) = ", StringComparison.Ordinal));
        Thread.Sleep(200);
        Send(process, Kill);
        Assert.NotEqual(0, process.Wait().ExitCode);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName));
        if (overAnOlderModel) Assert.Equal("older", File.ReadAllText(At("m.hinge")));
    }

    // Killed after a random number of checkpoints, at times before the first, at times while one is written; what comes out is the same.
    [Theory]
    [InlineData("--cost", "1", "--gap", "1e-9", "--loss", "crammer-singer")]
    [InlineData("--solver", "gradient-descent", "--loss", "softmax", "--gap", "1e-12", "--epochs", "200", "--average", "3")]
    public void Train_KilledAtRandomAndResumed_WritesTheModelOfARunWithoutStops(params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        string[] train = ["train", Digits, .. options, "--quiet"];
        HingeResult whole = HingeProcess.Run(Folder, [.. train, "-o", "whole.hinge", "--duals", "whole.duals"]);
        Assert.True(whole.ExitCode == 0, whole.ToString());

        Random random = new(7);
        string[] resumed = [.. train, "-o", "m.hinge", "--duals", "m.duals", "--checkpoint", "run.checkpoint", "--every", "0s", "--resume"];
        for (int run = 0; run < 8; run++)
        {
            using HingeProcess process = HingeProcess.Start(Folder, null, resumed);
            DateTime last = File.GetLastWriteTimeUtc(At("run.checkpoint"));
            int left = run == 0 ? 0 : random.Next(1, 4);
            process.WaitUntil(_ =>
            {
                DateTime now = File.GetLastWriteTimeUtc(At("run.checkpoint"));
                if (now != last) left--;
                last = now;
                return left <= 0;
            });
            Thread.SpinWait(random.Next(1_000_000));
            Send(process, Kill);
            Assert.NotEqual(0, process.Wait().ExitCode);
            if (run > 0) Assert.True(File.Exists(At("run.checkpoint")), "no checkpoint");
            Assert.False(File.Exists(At("m.hinge")));
        }
        HingeResult end = HingeProcess.Run(Folder, resumed);
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.Equal(File.ReadAllBytes(At("whole.hinge")), File.ReadAllBytes(At("m.hinge")));
        Assert.Equal(File.ReadAllBytes(At("whole.duals")), File.ReadAllBytes(At("m.duals")));
    }

    [Fact]
    public void Train_CheckpointsBadlyAskedFor_SaysHow()
    {
        Refused("--every must be a time such as 30s, 5m or 1h; got soon.", "--checkpoint", "c", "--every", "soon");
        Refused("--every must be a time such as 30s, 5m or 1h; got -1s.", "--checkpoint", "c", "--every", "-1s");
        Refused("--resume goes with --checkpoint FILE; got none.", "--resume");
        Refused("--every goes with --checkpoint FILE; got none.", "--every", "1m");
        Refused("--checkpoint must be a file of its own; got m.hinge, which is -o too.", "--checkpoint", "m.hinge");
        Refused($"--checkpoint must be a file of its own; got {Digits}, which is DATA too.", "--checkpoint", Digits);
        Refused("--duals must be a file of its own; got ./m.hinge, which is -o too.", "--duals", "./m.hinge");
        Refused("there is no folder nowhere", "--checkpoint", Path.Combine("nowhere", "c"));
        File.WriteAllText(At("c"), "no checkpoint");
        Refused("c: this is no Hinge checkpoint file.", "--checkpoint", "c", "--resume");
        Assert.Equal("no checkpoint", File.ReadAllText(At("c")));
        Assert.False(File.Exists(At("m.hinge")));

        void Refused(string message, params string[] arguments)
        {
            HingeResult result = HingeProcess.Run(Folder, ["train", Digits, "-o", "m.hinge", .. arguments]);
            Assert.Equal(2, result.ExitCode);
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
        }
    }

    // Trainings of seconds each: of the folds to come none is finished by the time that the first is seen.
    private static readonly string[] HardFolds = ["tune", Digits, "--folds", "8", "--costs", "0.01,0.5,2", "--gap", "1e-6", "--resume", "folds.jsonl"];

    [Fact]
    public void Tune_Killed_GoesOnToTheTableOfAnUninterruptedRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        using (HingeProcess process = HingeProcess.Start(Folder, null, [.. HardFolds, "--json"]))
        {
            process.WaitUntil(_ => File.Exists(At("folds.jsonl")));
            Send(process, Kill);
            Assert.NotEqual(0, process.Wait().ExitCode);
        }
        string[] kept = File.ReadAllLines(At("folds.jsonl"));
        Assert.InRange(kept.Length, 2, 8);
        JsonElement resumed = Json(HardFolds), uninterrupted = Json(HardFolds[..^2]);
        Assert.Equal(kept, File.ReadAllLines(At("folds.jsonl"))[..kept.Length]);
        Assert.Equal(TuneTests.WithoutTimes(uninterrupted), TuneTests.WithoutTimes(resumed));
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public void Tune_AskedToEnd_ReturnsTheFoldsFinished(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        using HingeProcess process = HingeProcess.Start(Folder, null, [.. HardFolds, "-o", "m.hinge", "--json"]);
        process.WaitUntil(_ => File.Exists(At("folds.jsonl")));
        Send(process, signal);
        HingeResult result = process.Wait();
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("go on from folds.jsonl", result.Error, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.InRange(document.RootElement.GetProperty("finishedFolds").GetInt32(), 1, 7);
        Assert.Equal(3, document.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal(["folds.jsonl"], Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public void Play_AskedToEnd_EndsWell(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        using HingeProcess process = HingeProcess.Start(Folder, null, "play", "--port", "0", "--no-browser");
        process.WaitUntil(_ => process.Error.Contains("Ctrl-C", StringComparison.Ordinal));
        Send(process, signal);
        HingeResult result = process.Wait();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/\\?token=[0-9a-f]{64}\\s*$", result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    private static void Send(HingeProcess process, int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
