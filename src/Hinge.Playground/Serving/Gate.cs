using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hinge.Playground.Serving;

/// <summary>
/// What every request passes first. It must name the page's own host, or a page elsewhere could have its name resolved to this machine
/// (DNS rebinding); it must not come from another site; and it must bring the token, once in the address and from then on as a cookie that
/// neither scripts nor other sites' requests hold.
/// </summary>
internal sealed class Gate(PlaygroundOptions options, Func<int> port)
{
    /// <summary>The token's name in the address.</summary>
    public const string TokenName = "token";

    /// <summary>Nothing comes from elsewhere, nothing goes elsewhere, and no page elsewhere holds this one in a frame.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(options.Token);

    private int? _port;

    /// <summary>Known once the server listens.</summary>
    private int Port => _port ??= port();

    /// <summary>Cookies know no ports: pages on two ports must not overwrite each other's.</summary>
    private string CookieName => string.Create(CultureInfo.InvariantCulture, $"hinge-play-{Port}");

    /// <summary>Where a browser finds the page; an address that stands for all of the machine's is shown as its loopback one.</summary>
    public Uri PublicAddress
    {
        get
        {
            IPAddress address = options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : options.Address;
            return new UriBuilder(Uri.UriSchemeHttp, address.ToString(), Port).Uri;
        }
    }

    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";

        HttpRequest request = context.Request;
        if (!IsOwnHost(request.Host)) return Refuse(context, "The host must be the address that hinge play printed.");
        if (!IsOwnOrigin(request)) return Refuse(context, "The request must come from this page itself, not from another site.");
        if (request.Query.TryGetValue(TokenName, out StringValues tokens) && HttpMethods.IsGet(request.Method))
            return IsToken(tokens.ToString()) ? LetIn(context) : Refuse(context, "The token must be the one that hinge play printed.");
        return IsToken(request.Cookies[CookieName]) ? next(context) : Refuse(context, "Open the address that hinge play printed, with its token.", mayBeLet: true);
    }

    /// <summary>The token becomes a cookie and leaves the address, where it would be shared with a link.</summary>
    private Task LetIn(HttpContext context)
    {
        context.Response.Cookies.Append(CookieName, options.Token, new CookieOptions { HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict, Path = "/" });
        QueryBuilder rest = [];
        foreach ((string name, StringValues value) in context.Request.Query)
            if (name != TokenName) rest.Add(name, value.ToString());
        context.Response.Redirect(OwnPath(context.Request) + rest.ToQueryString());
        return Task.CompletedTask;
    }

    /// <summary>One slash in front, and what is escaped stays so: //elsewhere, or a backslash for a slash, would be another site.</summary>
    private static string OwnPath(HttpRequest request) => "/" + request.Path.ToUriComponent().TrimStart('/');

    private bool IsOwnHost(HostString host)
    {
        if ((host.Port ?? 80) != Port) return false;
        if (IPAddress.TryParse(host.Host, out IPAddress? address))
            // Names can be made to lead here, numbers cannot: where all addresses are listened on, any number is one of them.
            return address.Equals(options.Address) || (options.IsLoopback ? IPAddress.IsLoopback(address) : IsAny(options.Address));
        return host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? options.IsLoopback || IsAny(options.Address)
            : IsAny(options.Address) && host.Host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAny(IPAddress address) =>
        address.Equals(address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any);

    /// <summary>Browsers name the origin of what changes something and of WebSockets; there it is required.</summary>
    private static bool IsOwnOrigin(HttpRequest request)
    {
        StringValues origin = request.Headers[HeaderNames.Origin];
        if (origin.Count > 0) return origin.Count == 1 && origin.ToString() == $"{request.Scheme}://{request.Host.Value}";
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Headers.ContainsKey(HeaderNames.SecWebSocketKey);
    }

    /// <summary>In constant time, so that answers' times tell nothing of the token.</summary>
    private bool IsToken(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);

    /// <param name="context">The request.</param>
    /// <param name="reason">What it must be.</param>
    /// <param name="mayBeLet">Whether the cookie may be there and was only held back, because a link on another site led here: asked from this page, it comes.</param>
    private static Task Refuse(HttpContext context, string reason, bool mayBeLet = false)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        if (!mayBeLet || context.Request.Headers["Sec-Fetch-Dest"] != "document" || context.Request.Headers["Sec-Fetch-Site"] != "cross-site")
            return context.Response.WriteAsync(reason + "\n");
        context.Response.ContentType = "text/html; charset=utf-8";
        string link = System.Net.WebUtility.HtmlEncode(OwnPath(context.Request) + context.Request.QueryString.ToUriComponent());
        return context.Response.WriteAsync($"<!doctype html><html lang=\"en\"><title>Hinge</title><p>A link led here from another site. <a href=\"{link}\">Go on to the page</a>, if this browser has opened it before. {reason}</p></html>");
    }
}
