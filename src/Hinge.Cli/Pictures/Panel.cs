namespace Hinge.Cli.Pictures;

/// <summary>One image of a row of images, its pixels row by row.</summary>
internal sealed record Panel(string Title, double[] Pixels);
