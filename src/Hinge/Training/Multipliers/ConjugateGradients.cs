using System.Numerics;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>Preconditioned conjugate gradients from zero (Golub and Van Loan, Matrix Computations, 11.5): solves H·d = r roughly.</summary>
/// <remarks>
/// Where terms compare with the right class, r has a mean of zero over the classes, and so has d: the preconditioner's answer
/// is projected back, on which it stays symmetric and positive definite.
/// </remarks>
internal sealed class ConjugateGradients(Problem problem, TrainingRun run, bool hasZeroMeans)
{
    /// <summary>Stop where ‖residual‖ fell to this share.</summary>
    private const double Tolerance = 0.2;

    private const int MostSteps = 150;

    private readonly WorkingWeights _residual = problem.NewWeights(), _scaled = problem.NewWeights(), _direction = problem.NewWeights(), _product = problem.NewWeights();

    /// <summary>Overwrites <paramref name="solution"/>; returns the steps taken, every one of which is an epoch.</summary>
    public int Solve<T>(NewtonSystem<T> system, IPreconditioner preconditioner, WorkingWeights right, WorkingWeights solution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        solution.Scale(0);
        _residual.CopyFrom(right);
        double goal = Tolerance * Tolerance * _residual.SquaredNorm(), product = 0;
        int step = 0;
        while (step < MostSteps && run.MayStartEpoch() && !run.MustPause())
        {
            preconditioner.Apply(_residual, _scaled);
            if (hasZeroMeans) _scaled.SubtractMeans();
            double previous = product;
            product = _residual.Dot(_scaled);
            if (!(product > 0)) break;
            _direction.Scale(step == 0 ? 0 : product / previous);
            _direction.Add(1, _scaled);
            system.Multiply(_direction, _product);
            run.CountEpochs(1);
            run.CountRows(system.RowCount);
            double curvature = _direction.Dot(_product);
            if (!(curvature > 0)) break;
            double length = product / curvature;
            solution.Add(length, _direction);
            _residual.Add(-length, _product);
            step++;
            if (_residual.SquaredNorm() <= goal) break;
        }
        return step;
    }
}
