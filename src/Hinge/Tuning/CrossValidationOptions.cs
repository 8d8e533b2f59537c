using System.Globalization;
using Hinge.Training;

namespace Hinge.Tuning;

/// <summary>How costs are compared.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>k, the number of folds, in [2, N]; default 5.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>The costs C to compare, finite, above 0 and increasing; null, the default, for <see cref="CostGrid.Default"/>.</summary>
    public IReadOnlyList<double>? Costs { get; init; }

    /// <summary>When each training stops. Its seed is that of the folds as well; its time limit is of each training; it has no start.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// A small file that finished folds are kept in, and taken from where it has some: an interrupted run goes on where it was. Null, the
    /// default, for none.
    /// </summary>
    public string? RecordPath { get; init; }

    /// <summary>Checks every value against its documented range; k and N are compared when the folds are drawn.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (FoldCount < 2)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"FoldCount must be at least 2; got {FoldCount}."));
        if (Costs is not null) CostGrid.Validate(Costs);
        ArgumentNullException.ThrowIfNull(Training);
        Training.Validate();
        if (Training.Start is not null)
            throw new ArgumentException("Start must be left out in cross-validation: each fold has duals of its own.");
    }
}
