namespace Hinge.Training.Descending;

/// <summary>
/// The steps since the weights were last all up to date, so that a feature can catch up on those it waited through in
/// O(log steps): products of aligned runs of 1, 2, 4, … steps are kept, and none is ever divided by.
/// </summary>
/// <remarks>
/// Ratios of running products, as in Bottou's and Tsuruoka's sums, would take O(1) but lose digits with momentum m, whose
/// products shrink like m^t.
/// </remarks>
internal sealed class TransitionHistory
{
    /// <summary>At level l the products of steps [j·2^l, (j + 1)·2^l).</summary>
    private readonly List<List<Transition>> _levels = [];
    private int _lastFrom = -1;
    private Transition _last;

    /// <summary>How many steps it holds.</summary>
    public int Count { get; private set; }

    public void Add(in Transition step)
    {
        Transition product = step;
        for (int level = 0; ; level++)
        {
            if (level == _levels.Count) _levels.Add([]);
            List<Transition> products = _levels[level];
            products.Add(product);
            if (products.Count % 2 == 1) break;
            product = products[^2].Then(product);
        }
        Count++;
        _lastFrom = -1;
    }

    /// <summary>Steps <paramref name="from"/> to the last as one.</summary>
    public Transition Since(int from)
    {
        // Many features wait since the same step.
        if (from == _lastFrom) return _last;
        Transition product = Transition.Identity;
        for (int at = from; at < Count;)
        {
            int level = 0;
            while ((at >> level) % 2 == 0 && at + (2 << level) <= Count && level + 1 < _levels.Count) level++;
            product = product.Then(_levels[level][at >> level]);
            at += 1 << level;
        }
        (_lastFrom, _last) = (from, product);
        return product;
    }

    public void Clear()
    {
        foreach (List<Transition> products in _levels) products.Clear();
        Count = 0;
        _lastFrom = -1;
    }
}
