using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Extensions.Tests;

/// <summary>The web sample, in a process of its own on a port of the loopback that the system chooses; ended by its id.</summary>
public sealed class WebSampleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_OverHttp_AnswersRefusesAndReportsHealth()
    {
        SmallModels.Straight.Save(_folder.File("model.hinge"));
        ProcessStartInfo start = new(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Hinge.Samples.Web.dll"), "--Model", _folder.File("model.hinge"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        };
        using Process server = Process.Start(start)!;
        try
        {
            using HttpClient client = new() { BaseAddress = await Address(server), Timeout = Patience };
            using HttpResponseMessage answer = await client.PostAsync("predict", Json("{\"features\": [2, 5]}"));
            JsonElement json = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("right", json.GetProperty("label").GetString());
            Assert.Equal(5, json.GetProperty("scores").GetProperty("right").GetDouble());

            using HttpResponseMessage refused = await client.PostAsync("predict", Json("{\"features\": [2, 5, 7]}"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("features must be 2 numbers; got 3", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            using HttpResponseMessage tooLong = await client.PostAsync("predict", Json($"{{\"features\": [{new string('1', 2 << 20)}]}}"));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);

            Assert.Equal("Healthy", await client.GetStringAsync("health"));
        }
        finally
        {
            if (!server.HasExited) server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<Uri> Address(Process server)
    {
        const string Before = "Now listening on: ";
        using CancellationTokenSource patience = new(Patience);
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.IndexOf(Before, StringComparison.Ordinal) is >= 0 and int at) return new Uri(line[(at + Before.Length)..].Trim());
        throw new InvalidOperationException("The server ended before it listened.");
    }
}
