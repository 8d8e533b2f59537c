namespace Hinge.Playground;

/// <summary>Multiples of x as the page writes them.</summary>
internal static class Multiples
{
    /// <summary>+x, −4·x, +0.25·x; nothing for 0.</summary>
    public static string OfX(double coefficient) => coefficient switch
    {
        0 => "nothing",
        1 => "+x",
        -1 => "−x",
        > 0 => $"+{Numbers.Short(coefficient)}·x",
        _ => $"{Numbers.Short(coefficient)}·x",
    };
}
