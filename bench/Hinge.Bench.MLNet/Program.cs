using System.Globalization;
using System.Text.Json;
using Hinge.Bench.MLNet;

if (args is not [string data, string features, string trainer, string cost, string iterations, string threads, string output])
{
    Console.Error.WriteLine("usage: Hinge.Bench.MLNet DATA FEATURES TRAINER COST ITERATIONS THREADS WEIGHTS");
    return 2;
}
TrainerRun run = new(data, Whole(features), trainer, double.Parse(cost, CultureInfo.InvariantCulture), Whole(iterations), Whole(threads));
TrainerResult result = run.Train();
result.SaveWeights(output);
Console.WriteLine(JsonSerializer.Serialize(result, TrainerResult.Json));
return 0;

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
