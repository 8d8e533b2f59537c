using Hinge.Checking.Diagnosing;
using Hinge.Checking.StudentPrograms;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Playground.Programs;
using Hinge.Playground.Sessions;

namespace Hinge.Playground.Tests.Programs;

/// <summary>The listings on the page compute what the catalogue's programs and the student's compute.</summary>
public sealed class ProgramListingTests
{
    /// <summary>A power of two, so that means are exact.</summary>
    private const int ExampleCount = 8;

    public static TheoryData<string> Ids => [.. ProgramShelf.For(ExampleCount).Select(entry => entry.Id)];

    [Fact]
    public void Shelf_OfAllPrograms_HasEveryMistakeOnce()
    {
        // The second program is the mistake stale-margin itself.
        Assert.Equal(StudentProgram.All.Count + MistakeCatalogue.For(new WestonWatkins()).Count - 1, ProgramShelf.For(ExampleCount).Count);
        Assert.Distinct(ProgramShelf.For(ExampleCount).Select(entry => entry.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Listing_RunOnEighths_HasTheCataloguesGradientBitForBit(string id)
    {
        ProgramEntry entry = Entry(id);
        for (int seed = 1; seed <= 20; seed++)
        {
            PlaneAnswer answer = new(Eighths(seed));
            double[] expected = Gradient(entry.Program, answer), found = Interpreter.Run(entry.Lines, ProgramShelf.InputOf(answer), watched: 0).Gradient.Elements.ToArray();
            if (entry.Program.OtherLoss == "softmax")
            {
                // Its probabilities are rounded: a few units in the last place of |x| ≤ 4, a mean over N.
                for (int e = 0; e < expected.Length; e++) Assert.Equal(expected[e], found[e], 64 * 4 * double.BitDecrement(1) * Math.Pow(2, -52));
            }
            else
            {
                // Eighths, their products and their sums fit a double: nothing is rounded, in whatever order one adds.
                Assert.Equal(expected, found);
            }
        }
    }

    [Fact]
    public void Listings_ForTwoExamples_HaveTheCataloguesGradientBitForBit()
    {
        PlaneAnswer answer = new(Eighths(seed: 1, exampleCount: 2));
        foreach (ProgramEntry entry in ProgramShelf.For(2).Where(entry => entry.Program.OtherLoss != "softmax"))
            Assert.Equal(Gradient(entry.Program, answer), Interpreter.Run(entry.Lines, ProgramShelf.InputOf(answer), watched: 0).Gradient.Elements.ToArray());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Listing_Diagnosed_ShowsItsOwnMistake(string id)
    {
        ProgramEntry entry = Entry(id);
        ProgramExamination examination = new(entry, new PlaneAnswer(Eighths(seed: 3)));
        DiagnosisReport report = examination.Report;
        Assert.Equal(entry.Program == GradientProgram.Right, report.GradientIsRight);
        string mistake = id switch
        {
            "meant" => "",
            "first" => "loss-counts-correct-class",
            "second" => "stale-margin",
            "labels-shifted-up" or "labels-shifted-down" => "labels-shifted",
            _ => id.Replace("other-loss-", "other-loss:", StringComparison.Ordinal),
        };
        if (mistake.Length == 0) Assert.Empty(report.Mistakes);
        else Assert.Contains(mistake, report.Mistakes.Select(found => found.Id));
    }

    [Fact]
    public void StudentListings_RunOnEighths_HaveTheTotalsOfTheirPrograms()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            PlaneAnswer answer = new(Eighths(seed) with { Lambda = 0 });
            foreach (StudentProgram student in StudentProgram.All)
            {
                ProgramTotals totals = student.Totals(answer.Data, answer.Weights, new Delta(answer.State.Delta));
                ProgramRun run = Interpreter.Run(Entry(student.Id).Lines, ProgramShelf.InputOf(answer), watched: 0);
                Assert.Equal(totals.Loss / ExampleCount, run.Loss);
                Assert.Equal(totals.Gradient.Values.ToArray().Select(entry => entry / ExampleCount), run.Gradient.Elements.ToArray());
            }
        }
    }

    [Fact]
    public void RightListing_Run_HasTheLibrarysLoss()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            ProgramExamination examination = new(Entry("meant"), new PlaneAnswer(Eighths(seed)));
            Assert.Equal(examination.TrueLoss, examination.Run.Loss);
        }
    }

    [Fact]
    public void Listing_OfTheStudents_SaysDeltaWhereTheyWroteOne()
    {
        foreach (StudentProgram student in StudentProgram.All)
        {
            Assert.Contains(student.Code, line => line.Contains(" + 1", StringComparison.Ordinal));
            Assert.Contains(Entry(student.Id).Lines, line => line.Code == "margin = s[j] - s[y[i]] + delta");
        }
    }

    private static ProgramEntry Entry(string id) => ProgramShelf.For(ExampleCount).Single(entry => entry.Id == id);

    /// <summary>The gradient of the catalogue's program by the diagnosis' own sums.</summary>
    private static double[] Gradient(GradientProgram program, PlaneAnswer answer)
    {
        ProgramExamination right = new(Entry("meant"), answer);
        Precision precision = Precision.Of(right.Form, false, right.User.Gradient.Values);
        ProgramGradients gradients = new(right.Form, answer.Weights, precision, threads: 1);
        WeightMatrix sum = gradients.Data(program, takesKinks: false);
        foreach (ref double value in sum.Values) value *= program.DataScale;
        ProgramGradients.Add(sum, program.PenaltyScale, gradients.Penalty);
        return (program.IsTransposed ? ProgramGradients.Transpose(sum) : sum).Values.ToArray();
    }

    /// <summary>A problem of eight points, or as many as given, and four classes, all numbers eighths.</summary>
    private static PlaneState Eighths(int seed, int exampleCount = ExampleCount)
    {
        Random random = new(seed);
        return new PlaneState
        {
            Points = [.. Enumerable.Range(0, exampleCount).Select(_ => new PlanePoint(Next(32), Next(32), random.Next(4)))],
            ClassCount = 4,
            Weights = [.. Enumerable.Range(0, 3 * 4).Select(_ => Next(8))],
            Lambda = 0.0625,
            Delta = 1,
        };

        double Next(int most) => random.Next(-most, most + 1) / 8.0;
    }
}
