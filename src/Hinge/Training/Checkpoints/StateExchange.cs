using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Checkpoints;

/// <summary>
/// Numbers on their way into a checkpoint, or back out of it. What saves a state and what restores it is one and the same
/// method, so that they cannot disagree.
/// </summary>
internal abstract class StateExchange
{
    /// <summary>Whether values are overwritten, by those of the checkpoint.</summary>
    public virtual bool IsRestoring => false;

    /// <summary>Saves or restores a whole number.</summary>
    public abstract void Number(ref long value);

    /// <summary>Saves or restores numbers.</summary>
    public abstract void Numbers(Span<double> values);

    /// <summary>Saves or restores duals.</summary>
    public abstract void Duals(DualVariables duals);

    /// <summary>Saves or restores a whole number.</summary>
    public void Number(ref int value)
    {
        long wide = value;
        Number(ref wide);
        value = (int)Math.Clamp(wide, int.MinValue, int.MaxValue);
    }

    /// <summary>Saves or restores a whole number.</summary>
    public void Number(ref ulong value)
    {
        long signed = (long)value;
        Number(ref signed);
        value = (ulong)signed;
    }

    /// <summary>Saves or restores yes or no.</summary>
    public void Flag(ref bool value)
    {
        long number = value ? 1 : 0;
        Number(ref number);
        value = number != 0;
    }

    /// <summary>Saves or restores a number.</summary>
    public void Number(ref double value) => Numbers(new Span<double>(ref value));

    /// <summary>Saves or restores weights.</summary>
    public void Weights(WorkingWeights weights)
    {
        Numbers(weights.Values);
        Numbers(weights.Bias);
    }
}
