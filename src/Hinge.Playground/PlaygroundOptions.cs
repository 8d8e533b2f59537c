using System.Net;
using System.Security.Cryptography;

namespace Hinge.Playground;

/// <summary>Where the page is served, and to whom.</summary>
public sealed record PlaygroundOptions
{
    /// <summary>The port where none is named.</summary>
    public const int DefaultPort = 5105;

    /// <summary>The address to listen on; default 127.0.0.1, which only programs of this machine reach.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535; default <see cref="DefaultPort"/>. 0 takes one that is free.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>What a browser must know to be let in; by default 32 random bytes, in letters that addresses may hold.</summary>
    public string Token { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether only programs of this machine can reach the page.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw new ArgumentException($"Port must be from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}; got {Port}.");
        if (Token.Length == 0)
            throw new ArgumentException("Token must not be empty.");
    }
}
