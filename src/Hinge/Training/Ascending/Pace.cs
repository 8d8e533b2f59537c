using Hinge.Training.Checkpoints;

namespace Hinge.Training.Ascending;

/// <summary>How fast the gap falls, counted in visits, so that it does not depend on the machine.</summary>
internal sealed class Pace
{
    /// <summary>The pace is that of so many scans.</summary>
    private const int Scans = 3;

    private readonly double[] _gaps = new double[Scans + 1], _visits = new double[Scans + 1];
    private int _count;

    /// <summary>Notes the relative gap that a scan found after so many visits.</summary>
    public void Add(double gap, long visits)
    {
        int slot = _count % _gaps.Length;
        (_gaps[slot], _visits[slot]) = (gap, visits);
        _count++;
    }

    /// <summary>The visits to come until the gap is <paramref name="wanted"/>, at this pace; zero where there is none yet, infinite where the gap does not fall.</summary>
    public double VisitsTo(double wanted)
    {
        if (_count <= Scans) return 0;
        int first = _count % _gaps.Length, last = (_count - 1) % _gaps.Length;
        double fallen = Math.Log(_gaps[first] / _gaps[last]), missing = Math.Log(_gaps[last] / wanted);
        return fallen > 0 ? missing / fallen * (_visits[last] - _visits[first]) : double.PositiveInfinity;
    }

    /// <summary>Saves or restores what was noted.</summary>
    public void Exchange(StateExchange state)
    {
        state.Number(ref _count);
        state.Numbers(_gaps);
        state.Numbers(_visits);
        // No run comes near the end of int, from where counting on would turn negative.
        if (_count is < 0 or > int.MaxValue / 2) throw new ArgumentException($"it counts {_count} scans");
    }
}
