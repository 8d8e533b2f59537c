namespace Hinge.Cli.Verbs.Explaining;

/// <summary>Numbers and multiples of x as explanations write them.</summary>
internal static class Multiples
{
    /// <summary>+x, −4·x, +0.25·x; nothing for 0.</summary>
    public static string OfX(double coefficient)
    {
        if (coefficient == 0) return "nothing";
        double size = Math.Abs(coefficient);
        return (coefficient > 0 ? "+" : "−") + (size == 1 ? "x" : $"{Numbers.Short(size)}·x");
    }

    /// <summary>Six significant digits, a true minus sign in front of negatives.</summary>
    public static string Plain(double value) => value < 0 ? "−" + Numbers.Short(-value) : Numbers.Short(value);

    /// <summary>Six significant digits with a sign.</summary>
    public static string Signed(double value) => value > 0 ? "+" + Numbers.Short(value) : Plain(value);
}
