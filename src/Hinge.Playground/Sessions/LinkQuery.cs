using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Hinge.Playground.Sessions;

/// <summary>
/// The state of a view in an address: what comes after the question mark, read by name, rule and default. What is left out has its default; what
/// breaks a rule has it too and is named in <see cref="Complaints"/>, for a link may be shortened or typed by hand.
/// </summary>
public sealed class LinkQuery
{
    /// <summary>Longer addresses are not read.</summary>
    public const int LengthLimit = 24_000;

    private readonly Dictionary<string, StringValues> _values;
    private readonly List<string> _complaints = [];

    /// <summary>Of a whole address.</summary>
    public LinkQuery(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int start = address.IndexOf('?', StringComparison.Ordinal), end = address.IndexOf('#', StringComparison.Ordinal);
        string query = start < 0 || (end >= 0 && end < start) ? "" : address[start..(end < 0 ? address.Length : end)];
        if (query.Length > LengthLimit)
        {
            _complaints.Add($"The link must be at most {Numbers.Count(LengthLimit)} characters; got {Numbers.Count(query.Length)}.");
            query = "";
        }
        _values = QueryHelpers.ParseQuery(query);
    }

    /// <summary>Whether the address holds nothing.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>What broke a rule, as sentences.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>A value as it stands; null where it is left out.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out StringValues values) ? values.ToString() : null;

    /// <summary>A number from least to most.</summary>
    public double Number(string name, double defaultValue, double least, double most)
    {
        if (Text(name) is not { } text) return defaultValue;
        if (TryNumber(text, out double value) && value >= least && value <= most) return value;
        Complain(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), text);
        return defaultValue;
    }

    /// <summary>A whole number from least to most.</summary>
    public int Whole(string name, int defaultValue, int least, int most)
    {
        if (Text(name) is not { } text) return defaultValue;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most) return value;
        Complain(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), text);
        return defaultValue;
    }

    /// <summary>One of several words.</summary>
    public string Choice(string name, string defaultValue, IReadOnlyList<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (Text(name) is not { } text) return defaultValue;
        if (choices.Contains(text)) return text;
        Complain(name, $"one of {string.Join(", ", choices)}", text);
        return defaultValue;
    }

    /// <summary>Names a value that breaks a rule.</summary>
    public void Complain(string name, string rule, string got) =>
        _complaints.Add($"{name} must be {rule}; got {(got.Length > 40 ? got[..40] + "…" : got)}.");

    /// <summary>A finite number as links hold it.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
