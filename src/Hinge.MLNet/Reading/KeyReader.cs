using Microsoft.ML;

namespace Hinge.MLNet.Reading;

/// <summary>Reads keys of any width: 0 for a missing one, else counted from 1.</summary>
internal static class KeyReader
{
    public static Func<ulong> Of(DataViewRow row, DataViewSchema.Column column)
    {
        Type type = column.Type.RawType;
        if (type == typeof(byte)) return Of(row.GetGetter<byte>(column), key => key);
        if (type == typeof(ushort)) return Of(row.GetGetter<ushort>(column), key => key);
        if (type == typeof(uint)) return Of(row.GetGetter<uint>(column), key => key);
        return Of(row.GetGetter<ulong>(column), key => key);
    }

    private static Func<ulong> Of<T>(ValueGetter<T> getter, Func<T, ulong> widen)
        where T : struct
    {
        T key = default;
        return () =>
        {
            getter(ref key);
            return widen(key);
        };
    }
}
