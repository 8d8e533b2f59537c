using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Checking.StudentPrograms;

/// <summary>
/// A student's program for the multiclass SVM loss: two loops, over examples i and classes j, with one variable
/// <c>margin</c> that keeps its value from turn to turn and from example to example, as in Python.
/// </summary>
/// <remarks>
/// The three programs differ in what they do where j == y[i]. At the very first turn of all, <c>margin</c> has no value:
/// where y[0] = 0, the two programs that ask for it would stop with a NameError. Here such a value counts as not positive, and
/// <see cref="ProgramTurn.TestsUndefined"/> says so.
/// </remarks>
public abstract class StudentProgram
{
    private protected StudentProgram()
    {
    }

    /// <summary>The program that was meant, the first as posted, and the second.</summary>
    public static IReadOnlyList<StudentProgram> All { get; } = [new IntendedProgram(), new FirstProgram(), new SecondProgram()];

    /// <summary>A name for tables and JSON.</summary>
    public abstract string Id { get; }

    /// <summary>The body of the loop over j, in Python, with s for X[i] · W.</summary>
    public abstract IReadOnlyList<string> Code { get; }

    /// <summary>Runs one example.</summary>
    /// <param name="scores">s, length K.</param>
    /// <param name="label">y in [0, K).</param>
    /// <param name="delta">Δ.</param>
    /// <param name="leftOver">What <c>margin</c> holds from the example before; null before the first.</param>
    public ProgramTrace Run(ReadOnlySpan<double> scores, int label, Delta delta, double? leftOver)
    {
        ArgumentNullException.ThrowIfNull(delta);
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, scores.Length);
        ProgramTurn[] turns = new ProgramTurn[scores.Length];
        double? margin = leftOver;
        for (int j = 0; j < turns.Length; j++)
        {
            turns[j] = Turn(j, label, margin, scores[j] - scores[label] + delta[label, j]);
            margin = turns[j].MarginAfter;
        }
        return new ProgramTrace(label, leftOver, turns);
    }

    /// <summary>Runs one example of a data set after the one before it, whose margin it finds.</summary>
    /// <param name="data">The data; K ≥ 2.</param>
    /// <param name="weights">W, D×K; with a row more where biasScale is not 0.</param>
    /// <param name="example">The example, in [0, N).</param>
    /// <param name="delta">Δ.</param>
    /// <param name="biasScale">The value of the constant bias feature; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public ProgramTrace Trace(Dataset data, WeightMatrix weights, int example, Delta delta, double biasScale = 0)
    {
        ExampleScores scores = new(data, weights, biasScale);
        // Whatever was left over before it, the example before computes a margin for at least one class.
        double? leftOver = example == 0 ? null : Run(scores.Of(example - 1), data.Labels[example - 1], delta, null).MarginAfter;
        return Run(scores.Of(example), data.Labels[example], delta, leftOver);
    }

    /// <summary>Runs all examples.</summary>
    /// <param name="data">The data.</param>
    /// <param name="weights">W, D×K.</param>
    /// <param name="delta">Δ.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public ProgramTotals Totals(Dataset data, WeightMatrix weights, Delta delta)
    {
        ExampleScores scores = new(data, weights, biasScale: 0);
        WeightMatrix gradient = new(weights.FeatureCount, weights.ClassCount);
        double[] x = new double[weights.FeatureCount];
        double loss = 0;
        double? margin = null;
        for (int i = 0; i < data.ExampleCount; i++)
        {
            ProgramTrace trace = Run(scores.Of(i), data.Labels[i], delta, margin);
            margin = trace.MarginAfter;
            loss += trace.Loss;
            int[] coefficients = trace.Coefficients();
            data.Features.CopyRow(i, x);
            for (int f = 0; f < x.Length; f++)
                for (int j = 0; j < coefficients.Length; j++)
                    gradient[f, j] += coefficients[j] * x[f];
        }
        return new ProgramTotals(loss, gradient);
    }

    /// <summary>One turn.</summary>
    /// <param name="j">The class.</param>
    /// <param name="label">y.</param>
    /// <param name="leftOver">What <c>margin</c> holds.</param>
    /// <param name="computed">What <c>margin = s[j] - s[y[i]] + 1</c> gives, should the program come to that line.</param>
    private protected abstract ProgramTurn Turn(int j, int label, double? leftOver, double computed);
}
