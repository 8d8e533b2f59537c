using System.Runtime.CompilerServices;

namespace Hinge.Kernels;

/// <summary>Shape checks at the public edge of the kernels.</summary>
internal static class KernelArguments
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require(bool holds, string name, string rule)
    {
        if (!holds) Throw(name, rule);
    }

    private static void Throw(string name, string rule) => throw new ArgumentException($"{name} must {rule}.", name);
}
