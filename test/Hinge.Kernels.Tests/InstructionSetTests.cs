using System.Runtime.Intrinsics.X86;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>The same results from processes with instruction sets switched off.</summary>
public class InstructionSetTests
{
    private static readonly (string, string) WithoutAvx512 = ("DOTNET_EnableAVX512", "0");
    private static readonly (string, string) ReferenceKernels = (KernelChoice.EnvironmentVariable, "reference");

    [Fact]
    public void Kernels_WithoutAvx512_SameBits()
    {
        Assert.SkipUnless(Avx512F.IsSupported, "This machine has no AVX-512.");
        ProbeProcess with = ProbeProcess.Run(null), without = ProbeProcess.Run(null, WithoutAvx512);
        RequireSwitched(with, without);
        RequireSameBits(with, without);
    }

    [Fact]
    public void Training_WithoutAvx512_SameBitsAtEveryThreadCount()
    {
        Assert.SkipUnless(Avx512F.IsSupported, "This machine has no AVX-512.");
        ProbeProcess with = ProbeProcess.Run("training"), without = ProbeProcess.Run("training", WithoutAvx512);
        RequireSwitched(with, without);
        RequireSameBits(with, without);
        RequireSameBitsAcrossThreads(with);
    }

    [Fact]
    public void Training_InOneProcess_SameBitsAtEveryThreadCount() => RequireSameBitsAcrossThreads(ProbeProcess.Run("training"));

    [Fact]
    public void Kernels_WithoutTieredCompilation_SameBits()
    {
        Assert.SkipUnless(Fma.IsSupported, "This machine has no fused multiply-add, outside the promise of same bits.");
        RequireSameBits(ProbeProcess.Run(null), ProbeProcess.Run(null, ("DOTNET_TieredCompilation", "0")));
        RequireSameBits(ProbeProcess.Run(null, WithoutAvx512), ProbeProcess.Run(null, WithoutAvx512, ("DOTNET_TieredCompilation", "0")));
    }

    [Fact]
    public void Kernels_ForcedToReference_AgreeWithinRounding()
    {
        ProbeProcess vectorized = ProbeProcess.Run(null, (KernelChoice.EnvironmentVariable, "vectorized")), reference = ProbeProcess.Run(null, ReferenceKernels);
        Assert.Equal("reference", reference.FactsByName["kernels"]);
        Assert.StartsWith("vectorized", vectorized.FactsByName["kernels"], StringComparison.Ordinal);
        Assert.Equal(vectorized.Results.Keys, reference.Results.Keys);
        foreach ((string name, double[] expected) in reference.Results)
        {
            // At most 257 products of normal numbers, none above 5 in magnitude.
            MatrixAssert.Close(expected, vectorized.Results[name], 1, Tolerances.SumOfProducts(257, 257 * 25), name);
        }
    }

    [Fact]
    public void Kernels_UnknownChoice_IsNamedInTheError()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => ProbeProcess.Run(null, (KernelChoice.EnvironmentVariable, "gpu")));
        Assert.Contains("HINGE_KERNELS must be reference or vectorized; got gpu", failure.Message, StringComparison.Ordinal);
    }

    private static void RequireSwitched(ProbeProcess with, ProbeProcess without)
    {
        Assert.Equal("on", with.FactsByName["avx512"]);
        Assert.Equal("off", without.FactsByName["avx512"]);
        Assert.Equal("vectorized (256-bit)", without.FactsByName["kernels"]);
    }

    private static void RequireSameBits(ProbeProcess expected, ProbeProcess actual)
    {
        Assert.NotEmpty(expected.Results);
        Assert.Equal(expected.Results.Keys, actual.Results.Keys);
        foreach ((string name, double[] values) in expected.Results)
            MatrixAssert.SameBits(values, actual.Results[name], 1, name);
    }

    private static void RequireSameBitsAcrossThreads(ProbeProcess probe)
    {
        int compared = 0;
        foreach ((string name, double[] values) in probe.Results.Where(r => r.Key.EndsWith("threads1", StringComparison.Ordinal)))
        {
            foreach (int threads in (int[])[2, 3])
            {
                MatrixAssert.SameBits(values, probe.Results[$"{name[..^1]}{threads}"], 1, $"{name} against {threads} threads");
                compared++;
            }
        }
        Assert.Equal(12, compared);
    }
}
