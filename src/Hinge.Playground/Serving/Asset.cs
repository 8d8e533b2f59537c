using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hinge.Playground.Serving;

/// <summary>A file of the page: a resource of the assembly, read once.</summary>
internal sealed class Asset
{
    private readonly byte[] _bytes;
    private readonly string _mark;

    private Asset(string path, string resource, string contentType)
    {
        using Stream stream = typeof(Asset).Assembly.GetManifestResourceStream(resource)!;
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _mark = $"\"{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..32]}\"";
        Path = path;
        ContentType = contentType;
    }

    /// <summary>All there are.</summary>
    public static IReadOnlyList<Asset> All { get; } =
    [
        new("/_framework/blazor.web.js", "blazor.web.js", "text/javascript"),
        new("/play.js", "play.js", "text/javascript"),
        new("/play.css", "play.css", "text/css"),
        new("/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public string Path { get; }

    public string ContentType { get; }

    public void MapOn(IEndpointRouteBuilder routes) => routes.MapGet(Path, context =>
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = _mark;
        if (context.Request.Headers.IfNoneMatch == _mark)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = _bytes.Length;
        return context.Response.Body.WriteAsync(_bytes, context.RequestAborted).AsTask();
    });
}
