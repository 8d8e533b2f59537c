namespace Hinge.Data.Featurization;

/// <summary>How numbers are scaled.</summary>
public enum NumberScale
{
    /// <summary>(x − mean)/deviation, the deviation being that of all training rows (divided by N); 1 where all are equal.</summary>
    Standard,

    /// <summary>x/max |x|: zeros stay zeros.</summary>
    MaxAbs,

    /// <summary>As they are.</summary>
    None,
}
