using Hinge.Checking;

namespace Hinge.Playground.Sessions;

/// <summary>The arrows of one column of dW: parts that lie head to tail, and the total that they reach.</summary>
/// <param name="Class">The column j.</param>
/// <param name="Parts">In the order in which they are laid.</param>
/// <param name="Total">What they add up to.</param>
public sealed record ColumnArrows(int Class, IReadOnlyList<ColumnArrow> Parts, ColumnArrow Total)
{
    /// <summary>
    /// The gradient of the selected example's loss alone: for each violating class j one +x on column j and one −x on column y. Losses that do not
    /// compare with the right class have one arrow a column.
    /// </summary>
    public static IReadOnlyList<ColumnArrows> OfExample(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Explanation explanation = answer.Selected;
        PlanePoint x = answer.State.SelectedPoint;
        // Where the coefficients sum to zero, what the right class's column receives is one −x for each other class.
        bool isOfPairs = Math.Abs(explanation.Terms.Sum(term => term.Coefficient)) <= 1e-12 * (1 + explanation.Terms.Max(term => Math.Abs(term.Coefficient)));
        return [.. explanation.Terms.Select(term => new ColumnArrows(term.Class, Parts(term), Arrow(term.Coefficient, "total", null, Multiples.OfX(term.Coefficient))))];

        ColumnArrow[] Parts(ClassTerm term) => term.Class == explanation.Label && isOfPairs
            ? [.. explanation.Violated.Select(other => Arrow(-other.Coefficient, "term", other.Class, $"{Multiples.OfX(-other.Coefficient)} for class {other.Class}"))]
            : term.Coefficient == 0 ? [] : [Arrow(term.Coefficient, "term", term.Class, Multiples.OfX(term.Coefficient))];

        ColumnArrow Arrow(double times, string kind, int? @class, string text) => new(times * x.X, times * x.Y, kind, @class, text);
    }

    /// <summary>The gradient of F(W): the selected example's share of the mean, all other examples', and the penalty's 2λW.</summary>
    public static IReadOnlyList<ColumnArrows> OfAll(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        PlaneState state = answer.State;
        PlanePoint x = state.SelectedPoint;
        return [.. Enumerable.Range(0, state.ClassCount).Select(j =>
        {
            double share = answer.Selected.Terms[j].Coefficient / state.Points.Length, penalty = 2 * state.Lambda;
            ColumnArrow own = new(share * x.X, share * x.Y, "term", state.SelectedPoint.Label, $"{Multiples.OfX(answer.Selected.Terms[j].Coefficient)} / {state.Points.Length} of this example");
            ColumnArrow shrink = new(penalty * state.Weight(0, j), penalty * state.Weight(1, j), "penalty", null, "2λ·W of the penalty");
            ColumnArrow total = new(answer.Gradient[0, j], answer.Gradient[1, j], "total", null, "dW");
            ColumnArrow others = new(total.X - own.X - shrink.X, total.Y - own.Y - shrink.Y, "others", null, "all other examples");
            return new ColumnArrows(j, [others, own, shrink], total);
        })];
    }
}
