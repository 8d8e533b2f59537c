using System.Net;
using System.Net.WebSockets;
using Hinge.Data;

namespace Hinge.Playground.Tests.Serving;

public sealed class GateTests : IAsyncLifetime
{
    private PlaygroundServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync(0);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Entry_WithToken_SetsStrictCookieAndDropsToken()
    {
        using HttpClient client = Client();
        using HttpResponseMessage answer = await client.GetAsync(new Uri(_server.Address, $"plane?k=3&{_server.EntryAddress.Query[1..]}&at=1"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/plane?k=3&at=1", answer.Headers.Location!.ToString());
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Entry_WithoutRightToken_IsRefused(string query)
    {
        using HttpClient client = Client();
        using HttpResponseMessage answer = await client.GetAsync(new Uri(_server.Address, query));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("//evil.example/", "/evil.example/")]
    [InlineData("/%5Cevil.example", "/%5Cevil.example")]
    [InlineData("/%0D%0Aevil", "/%0D%0Aevil")]
    public async Task Entry_WithPathOfAnotherSite_StaysHere(string path, string expected)
    {
        using HttpClient client = Client();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"{_server.Address.Scheme}://{_server.Address.Authority}{path}{_server.EntryAddress.Query}"));
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.1:{port}")]
    [InlineData("localhost.evil.example:{port}")]
    public async Task Request_ForForeignHost_IsRefused(string host)
    {
        using HttpClient client = Client();
        using HttpRequestMessage request = new(HttpMethod.Get, _server.EntryAddress);
        request.Headers.Host = host.Replace("{port}", $"{_server.Address.Port}", StringComparison.Ordinal);
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://127.0.0.1:{port}")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task Request_FromForeignOrigin_IsRefused(string origin)
    {
        using HttpClient client = await LetIn();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_server.Address, "plane"));
        request.Headers.Add("Origin", origin.Replace("{port}", $"{_server.Address.Port}", StringComparison.Ordinal));
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:{port}", HttpStatusCode.OK)]
    public async Task Negotiation_NeedsOwnOrigin(string? origin, HttpStatusCode expected)
    {
        using HttpClient client = await LetIn();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_server.Address, "_blazor/negotiate?negotiateVersion=1"));
        if (origin is not null) request.Headers.Add("Origin", origin.Replace("{port}", $"{_server.Address.Port}", StringComparison.Ordinal));
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://evil.example")]
    public async Task WebSocket_WithoutOwnOrigin_IsRefused(string? origin)
    {
        using ClientWebSocket socket = new();
        string token = _server.EntryAddress.Query.Split('=')[1];
        socket.Options.SetRequestHeader("Cookie", $"hinge-play-{_server.Address.Port}={token}");
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{_server.Address.Authority}/_blazor"), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("play.css", HttpStatusCode.OK)]
    [InlineData("_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("Hinge.slnx", HttpStatusCode.NotFound)]
    [InlineData("..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("appsettings.json", HttpStatusCode.NotFound)]
    public async Task Files_AreThePagesOwn(string path, HttpStatusCode expected)
    {
        using HttpClient client = await LetIn();
        using HttpResponseMessage answer = await client.GetAsync(new Uri(_server.Address, path));
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task EveryAnswer_HasItsSafetyHeaders()
    {
        using HttpClient client = await LetIn();
        foreach (string path in new[] { "plane", "play.js", "nothing" })
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(_server.Address, path));
            string policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Fact]
    public async Task LinkFromAnotherSite_WithoutCookie_OffersToGoOn()
    {
        using HttpClient client = Client();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_server.Address, "plane?loss=softmax&x=\"<script>"));
        request.Headers.Add("Sec-Fetch-Dest", "document");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage answer = await client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("href=\"/plane?loss=softmax&amp;x=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnPortInUse_NamesPortAndRemedy()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(() => StartAsync(_server.Address.Port));
        Assert.Equal($"port must be free; got {_server.Address.Port}, which another program holds. Choose another, or 0 for any that is free.", error.Message);
    }

    private static Task<PlaygroundServer> StartAsync(int port)
    {
        Dataset data = new(new DenseMatrix<double>(2, 1, [0, 1]), new Labels([0, 1], 2));
        return PlaygroundServer.StartAsync(new PlaygroundContent(data, "two points"), new PlaygroundOptions { Port = port }, TestContext.Current.CancellationToken);
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private async Task<HttpClient> LetIn()
    {
        HttpClient client = Client();
        using HttpResponseMessage answer = await client.GetAsync(_server.EntryAddress);
        return client;
    }
}
