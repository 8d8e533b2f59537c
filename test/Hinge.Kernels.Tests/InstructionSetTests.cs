using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>The same results from processes with instruction sets switched off.</summary>
public class InstructionSetTests
{
    private static readonly (string, string) WithoutAvx512 = ("DOTNET_EnableAVX512", "0");
    // Takes fused multiply-add and all of AVX-512 with it.
    private static readonly (string, string) WithoutAvx2 = ("DOTNET_EnableAVX2", "0");
    // Takes vectors of every width: the vector types then are plain code.
    private static readonly (string, string) WithoutVectors = ("DOTNET_EnableHWIntrinsic", "0");
    private static readonly (string, string) ReferenceKernels = (KernelChoice.EnvironmentVariable, "reference");
    private static readonly (string, string) VectorizedKernels = (KernelChoice.EnvironmentVariable, "vectorized");

    // Seven shapes, three pairs of types; a loss and a gradient of each plan and of sparse rows, scores of dense and sparse,
    // and of coordinate steps in both storages scores and weights.
    private const int ComparedPasses = 7 * 3 * (2 * 3 + 2 + 2 * 2);

    // Six losses in two storages, and many examples in four; two thread counts against one thread.
    private const int ComparedTrainings = (6 * 2 + 4) * 2;

    private static readonly Lazy<ProbeProcess> _passes = new(() => ProbeProcess.Run("passes", VectorizedKernels));
    private static readonly Lazy<ProbeProcess> _passesWithoutAvx2 = new(() => ProbeProcess.Run("passes", WithoutAvx2, VectorizedKernels));

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
        RequireSameBitsAcrossThreads(with, [2, 3], ComparedTrainings);
    }

    [Fact]
    public void Training_InOneProcess_SameBitsAtEveryThreadCount() => RequireSameBitsAcrossThreads(ProbeProcess.Run("training"), [2, 3], ComparedTrainings);

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
        ProbeProcess vectorized = ProbeProcess.Run(null, VectorizedKernels), reference = ProbeProcess.Run(null, ReferenceKernels);
        Assert.Equal("reference", reference.FactsByName["kernels"]);
        Assert.StartsWith("vectorized", vectorized.FactsByName["kernels"], StringComparison.Ordinal);
        RequireCloseProducts(reference, vectorized);
    }

    [Fact]
    public void Passes_WithoutAvx512_SameBits()
    {
        Assert.SkipUnless(Avx512F.IsSupported, "This machine has no AVX-512.");
        ProbeProcess without = ProbeProcess.Run("passes", WithoutAvx512);
        RequireSwitched(_passes.Value, without);
        RequireSameBits(_passes.Value, without);
    }

    [Fact]
    public void Passes_WithoutTieredCompilation_SameBits()
    {
        Assert.SkipUnless(Fma.IsSupported, "This machine has no fused multiply-add, outside the promise of same bits.");
        RequireSameBits(_passes.Value, ProbeProcess.Run("passes", VectorizedKernels, ("DOTNET_TieredCompilation", "0")));
    }

    [Fact]
    public void Passes_InOneProcess_SameBitsAtEveryThreadCount() => RequireSameBitsAcrossThreads(_passes.Value, [3], ComparedPasses);

    [Fact]
    public void Passes_WithoutFusedMultiplyAdd_AgreeWithinRounding()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This machine has no AVX2.");
        ProbeProcess without = _passesWithoutAvx2.Value;
        Assert.Equal(("on", "on"), (_passes.Value.FactsByName["avx2"], _passes.Value.FactsByName["fma"]));
        Assert.Equal(("off", "off"), (without.FactsByName["avx2"], without.FactsByName["fma"]));
        Assert.Equal("vectorized (128-bit)", without.FactsByName["kernels"]);
        RequireClosePasses(_passes.Value, without);
        RequireSameBitsAcrossThreads(without, [3], ComparedPasses);
    }

    /// <summary>The plain code of the vector types does what vectors of 128 bits do.</summary>
    [Fact]
    public void Passes_WithoutVectors_SameBitsAsWithoutFusedMultiplyAdd()
    {
        Assert.SkipUnless(Sse2.IsSupported, "The switches are those of x86.");
        ProbeProcess without = ProbeProcess.Run("passes", WithoutVectors, VectorizedKernels);
        Assert.Equal(("off", "off"), (without.FactsByName["vectors"], without.FactsByName["fma"]));
        Assert.Equal("vectorized (no vectors)", without.FactsByName["kernels"]);
        RequireSameBits(_passesWithoutAvx2.Value, without);
    }

    [Fact]
    public void Passes_ForcedToReference_AgreeWithinRounding()
    {
        ProbeProcess reference = ProbeProcess.Run("passes", ReferenceKernels);
        Assert.Equal("reference", reference.FactsByName["kernels"]);
        RequireClosePasses(reference, _passes.Value);
    }

    [Fact]
    public void Kernels_WithoutFusedMultiplyAdd_AgreeWithinRounding()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This machine has no AVX2.");
        ProbeProcess with = ProbeProcess.Run(null, VectorizedKernels), without = ProbeProcess.Run(null, VectorizedKernels, WithoutAvx2);
        Assert.Equal(("on", "off"), (with.FactsByName["fma"], without.FactsByName["fma"]));
        RequireCloseProducts(with, without);
    }

    [Fact]
    public void Kernels_WithoutVectors_AreTheReference()
    {
        Assert.SkipUnless(Sse2.IsSupported, "The switches are those of x86.");
        ProbeProcess without = ProbeProcess.Run(null, WithoutVectors);
        Assert.Equal(("off", "reference"), (without.FactsByName["vectors"], without.FactsByName["kernels"]));
        RequireSameBits(ProbeProcess.Run(null, ReferenceKernels), without);
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

    private static void RequireCloseProducts(ProbeProcess expected, ProbeProcess actual)
    {
        Assert.NotEmpty(expected.Results);
        Assert.Equal(expected.Results.Keys, actual.Results.Keys);
        foreach ((string name, double[] values) in expected.Results)
        {
            // At most 257 products of normal numbers, none above 5 in magnitude.
            MatrixAssert.Close(values, actual.Results[name], 1, Tolerances.SumOfProducts(257, 257 * 25), name);
        }
    }

    /// <summary>Passes within the rounding of their sums: of D products for a score, N for a gradient, none above 1 in magnitude.</summary>
    private static void RequireClosePasses(ProbeProcess expected, ProbeProcess actual)
    {
        Assert.NotEmpty(expected.Results);
        Assert.Equal(expected.Results.Keys, actual.Results.Keys);
        foreach ((string name, double[] values) in expected.Results)
        {
            string[] words = name.Split('-');
            int[] shape = [.. words[3].Split('x').Select(w => int.Parse(w, CultureInfo.InvariantCulture))];
            (int n, int d, int k) = (shape[0], shape[1], shape[2]);
            bool isSparse = words[0] == "sparse", isFloat = words[2] == "float";
            double score = isFloat ? Tolerances.SumOfFloatProducts(d, d) : Tolerances.SumOfProducts(d, d);
            double tolerance = words[^2] switch
            {
                "scores" => score,
                "weights" => isFloat ? Tolerances.SumOfFloatProducts(n + 1, n + 1) : Tolerances.SumOfProducts(n + 1, n + 1),
                "gradient" => isFloat && !isSparse ? Tolerances.SumOfFloatProducts(n, n) : Tolerances.SumOfProducts(n, n),
                "loss" => n * k * score + Tolerances.SumOfProducts(n * k, (double)n * k * d),
                var what => throw new InvalidOperationException(what),
            };
            MatrixAssert.Close(values, actual.Results[name], 1, tolerance, name);
        }
    }

    private static void RequireSameBitsAcrossThreads(ProbeProcess probe, int[] threadCounts, int comparisons)
    {
        int compared = 0;
        foreach ((string name, double[] values) in probe.Results.Where(r => r.Key.EndsWith("threads1", StringComparison.Ordinal)))
        {
            foreach (int threads in threadCounts)
            {
                MatrixAssert.SameBits(values, probe.Results[$"{name[..^1]}{threads}"], 1, $"{name} against {threads} threads");
                compared++;
            }
        }
        Assert.Equal(comparisons, compared);
    }
}
