using System.Numerics;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>Solves Newton systems one after the other, and keeps the preconditioner as long as it serves.</summary>
/// <typeparam name="T">The arithmetic of the products: the features'.</typeparam>
internal sealed class NewtonStep<T>(Problem problem, MarginTerms terms, TrainingRun run, double factorBytes) : INewtonStep
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The preconditioner is built anew when κ grew by this factor, or when a solution took this many steps more than the first with it.</summary>
    private const double KappaGrowth = 2.5;
    private const int MoreSteps = 8;

    private readonly ConjugateGradients _solver = new(problem, run, terms.ComparesWithRightClass);
    private IPreconditioner? _preconditioner;
    private double _kappa;
    private int _firstSteps;
    private int _lastSteps;

    /// <inheritdoc/>
    public bool RenewsAt(double kappa) =>
        _preconditioner is null || kappa > KappaGrowth * _kappa || kappa < _kappa / KappaGrowth || _lastSteps > 2 * _firstSteps + MoreSteps;

    /// <inheritdoc/>
    public void Solve(FreeTerms free, double kappa, WorkingWeights right, WorkingWeights solution)
    {
        bool isNew = RenewsAt(kappa);
        if (isNew)
        {
            _preconditioner = Build(free);
            _kappa = kappa;
        }
        _lastSteps = _solver.Solve(new NewtonSystem<T>(problem, terms, free, run.Threads), _preconditioner!, right, solution);
        if (isNew) _firstSteps = _lastSteps;
    }

    private IPreconditioner Build(FreeTerms free)
    {
        bool isSingle = typeof(T) == typeof(float);
        return ClassFactors<T>.Length(problem) * (isSingle ? sizeof(float) : sizeof(double)) <= factorBytes
            ? new ClassFactors<T>(problem, terms, free, run.Threads)
            : new DiagonalScaling(problem, terms, free);
    }
}

/// <summary>Newton steps in either arithmetic.</summary>
internal interface INewtonStep
{
    /// <summary>Whether the next solution at this κ depends on none before it.</summary>
    bool RenewsAt(double kappa);

    /// <summary>Solves H·d = right roughly.</summary>
    void Solve(FreeTerms free, double kappa, WorkingWeights right, WorkingWeights solution);
}
