using System.Collections.Immutable;
using Hinge.Checking.Diagnosing;
using Hinge.Checking.StudentPrograms;
using Hinge.Losses;
using Hinge.Playground.Sessions;

namespace Hinge.Playground.Programs;

/// <summary>The programs that the page offers: the student's three, and each mistake of the catalogue made in the right one.</summary>
public static class ProgramShelf
{
    private const string Students = "The student's three", Mistakes = "Other mistakes", Losses = "Another loss than the one meant";

    /// <summary>All, in the order of the page.</summary>
    /// <param name="exampleCount">N; a few mistakes need more than one example to be one.</param>
    public static IReadOnlyList<ProgramEntry> For(int exampleCount)
    {
        List<ProgramEntry> entries = [];
        foreach (StudentProgram student in StudentProgram.All)
        {
            (string title, GradientProgram program) = student switch
            {
                FirstProgram => ("The first: skips only where the old margin is positive", GradientProgram.Right),
                SecondProgram => ("The second: subtracts under if j == y[i]", GradientProgram.Right with { CorrectClass = CorrectClassRule.StaleMargin }),
                _ => ("The one meant", GradientProgram.Right),
            };
            entries.Add(new ProgramEntry(student.Id, Students, title, program, ProgramListing.Of(student)));
        }
        foreach (Mistake mistake in MistakeCatalogue.For(new WestonWatkins()))
        {
            if (mistake.In(GradientProgram.Right, exampleCount) is not { } program || entries.Any(entry => entry.Program == program && program != GradientProgram.Right)) continue;
            string id = mistake.Id + (program.LabelShift switch { > 0 => "-up", < 0 => "-down", _ => "" });
            entries.Add(new ProgramEntry(id.Replace(':', '-'), program.OtherLoss is null ? Mistakes : Losses, TitleOf(id, program), program, ProgramListing.Of(program, exampleCount)));
        }
        return entries;
    }

    /// <summary>What a program is given: X, y, W, delta, reg, N, D, K.</summary>
    public static ImmutableDictionary<string, Value> InputOf(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        int n = answer.Data.ExampleCount, d = answer.Weights.FeatureCount, k = answer.Weights.ClassCount;
        double[] features = new double[n * d];
        for (int i = 0; i < n; i++) answer.Data.Features.CopyRow(i, features.AsSpan(i * d, d));
        return new Dictionary<string, Value>
        {
            ["X"] = Value.Matrix(n, d, features),
            ["y"] = Value.Vector([.. answer.Data.Labels.Values.ToArray().Select(label => (double)label)]),
            ["W"] = Value.Matrix(d, k, answer.Weights.Values.ToArray()),
            ["delta"] = Value.Of(answer.State.Delta),
            ["reg"] = Value.Of(answer.State.Lambda),
            ["N"] = Value.Of(n),
            ["D"] = Value.Of(d),
            ["K"] = Value.Of(k),
        }.ToImmutableDictionary();
    }

    private static string TitleOf(string id, GradientProgram program)
    {
        if (program.OtherLoss is { } loss) return loss;
        string words = id.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
