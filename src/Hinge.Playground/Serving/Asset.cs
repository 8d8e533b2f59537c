using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hinge.Playground.Serving;

/// <summary>A file of the page: a resource of the assembly, read once. Whatever lies in the folder Assets is one; nothing else can be asked for.</summary>
internal sealed class Asset
{
    /// <summary>The framework's script, whose address it chooses itself.</summary>
    private const string Framework = "blazor.web.js";

    private readonly byte[] _bytes;
    private readonly string _mark;

    private Asset(string resource)
    {
        using Stream stream = typeof(Asset).Assembly.GetManifestResourceStream(resource)!;
        _bytes = new byte[stream.Length];
        stream.ReadExactly(_bytes);
        _mark = $"\"{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..32]}\"";
        Path = resource == Framework ? "/_framework/" + Framework : "/" + resource;
        ContentType = System.IO.Path.GetExtension(resource) switch
        {
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
    }

    /// <summary>All there are.</summary>
    public static IReadOnlyList<Asset> All { get; } =
        [.. typeof(Asset).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(resource => new Asset(resource))];

    /// <summary>The style sheets: the one that all views share, then each view's own.</summary>
    public static IEnumerable<string> StyleSheets => All.Select(asset => asset.Path).Where(path => path.EndsWith(".css", StringComparison.Ordinal)).OrderByDescending(path => path == "/play.css");

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
