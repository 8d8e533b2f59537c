using Hinge.Losses;
using Hinge.Models;
using Hinge.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>The code that docs/mlnet.md shows, between lines of // and its heading, as it runs in the tests.</summary>
internal static class Snippets
{
    public static double TrainAndSave(string path)
    {
        // train
        MLContext context = new();
        IDataView reviews = context.Data.LoadFromTextFile<Review>("samples/reviews.csv", separatorChar: ',', hasHeader: true, allowQuoting: true);

        var pipeline = context.Transforms.Conversion.MapValueToKey("Label", nameof(Review.Verdict))
            .Append(context.Transforms.Text.FeaturizeText("Features", nameof(Review.Text)))
            .Append(context.MulticlassClassification.Trainers.Hinge(new HingeOptions
            {
                Objective = new() { Loss = new CrammerSinger(), Cost = 1, BiasScale = 1, BalancesClasses = true },
                Training = new() { RelativeGap = 1e-4 },
            }));
        TransformerChain<HingeTransformer> model = pipeline.Fit(reviews);

        Certificate certificate = model.LastTransformer.Certificate;
        double gap = certificate.RelativeGap;       // proven: no weights are better than these by more
        context.Model.Save(model, reviews.Schema, path);
        // end
        Assert.Equal(StopReason.GapReached, certificate.StopReason);
        return gap;
    }

    public static (ITransformer Loaded, ITransformer Restored) Load(string path)
    {
        // load
        MLContext context = new();
        ITransformer model = context.Model.Load(path, out DataViewSchema schema);     // ML.NET's own model, weights in float
        ITransformer exact = HingeTransformer.Restore(context, model);                // weights in double, and the certificate
        // end
        Assert.Contains(schema, column => column.Name == nameof(Review.Text));
        return (model, exact);
    }

    public static Predictor WithoutMLNet(ITransformer exact, string path)
    {
        // leave
        HingeTransformer hinge = ((IEnumerable<ITransformer>)exact).OfType<HingeTransformer>().Single();
        hinge.Model.Save(path);                                    // for the hinge command and for programs without ML.NET
        Predictor predictor = hinge.Model.CreatePredictor();       // rows one by one, without allocation
        ITransformer own = hinge.ToMLNet();                        // for what takes ML.NET's own transformers only
        // end
        Assert.NotNull(own);
        return predictor;
    }

    internal sealed class Review
    {
        // review
        [LoadColumn(1)]
        public string Text { get; set; } = "";

        [LoadColumn(6)]
        public string Verdict { get; set; } = "";
        // end
    }
}
