using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>
/// Finds the few examples whose part explains a difference between dW and the gradient of a program: at the ends of the
/// data, where loops stop too early, or by matching pursuit: again and again the example whose part lies most along
/// what is left.
/// </summary>
/// <remarks>
/// What is explained is target = scale·(sum + Σ_i factor_i·part_i), a whole factor each, −1 where an example is missing.
/// Where the scale is not known, it is fitted again for each choice of examples.
/// </remarks>
internal sealed class MissingExamples
{
    /// <summary>More examples than this are not named one by one.</summary>
    private const int Limit = 64;

    /// <summary>An end of the data is looked at closely where it leaves at most this share of ‖left‖².</summary>
    private const double Collapsed = 0.25;

    /// <summary>Relative: a part that lies along the sum as nearly as this only changes the scale.</summary>
    private const double Parallel = 1e-9;

    private readonly Dataset _data;
    private readonly GradientProgram _program;
    private readonly Losses.Loss _loss;
    private readonly ExampleTerms _terms;
    private readonly bool _takesKinks;
    private readonly ScoreTable _scores;
    private readonly double[] _squaredNorms;
    private readonly int _threads;

    /// <param name="form">X and y, and the loss meant.</param>
    /// <param name="program">The program whose examples are looked for.</param>
    /// <param name="weights">W, D×K.</param>
    /// <param name="precision">What counts as a kink.</param>
    /// <param name="takesKinks">Whether terms at kinks count as violated.</param>
    /// <param name="scores">The scores at W.</param>
    /// <param name="squaredNorms">‖x_i‖², length N.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    public MissingExamples(MeanForm form, GradientProgram program, WeightMatrix weights, Precision precision, bool takesKinks, ScoreTable scores, double[] squaredNorms, int threads)
    {
        _data = form.Data;
        _program = program;
        _loss = program.LossFor(form.Loss);
        _terms = new ExampleTerms(form.Data, _loss, weights, precision, squaredNorms);
        _takesKinks = takesKinks;
        _scores = scores;
        _squaredNorms = squaredNorms;
        _threads = threads;
    }

    /// <summary>An example, and how often more (or less, below 0) than once it is in dW.</summary>
    public readonly record struct Part(int Example, int Factor);

    /// <summary>The parts that explain dW, ascending by example, and the scale with them.</summary>
    public sealed record Explanation(IReadOnlyList<Part> Parts, double Scale);

    /// <summary>Says whether what is left of the target is only rounding.</summary>
    /// <param name="left">target − scale·sum.</param>
    /// <param name="sum">The sum with the parts so far.</param>
    /// <param name="scale">The scale so far.</param>
    public delegate bool IsRounding(WeightMatrix left, WeightMatrix sum, double scale);

    /// <summary>How often all data have been gone through.</summary>
    public int Passes { get; private set; }

    /// <summary>The largest norm of an example's part: so much one missing example changes dW at most.</summary>
    public double LargestPart()
    {
        double[] coefficients = new double[_scores.ScoreLength], previous = new double[_scores.ScoreLength];
        double largest = 0;
        for (int i = 0; i < _data.ExampleCount; i++) largest = Math.Max(largest, PartNorm(i, coefficients, previous));
        return Math.Sqrt(largest);
    }

    /// <summary>The first or the last few examples, where it explains <paramref name="target"/> that these are missing; else null.</summary>
    /// <param name="target">dW without what the sum does not hold, D×K.</param>
    /// <param name="sum">The program's gradient, D×K.</param>
    /// <param name="scale">The factor of the sum; null where it is to be fitted.</param>
    /// <param name="isRounding">Says what is small enough.</param>
    public Explanation? FindAtEnds(WeightMatrix target, WeightMatrix sum, double? scale, IsRounding isRounding)
    {
        int n = _data.ExampleCount;
        foreach (bool fromLast in new[] { true, false })
        {
            Remainder rest = new(target, sum, scale);
            double before = rest.Left.SquaredNorm();
            for (int missing = 1; missing <= Math.Min(Limit, n - 1); missing++)
            {
                AddPart(fromLast ? n - missing : missing - 1, -1, rest.Sum);
                rest.Update();
                if (rest.Left.SquaredNorm() > Collapsed * before || !isRounding(rest.Left, rest.Sum, rest.Scale)) continue;
                int first = fromLast ? n - missing : 0;
                // An example without violations may be missing or not.
                Part[] parts = [.. Enumerable.Range(first, missing).Where(HasPart).Select(i => new Part(i, -1))];
                return parts.Length == 0 ? null : new Explanation(parts, rest.Scale);
            }
        }
        return null;
    }

