using System.Diagnostics.CodeAnalysis;

namespace Hinge.Checking;

/// <summary>The arithmetic in which a function under test works: it decides what rounding may do to it.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The types' names say it best.")]
public enum FunctionPrecision
{
    /// <summary>Told from the function: float32 where all its results are float32 numbers, else by their scatter.</summary>
    Estimated,

    /// <summary>float64.</summary>
    Double,

    /// <summary>float32; the weights are rounded to float32 before the check.</summary>
    Single,
}
