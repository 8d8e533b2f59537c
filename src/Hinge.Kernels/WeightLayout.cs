namespace Hinge.Kernels;

/// <summary>How D×K weights lie in memory: element (feature f, class j) at f·FeatureStride + j·ClassStride.</summary>
public readonly struct WeightLayout
{
    private WeightLayout(int featureStride, int classStride)
    {
        FeatureStride = featureStride;
        ClassStride = classStride;
    }

    /// <summary>From a feature to the next.</summary>
    public int FeatureStride { get; }

    /// <summary>From a class to the next.</summary>
    public int ClassStride { get; }

    /// <summary>D×K, row-major, as in the course notes; each row may be padded to <paramref name="stride"/> ≥ K.</summary>
    public static WeightLayout ByFeature(int stride) => new(stride, 1);

    /// <summary>K×D, row-major: the weights of a class side by side.</summary>
    public static WeightLayout ByClass(int featureCount) => new(1, featureCount);

    /// <summary>The elements that D×K weights span.</summary>
    internal long Span(int featureCount, int classCount) => featureCount == 0 ? 0 : (featureCount - 1L) * FeatureStride + (classCount - 1L) * ClassStride + 1;
}
