using System.Numerics;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The step of any loss with an exact block solver, in double: the plain version of the faster ones.</summary>
internal sealed class AnyLossStep<T>(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) : BlockStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int StackLength = 128;

    private readonly double[] _zeros = new double[problem.ClassCount];
    private readonly double[] _scores = new double[problem.ClassCount], _dual = new double[problem.ClassCount], _old = new double[problem.ClassCount], _workspace = new double[problem.ClassCount];

    /// <inheritdoc/>
    public override (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost)
    {
        Span<double> wide = problem.ClassCount <= StackLength ? stackalloc double[StackLength] : new double[problem.ClassCount];
        wide = wide[..problem.ClassCount];
        for (int j = 0; j < wide.Length; j++) wide[j] = double.CreateTruncating(scores[j]);
        return Measure(example, wide, cost);
    }

    /// <inheritdoc/>
    public override double Solve(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, out bool isChanged)
    {
        for (int j = 0; j < _scores.Length; j++) _scores[j] = double.CreateTruncating(scores[j]);
        double gap = Measure(example, _scores, cost).Gap;
        duals.CopyRow(example, _dual);
        _dual.CopyTo(_old, 0);
        solver.SolveBlock(_scores, problem.Labels[example], shardCount * problem.SquaredNorm(example), cost, _dual, _workspace);
        isChanged = false;
        for (int j = 0; j < _dual.Length; j++)
        {
            isChanged |= _old[j] != _dual[j];
            change[j] = T.CreateTruncating(_old[j] - _dual[j]);
        }
        if (isChanged) duals.SetRow(example, _dual);
        return gap;
    }

    private (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<double> scores, double cost)
    {
        ReadOnlySpan<double> dual = duals.IsZero(example) ? _zeros : duals.Padded(example)[..problem.ClassCount];
        double loss = problem.Loss.Value(scores, problem.Labels[example]), term = problem.Loss.DualTerm(dual, problem.Labels[example], cost), gap = cost * loss - term;
        for (int j = 0; j < dual.Length; j++) gap -= scores[j] * dual[j];
        return (loss, term, gap);
    }
}
