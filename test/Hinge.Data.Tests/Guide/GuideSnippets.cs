// usings
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.Numpy;
using Hinge.Data.SvmLight;
using Hinge.Data.Tables;
using Hinge.Data.Text;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;
using Hinge.Tuning;
// end

namespace ReadersProgram;

/// <summary>
/// The code that docs/guide.md shows, between lines of // and its name, as it runs in the tests. It stands outside of Hinge's namespaces, so that
/// names mean what they mean in a reader's program.
/// </summary>
internal sealed class GuideSnippets
{
    /// <summary>What the code takes for the console, so that each run has one of its own.</summary>
    private StringWriter Console { get; } = new() { NewLine = "\n" };

    /// <summary>What the code printed.</summary>
    public string Printed => Console.ToString().TrimEnd();

    public TrainingResult Text()
    {
        // text
        using TableSource source = TableSource.Open("samples/reviews.csv");
        Table table = source.Read([new("body", ColumnType.Text), new("rating", ColumnType.Text)]);
        string[] Column(string name) => [.. Enumerable.Range(0, table.RowCount).Select(row => ((TextColumn)table[name])[row] ?? "")];

        (TextVectorizer vectorizer, SparseMatrix<float> rows) = TextVectorizer.FitTransform(Column("body"));
        Dataset reviews = new(rows, Labels.FromNames(Column("rating")), vectorizer.FeatureNames);
        TrainingResult result = new DualCoordinateAscent().Train(reviews, new Objective { Cost = 1, BiasScale = 1 });

        string[] unseen = ["great colour, recommend it", "broken, and the box was late"];
        foreach (int best in result.Model.Predict(vectorizer.Transform(unseen))) Console.WriteLine(result.Model.ClassNames[best]);
        File.WriteAllBytes("words.json", vectorizer.ToJson());     // belongs to the model: TextVectorizer.FromJson reads it
        // end
        return result;
    }

    public TrainingResult Embeddings()
    {
        // embeddings
        FeatureMatrix vectors = NpyFile.Read("embeddings.npy").ToFeatures(asDouble: false);         // or new DenseMatrix<float>(N, D, values)
        int[] topics = [.. NpyFile.Read("topics.npy").ToIntegers().Select(topic => (int)topic)];
        Dataset data = new(vectors, new Labels(topics, ["news", "sport", "weather"]));
        (Dataset train, Dataset test) = data.Split(testShare: 0.2, seed: 1);

        TrainingResult result = new DualCoordinateAscent().Train(train, new Objective { Cost = 1, BiasScale = 1 });
        Console.WriteLine($"{vectors.ExampleCount} vectors of {vectors.FeatureCount}, ‖x‖² of the first {vectors.SquaredNorm(0):F3}");
        Console.WriteLine($"accuracy {Evaluation.Of(result.Model, test).Accuracy:P1}, relative gap {result.Certificate.RelativeGap:E1}");
        // end
        return result;
    }

    public (LinearModel Model, FeatureMatrix Rows) Tables()
    {
        // tables
        using TableSource source = TableSource.Open("samples/reviews.csv");
        Dataset reviews = TableDataset.ForTraining(source, "rating", new FeaturizationOptions { Ignore = ["review_id"] });
        (Dataset train, Dataset test) = reviews.Split(testShare: 0.2, seed: 1);                  // learns means and words anew, from train alone
        LinearModel model = new DualCoordinateAscent().Train(train, new Objective { Cost = 1 }).Model;

        Featurizer featurizer = Featurizer.Parse("the model", model.Featurization!, model.FeatureCount);
        foreach (ColumnSummary column in featurizer.Summary) Console.WriteLine($"{column.Column,-9} {column.Kind,-8} {column.FeatureCount,3}  {column.Detail}");
        Console.WriteLine($"accuracy {Evaluation.Of(model, test).Accuracy:P1}");

        using TableSource others = TableSource.Open("samples/reviews.csv");                      // columns in any order; the label may be missing
        FeatureMatrix rows = TableDataset.FeaturesForModel(others, featurizer);
        Console.WriteLine(model.ClassNames[model.Predict(rows)[0]]);
        // end
        return (model, rows);
    }

