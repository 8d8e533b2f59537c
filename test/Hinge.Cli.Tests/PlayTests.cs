using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Hinge.Cli.Tests;

public sealed class PlayTests : Workplace
{
    [Fact]
    public async Task Play_WithAModel_ServesWhoeverHasTheToken()
    {
        Succeed("train", Digits, "--cost", "0.01", "--gap", "0.1", "-o", "m.hinge");
        using HingeProcess process = HingeProcess.Start(Folder, null, "play", Digits, "--model", "m.hinge", "--port", "0", "--no-browser", "--json");
        process.WaitUntil(_ => process.Output.TrimEnd().EndsWith('}'));
        using JsonDocument document = JsonDocument.Parse(process.Output);
        JsonElement json = document.RootElement;
        Assert.Equal("digits.svm", json.GetProperty("data").GetString());
        Assert.Equal("127.0.0.1", json.GetProperty("address").GetString());
        Uri url = new(json.GetProperty("url").GetString()!);
        Assert.Equal(json.GetProperty("port").GetInt32(), url.Port);

        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        using (HttpResponseMessage refused = await client.GetAsync(new Uri(url, "/"))) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using HttpResponseMessage let = await client.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, let.StatusCode);
        Assert.Contains("blazor.web.js", await let.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Play_OnAPortInUse_EndsWithTheRemedy()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        HingeResult result = Expect(2, "play", "--port", $"{port}", "--no-browser");
        Assert.Contains($"port must be free; got {port}, which another program holds. Choose another, or 0 for any that is free.", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("--address must be a numeric address of this machine", "--address", "example.org")]
    [InlineData("--port must be a whole number from 0 to 65535; got 65536.", "--port", "65536")]
    [InlineData("--model needs DATA beside it", "--model", "m.hinge")]
    [InlineData("cannot be listened on", "--address", "192.0.2.7")]
    public void Play_WithABadOption_EndsWithTheRemedy(string message, params string[] options)
    {
        HingeResult result = Expect(2, ["play", "--no-browser", .. options]);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
