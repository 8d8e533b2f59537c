// The course's loss, answering hinge check: ./hinge check --exec "dotnet run samples/check/MySvm.cs" --timeout 120
#:property RestorePackagesWithLockFile=false
using System.Text.Json.Nodes;

double[][] x = [];
int[] y = [];
while (Console.ReadLine() is { } line)
{
    JsonNode message = JsonNode.Parse(line)!;
    if (message["X"] is not null)
    {
        x = Rows(message["X"]!);
        y = [.. message["y"]!.AsArray().Select(label => (int)label!)];
    }
    (double loss, double[][] dw) = SvmLoss(Rows(message["W"]!), (double)message["lambda"]!);
    JsonArray rows = new([.. dw.Select(row => new JsonArray([.. row.Select(value => (JsonNode)value)]))]);
    Console.WriteLine(new JsonObject { ["loss"] = loss, ["dW"] = rows }.ToJsonString());
}

(double Loss, double[][] Gradient) SvmLoss(double[][] w, double lambda)
{
    double[][] dw = [.. w.Select(row => row.Select(value => 2 * lambda * value).ToArray())];
    double loss = lambda * w.Sum(row => row.Sum(value => value * value));
    for (int i = 0; i < x.Length; i++)
    {
        double[] scores = [.. w[0].Select((_, j) => x[i].Select((value, f) => value * w[f][j]).Sum())];
        for (int j = 0; j < scores.Length; j++)
        {
            double margin = scores[j] - scores[y[i]] + 1;
            if (j == y[i] || margin <= 0) continue;
            loss += margin / x.Length;
            for (int f = 0; f < w.Length; f++)
            {
                dw[f][j] += x[i][f] / x.Length;
                dw[f][y[i]] -= x[i][f] / x.Length;
            }
        }
    }
    return (loss, dw);
}

static double[][] Rows(JsonNode node) => [.. node.AsArray().Select(row => row!.AsArray().Select(value => (double)value!).ToArray())];
