using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking;

/// <summary>The (example, class) terms that add to one column of dW, visited in the order of examples and classes.</summary>
internal sealed class ColumnTerms(MeanForm form, WeightMatrix weights, int column, double biasScale)
{
    private readonly ExampleScores _scores = new(form.Data, weights, biasScale);

    /// <summary>Shows each term that is on, its example's x with the bias, and the multiple of x that it adds.</summary>
    public void Visit(Action<LedgerTerm, double[], double> visit)
    {
        Dataset data = form.Data;
        Loss loss = form.Loss;
        double[] x = new double[weights.FeatureCount];
        if (biasScale != 0) x[^1] = biasScale;
        for (int i = 0; i < data.ExampleCount; i++)
        {
            int y = data.Labels[i];
            double[] scores = _scores.Of(i), coefficients = [.. scores];
            loss.ValueAndCoefficients(coefficients, y);
            if (coefficients[column] == 0) continue;
            data.Features.CopyRow(i, x.AsSpan(0, data.Features.FeatureCount));
            if (y != column || !loss.ComparesWithRightClass)
            {
                Show(column, coefficients[column]);
                continue;
            }
            // The right class's coefficient is minus the sum of the others: one term for each of them.
            for (int j = 0; j < coefficients.Length; j++)
                if (j != y && coefficients[j] != 0) Show(j, -coefficients[j]);

            void Show(int j, double coefficient) => visit(new LedgerTerm(i, y, j, loss.Violation(scores, y, j), coefficient, 0), x, coefficient);
        }
    }
}
