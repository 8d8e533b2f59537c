namespace Hinge.Data.Text;

/// <summary>An array that grows at its end, with its elements open to be changed in place.</summary>
internal struct GrowingList<T>()
    where T : struct
{
    private T[] _items = [];

    public int Count { get; private set; }

    public readonly Span<T> Span => _items.AsSpan(0, Count);

    public readonly ref T this[int index] => ref _items[index];

    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, (int)Math.Min(Math.Max(16, 2L * Count), Array.MaxLength));
        _items[Count++] = item;
    }

    public void Shorten(int count) => Count = count;
}
