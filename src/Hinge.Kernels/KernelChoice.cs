using System.Runtime.Intrinsics;
using Hinge.Kernels.Dense;

namespace Hinge.Kernels;

/// <summary>The one place where a kernel is chosen.</summary>
/// <remarks>
/// <c>HINGE_KERNELS=reference</c> forces the scalar reference and <c>HINGE_KERNELS=vectorized</c> the SIMD kernels, so
/// that a whole test suite can run under each. Without it the SIMD kernels run wherever vectors are accelerated.
/// </remarks>
public static class KernelChoice
{
    /// <summary>Gradients of parts together take at most 64 MiB.</summary>
    private const long MostPartElements = 8 << 20;

    /// <summary>The environment variable that forces a kernel.</summary>
    public const string EnvironmentVariable = "HINGE_KERNELS";

    /// <summary>Whether the SIMD kernels run in this process.</summary>
    /// <exception cref="InvalidOperationException">The environment variable holds another word.</exception>
    public static bool IsVectorized { get; } = Choose(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>The chosen kernels in words, such as <c>vectorized (512-bit)</c>.</summary>
    public static string Description => IsVectorized
        ? Vector512.IsHardwareAccelerated ? "vectorized (512-bit)"
        : Vector256.IsHardwareAccelerated ? "vectorized (256-bit)"
        : Vector128.IsHardwareAccelerated ? "vectorized (128-bit)" : "vectorized (no vectors)"
        : "reference";

    /// <summary>The environment variable that forces how a dense pass sums its gradient: <c>parts</c> or <c>columns</c>.</summary>
    public const string GradientVariable = "HINGE_GRADIENT";

    private static readonly GradientPlan? _forcedGradient = Environment.GetEnvironmentVariable(GradientVariable) switch
    {
        null or "" => null,
        "parts" => GradientPlan.Parts,
        "columns" => GradientPlan.Columns,
        var word => throw new InvalidOperationException($"{GradientVariable} must be parts or columns; got {word}. Unset it to let Hinge choose."),
    };

    /// <summary>How a dense pass sums its gradient: in parts as long as those stay small. By shape only.</summary>
    internal static GradientPlan Gradient(int exampleCount, int featureCount, int classCount) =>
        _forcedGradient ?? ((long)featureCount * classCount * GradientParts.Count(exampleCount, classCount) <= MostPartElements ? GradientPlan.Parts : GradientPlan.Columns);

    private static bool Choose(string? forced) => forced switch
    {
        null or "" => Vector128.IsHardwareAccelerated,
        "reference" => false,
        "vectorized" => true,
        _ => throw new InvalidOperationException(
            $"{EnvironmentVariable} must be reference or vectorized; got {forced}. Unset it to let Hinge choose."),
    };
}
