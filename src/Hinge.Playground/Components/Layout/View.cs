namespace Hinge.Playground.Components.Layout;

/// <summary>One of the page's views, as the navigation names it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its address, which its page component names too.</param>
/// <param name="Summary">What is seen there.</param>
public sealed record View(string Name, string Path, string Summary)
{
    /// <summary>All, in the order of the lesson.</summary>
    public static IReadOnlyList<View> All { get; } =
    [
        new("The plane", "/plane", "Points, class lines, and the arrows of one gradient"),
        new("The matrix", "/matrix", "All violations, and the terms behind every entry of dW"),
        new("The programs", "/programs", "Programs with mistakes, run line by line and diagnosed"),
        new("Real data", "/data", "Training as it happens, and any example explained"),
    ];
}
