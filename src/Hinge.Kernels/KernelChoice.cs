using System.Runtime.Intrinsics;

namespace Hinge.Kernels;

/// <summary>The one place where a kernel is chosen.</summary>
/// <remarks>
/// <c>HINGE_KERNELS=reference</c> forces the scalar reference and <c>HINGE_KERNELS=vectorized</c> the SIMD kernels, so
/// that a whole test suite can run under each. Without it the SIMD kernels run wherever vectors are accelerated.
/// </remarks>
public static class KernelChoice
{
    /// <summary>The environment variable that forces a kernel.</summary>
    public const string EnvironmentVariable = "HINGE_KERNELS";

    /// <summary>Whether the SIMD kernels run in this process.</summary>
    /// <exception cref="InvalidOperationException">The environment variable holds another word.</exception>
    public static bool IsVectorized { get; } = Choose(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>The chosen kernels in words, such as <c>vectorized (512-bit)</c>.</summary>
    public static string Description => IsVectorized
        ? Vector512.IsHardwareAccelerated ? "vectorized (512-bit)"
        : Vector256.IsHardwareAccelerated ? "vectorized (256-bit)" : "vectorized (128-bit)"
        : "reference";

    private static bool Choose(string? forced) => forced switch
    {
        null or "" => Vector128.IsHardwareAccelerated,
        "reference" => false,
        "vectorized" => true,
        _ => throw new InvalidOperationException(
            $"{EnvironmentVariable} must be reference or vectorized; got {forced}. Unset it to let Hinge choose."),
    };
}
