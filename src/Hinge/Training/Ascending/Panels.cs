using Hinge.Kernels;

namespace Hinge.Training.Ascending;

/// <summary>
/// Of many classes, for each example the panels of those that count: during polish only these are scored and change their
/// duals. Every scan looks at all classes, so what becomes wrong elsewhere waits for the next one.
/// </summary>
/// <param name="exampleCount">N.</param>
/// <param name="classCount">K.</param>
/// <param name="size">How many neighbouring classes a panel holds.</param>
internal sealed class Panels(int exampleCount, int classCount, int size)
{
    /// <summary>Of fewer panels all count: leaving some out gains nothing.</summary>
    private const int Many = 8;

    private readonly ulong[] _bits = new ulong[classCount > (Many - 1) * size ? exampleCount : 0];

    /// <summary>How many neighbouring classes a panel holds.</summary>
    public int Size => size;

    /// <summary>Whether some may be left out.</summary>
    public bool AreMany => _bits.Length > 0;

    /// <summary>Bit p: whether panel p counts for the example.</summary>
    public ulong this[int example]
    {
        get => _bits.Length == 0 ? ulong.MaxValue : _bits[example];
        set => _bits[example] = value;
    }

    /// <summary>Asks for them to be brought near: a hint.</summary>
    public void FetchPlace(int example)
    {
        if (AreMany) Nearby.FetchElement(_bits, example);
    }
}