    /// <summary>The parts anywhere that explain <paramref name="target"/>; null where a few examples do not, or the passes over the data are used up. Parameters as above.</summary>
    public Explanation? Find(WeightMatrix target, WeightMatrix sum, double? scale, IsRounding isRounding, int passes)
    {
        int limit = Math.Min(Limit, _data.ExampleCount);
        Remainder rest = new(target, sum, scale);
        SortedDictionary<int, int> factors = [];
        Candidate[] shortlist = [];
        // Each example gets another try when later ones have moved its factor.
        for (int tries = 4 * limit; tries > 0; tries--)
        {
            if (isRounding(rest.Left, rest.Sum, rest.Scale)) return new Explanation([.. factors.Where(f => f.Value != 0).Select(f => new Part(f.Key, f.Value))], rest.Scale);
            // A pass over the data tells the best example of each block; the next ones are mostly among them.
            Candidate best = BestOf(shortlist, rest, scale is null);
            if (!IsUseful(best, tries))
            {
                if (Passes >= passes) return null;
                shortlist = Shortlist(rest, scale is null);
                best = shortlist.MaxBy(found => found.Gain);
                if (!IsUseful(best, tries)) return null;
            }
            factors[best.Example] = factors.GetValueOrDefault(best.Example) + best.Whole;
            AddPart(best.Example, best.Whole, rest.Sum);
            rest.Update();
        }
        return null;

        // An example is in dW a whole number of times; and as many more as the best would do.
        bool IsUseful(Candidate best, int tries) =>
            best.Whole != 0 && best.Gain * tries >= rest.Left.SquaredNorm() && (factors.Count < limit || factors.ContainsKey(best.Example));
    }

    /// <summary>An example, how much its part takes from ‖left‖², and with which factor.</summary>
    private readonly record struct Candidate(int Example, double Gain, double Factor)
    {
        /// <summary>The factor rounded; 0 for none.</summary>
        public int Whole => double.IsNaN(Factor) ? 0 : (int)Math.Clamp(Math.Round(Factor), -Limit, Limit);
    }

    /// <summary>The best example of each block of the data.</summary>
    private Candidate[] Shortlist(Remainder rest, bool isFitted)
    {
        Passes += isFitted ? 2 : 1;
        int n = _data.ExampleCount, blocks = RowBlocks.ScanBlocks(n);
        Alignment alignment = new(this, rest, isFitted);
        Candidate[] best = new Candidate[blocks];
        RowBlocks.ForEach(n, blocks, _threads, () => (new double[_scores.ScoreLength], new double[_scores.ScoreLength]), (block, first, end, buffers) =>
        {
            for (int i = first; i < end; i++)
                if (alignment.Of(i, buffers.Item1, buffers.Item2) is var found && found.Gain > best[block].Gain) best[block] = found;
        });
        return best;
    }

    /// <summary>The best of a few examples, as they are by now.</summary>
    private Candidate BestOf(Candidate[] shortlist, Remainder rest, bool isFitted)
    {
        if (shortlist.Length < 2) return default;
        Alignment alignment = new(this, rest, isFitted);
        double[] coefficients = new double[_scores.ScoreLength], scores = new double[_scores.ScoreLength];
        return shortlist.Where(found => found.Gain > 0).Select(found => alignment.Of(found.Example, coefficients, scores)).DefaultIfEmpty().MaxBy(found => found.Gain);
    }

    /// <summary>What is left, and the sum where its scale is fitted, ready to be multiplied by rows of X.</summary>
    private sealed class Alignment
    {
        private readonly MissingExamples _search;
        private readonly WorkingWeights _left;
        private readonly WorkingWeights? _sum;
        private readonly double _scale, _sumNorm;

        public Alignment(MissingExamples search, Remainder rest, bool isFitted)
        {
            _search = search;
            _scale = rest.Scale;
            _sumNorm = rest.Sum.SquaredNorm();
            _left = new WorkingWeights(search._data.Features, rest.Left, biasScale: 0);
            _sum = isFitted && _sumNorm > 0 ? new WorkingWeights(search._data.Features, rest.Sum, biasScale: 0) : null;
        }

