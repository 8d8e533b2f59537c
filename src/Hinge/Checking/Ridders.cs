namespace Hinge.Checking;

/// <summary>
/// Central differences at steps h, h/r, h/r², … extrapolated to step 0 (C. J. F. Ridders, Advances in Engineering
/// Software 4(2), 1982): their error has even powers of h only, so each column of the tableau
/// T_j,i = (r²ʲ T_j−1,i − T_j−1,i−1) / (r²ʲ − 1) removes one.
/// </summary>
internal static class Ridders
{
    private const int Columns = 3;

    /// <summary>The entry of the tableau with the least error, and which step it ends at.</summary>
    /// <param name="differences">The differences, steps falling.</param>
    /// <param name="noise">By how much noise may have moved each.</param>
    /// <param name="ratio">r > 1.</param>
    public static (double Value, double Error, int Index) Extrapolate(ReadOnlySpan<double> differences, ReadOnlySpan<double> noise, double ratio)
    {
        (double Value, double Error, int Index) best = (differences[0], double.PositiveInfinity, 0);
        double[] last = new double[Columns + 1], row = new double[Columns + 1];
        for (int i = 0; i < differences.Length; i++)
        {
            row[0] = differences[i];
            double power = 1;
            for (int j = 1; j <= Math.Min(i, Columns); j++)
            {
                power *= ratio * ratio;
                row[j] = (power * row[j - 1] - last[j - 1]) / (power - 1);
                double error = Math.Max(Math.Abs(row[j] - row[j - 1]), Math.Abs(row[j] - last[j - 1])) + noise[i];
                if (error < best.Error) best = (row[j], error, i);
            }
            (last, row) = (row, last);
        }
        return best;
    }
}
