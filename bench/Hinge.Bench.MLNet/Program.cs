using System.Globalization;
using System.Text.Json;
using Hinge.Bench.MLNet;

switch (args)
{
    case ["save", string rows, string width, string model]:
        PredictionRun.Save(rows, Whole(width), model);
        return 0;
    case ["predict" or "repeat", string model, string rows, string width]:
        (float answer, double? nanoseconds) = PredictionRun.Predict(model, rows, Whole(width), args[0] == "repeat");
        Console.WriteLine(nanoseconds is null ? string.Create(CultureInfo.InvariantCulture, $"{answer}") : string.Create(CultureInfo.InvariantCulture, $"{answer} {nanoseconds:F1}"));
        return 0;
    case ["repeat-hinge", string model, string rows]:
        (string found, double time) = PredictionRun.PredictByHinge(model, rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} {time:F1}"));
        return 0;
}
if (args is not [string data, string features, string trainer, string cost, string iterations, string threads, string output])
{
    Console.Error.WriteLine("usage: Hinge.Bench.MLNet save DATA FEATURES MODEL | predict|repeat MODEL DATA FEATURES | repeat-hinge MODEL DATA | DATA FEATURES TRAINER COST ITERATIONS THREADS WEIGHTS");
    return 2;
}
TrainerRun run = new(data, Whole(features), trainer, double.Parse(cost, CultureInfo.InvariantCulture), Whole(iterations), Whole(threads));
TrainerResult result = run.Train();
result.SaveWeights(output);
Console.WriteLine(JsonSerializer.Serialize(result, TrainerResult.Json));
return 0;

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
