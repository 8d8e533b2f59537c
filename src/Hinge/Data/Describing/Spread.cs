namespace Hinge.Data.Describing;

/// <summary>Where one number of every row lies.</summary>
/// <param name="Minimum">The smallest.</param>
/// <param name="Median">The one in the middle; the lower of two.</param>
/// <param name="Maximum">The largest.</param>
public readonly record struct Spread(double Minimum, double Median, double Maximum)
{
    /// <summary>The spread of at least one number; they get sorted.</summary>
    internal static Spread Of(double[] numbers)
    {
        Array.Sort(numbers);
        return new Spread(numbers[0], numbers[(numbers.Length - 1) / 2], numbers[^1]);
    }
}
