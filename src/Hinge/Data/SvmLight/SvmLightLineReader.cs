using System.Numerics;

namespace Hinge.Data.SvmLight;

/// <summary>Reads svmlight text an example at a time, each as soon as its line is there: for pipes that wait for answers.</summary>
/// <remarks>The same format and the same errors as <see cref="SvmLightReader"/>'s, which is much faster on whole files.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class SvmLightLineReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>No line is longer, in bytes.</summary>
    private const int LongestLine = 1 << 30;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly SvmLightOptions _options;
    private SvmLightBlock<T>? _example;
    private int[] _columns = [];
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _isAtEnd, _hasRemarked;

    /// <summary>Begins to read; nothing is read yet.</summary>
    /// <param name="stream">The text, decompressed; not closed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How. <see cref="SvmLightOptions.IndexBase"/> cannot be found in text that is still to come, so it must be said.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the index base is left open.</exception>
    public SvmLightLineReader(Stream stream, string name, SvmLightOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.IndexBase == IndexBase.Auto) throw new ArgumentException("IndexBase must be One or Zero where lines are read one at a time; got Auto.", nameof(options));
        (_stream, _name, _options) = (stream, name, options);
    }

    /// <summary>What messages call the text.</summary>
    public string Name => _name;

    /// <summary>The line, from 1, of the example.</summary>
    public long Line { get; private set; }

    /// <summary>The example's label.</summary>
    public double Label => Example.Labels[0];

    /// <summary>The column of each of the example's entries, from 0, increasing; valid until the next is read.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Example.Columns.Length);

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<T> Values => Example.Values;

    private SvmLightBlock<T> Example => _example ?? throw new InvalidOperationException("Read must have returned true.");

    /// <summary>Waits for the next example; empty lines and comments are passed over.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataFormatException">The line breaks the format.</exception>
    public bool Read()
    {
        _example = null;
        while (TryReadLine(out ReadOnlySpan<byte> line))
        {
            if (Line++ == 0) line = Utf8BlockReader.WithoutByteOrderMark(line, _name);
            SvmLightBlock<T> block = new(_name, Line - 1, _options.IndexBase == IndexBase.One ? 1 : 0);
            block.Parse(line);
            if (block.Error is not null) throw block.Error;
            if (block.Labels.IsEmpty) continue;
            if (block.QueryId.Line > 0) RemarkQueryId(block.QueryId);
            if (_columns.Length < block.Columns.Length) _columns = new int[block.Columns.Length];
            for (int e = 0; e < block.Columns.Length; e++) _columns[e] = block.Columns[e] + (_options.IndexBase == IndexBase.Zero ? 1 : 0);
            _example = block;
            return true;
        }
        return false;
    }

    private void RemarkQueryId((long Line, int Column) place)
    {
        if (!_hasRemarked) _options.Remark?.Invoke(SvmLightReader.QueryIdRemark(_name, place));
        _hasRemarked = true;
    }

    /// <summary>The next line without its end. Never waits for more than it.</summary>
    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int searched = _start;
        while (true)
        {
            int length = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (length >= 0 || _isAtEnd)
            {
                int end = length >= 0 ? searched + length : _end;
                line = _buffer.AsSpan(_start, end - _start);
                bool isThere = length >= 0 || !line.IsEmpty;
                _start = Math.Min(end + 1, _end);
                return isThere;
            }
            searched = _end;
            if (_end == _buffer.Length) searched -= MakeRoom();
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isAtEnd = read == 0;
        }
    }

    /// <summary>Moves the line that has begun to the buffer's start, or doubles the buffer where the line fills it.</summary>
    /// <returns>By how many bytes it moved.</returns>
    private int MakeRoom()
    {
        int moved = _start;
        if (moved == 0)
        {
            if (_buffer.Length >= LongestLine) throw new DataFormatException(_name, Line + 1, "the line is longer than a gigabyte. Check that this is text.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
            return 0;
        }
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= moved;
        _start = 0;
        return moved;
    }
}
