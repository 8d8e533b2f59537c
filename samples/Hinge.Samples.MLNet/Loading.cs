using Hinge.Data;
using Hinge.MLNet;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.Samples.MLNet;

/// <summary>A saved model in a process that did not train it.</summary>
internal static class Loading
{
    public static void Run(string path, Dataset rows)
    {
        MLContext context = new();
        IDataView data = Rows.View(context, rows);
        ITransformer loaded = context.Model.Load(path, out _);
        ITransformer model = HingeTransformer.Restore(context, loaded);

        Certificate certificate = ((HingeTransformer)model).Certificate;
        Console.WriteLine($"certificate {certificate.Primal:R} {certificate.Dual:R} {certificate.Fingerprint}");
        Console.WriteLine($"restored {string.Join(' ', model.Transform(data).GetColumn<uint>("PredictedLabel"))}");
        Console.WriteLine($"loaded {string.Join(' ', loaded.Transform(data).GetColumn<uint>("PredictedLabel"))}");
    }
}
