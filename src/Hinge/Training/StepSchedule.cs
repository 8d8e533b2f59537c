namespace Hinge.Training;

/// <summary>How the step of gradient descent shrinks; η is the first step's length, t counts steps, e epochs and their fractions.</summary>
public enum StepSchedule
{
    /// <summary>η.</summary>
    Constant,

    /// <summary>
    /// η/(1 + η·λ'·t) = 1/(λ'(t + t₀)), λ' = 1/(C·N), t₀ = 1/(ηλ'): the rate for strongly convex objectives (Bottou, "Stochastic
    /// gradient descent tricks", 2012, section 5.2; scikit-learn's "optimal"), and Pegasos' with η = 1/λ' (Shalev-Shwartz et al., 2011).
    /// </summary>
    InverseTime,

    /// <summary>η/√(1 + e): the rate for convex objectives (scikit-learn's "invscaling" with power ½, counted in epochs).</summary>
    InverseSquareRoot,

    /// <summary>η·½^⌊e/T⌋, T = <see cref="GradientDescentOptions.PeriodEpochs"/>.</summary>
    Halving,

    /// <summary>½η(1 + cos(π·(e mod T)/T)): down to zero over T epochs, then again from η (Loshchilov and Hutter, ICLR 2017).</summary>
    Cosine,
}
