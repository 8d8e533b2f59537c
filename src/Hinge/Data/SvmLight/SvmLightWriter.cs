using System.Globalization;
using System.Text;
using Hinge.Models;

namespace Hinge.Data.SvmLight;

/// <summary>Writes svmlight/LIBSVM text that <see cref="SvmLightReader"/> reads to the same numbers: the shortest decimals that are correctly rounded to them.</summary>
public static class SvmLightWriter
{
    /// <summary>Writes a data set, atomically; zeros are left out.</summary>
    /// <exception cref="ArgumentException">A class has a name that is no number.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (string name in data.Labels.ClassNames)
        {
            if (!double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
                throw new ArgumentException($"class names must be numbers in svmlight text; got \"{name}\". Write a .hinge file, which keeps them.", nameof(data));
        }
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            Line line = new(writer, data.Features.IsSingle);
            for (int i = 0; i < data.ExampleCount; i++)
            {
                writer.Write(data.Labels.ClassNames[data.Labels[i]]);
                data.Features.VisitNonzeros(i, ref line);
                writer.Write('\n');
            }
        });
    }

    private readonly struct Line(StreamWriter writer, bool isSingle) : INonzeroVisitor
    {
        public void Visit(int column, double value)
        {
            Span<char> text = stackalloc char[40];
            writer.Write(' ');
            (column + 1L).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
            writer.Write(text[..length]);
            writer.Write(':');
            if (isSingle) ((float)value).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
            else value.TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
            writer.Write(text[..length]);
        }
    }
}
