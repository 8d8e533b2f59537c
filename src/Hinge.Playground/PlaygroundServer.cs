using System.Net.Sockets;
using Hinge.Playground.Components;
using Hinge.Playground.Serving;
using Hinge.Playground.Sessions;
using Hinge.Playground.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hinge.Playground;

/// <summary>The page while it is served. Nothing is read from the working folder, from settings of the machine or from the environment.</summary>
public sealed class PlaygroundServer : IAsyncDisposable
{
    /// <summary>How long open connections may take to end.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    /// <summary>The longest address that is read: the whole state of a view may be in it.</summary>
    private const int RequestLineLimit = 32 << 10;

    /// <summary>The largest message from a browser; files come in pieces that are smaller.</summary>
    private const int MessageLimit = 64 << 10;

    private readonly WebApplication _application;

    private PlaygroundServer(WebApplication application, Uri address, string token)
    {
        _application = application;
        Address = address;
        EntryAddress = new Uri(address, $"?{Gate.TokenName}={token}");
    }

    /// <summary>Where the page is, such as http://127.0.0.1:5105/. Without the token nobody new is let in.</summary>
    public Uri Address { get; }

    /// <summary>The address with the token in it: what a browser opens first.</summary>
    public Uri EntryAddress { get; }

    /// <summary>Starts serving.</summary>
    /// <param name="content">What <em>Real data</em> shows.</param>
    /// <param name="options">Where and to whom; null for the defaults.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The address cannot be listened on, for example because another program holds the port.</exception>
    public static async Task<PlaygroundServer> StartAsync(PlaygroundContent content, PlaygroundOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= new PlaygroundOptions();
        options.Validate();

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(PlaygroundServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = RequestLineLimit;
            kestrel.Limits.MaxRequestBodySize = MessageLimit;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = EndLimit);
        builder.Services.AddLogging();
        builder.Services.AddRouting();
        // Keys that live as long as the process: none are written to the user's folder.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(content);
        builder.Services.AddSingleton<TrainingGate>();
        builder.Services.AddScoped<PlaySession>();
        builder.Services.AddScoped<Browser>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = 8)
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MessageLimit);

        WebApplication application = builder.Build();
        Gate gate = new(options, () => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port).First());
        application.Use(gate.Invoke);
        application.UseRouting();
        application.UseAntiforgery();
        foreach (Asset asset in Asset.All) asset.MapOn(application);
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = "'none'");

        try
        {
            await application.StartAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await application.DisposeAsync();
            throw e.InnerException is AddressInUseException
                ? new IOException($"port must be free; got {options.Port}, which another program holds. Choose another, or 0 for any that is free.", e)
                : new IOException($"address {options.Address}, port {options.Port} cannot be listened on: {e.Message.TrimEnd('.')}. Choose an address of this machine and a free port.", e);
        }
        return new PlaygroundServer(application, gate.PublicAddress, options.Token);
    }

    /// <summary>Waits until the token asks for the end, and ends.</summary>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(end.SetResult))
            await end.Task;
        await _application.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
