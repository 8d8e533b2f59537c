using System.Runtime.Intrinsics.X86;

namespace Hinge.Cli.Native;

/// <summary>
/// Which of the executables runs: <c>hinge</c> is compiled for every machine, <c>hinge-avx2</c> and <c>hinge-avx512</c> beside it for those
/// that have such vectors. These two give the very bits that just-in-time compilation gives; the baseline, without fused multiply-add, does not.
/// </summary>
internal static class InstructionSets
{
    /// <summary>The environment variable that forces one: <c>baseline</c>, <c>avx2</c> or <c>avx512</c>.</summary>
    private const string Variable = "HINGE_INSTRUCTIONS";

    private const string Baseline = "baseline", Avx2Name = "avx2", Avx512Name = "avx512";

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

    private static string OfThisMachine() =>
        Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512CD.VL.IsSupported && Avx512DQ.VL.IsSupported ? Avx512Name
        : Avx2.IsSupported && Fma.IsSupported && Bmi2.IsSupported && Lzcnt.IsSupported ? Avx2Name
        : Baseline;

    private static string Fail(string message)
    {
        Console.Error.WriteLine($"hinge: {message}");
        Environment.Exit(ExitCode.BadInput);
        return Baseline;
    }
}
