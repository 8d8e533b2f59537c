namespace Hinge.Models;

/// <summary>Two classes as other programs keep them: one vector w, whose score's sign decides.</summary>
/// <remarks>
/// The columns −w/2 and w/2 have scores that differ by w·x exactly, for halves are exact, and are the shortest with this difference: those that
/// Hinge would find. A score of 0 is a tie, which the first column wins.
/// </remarks>
internal static class TwoColumns
{
    /// <summary>D×2 weights of D.</summary>
    public static double[] Of(ReadOnlySpan<double> vector)
    {
        double[] columns = new double[2L * vector.Length];
        for (int d = 0; d < vector.Length; d++)
        {
            columns[2 * d] = -vector[d] / 2;
            columns[2 * d + 1] = vector[d] / 2;
        }
        return columns;
    }

    /// <summary>What is to be added to the score of the second column's class for it to beat the first's: D weights of D×2.</summary>
    public static double[] Difference(WeightMatrix weights)
    {
        double[] vector = new double[weights.FeatureCount];
        for (int d = 0; d < vector.Length; d++) vector[d] = weights[d, 1] - weights[d, 0];
        return vector;
    }
}
