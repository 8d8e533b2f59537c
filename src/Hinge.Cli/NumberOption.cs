using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Hinge.Cli;

/// <summary>
/// Options that hold a number in a range. Anything else is refused with the option's name, the rule, and what was
/// given. Numbers use a point whatever the culture, and nothing between thousands: 0,5 is an error, not 5.
/// </summary>
internal static class NumberOption
{
    public static Option<T> Create<T>(string name, string helpName, string description, T defaultValue, string rule, Predicate<T> holds)
        where T : struct, INumberBase<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => Parse(result, name, rule, holds) ?? defaultValue,
        };

    /// <summary>Null where the option is left out.</summary>
    public static Option<T?> CreateOptional<T>(string name, string helpName, string description, string rule, Predicate<T> holds)
        where T : struct, INumberBase<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, rule, holds),
        };

    /// <summary>A seed: any whole number.</summary>
    public static Option<int> Seed(string description, int defaultValue) =>
        Create("--seed", "N", description, defaultValue, $"a whole number up to {int.MaxValue}", _ => true);

    /// <summary>How many threads may work.</summary>
    public static Option<int> Threads() =>
        Create("--threads", "N", "How many threads may work. The result has the same bits for any number.", Environment.ProcessorCount, "a whole number, at least 1", threads => threads >= 1);

    public static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    public static bool IsAtLeastZero(double value) => value >= 0 && double.IsFinite(value);

    private static T? Parse<T>(ArgumentResult result, string name, string rule, Predicate<T> holds)
        where T : struct, INumberBase<T>
    {
        if (result.Tokens is not [Token token]) return null;
        if (T.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && holds(value)) return value;
        result.AddError($"{name} must be {rule}; got {token.Value}.");
        return null;
    }
}
