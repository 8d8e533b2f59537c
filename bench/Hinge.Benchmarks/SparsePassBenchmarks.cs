using BenchmarkDotNet.Attributes;
using Hinge.Kernels;
using Hinge.Kernels.Reference;

namespace Hinge.Benchmarks;

/// <summary>One pass of loss and gradient over sparse rows made like text: few features occur often, most hardly ever.</summary>
[Config(typeof(RateColumns))]
public class SparsePassBenchmarks
{
    private const int ExampleCount = 20_000, FeatureCount = 100_000, ClassCount = 58, WordsInARow = 60, CheckedRows = 1000;

    private readonly double[] _weights = new double[FeatureCount * ClassCount], _gradient = new double[FeatureCount * ClassCount];
    private long[] _offsets = [];
    private int[] _columns = [];
    private float[] _values = [];
    private MarginVisitor<float> _visitor = new([], 1);

    public static IEnumerable<Case> Cases => from isTrained in (bool[])[false, true] from threads in (int[])[1, 2] select new Case(isTrained, threads);

    [ParamsSource(nameof(Cases))]
    public Case Pass { get; set; } = new(false, 1);

    [GlobalSetup]
    public void MakeAndCheck()
    {
        (_offsets, _columns, _values) = TextLike(ExampleCount, FeatureCount, WordsInARow);
        Random random = new(2);
        double scale = Pass.IsTrained ? 20 : 1;
        for (int e = 0; e < _weights.Length; e++) _weights[e] = scale * (2 * random.NextDouble() - 1);
        int[] labels = [.. Enumerable.Range(0, ExampleCount).Select(i => i % ClassCount)];
        if (Pass.IsTrained) Run(ExampleCount, new BestClassVisitor<float>(labels, ClassCount), []);
        _visitor = new MarginVisitor<float>(labels, ClassCount);

        int entries = (int)_offsets[CheckedRows];
        double[] expected = new double[_weights.Length];
        double loss = StudentLoops.Sparse(_offsets.AsSpan(0, CheckedRows + 1), _columns.AsSpan(0, entries), Array.ConvertAll(_values[..entries], v => (double)v), labels.AsSpan(0, CheckedRows), _weights, ClassCount, 1, expected);
        Expect.Close(loss, Run(CheckedRows, _visitor, _gradient), 1e-4, "the loss");
        Expect.Close(expected, _gradient, 1e-2, "the gradient");
    }

    [Benchmark]
    public double LossAndGradient() => Run(ExampleCount, _visitor, _gradient);

    /// <summary>Rows of norm 1, each of at most so many different words; a word's rank is D·u⁴, u uniform in [0, 1).</summary>
    internal static (long[] Offsets, int[] Columns, float[] Values) TextLike(int n, int d, int words)
    {
        Random random = new(1);
        long[] offsets = new long[n + 1];
        List<int> columns = [];
        List<float> values = [];
        for (int i = 0; i < n; i++)
        {
            SortedSet<int> row = [];
            for (int word = 0; word < words; word++) row.Add((int)(d * Math.Pow(random.NextDouble(), 4)));
            columns.AddRange(row);
            values.AddRange(Enumerable.Repeat((float)(1 / Math.Sqrt(row.Count)), row.Count));
            offsets[i + 1] = columns.Count;
        }
        return (offsets, [.. columns], [.. values]);
    }

    private double Run(int rows, IScoreVisitor<float> visitor, double[] gradient)
    {
        int entries = (int)_offsets[rows];
        return SparsePass.Run(
            _offsets.AsSpan(0, rows + 1), _columns.AsSpan(0, entries), _values.AsSpan(0, entries), FeatureCount, _weights, ClassCount, WeightLayout.ByFeature(ClassCount), visitor, gradient, Pass.Threads);
    }

    /// <summary>How the pass is run.</summary>
    public sealed record Case(bool IsTrained, int Threads) : IWork
    {
        /// <summary>The number of nonzeros.</summary>
        private static readonly Lazy<int> _entries = new(() => TextLike(ExampleCount, FeatureCount, WordsInARow).Columns.Length);

        /// <inheritdoc/>
        public double Operations => 4.0 * _entries.Value * ClassCount;

        /// <inheritdoc/>
        public double Bytes => 8.0 * _entries.Value;

        /// <inheritdoc/>
        public bool IsDouble => false;

        /// <inheritdoc/>
        public override string ToString() => $"{ExampleCount}x{FeatureCount}x{ClassCount} float {(IsTrained ? "trained" : "random")} {Threads}t";
    }
}
