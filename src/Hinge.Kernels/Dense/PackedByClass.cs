using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Dense;

/// <summary>
/// How D×K numbers lie in memory for the tiles along the features: groups of at most five classes; within a group, vector
/// by vector of features, the classes' vectors side by side. A tile thus reads one stream, whatever D.
/// </summary>
/// <remarks>
/// Vector v of a row begins at feature min(v·lanes, D − lanes): the last one is moved back instead of reaching past the
/// row's end, and the weights of features that it sees a second time are zero. Rows shorter than a vector are padded
/// with zeros by the pass.
/// </remarks>
internal readonly unsafe struct PackedByClass<T>
    where T : unmanaged, INumber<T>
{
    public const int GroupSize = 5;

    public PackedByClass(int featureCount, int classCount)
    {
        FeatureCount = featureCount;
        ClassCount = classCount;
        Vectors = (Math.Max(1, featureCount) + Lanes - 1) / Lanes;
    }

    public static int Lanes => Vector512<T>.Count;

    public int FeatureCount { get; }

    public int ClassCount { get; }

    /// <summary>Vectors in a row of D features.</summary>
    public int Vectors { get; }

    public int Groups => (ClassCount + GroupSize - 1) / GroupSize;

    public nint Length => (nint)Vectors * ClassCount * Lanes;

    /// <summary>The feature at which vector v begins.</summary>
    public int FirstFeature(int vector) => Math.Max(0, Math.Min(vector * Lanes, FeatureCount - Lanes));

    public int ClassesOf(int group) => Math.Min(GroupSize, ClassCount - group * GroupSize);

    /// <summary>Where the numbers of a group begin.</summary>
    public nint GroupStart(int group) => (nint)group * GroupSize * Vectors * Lanes;

    /// <summary>Where the vector of a class lies.</summary>
    public nint Offset(int vector, int @class)
    {
        int group = @class / GroupSize;
        return GroupStart(group) + ((nint)vector * ClassesOf(group) + (@class - group * GroupSize)) * Lanes;
    }

    /// <summary>Copies D×K weights into <paramref name="packed"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(double* weights, WeightLayout layout, T* packed)
    {
        for (int j = 0; j < ClassCount; j++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                T* target = packed + Offset(v, j);
                int first = FirstFeature(v), seen = v * Lanes - first;
                for (int lane = 0; lane < Lanes; lane++)
                {
                    int f = first + lane;
                    target[lane] = lane < seen || f >= FeatureCount ? T.Zero : T.CreateTruncating(weights[(nint)f * layout.FeatureStride + (nint)j * layout.ClassStride]);
                }
            }
        }
    }

    /// <summary>Copies packed numbers out to D×K weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Unpack(double* packed, double* weights, WeightLayout layout)
    {
        for (int j = 0; j < ClassCount; j++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                double* source = packed + Offset(v, j);
                int first = FirstFeature(v);
                for (int lane = v * Lanes - first; lane < Lanes && first + lane < FeatureCount; lane++)
                    weights[(nint)(first + lane) * layout.FeatureStride + (nint)j * layout.ClassStride] = source[lane];
            }
        }
    }
}
