using System.Numerics;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>Coefficients with zeros placed where the kernels take different ways.</summary>
internal static class CoefficientPatterns
{
    public static readonly string[] Names = ["all nonzero", "few nonzero", "two rows of three zero", "three classes of four zero"];

    /// <summary>N×K normal numbers, zero where the pattern says so.</summary>
    public static T[] Normals<T>(int pattern, int exampleCount, int classCount, int seed)
        where T : unmanaged, INumber<T> =>
        [.. Blobs.Normals(exampleCount * classCount, seed).Select((c, e) => IsZero(pattern, e / classCount, e % classCount) ? T.Zero : T.CreateTruncating(c))];

    /// <summary>N×K whole numbers from −3 to 3.</summary>
    public static T[] Integers<T>(int pattern, int exampleCount, int classCount)
        where T : unmanaged, INumber<T>
    {
        T[] coefficients = new T[exampleCount * classCount];
        for (int e = 0; e < coefficients.Length; e++)
            if (!IsZero(pattern, e / classCount, e % classCount)) coefficients[e] = T.CreateTruncating((e * 31 + e / classCount) % 7 - 3);
        return coefficients;
    }

    private static bool IsZero(int pattern, int i, int j) => pattern switch
    {
        0 => false,
        1 => (7 * i + 3 * j) % 11 != 0,
        2 => i % 3 != 1,
        _ => j % 4 != 1,
    };
}
