using Hinge.Data;

namespace Hinge.Models;

/// <summary>How a model does on labelled data.</summary>
/// <param name="ExampleCount">N.</param>
/// <param name="CorrectCount">How many predictions are right.</param>
/// <param name="CertifiedCount">How many provably agree with the exact optimum's (<see cref="Certificate.CertifiedLead"/>).</param>
/// <param name="UnknownCount">How many labels the model has no class for; they count as wrong.</param>
/// <param name="Confusion">K×K, row-major: entry [y·K + j] counts examples of class y predicted as j.</param>
public sealed record Evaluation(int ExampleCount, int CorrectCount, int CertifiedCount, int UnknownCount, IReadOnlyList<int> Confusion)
{
    /// <summary>The share of right predictions, in [0, 1].</summary>
    public double Accuracy => (double)CorrectCount / ExampleCount;

    /// <summary>The share of predictions that provably agree with the exact optimum's, in [0, 1]. It does not say whether they are right.</summary>
    public double CertifiedShare => (double)CertifiedCount / ExampleCount;

    /// <summary>Evaluates.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">N ≥ 1 labelled rows of D columns.</param>
    /// <param name="threads">How many threads may work, at least 1; default 1. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">There is no example, or the features do not fit the model.</exception>
    public static Evaluation Of(LinearModel model, Dataset data, int threads = 1) => Of(model, Outcomes(model, data, threads));

    /// <summary>Sums up outcomes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outcomes">N ≥ 1, as <see cref="Outcomes"/> gives them for this model.</param>
    /// <exception cref="ArgumentException">There is none, one is of a class that the model does not have, or a table of the classes does not fit into memory.</exception>
    public static Evaluation Of(LinearModel model, IReadOnlyList<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.Count == 0)
            throw new ArgumentException("outcomes must hold at least one.", nameof(outcomes));
        int k = model.ClassCount;
        if ((long)k * k > Array.MaxLength)
            throw new ArgumentException($"model must have a confusion table that fits into memory; {k} classes are too many. Predict, and compare with the labels.", nameof(model));
        int[] confusion = new int[k * k];
        int correct = 0, unknown = 0, certified = 0;
        foreach (Outcome outcome in outcomes)
        {
            if (outcome.Label >= k || (uint)outcome.Prediction >= (uint)k)
                throw new ArgumentException($"outcomes must be of the model's {k} classes; got label {outcome.Label} and prediction {outcome.Prediction}.", nameof(outcomes));
            if (outcome.IsCertified) certified++;
            if (outcome.Label < 0)
            {
                unknown++;
                continue;
            }
            confusion[outcome.Label * k + outcome.Prediction]++;
            if (outcome.IsRight) correct++;
        }
        return new Evaluation(outcomes.Count, correct, certified, unknown, confusion);
    }

    /// <summary>What the model makes of each example.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">N ≥ 1 labelled rows of D columns.</param>
    /// <param name="threads">How many threads may work, at least 1; default 1. The result does not depend on it.</param>
    /// <returns>N outcomes, in the order of the examples.</returns>
    /// <exception cref="ArgumentException">There is no example, or the features do not fit the model.</exception>
    public static Outcome[] Outcomes(LinearModel model, Dataset data, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (data.ExampleCount == 0)
            throw new ArgumentException("data must hold at least one example.", nameof(data));
        int[] labels = data.Labels.IndicesIn(model.ClassNames);
        Outcome[] outcomes = new Outcome[data.ExampleCount];
        double biasSquared = model.Objective.BiasScale * model.Objective.BiasScale;
        model.ForEachScores(
            data.Features,
            (i, scores) =>
            {
                int best = LinearModel.Best(scores);
                double second = double.NegativeInfinity;
                for (int j = 0; j < scores.Length; j++)
                    if (j != best) second = Math.Max(second, scores[j]);
                double squaredNorm = data.Features.SquaredNorm(i) + biasSquared, lead = scores[best] - second;
                double deficit = labels[i] < 0 ? double.NaN : scores[best] - scores[labels[i]];
                outcomes[i] = new Outcome(labels[i], best, lead, deficit, squaredNorm, lead > model.Certificate.CertifiedLead(squaredNorm));
            },
            threads);
        return outcomes;
    }

    /// <summary>How many examples of the class there are.</summary>
    /// <param name="class">An index into the model's <see cref="LinearModel.ClassNames"/>, in [0, K).</param>
    public int Support(int @class) => Row(@class).Sum();

    /// <summary>The share of the class's examples that were found, in [0, 1]; 0 where it has none.</summary>
    /// <param name="class">An index into the model's <see cref="LinearModel.ClassNames"/>, in [0, K).</param>
    public double Recall(int @class) => Share(Confusion[@class * ClassCount + @class], Support(@class));

    /// <summary>The share of predictions of the class that are right, in [0, 1]; 0 where none is of it. Examples of classes that the model does not know do not count.</summary>
    /// <param name="class">An index into the model's <see cref="LinearModel.ClassNames"/>, in [0, K).</param>
    public double Precision(int @class) =>
        Share(Confusion[@class * ClassCount + @class], Enumerable.Range(0, ClassCount).Sum(y => Confusion[y * ClassCount + @class]));

    /// <summary>K.</summary>
    public int ClassCount => (int)Math.Sqrt(Confusion.Count);

    private IEnumerable<int> Row(int label) => Confusion.Skip(label * ClassCount).Take(ClassCount);

    /// <summary>0 where there is nothing to share.</summary>
    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
