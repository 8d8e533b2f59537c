namespace Hinge.Kernels.Dense;

/// <summary>A tile's extent as a type: the compiler drops the branches of the rows, vectors or classes that are not there.</summary>
internal interface ITileSize
{
    static abstract int Count { get; }
}

internal readonly struct One : ITileSize
{
    public static int Count => 1;
}

internal readonly struct Two : ITileSize
{
    public static int Count => 2;
}

internal readonly struct Three : ITileSize
{
    public static int Count => 3;
}

internal readonly struct Four : ITileSize
{
    public static int Count => 4;
}

internal readonly struct Five : ITileSize
{
    public static int Count => 5;
}
