using Hinge.Checking.Diagnosing.Mistakes;
using Hinge.Losses;

namespace Hinge.Checking.Diagnosing;

/// <summary>The known mistakes, in the order in which they are suspected.</summary>
/// <remarks>
/// Four more are found by searching rather than by their program: <c>scaled</c>, <c>missing-examples</c>, and those of
/// the loss value, among them <c>loss-counts-correct-class</c>.
/// </remarks>
public static class MistakeCatalogue
{
    /// <summary>The mistakes that a program meant to compute <paramref name="loss"/> may make.</summary>
    public static IReadOnlyList<Mistake> For(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        List<Mistake> mistakes =
        [
            new MissingCorrectClassTerm(),
            new MissingWrongClassTerm(),
            new CorrectClassSignFlipped(),
            new NotAveraged(),
            new AveragedTwice(),
            new MissingRegularization(),
            new HalvedRegularization(),
            new DoubledRegularization(),
            new RegularizationAveraged(),
            new SignFlipped(),
            new LabelsShiftedUp(),
            new LabelsShiftedDown(),
            new Transposed(),
        ];
        if (loss is WestonWatkins)
        {
            mistakes.Insert(2, new CorrectClassOncePerExample());
            mistakes.Insert(3, new StaleMargin());
        }
        if (loss.Delta is not null) mistakes.Add(new MissingDelta());
        foreach (string name in Loss.Names)
            if (name != loss.Name) mistakes.Add(new OtherLoss(name));
        return mistakes;
    }
}
