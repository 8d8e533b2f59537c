using Hinge.Extensions;
using Hinge.Samples.Web;

// dotnet run --project samples/Hinge.Samples.Web -- --Model digits.hinge --urls http://127.0.0.1:5000
// curl http://127.0.0.1:5000/predict --json '{"features": [0, 0, 0.3125, …]}'
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 20);
builder.Services.AddHinge(builder.Configuration["Model"] ?? "model.hinge");

WebApplication app = builder.Build();
// The model is loaded before the first request, so that a bad file ends the start and not a user's request.
app.Services.GetRequiredService<ServedModel>();
app.MapHealthChecks("/health");
app.MapPost("/predict", (PredictionRequest request, ServedModel served) =>
{
    LoadedModel current = served.Current;
    if (request.Features is null || request.Features.Length != current.Model.FeatureCount)
        return Results.Problem($"features must be {current.Model.FeatureCount} numbers; got {request.Features?.Length ?? 0}.", statusCode: StatusCodes.Status400BadRequest);
    double[] scores = new double[current.Model.ClassCount];
    int label = current.Predict<float>(request.Features, scores);
    return Results.Ok(new PredictionResponse(current.Model.ClassNames[label], current.Model.ClassNames.Zip(scores).ToDictionary(pair => pair.First, pair => pair.Second)));
});
app.Run();
