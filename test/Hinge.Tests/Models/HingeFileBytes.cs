using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Hinge.Tests.Models;

/// <summary>
/// Takes model and dual files apart and puts them together again with a right checksum, so that tests reach what lies
/// behind it.
/// </summary>
internal sealed class HingeFileBytes
{
    private const int HeaderLength = 24;

    public HingeFileBytes(byte[] file)
    {
        Magic = file[..8];
        int metadataLength = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12));
        Metadata = file.AsSpan(HeaderLength, metadataLength).ToArray();
        Payload = file[(HeaderLength + metadataLength)..^SHA256.HashSizeInBytes];
    }

    public byte[] Magic { get; set; }

    public int Version { get; set; } = 1;

    public byte[] Metadata { get; set; }

    public byte[] Payload { get; set; }

    /// <summary>What the header claims, where it lies.</summary>
    public int? MetadataLength { get; set; }

    /// <summary>What the header claims, where it lies.</summary>
    public long? PayloadLength { get; set; }

    /// <summary>Replaces text in the metadata, which must be there.</summary>
    public HingeFileBytes Replace(string old, string @new)
    {
        string json = Encoding.UTF8.GetString(Metadata);
        Assert.Contains(old, json, StringComparison.Ordinal);
        Metadata = Encoding.UTF8.GetBytes(json.Replace(old, @new, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Sets one property of the metadata to a JSON text; null removes it.</summary>
    public HingeFileBytes Set(string property, string? json)
    {
        JsonObject metadata = JsonNode.Parse(Metadata)!.AsObject();
        const string Mark = "\"@value@\"";
        metadata.Remove(property);
        if (json is not null) metadata[property] = "@value@";
        Metadata = Encoding.UTF8.GetBytes(metadata.ToJsonString().Replace(Mark, json, StringComparison.Ordinal));
        return this;
    }

    public byte[] ToArray()
    {
        byte[] header = new byte[HeaderLength];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), MetadataLength ?? Metadata.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), PayloadLength ?? Payload.Length);
        byte[] content = [.. header, .. Metadata, .. Payload];
        return [.. content, .. SHA256.HashData(content)];
    }
}
