using System.Globalization;
using Hinge.Data;
using Hinge.Objectives;

namespace Hinge.Models.Liblinear;

/// <summary>Reads models of LIBLINEAR's <c>liblinear-train</c>, solver types 0 to 7, as text of version 2.3 and before.</summary>
/// <remarks>
/// Scores are LIBLINEAR's and so are predictions, ties included. Of two classes LIBLINEAR keeps, but for <c>-s 4</c>, one vector w, and predicts
/// the first label where w·x > 0; here the second label's column is −w/2 and comes first, so that ties go to it, and the first label's is w/2.
/// Features beyond those of training, which liblinear-predict passes over, are refused as in all models.
/// </remarks>
public static class LiblinearReader
{
    /// <summary>Whether a file begins as these models do; false where it cannot be read.</summary>
    public static bool IsModel(string path) => InputFile.BeginsWith(path, "solver_type "u8);

    /// <summary>Reads a model. Its certificate says where it is from (<see cref="Certificate.ImportedFrom"/>) and proves nothing; its C is not known.</summary>
    /// <param name="path">The file, gzip or not. Memory grows with what it holds, never with what it claims.</param>
    /// <exception cref="DataFormatException">The file is no such model, of regression or outlier detection, damaged, or has weights that are not finite.</exception>
    public static LinearModel Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        try
        {
            return Read(new LiblinearTokens(stream, path), path);
        }
        catch (InvalidDataException e)
        {
            throw InputFile.DamagedCompression(path, e);
        }
    }

    private static LinearModel Read(LiblinearTokens tokens, string path)
    {
        LiblinearSolver? solver = null;
        int? classCount = null, featureCount = null;
        int[]? labels = null;
        double? bias = null;
        for (string key; (key = tokens.Word("a line of the header, or w,")) != "w";)
        {
            switch (key)
            {
                case "solver_type": solver = Solver(tokens); break;
                case "nr_class": classCount = AtLeastOne(tokens, "nr_class"); break;
                case "label": labels = Labels(tokens, classCount ?? throw tokens.Refused("nr_class must come before label. Is this a model of liblinear-train?")); break;
                case "nr_feature": featureCount = AtLeastOne(tokens, "nr_feature"); break;
                case "bias": bias = tokens.Number("bias"); break;
                default: throw tokens.Refused($"a line must begin with solver_type, nr_class, label, nr_feature, bias or w; got {Printable(key)}. Is this a model of liblinear-train?");
            }
        }
        if (solver is null || classCount is null || labels is null || featureCount is null || bias is null)
            throw new DataFormatException(path, null, "the header must have the lines solver_type, nr_class, label, nr_feature and bias before w; one is missing. Write the model again with liblinear-train.");
        bool isSingle = solver.HasSingleVector(classCount.Value);
        int columns = isSingle ? 1 : classCount.Value;
        if ((featureCount.Value + 1L) * classCount.Value > Array.MaxLength)
            throw tokens.Refused($"the header must promise fewer than {Array.MaxLength} weights; it promises {featureCount}×{classCount}.");
        double[] weights = Weights(tokens, featureCount.Value + (bias >= 0 ? 1 : 0), columns);
        // A bias feature of 0 adds nothing, whatever its weights: they are dropped.
        int rows = featureCount.Value + (bias > 0 ? 1 : 0);
        if (weights.Length > rows * columns) Array.Resize(ref weights, rows * columns);
        if (isSingle) Array.Reverse(labels);
        string[] names = Array.ConvertAll(labels, label => label.ToString(CultureInfo.InvariantCulture));
        Objective objective = new() { Loss = solver.LossFor(classCount.Value), BiasScale = Math.Max(0, bias.Value) };
        return new LinearModel(new WeightMatrix(rows, classCount.Value, isSingle ? TwoColumns.Of(weights) : weights), names, null, objective, Certificate.Imported(solver.Program));
    }

    private static LiblinearSolver Solver(LiblinearTokens tokens)
    {
        string name = tokens.Word("solver_type");
        return LiblinearSolver.Find(name) switch
        {
            { Task: LiblinearTask.Classification } known => known,
            { Task: LiblinearTask.Regression } => throw tokens.Refused($"the model must be of classification; got {name}, which is regression. Train with -s 0 to 7."),
            { } => throw tokens.Refused($"the model must be of classification; got {name}, which finds outliers of a single class. Train with -s 0 to 7."),
            null => throw tokens.Refused($"solver_type must be one of LIBLINEAR 2.3; got {Printable(name)}. Train with -s 0 to 7."),
        };
    }

    private static int AtLeastOne(LiblinearTokens tokens, string key)
    {
        int number = tokens.Integer(key);
        return number is >= 1 and < int.MaxValue ? number : throw tokens.Refused($"{key} must be from 1 to {int.MaxValue - 1}; got {tokens.Text}. Is this a model of liblinear-train?");
    }

    private static int[] Labels(LiblinearTokens tokens, int classCount)
    {
        List<int> labels = [];
        HashSet<int> different = [];
        while (labels.Count < classCount)
        {
            int label = tokens.Integer("a label");
            if (!different.Add(label)) throw tokens.Refused($"labels must differ from each other; got {tokens.Text} twice.");
            labels.Add(label);
        }
        return [.. labels];
    }

    private static double[] Weights(LiblinearTokens tokens, int rows, int columns)
    {
        int count = rows * columns;
        double[] weights = new double[Math.Min(count, 1 << 10)];
        for (int e = 0; e < count; e++)
        {
            if (e == weights.Length) Array.Resize(ref weights, (int)Math.Min(count, 2L * weights.Length));
            weights[e] = tokens.Number("a weight");
        }
        if (tokens.MoveNext()) throw tokens.Refused($"the file must end after {rows}×{columns} weights, as its header says; more follows. Write the model again with liblinear-train.");
        return weights;
    }

    private static string Printable(string word) => string.Concat(word.Select(c => char.IsControl(c) ? '?' : c));
}
