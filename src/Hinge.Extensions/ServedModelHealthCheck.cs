using Hinge.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hinge.Extensions;

/// <summary>Healthy where the file is what is served, degraded where an older model is, since the file cannot be loaded.</summary>
internal sealed class ServedModelHealthCheck(ServedModel served) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        LinearModel model = served.Current.Model;
        Dictionary<string, object> data = new() { ["path"] = served.Path, ["classes"] = model.ClassCount, ["features"] = model.FeatureCount, ["relativeGap"] = model.Certificate.RelativeGap };
        return Task.FromResult(served.Failure is { } failure
            ? HealthCheckResult.Degraded($"An older model is served: {failure}", data: data)
            : HealthCheckResult.Healthy($"{served.Path} is served.", data));
    }
}
