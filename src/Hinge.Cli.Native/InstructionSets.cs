namespace Hinge.Cli.Native;

/// <summary>
/// Which of the executables runs: <c>hinge</c> is compiled for every machine, <c>hinge-avx2</c> and <c>hinge-avx512</c> beside it for those
/// that have such vectors. These two give the very bits that just-in-time compilation gives; the baseline, without fused multiply-add, does not.
/// </summary>
internal static class InstructionSets
{
    /// <summary>The environment variable that forces one: <c>baseline</c>, <c>avx2</c> or <c>avx512</c>.</summary>
    private const string Variable = "HINGE_INSTRUCTIONS";

    private const string MachineFile = "/proc/cpuinfo";

    private const string Baseline = "baseline", Avx2Name = "avx2", Avx512Name = "avx512";

    /// <summary>What x86-64-v3 asks for; abm is the counting of leading zeros.</summary>
    private static readonly string[] Avx2Needs = ["avx", "avx2", "abm", "bmi1", "bmi2", "f16c", "fma", "movbe"];

    /// <summary>What x86-64-v4 asks for besides.</summary>
    private static readonly string[] Avx512Needs = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"];

    /// <summary>What this executable was compiled for.</summary>
    public static string Own { get; } = AppContext.GetData("Hinge.Cli.Native.InstructionSet") as string ?? Baseline;

    /// <summary>Goes on as the best executable for this machine, where that is another; returns otherwise.</summary>
    public static void RunBest(string[] args)
    {
        if (Own != Baseline) return;
        string best = Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" => OfThisMachine(),
            Baseline => Baseline,
            Avx2Name => Avx2Name,
            Avx512Name => Avx512Name,
            string other => Fail($"{Variable} must be {Baseline}, {Avx2Name} or {Avx512Name}; got {other}. Unset it to let Hinge choose."),
        };
        if (best == Baseline) return;
        string name = $"hinge-{best}";
        if (!ProcessImage.Replace(Path.Combine(AppContext.BaseDirectory, name), args))
            Fail($"{name} must lie beside hinge; it is what runs on this machine. Copy the whole folder, or set {Variable}={Baseline} for slower code whose results differ in their last bits.");
    }

    /// <summary>
    /// By the words of Linux, which lists what both the processor and the kernel support. The runtime's own IsSupported is no help here: in code
    /// compiled ahead of time for the baseline it says no.
    /// </summary>
    private static string OfThisMachine()
    {
        string? line = File.Exists(MachineFile) ? File.ReadLines(MachineFile).FirstOrDefault(words => words.StartsWith("flags", StringComparison.Ordinal)) : null;
        HashSet<string> found = [.. (line ?? "").Split(' ')];
        return !found.IsSupersetOf(Avx2Needs) ? Baseline : found.IsSupersetOf(Avx512Needs) ? Avx512Name : Avx2Name;
    }

    private static string Fail(string message)
    {
        Console.Error.WriteLine($"hinge: {message}");
        Environment.Exit(ExitCode.BadInput);
        return Baseline;
    }
}
