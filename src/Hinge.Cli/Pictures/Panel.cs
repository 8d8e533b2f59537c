namespace Hinge.Cli.Pictures;

/// <summary>One image of a row of images.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Pixels">Row by row.</param>
/// <param name="HasOwnScale">Whether its colours are relative to its own largest pixel, not to that of all others.</param>
internal sealed record Panel(string Title, double[] Pixels, bool HasOwnScale = false)
{
    public double Largest => Pixels.Length == 0 ? 0 : Pixels.Max(Math.Abs);
}
