using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hinge.Kernels.Dense;
using Hinge.Kernels.Reference;

namespace Hinge.Kernels;

/// <summary>Weights packed once for the scores of one dense row after the other, which have the bits of <see cref="DenseRow.Scores"/>.</summary>
/// <remarks>
/// Immutable; may be used from several threads at once. Five classes at a time lie beside each other at whole cache lines: weights class
/// by class would be read as many streams, most loads across two lines.
/// </remarks>
public sealed unsafe class DenseScorer
{
    private const int Alignment = 64;

    private readonly PackedByClass<double> _layout;
    private readonly double[] _byClass = [], _room = [];
    private readonly double* _packed;

    /// <summary>Copies weights.</summary>
    /// <param name="weightsByClass">K×D, row-major.</param>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="classCount">K ≥ 1.</param>
    /// <exception cref="ArgumentException">weightsByClass does not hold K×D values.</exception>
    public DenseScorer(ReadOnlySpan<double> weightsByClass, int featureCount, int classCount)
    {
        KernelArguments.Require(featureCount >= 1, nameof(featureCount), "be at least 1");
        KernelArguments.Require(classCount >= 1, nameof(classCount), "be at least 1");
        KernelArguments.Require(weightsByClass.Length == (long)featureCount * classCount, nameof(weightsByClass), "hold K×D values");
        _layout = new PackedByClass<double>(featureCount, classCount);
        if (!KernelChoice.IsVectorized)
        {
            _byClass = weightsByClass.ToArray();
            return;
        }
        _room = GC.AllocateUninitializedArray<double>(checked((int)_layout.Length + Alignment / sizeof(double)), pinned: true);
        _packed = (double*)(((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_room)) + Alignment - 1) / Alignment * Alignment);
        fixed (double* weights = weightsByClass) _layout.Pack(weights, WeightLayout.ByClass(featureCount), _packed);
    }

    /// <summary>scores[j] = Σ_f x[f]·W[f, j].</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">One row, length D.</param>
    /// <param name="scores">Length K; overwritten.</param>
    /// <exception cref="ArgumentException">x is not of length D, or scores not of length K.</exception>
    public void Scores<T>(ReadOnlySpan<T> x, Span<double> scores)
        where T : unmanaged
    {
        KernelArguments.Require(x.Length == _layout.FeatureCount, nameof(x), "have length D");
        KernelArguments.Require(scores.Length == _layout.ClassCount, nameof(scores), "have length K");
        if (_packed is null)
        {
            DenseReference.Scores(x, _byClass, scores);
            return;
        }
        int lanes = PackedByClass<double>.Lanes;
        T* padded = stackalloc T[lanes];
        fixed (T* row = x)
        fixed (double* s = scores)
        {
            T* features = row;
            if (x.Length < lanes)
            {
                new Span<T>(padded, lanes).Clear();
                x.CopyTo(new Span<T>(padded, lanes));
                features = padded;
            }
            for (int g = 0; g < _layout.Groups; g++) ScoreTile.Row(features, _packed, _layout, g, s + g * PackedByClass<double>.GroupSize);
        }
        GC.KeepAlive(_room);
    }
}
