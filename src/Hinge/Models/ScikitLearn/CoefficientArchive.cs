using System.Globalization;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Models.ScikitLearn;

/// <summary>
/// Linear classifiers of scikit-learn as NumPy archives (.npz) of their attributes: <c>coef_</c> K×D, <c>intercept_</c> K, <c>classes_</c> K;
/// of two classes coef_ has one row w and classes_[1] is predicted where w·x + intercept > 0.
/// </summary>
/// <remarks>
/// The attributes do not say what was minimized. One more array may: <c>loss</c>, the name of one of Hinge's; <c>softmax</c> is right for
/// LogisticRegression and gives probabilities. Without it a model counts as <c>one-vs-rest</c>. docs/exchange.md has the lines of Python.
/// </remarks>
public static class CoefficientArchive
{
    private const string Coefficients = "coef_", Intercept = "intercept_", Classes = "classes_", LossName = "loss";

    /// <summary>Whether a file is an archive with coef_; false where it cannot be read.</summary>
    public static bool IsModel(string path)
    {
        if (!InputFile.BeginsWith(path, "PK"u8)) return false;
        try
        {
            using NpzArchive archive = new(path);
            return archive.Names.Contains(Coefficients);
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a model. Its certificate says where it is from (<see cref="Certificate.ImportedFrom"/>) and proves nothing.</summary>
    /// <param name="path">The archive, of numpy.savez or savez_compressed. Memory grows with what it holds, never with what it claims.</param>
    /// <exception cref="DataFormatException">The file is no such archive, its shapes do not fit together, or a number is not finite.</exception>
    public static LinearModel Read(string path)
    {
        using NpzArchive archive = new(path);
        foreach (string name in new[] { Coefficients, Intercept, Classes })
            if (!archive.Names.Contains(name))
                throw new DataFormatException(path, null, $"the archive must have the arrays {Coefficients}, {Intercept} and {Classes}; got {archive.NamesText}. Write it with numpy.savez(path, coef_=clf.coef_, intercept_=clf.intercept_, classes_=clf.classes_).");
        NpyArray coefficients = archive.Read(Coefficients), intercepts = archive.Read(Intercept);
        string[] classNames = archive.ReadNames(Classes);
        coefficients.RequireDimensions(2, "K×D coefficients");
        int rows = coefficients.Shape[0], d = coefficients.Shape[1], k = classNames.Length;
        if (k < 2 || !(rows == k || (rows == 1 && k == 2)))
            throw new DataFormatException(path, null, $"{Coefficients} must have a row a class, or one of two classes; got {coefficients.ShapeText} for {k} classes. Take both from one classifier.");
        double[] scores = Finite(coefficients), biases = Finite(intercepts);
        if (intercepts.Shape.Count > 1 || !(biases.Length == rows || biases.Length == 1))
            throw new DataFormatException(path, null, $"{Intercept} must have a number a row of {Coefficients}: {rows}; got {intercepts.ShapeText}. Take both from one classifier.");
        if (biases.Length < rows) biases = [.. Enumerable.Repeat(biases[0], rows)];
        bool hasBias = Array.Exists(biases, bias => bias != 0);
        double[] weights = Columns(scores, hasBias ? biases : null, rows, d);
        Objective objective = new() { Loss = LossOf(archive, path), BiasScale = hasBias ? 1 : 0 };
        try
        {
            return new LinearModel(new WeightMatrix(d + (hasBias ? 1 : 0), k, rows == 1 ? TwoColumns.Of(weights) : weights), classNames, null, objective, Certificate.Imported("scikit-learn"));
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(path, null, $"{e.Message.Replace(" (Parameter 'classNames')", "", StringComparison.Ordinal)} Take {Classes} from the classifier.");
        }
    }

    /// <summary>Writes a model, atomically. Class names that are all whole numbers of 64 bits become int64, others text.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model, of two classes or more. Its features are those of its training, in their order; how they were made of a table is not written.</param>
    /// <exception cref="ArgumentException">There is one class, or a class's name cannot be held by NumPy.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, LinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.ClassCount < 2)
            throw new ArgumentException("model must have two classes or more for scikit-learn; got 1.", nameof(model));
        if (model.ClassNames.FirstOrDefault(name => name.EndsWith('\0')) is { } broken)
            throw new ArgumentException($"class names must not end in a NUL, which NumPy takes for the end; got \"{broken.TrimEnd('\0')}\" with one.", nameof(model));
        bool isSingle = model.ClassCount == 2;
        int rows = isSingle ? 1 : model.ClassCount, d = model.FeatureCount;
        double[] columns = isSingle ? TwoColumns.Difference(model.Weights) : model.Weights.Values.ToArray();
        double[] coefficients = new double[(long)rows * d], intercepts = new double[rows];
        for (int j = 0; j < rows; j++)
        {
            for (int f = 0; f < d; f++) coefficients[j * d + f] = columns[f * rows + j];
            if (model.Objective.BiasScale != 0) intercepts[j] = model.Objective.BiasScale * columns[d * rows + j];
        }
        AtomicFile.Write(path, stream =>
        {
            using NpzWriter archive = new(stream);
            archive.Add(Coefficients, entry => NpyFile.Write(entry, coefficients, rows, d));
            archive.Add(Intercept, entry => NpyFile.Write(entry, intercepts, rows));
            archive.Add(Classes, entry => WriteNames(entry, model.ClassNames));
            archive.Add(LossName, entry => NpyText.Write(entry, [model.Objective.Loss.Name], []));
        });
    }

    private static void WriteNames(Stream entry, IReadOnlyList<string> names)
    {
        long[] numbers = new long[names.Count];
        for (int j = 0; j < numbers.Length; j++)
        {
            if (long.TryParse(names[j], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[j]) && numbers[j].ToString(CultureInfo.InvariantCulture) == names[j]) continue;
            NpyText.Write(entry, names, [names.Count]);
            return;
        }
        NpyFile.Write(entry, numbers, numbers.Length);
    }

    private static double[] Finite(NpyArray array)
    {
        double[] values = array.ToDoubles();
        int broken = Array.FindIndex(values, value => !double.IsFinite(value));
        return broken < 0 ? values : throw new DataFormatException(array.Source, null, string.Create(CultureInfo.InvariantCulture, $"the elements must be finite; got {values[broken]} at {broken} (counted from 0). Train again, with scaled features if the numbers overflowed."));
    }

    /// <summary>Coefficients, a row a class, turned into weights, a column a class, with the bias's last.</summary>
    private static double[] Columns(double[] coefficients, double[]? biases, int rows, int d)
    {
        double[] weights = new double[(d + (biases is null ? 0L : 1L)) * rows];
        for (int j = 0; j < rows; j++)
        {
            for (int f = 0; f < d; f++) weights[f * rows + j] = coefficients[j * d + f];
            if (biases is not null) weights[d * rows + j] = biases[j];
        }
        return weights;
    }

    private static Loss LossOf(NpzArchive archive, string path)
    {
        if (!archive.Names.Contains(LossName)) return new OneVsRest();
        try
        {
            return Loss.Create(archive.ReadWord(LossName));
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(path, null, e.Message.Replace(" (Parameter 'name')", "", StringComparison.Ordinal));
        }
    }
}
