using Hinge.Models;

namespace Hinge.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">Passes over the data or over its active part so far.</param>
/// <param name="Primal">The lowest P(W) so far.</param>
/// <param name="Dual">The dual that proves the gap: in coordinate ascent it never falls, but for rounding; the method of multipliers and gradient descent may report a lower one than before, and return the best.</param>
/// <param name="RelativeGap">(Primal − Dual) / |Primal|.</param>
/// <param name="ActiveExamples">How many examples the next epoch will visit.</param>
/// <param name="Rows">How many rows of X were multiplied with weights so far.</param>
/// <param name="Elapsed">Time since training began.</param>
public sealed record TrainingProgress(int Epoch, double Primal, double Dual, double RelativeGap, int ActiveExamples, long Rows, TimeSpan Elapsed)
{
    /// <summary>Rows per second so far.</summary>
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Rows / Elapsed.TotalSeconds : 0;

    /// <summary>Copies the weights of the lowest primal so far; null in a report that does not come from training.</summary>
    internal Func<WeightMatrix>? Best { get; init; }

    /// <summary>
    /// A copy of the weights of the lowest primal so far, D×K, with a row more where there is a bias; null in a report that does not come from training. To
    /// be called while the report is made: later it is of later weights.
    /// </summary>
    public WeightMatrix? CopyWeights() => Best?.Invoke();
}
