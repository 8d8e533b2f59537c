using System.Diagnostics.CodeAnalysis;

namespace Hinge.Cli;

/// <summary>
/// What only the portable tool has: tables, plots, ONNX files and the page, for they need large libraries that are not .NET's. The native tool is
/// built with the switch off, and what stands behind it is left out of the executable.
/// </summary>
internal static class PortablePart
{
    private const string Switch = "Hinge.Cli.PortablePart";

    /// <summary>What the help of the native tool says of it.</summary>
    public const string HelpText = "This is the native tool. It has every verb; tables (CSV, Parquet, JSON lines, databases, --sql), plots (--plot, --reliability, --report), ONNX files and the page of play run in the portable tool, which it starts where that lies beside it.";

    /// <summary>Whether this is the portable tool. A constant in native code: ask it in the very method that uses such a library.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool IsIncluded => !AppContext.TryGetSwitch(Switch, out bool isIncluded) || isIncluded;

    /// <summary>Runs the portable tool in place of this process, where it can be found; returns otherwise.</summary>
    public static Action? RunInstead { get; set; }

    /// <summary>Goes on as the portable tool, or returns the error that says how to get it.</summary>
    /// <param name="what">What is asked for, in the plural, such as <c>tables</c>.</param>
    public static InvalidOperationException Missing(string what)
    {
        if (!StandardInput.IsOpen) RunInstead?.Invoke();
        return new InvalidOperationException($"{what} need the portable tool, and this native one does not find it. Install .NET 10 and the tool: dotnet tool install --global Hinge.Cli.");
    }
}