    public IReadOnlyList<Evaluation> Imbalanced()
    {
        // imbalanced
        Dataset digits = SvmLightReader.Read<float>("samples/digits.svm");
        int[] kept = [.. Enumerable.Range(0, digits.ExampleCount).Where(i => digits.Labels[i] != 8 || i % 5 == 0)];      // few eights are left
        (Dataset train, Dataset test) = digits.Select(kept).Split(testShare: 0.5, seed: 1, stratify: true);

        List<Evaluation> evaluations = [];
        foreach ((double cost, bool balances) in new[] { (0.001, false), (0.001, true), (0.1, false), (0.1, true) })
        {
            Objective objective = new() { Cost = cost, BalancesClasses = balances };
            Evaluation of = Evaluation.Of(new DualCoordinateAscent().Train(train, objective).Model, test);
            Console.WriteLine($"C = {cost,-5} {(balances ? "balanced" : "plain"),-8}  accuracy {of.Accuracy:P1}; of {of.Support(8)} eights found {of.Recall(8):P0}; called eight and right {of.Precision(8):P0}");
            evaluations.Add(of);
        }
        // end
        return evaluations;
    }

    public CrossValidationResult Tuning()
    {
        // tuning
        Dataset digits = SvmLightReader.Read<float>("samples/digits.svm");
        CrossValidationOptions options = new() { FoldCount = 5, Costs = CostGrid.Geometric(from: 0.001, to: 1, steps: 4) };
        CrossValidationResult result = new CrossValidation(digits, new Objective(), options).Run();
        foreach (CostScore score in result.Scores)
            Console.WriteLine($"C = {score.Cost,-5:G3}  accuracy {score.MeanAccuracy:P2} ± {score.StandardError:P2}, largest gap {score.RelativeGap:E1}");
        Console.WriteLine($"best C = {result.Best.Cost:G3}; the smallest about as good {result.OneStandardError.Cost:G3}");
        // end
        return result;
    }

    public (LinearModel Model, ProbabilityEvaluation Evaluation) Probabilities()
    {
        // probabilities
        (Dataset train, Dataset test) = SvmLightReader.Read<float>("samples/digits.svm").Split(testShare: 0.2, seed: 1);
        Objective objective = new() { Cost = 0.02 };
        TrainingOptions options = new();
        LinearModel model = new DualCoordinateAscent().Train(train, objective, options).Model;
        model = model.With(Calibrator.Fit(train, objective, options)!);                          // null only where it was cancelled

        double[] p = new double[model.ClassCount];
        model.ForEachScores(test.Features.Select([0]), (_, scores) => model.Probabilities(scores, p));
        Console.WriteLine($"the first is a {model.ClassNames[LinearModel.Best(p)]} with probability {p.Max():F3}");
        ProbabilityEvaluation evaluation = ProbabilityEvaluation.Of(model, test)!;               // null only where no label is known
        Console.WriteLine($"log loss {evaluation.LogLoss:F4} (log K is {Math.Log(model.ClassCount):F4}), calibration error {evaluation.ExpectedCalibrationError:P1}");
        // end
        return (model, evaluation);
    }

    public (TrainingResult Result, Verification Verification) CertificateOf()
    {
        // certificate
        Dataset digits = SvmLightReader.Read<float>("samples/digits.svm");
        TrainingResult result = new DualCoordinateAscent().Train(digits, new Objective { Cost = 0.1 }, new TrainingOptions { RelativeGap = 1e-5 });
        Certificate certificate = result.Certificate;
        Console.WriteLine($"ended by {certificate.StopReason} after {certificate.Epochs} epochs");
        Console.WriteLine($"P(W) = {certificate.Primal:F4}, no weights below {certificate.Dual:F4}, relative gap {certificate.RelativeGap:E1}");
        Console.WriteLine($"‖W − W*‖ ≤ {certificate.WeightErrorBound:F4}; predictions proven: {Evaluation.Of(result.Model, digits).CertifiedShare:P1}");

        Verification verification = Verification.Of(result.Model, digits, result.Duals);
        Console.WriteLine($"same data: {verification.FingerprintMatches}, all numbers confirmed: {verification.Verified}");
        // end
        return (result, verification);
    }

    public (LinearModel Loaded, Predictor Predictor) Shipping()
    {
        // shipping
        Dataset digits = SvmLightReader.Read<float>("samples/digits.svm");
        new DualCoordinateAscent().Train(digits, new Objective { Cost = 0.1 }).Model.Save("digits.hinge");

        LinearModel model = LinearModel.Load("digits.hinge");                 // elsewhere, later: once, at the start
        Predictor predictor = model.CreatePredictor();                        // for all threads
        SparseMatrix<float> rows = (SparseMatrix<float>)digits.Features;      // stands for rows of yours: columns and values, or all D values
        Span<int> classes = stackalloc int[3];
        Span<double> scores = stackalloc double[3];
        predictor.Top(rows.RowColumns(0), rows.RowValues(0), classes, scores);
        for (int rank = 0; rank < classes.Length; rank++) Console.WriteLine($"{model.ClassNames[classes[rank]]}  {scores[rank]:F3}");
        // end
        return (model, predictor);
    }
}
