using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hinge.Extensions;

/// <summary>Puts models into dependency injection.</summary>
public static class HingeServiceCollectionExtensions
{
    private const string DefaultName = "hinge";

    /// <summary>Serves one model: ask for a <see cref="ServedModel"/>. Adds its health check too, named <c>hinge</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The model's file; read when the model is first asked for.</param>
    /// <param name="options">How it is served; null: the defaults.</param>
    public static IServiceCollection AddHinge(this IServiceCollection services, string path, HingeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(path);
        services.AddSingleton(provider => Serve(provider, DefaultName, path, options));
        return services.AddParts(DefaultName, provider => provider.GetRequiredService<ServedModel>());
    }

    /// <summary>Serves one of several models: ask for a <see cref="ServedModel"/> by its key. Adds its health check too, of that name.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The model's name, and the key.</param>
    /// <param name="path">The model's file; read when the model is first asked for.</param>
    /// <param name="options">How it is served; null: the defaults.</param>
    public static IServiceCollection AddKeyedHinge(this IServiceCollection services, string key, string path, HingeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(path);
        services.AddKeyedSingleton(key, (provider, _) => Serve(provider, key, path, options));
        return services.AddParts(key, provider => provider.GetRequiredKeyedService<ServedModel>(key));
    }

    private static IServiceCollection AddParts(this IServiceCollection services, string name, Func<IServiceProvider, ServedModel> model)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, provider => new ServedModelHealthCheck(model(provider)), failureStatus: null, tags: null));
        return services;
    }

    private static ServedModel Serve(IServiceProvider provider, string name, string path, HingeOptions? options) =>
        new(name, path, options ?? new HingeOptions(), provider.GetService<ILogger<ServedModel>>() ?? NullLogger<ServedModel>.Instance, provider.GetRequiredService<TimeProvider>());
}
