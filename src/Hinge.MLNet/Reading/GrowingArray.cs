namespace Hinge.MLNet.Reading;

/// <summary>Numbers appended one after the other, in pieces that are never copied until the end.</summary>
internal sealed class GrowingArray<T>
{
    private const int PieceLength = 1 << 20;

    private readonly List<T[]> _full = [];
    private T[] _piece;
    private int _used;

    /// <param name="expectedLength">How many there will be, where that is known; 0 where it is not.</param>
    public GrowingArray(long expectedLength) => _piece = new T[Math.Clamp(expectedLength, 0, Array.MaxLength)];

    /// <summary>How many there are.</summary>
    public long Length { get; private set; }

    public void Add(T value)
    {
        if (_used == _piece.Length) BeginPiece();
        _piece[_used++] = value;
        Length++;
    }

    /// <summary>All of them. Where as many came as were expected, nothing is copied; else each piece is given up as soon as it is.</summary>
    /// <exception cref="OverflowException">There are more than an array holds.</exception>
    public T[] ToArray()
    {
        if (_full.Count == 0 && _used == _piece.Length) return _piece;
        T[] all = new T[checked((int)Length)];
        int start = 0;
        for (int p = 0; p < _full.Count; p++)
        {
            _full[p].CopyTo(all, start);
            start += _full[p].Length;
            _full[p] = [];
        }
        _piece.AsSpan(0, _used).CopyTo(all.AsSpan(start));
        return all;
    }

    private void BeginPiece()
    {
        if (_used > 0) _full.Add(_piece);
        _piece = new T[PieceLength];
        _used = 0;
    }
}
