namespace Hinge.Checking;

/// <summary>The steps that are tried, largest first: from the larger of 1 and the weights' scale down to where rounding drowns all.</summary>
internal static class Steps
{
    /// <summary>Each step is this much smaller than the one before: a power of two, so that points round little.</summary>
    public const double Ratio = 8;

    /// <summary>How many steps below the smaller of 1 and the weights' scale.</summary>
    private const int Depth = 13;

    /// <summary>The root mean square of the weights, 1 for none, kept where steps are sensible.</summary>
    public static double Scale(ReadOnlySpan<double> weights)
    {
        double largest = 0, sum = 0;
        foreach (double w in weights) largest = Math.Max(largest, Math.Abs(w));
        if (!(largest > 0)) return 1;
        foreach (double w in weights) sum += w / largest * (w / largest);
        return Math.Clamp(largest * Math.Sqrt(sum / weights.Length), 1e-30, 1e30);
    }

    /// <param name="scale">The scale of the weights that move.</param>
    /// <param name="below">Steps stay below this.</param>
    public static double[] For(double scale, double below)
    {
        double largest = Math.Max(scale, 1), smallest = Math.Min(scale, 1) * Math.Pow(Ratio, -Depth);
        double step = Math.ScaleB(1, Math.ILogB(largest) - 3);
        List<double> steps = [];
        for (; step >= smallest; step /= Ratio)
            if (step < below) steps.Add(step);
        return [.. steps];
    }
}
