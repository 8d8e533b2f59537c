using System.Text.Json;

namespace Hinge.Peers.Tests;

/// <summary>Arrays in answers.</summary>
internal static class JsonArrays
{
    /// <summary>A matrix, row-major.</summary>
    public static double[] Matrix(this JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];

    public static int[] Integers(this JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static double Number(this JsonElement item, string name) => item.GetProperty(name).GetDouble();

    public static int Integer(this JsonElement item, string name) => item.GetProperty(name).GetInt32();

    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
