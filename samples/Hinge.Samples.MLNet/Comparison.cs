using System.Diagnostics;
using System.Globalization;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.Samples.MLNet;

/// <summary>
/// ML.NET's linear multiclass trainers beside Hinge's on the same data, all with a bias and a thread a processor, in one table. Each trains twice; the
/// seconds are those of the faster run.
/// </summary>
internal static class Comparison
{
    public static void Run(string path, double cost)
    {
        (Dataset train, Dataset test) = SvmLightReader.Read<float>(path).Split(testShare: 0.2, seed: 1);
        Objective westonWatkins = new() { Cost = cost, BiasScale = 1 };
        Objective crammerSinger = westonWatkins with { Loss = new CrammerSinger() };
        Objective softmax = westonWatkins with { Loss = new Softmax() };
        Entrant[] entrants =
        [
            Entrant.SdcaHinge(westonWatkins, train),
            Entrant.SdcaMaximumEntropy(softmax, train),
            Entrant.Hinge("Hinge, weston-watkins", westonWatkins),
            Entrant.Hinge("Hinge, crammer-singer", crammerSinger),
            Entrant.Hinge("Hinge, softmax", softmax),
        ];

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {train.ExampleCount} examples to train on, {test.ExampleCount} to test on; P(W) = ½‖W‖² + {cost} · Σ_i loss, bias feature 1, λ = {1 / (cost * train.ExampleCount):G6} in ML.NET's form"));
        Console.WriteLine($"{"trainer",-28} {"P scored with",-16} {"P(W)",12} {"gap stated",11} {"accuracy",9} {"seconds",8}  same bits twice");
        foreach (Entrant entrant in entrants) Show(entrant, train, test);
    }

    private static void Show(Entrant entrant, Dataset train, Dataset test)
    {
        (LinearModel model, double accuracy, TimeSpan elapsed) = Fit(entrant, train, test);
        (LinearModel again, _, TimeSpan warm) = Fit(entrant, train, test);
        double primal = Verification.Of(model, train).Primal;
        string gap = model.Certificate.HasDual ? model.Certificate.RelativeGap.ToString("0.0e-0", CultureInfo.InvariantCulture) : "none";
        bool isSame = model.Weights.Values.SequenceEqual(again.Weights.Values);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entrant.Name,-28} {entrant.Objective.Loss.Name,-16} {primal,12:F4} {gap,11} {accuracy,9:P2} {Math.Min(elapsed.TotalSeconds, warm.TotalSeconds),8:F2}  {(isSame ? "yes" : "no")}"));
    }

    /// <summary>Trains in a context of its own, with the data cached before the clock starts.</summary>
    private static (LinearModel Model, double Accuracy, TimeSpan Elapsed) Fit(Entrant entrant, Dataset train, Dataset test)
    {
        MLContext context = new(seed: 1);
        IDataView data = Rows.View(context, train);
        _ = data.GetColumn<uint>("Label").Count() + data.GetColumn<VBuffer<float>>("Features").Count();
        long started = Stopwatch.GetTimestamp();
        (ITransformer transformer, LinearModel model) = entrant.Fit(context, data);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return (model, context.MulticlassClassification.Evaluate(transformer.Transform(Rows.View(context, test))).MicroAccuracy, elapsed);
    }
}
