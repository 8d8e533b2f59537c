using System.Text;
using Apache.Arrow;

namespace Hinge.Data.Tables;

/// <summary>Texts, each different one kept once.</summary>
internal sealed class TextBuilder : ColumnBuilder
{
    private readonly List<string> _values = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _codeOf;
    private int[] _rows;
    private char[] _buffer = new char[256];

    public TextBuilder(string name, int expectedRows)
        : base(name)
    {
        _rows = new int[expectedRows];
        _codeOf = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override void Append(IArrowArray values)
    {
        StringArray array = (StringArray)values;
        Grow(ref _rows, (long)RowCount + array.Length);
        for (int r = 0; r < array.Length; r++) _rows[RowCount + r] = array.IsNull(r) ? -1 : Code(array.GetBytes(r));
        RowCount += array.Length;
    }

    public override TableColumn Build()
    {
        System.Array.Resize(ref _rows, RowCount);
        return new TextColumn(Name, _rows, _values);
    }

    private int Code(ReadOnlySpan<byte> utf8)
    {
        if (_buffer.Length < utf8.Length) _buffer = new char[2 * utf8.Length];
        ReadOnlySpan<char> text = _buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, _buffer));
        if (_codeOf.TryGetValue(text, out int code)) return code;
        string kept = text.ToString();
        _codes.Add(kept, _values.Count);
        _values.Add(kept);
        return _values.Count - 1;
    }
}
