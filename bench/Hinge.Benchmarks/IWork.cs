namespace Hinge.Benchmarks;

/// <summary>What a benchmark's case has to do, for the columns that say how far from the machine's limits it is.</summary>
public interface IWork
{
    /// <summary>Multiplications and additions, counted as if nothing were zero that might not be.</summary>
    double Operations { get; }

    /// <summary>Bytes that must be read from memory.</summary>
    double Bytes { get; }

    /// <summary>Whether the arithmetic is in double, not float.</summary>
    bool IsDouble { get; }

    /// <summary>Threads that work.</summary>
    int Threads { get; }
}
