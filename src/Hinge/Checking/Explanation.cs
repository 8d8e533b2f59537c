using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Checking;

/// <summary>One class's part in an example's gradient.</summary>
/// <param name="Class">The class index, a column of W.</param>
/// <param name="Score">s_j.</param>
/// <param name="Violation">v_j, positive where the term is on; null where the loss has no such term.</param>
/// <param name="Coefficient">∂loss/∂s_j: the example adds this multiple of x to column j of dW.</param>
public sealed record ClassTerm(int Class, double Score, double? Violation, double Coefficient);

/// <summary>
/// Why an example's gradient is what it is: its scores, the violated terms, and the multiple of x that each column of
/// dW receives.
/// </summary>
/// <param name="Example">The example, from 0.</param>
/// <param name="Label">Its right class y.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="SquaredNorm">‖x‖².</param>
/// <param name="Terms">One a class, in the order of W's columns.</param>
public sealed record Explanation(int Example, int Label, double Loss, double SquaredNorm, IReadOnlyList<ClassTerm> Terms)
{
    /// <summary>The classes whose term is on, y left out.</summary>
    public IEnumerable<ClassTerm> Violated => Terms.Where(term => term.Class != Label && term.Coefficient != 0);

    /// <summary>Explains one example.</summary>
    /// <param name="data">The data.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="weights">W, D×K; with a row more where biasScale is not 0.</param>
    /// <param name="example">The example, in [0, N).</param>
    /// <param name="biasScale">The value of the constant bias feature; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Explanation Of(Dataset data, Loss loss, WeightMatrix weights, int example, double biasScale = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ExampleScores source = new(data, weights, biasScale);
        loss.RequireClassCount(weights.ClassCount);
        double[] scores = source.Of(example), coefficients = [.. scores];
        int label = data.Labels[example];
        double value = loss.ValueAndCoefficients(coefficients, label);
        ClassTerm[] terms = new ClassTerm[scores.Length];
        for (int j = 0; j < terms.Length; j++)
            terms[j] = new ClassTerm(j, scores[j], loss.Violation(scores, label, j), coefficients[j]);
        return new Explanation(example, label, value, data.Features.SquaredNorm(example) + biasScale * biasScale, terms);
    }
}
