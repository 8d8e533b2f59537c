namespace Hinge.Models;

/// <summary>What a model makes of one labelled example.</summary>
/// <param name="Label">The right class, an index into <see cref="LinearModel.ClassNames"/>; −1 where the model does not know it.</param>
/// <param name="Prediction">The class with the highest score; of equals the lower.</param>
/// <param name="Lead">The best score minus the second best, at least 0; ∞ where there is one class only.</param>
/// <param name="Deficit">The best score minus the right class's: 0 where the prediction is right; NaN where the model does not know the class.</param>
/// <param name="SquaredNorm">‖x‖², the bias feature included.</param>
/// <param name="IsCertified">Whether the exact optimum provably predicts the same: the lead is above <see cref="Certificate.CertifiedLead"/>.</param>
public readonly record struct Outcome(int Label, int Prediction, double Lead, double Deficit, double SquaredNorm, bool IsCertified)
{
    /// <summary>Whether the prediction is the right class.</summary>
    public bool IsRight => Label == Prediction;

    /// <summary>
    /// How far, as ‖W − W'‖, weights W' must at least be from the model's before another class may lead: Lead / (√2·‖x‖). Certified are the
    /// predictions for which it is above <see cref="Certificate.WeightErrorBound"/>. 0 where the lead is, ∞ where nothing can change it.
    /// </summary>
    /// <remarks>Two scores differ by x·(w_j − w_k), which changes by ‖x‖·√2·‖W − W'‖ at most.</remarks>
    public double WeightDistance => Lead == 0 ? 0 : Lead / Math.Sqrt(2 * SquaredNorm);
}