        /// <summary>What the example's part would take away; nothing for one that has no part.</summary>
        public Candidate Of(int example, double[] coefficients, double[] scores)
        {
            double norm = _search.PartNorm(example, coefficients, scores), sumShare = 0;
            if (norm == 0) return default;
            if (_sum is not null)
            {
                // A fitted scale takes over what of the part lies along the sum.
                double common = Dot(example, _sum, coefficients, scores);
                sumShare = common / _sumNorm;
                double across = norm - common * sumShare;
                if (!(across > Parallel * norm)) return default;
                norm = across;
            }
            double dot = Dot(example, _left, coefficients, scores), share = dot / norm;
            return new Candidate(example, dot * share, share / (_scale - share * sumShare));
        }

        private double Dot(int example, WorkingWeights matrix, double[] coefficients, double[] scores)
        {
            _search._data.Features.Scores(example, matrix, scores);
            double dot = 0;
            for (int j = 0; j < _search._data.Labels.ClassCount; j++)
                dot += coefficients[j] * scores[j];
            return dot / _search._data.ExampleCount;
        }
    }

    private bool HasPart(int example) => PartNorm(example, new double[_scores.ScoreLength], new double[_scores.ScoreLength]) > 0;

    private void AddPart(int example, double factor, WeightMatrix sum)
    {
        double[] coefficients = new double[_scores.ScoreLength], row = new double[sum.FeatureCount];
        PartNorm(example, coefficients, new double[_scores.ScoreLength]);
        _data.Features.CopyRow(example, row);
        for (int f = 0; f < row.Length; f++)
            for (int j = 0; j < sum.ClassCount; j++)
                sum[f, j] += factor * row[f] * coefficients[j] / _data.ExampleCount;
    }

    /// <summary>The squared norm of an example's part x_i·coefficientsᵀ/N in the program; the coefficients are left in <paramref name="scores"/>.</summary>
    private double PartNorm(int example, double[] scores, double[] previous)
    {
        int k = _data.Labels.ClassCount, label = DataTerms.Label(_data, example, _program.LabelShift, k);
        bool leftOverIsPositive = false;
        if (_program.CorrectClass == CorrectClassRule.StaleMargin)
        {
            LeftOverMargin leftOver = new(_loss);
            if (example > 0)
            {
                _scores.Read(example - 1, previous);
                leftOver.IsPositiveAtCorrectClass(previous.AsSpan(0, k), DataTerms.Label(_data, example - 1, _program.LabelShift, k));
            }
            _scores.Read(example, scores);
            leftOverIsPositive = leftOver.IsPositiveAtCorrectClass(scores.AsSpan(0, k), label);
        }
        _scores.Read(example, scores);
        Span<double> coefficients = scores.AsSpan(0, k);
        List<KinkChoice> choices = [];
        _terms.Coefficients(coefficients, label, example, choices);
        if (_takesKinks)
            foreach (KinkChoice choice in choices) choice.AddTo(coefficients);
        _program.Spoil(coefficients, label, leftOverIsPositive);
        double sum = 0;
        foreach (double c in coefficients)
            sum += c * c;
        return sum * _squaredNorms[example] / ((double)_data.ExampleCount * _data.ExampleCount);
    }

    /// <summary>target − scale·sum while the sum changes.</summary>
    private sealed class Remainder
    {
        private readonly WeightMatrix _target;
        private readonly bool _isFitted;

        public Remainder(WeightMatrix target, WeightMatrix sum, double? scale)
        {
            _target = target;
            _isFitted = scale is null;
            Scale = scale ?? 1;
            Sum = new WeightMatrix(sum.FeatureCount, sum.ClassCount, sum.Values.ToArray());
            Left = new WeightMatrix(sum.FeatureCount, sum.ClassCount);
            Update();
        }

        public WeightMatrix Sum { get; }

        public WeightMatrix Left { get; }

        public double Scale { get; private set; }

        public void Update()
        {
            if (_isFitted) Scale = Agreement.Fit(_target, [Sum])[0];
            _target.Values.CopyTo(Left.Values);
            ProgramGradients.Add(Left, -Scale, Sum);
        }
    }
}
