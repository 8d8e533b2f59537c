using System.Text.Json;
using Hinge.Data;
using Hinge.Models;

namespace Hinge.Training.Checkpoints;

/// <summary>Checkpoints in files.</summary>
internal static class CheckpointFile
{
    private static ReadOnlySpan<byte> Magic => "HINGECHK"u8;

    /// <summary>Replaces the file, atomically.</summary>
    public static void Write(string path, CheckpointMetadata metadata, Action<StateExchange> exchange)
    {
        StateLength length = new();
        exchange(length);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(metadata, MetadataJson.Default.CheckpointMetadata);
        HingeFile.Write(path, Magic, json, length.Bytes, stream => exchange(new StateWriter(stream)));
    }

    /// <summary>Opens a checkpoint to go on from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">The run that wants to go on; its stage does not matter.</param>
    /// <exception cref="DataFormatException">The file is no checkpoint, damaged, or of another run.</exception>
    public static OpenCheckpoint Open(string path, CheckpointMetadata run)
    {
        FileStream file = InputFile.OpenPlain(path);
        try
        {
            (byte[] json, long payloadLength) = HingeFile.Open(path, file, Magic, "checkpoint");
            CheckpointMetadata metadata = JsonSerializer.Deserialize(json, MetadataJson.Default.CheckpointMetadata)
                ?? throw new JsonException("no metadata");
            return metadata.DifferenceFrom(run) is { } difference
                ? throw new DataFormatException(path, null, $"the checkpoint must be of the run to resume; its {difference.Name} is another. {difference.Remedy}")
                : new OpenCheckpoint(path, metadata.Stage, file, payloadLength);
        }
        catch (JsonException e)
        {
            file.Dispose();
            throw HingeFile.Damaged(path, e.Message);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
