using System.Globalization;
using System.Text;

namespace Hinge.Models.Liblinear;

/// <summary>Writes models for <c>liblinear-predict</c>, in the text format of LIBLINEAR 2.3.</summary>
/// <remarks>
/// A model that was read from such a file keeps its solver type. Others are written as MCSVM_CS, which has a column a class and predicts the
/// highest score whatever was minimized; softmax of two classes as L2R_LR, so that <c>liblinear-predict -b 1</c> gives its probabilities.
/// Weights have the fewest digits that are read back as the same number. Feature names and certificates have no place in the format.
/// </remarks>
public static class LiblinearWriter
{
    /// <summary>Writes a model, atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model; its class names are integers of 32 bits.</param>
    /// <exception cref="ArgumentException">A class's name is no integer.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, LinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (string name in model.ClassNames)
        {
            if (!int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int label) || label.ToString(CultureInfo.InvariantCulture) != name)
                throw new ArgumentException($"class names must be whole numbers of 32 bits in a LIBLINEAR model; got \"{name}\". Train on labels that are numbers, or write an .npz, which keeps names.", nameof(model));
        }
        LiblinearSolver solver = LiblinearSolver.For(model);
        bool isSingle = solver.HasSingleVector(model.ClassCount);
        double[] weights = isSingle ? TwoColumns.Difference(model.Weights) : [];
        int columns = isSingle ? 1 : model.ClassCount;
        // The sign of a single vector's score decides for the first label, and of 0 for the second: that is our first, which wins ties.
        IEnumerable<string> labels = isSingle ? model.ClassNames.Reverse() : model.ClassNames;
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            string bias = model.Objective.BiasScale == 0 ? "-1" : Text(model.Objective.BiasScale);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"solver_type {solver.Name}\nnr_class {model.ClassCount}\nlabel {string.Join(' ', labels)}\nnr_feature {model.FeatureCount}\nbias {bias}\nw\n"));
            ReadOnlySpan<double> values = isSingle ? weights : model.Weights.Values;
            for (int e = 0; e < values.Length; e++)
            {
                writer.Write(Text(values[e]));
                writer.Write((e + 1) % columns == 0 ? " \n" : " ");
            }
        });
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
